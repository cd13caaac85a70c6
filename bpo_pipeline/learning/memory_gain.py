"""What vendor memory is worth: the first papers of each vendor in turn, read without memory and with it.

After each paper its truth is what a person confirmed: the next one of the vendor is read with what that taught.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from bpo_pipeline.documents import document_type
from bpo_pipeline.extraction import extract, layout_of, remembered
from bpo_pipeline.learning.judging import judged
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.memory import Remembered

MOST = 5
"""Papers of one vendor that are looked at."""
_BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Gain:
    """All vendors' papers that came at the same place in the row."""

    place: int
    """1 for the first paper of a vendor."""
    values: int
    """Labelled values of the head."""
    alone: float
    """Share of them that is right without memory."""
    with_memory: float


def gains(papers: Sequence[Paper], *, most: int = MOST) -> list[Gain]:
    """A row for each place from the first to the *most*-th paper of a vendor."""
    vendors: defaultdict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        vendors[paper.vendor, paper.document_type].append(paper)
    labelled, alone, helped = Counter[int](), Counter[int](), Counter[int]()
    for several in vendors.values():
        known: list[Remembered] = []
        for place, paper in enumerate(several[:most], start=1):
            draft = extract(paper.reading, paper.document_type)
            better = remembered(draft, paper.reading, known)
            wanted = {name for name, value in paper.fields.items() if value and name in type(draft.record).model_fields}
            labelled[place] += len(wanted)
            alone[place] += _right(draft, paper, wanted)
            helped[place] += _right(better, paper, wanted)
            known.append(_confirmed(draft, paper, place))
    return [
        Gain(place, count, alone[place] / count, helped[place] / count)
        for place, count in sorted(labelled.items())
        if count
    ]


def _right(draft: Draft, paper: Paper, wanted: Iterable[str]) -> int:
    outcomes = dict(judged(draft.record, paper))
    return sum(outcomes.get(name, False) for name in wanted)


def _confirmed(draft: Draft, paper: Paper, place: int) -> Remembered:
    """What is remembered of the paper once a person put its values right."""
    kind = document_type(draft.document_type).record
    values = draft.record.model_dump() | {name: value for name, value in paper.fields.items() if value}
    try:
        true = replace(draft, record=kind.model_validate({k: v for k, v in values.items() if k in kind.model_fields}))
    except ValidationError:
        true = draft
    layout = layout_of(paper.reading, true)
    at = _BEGIN + dt.timedelta(days=place)
    return Remembered(place, "training", paper.id, paper.vendor, layout, "the label", at)
