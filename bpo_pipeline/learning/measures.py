"""The figures of the report: how far confidence is from the truth, and how much can be taken without a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.learning.calibrating import Judged, asked_for
from bpo_pipeline.learning.papers import Paper

ALLOWED = 0.005
MISTAKEN = 0.01
_BINS = 10
_LEAST = 15
"""With fewer values a field is left out of the table."""


@dataclass(frozen=True)
class LackingRow:
    """What is found for a field on papers that do not have it."""

    field: str
    values: int
    taken: float
    """Share of them that would be taken with ``MISTAKEN`` allowed."""


@dataclass(frozen=True)
class FieldRow:
    """One field of all real documents together."""

    field: str
    values: int
    right: float
    confidence: float
    calibration_error: float
    points: tuple[tuple[float, bool], ...]
    """Confidence of each value and whether it is right."""


def calibration_table(judged: Sequence[Judged]) -> list[FieldRow]:
    """A row per field, of documents that nobody invented."""
    rows = []
    for name in (name for group in GROUPS.values() for name in group):
        points = [
            (one.confidence, one.value.right)
            for one in judged
            if one.value.field == name and one.value.source != "generated" and not one.value.lacking
        ]
        if len(points) >= _LEAST:
            sure, hits = (float(np.mean([point[side] for point in points])) for side in (0, 1))
            rows.append(FieldRow(name, len(points), hits, sure, error_of(points), tuple(points)))
    return rows


def lacking_table(judged: Sequence[Judged]) -> list[LackingRow]:
    """A row per field, of the papers from which it was taken off."""
    rows = []
    for name in (name for group in GROUPS.values() for name in group):
        several = [one for one in judged if one.value.field == name]
        wrong = [one for one in several if one.value.lacking and not one.value.right]
        if len(wrong) >= _LEAST:
            limit = asked_for(several)[f"{MISTAKEN:g}"]
            rows.append(LackingRow(name, len(wrong), sum(one.confidence >= limit for one in wrong) / len(wrong)))
    return rows


def error_of(points: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equally filled bins."""
    if not points:
        return 0.0
    parts = np.array_split(np.array(sorted(points), dtype=float), _BINS)
    return float(sum(abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts if len(part))) / len(
        points
    )


def touchless(judged: Sequence[Judged], papers: Sequence[Paper]) -> tuple[float, list[Paper]]:
    """The largest share of documents that can be taken with 0.5 % of their labelled fields wrong or missing, and these.

    Documents are taken by their least confidence, the surest first.
    """
    sure: defaultdict[str, dict[str, Judged]] = defaultdict(dict)
    for one in judged:
        if not one.value.lacking:
            sure[one.value.document][one.value.path] = one
    ranked = []
    for paper in papers:
        values = sure[f"{paper.source}/{paper.id}"]
        labelled = [name for name, value in paper.fields.items() if value]
        found = [values.get(name) for name in labelled]
        least = min((one.confidence if one else 0.0 for one in found), default=0.0)
        ranked.append((least, sum(one is None or not one.value.right for one in found), len(labelled), paper))
    ranked.sort(key=lambda one: -one[0])
    wrong = seen = best = 0
    for place, (least, bad, count, _) in enumerate(ranked, 1):
        wrong += bad
        seen += count
        if least > 0 and wrong <= ALLOWED * seen:
            best = place
    return best / max(len(ranked), 1), [paper for *_, paper in ranked[:best]]


def wrong_among_accepted(judged: Sequence[Judged], papers: Sequence[Paper]) -> tuple[int, int]:
    """Wrong and all money values of documents that were taken."""
    taken = {f"{one.source}/{one.id}" for one in papers}
    known = [one.value for one in judged if one.value.document in taken and not one.value.lacking]
    hits = [one.right for one in known if one.group == "money"]
    return len(hits) - sum(hits), len(hits)
