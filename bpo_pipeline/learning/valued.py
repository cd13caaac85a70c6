"""All values that the product reads from labelled papers: what speaks for each of them, and whether it is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from bpo_pipeline import classification, extraction
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.extraction.learned.evidence import Weighed
from bpo_pipeline.extraction.learned.model import Model as ReceiptModel
from bpo_pipeline.learning.judging import judged
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.withheld import lacking
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading

_KNOWN = frozenset(kind.name for kind in DOCUMENT_TYPES)


@dataclass(frozen=True)
class Value:
    """One extracted value, what speaks for it, and whether it is right."""

    document: str
    vendor: str
    source: str
    path: str
    group: str
    row: tuple[float, ...]
    right: bool
    lacking: bool = False
    """Found on a paper from which the field's own value was taken off."""

    @property
    def field(self) -> str:
        """The field's own name, without the line's number."""
        return self.path.rsplit(".", 1)[-1]


def values(papers: Sequence[Paper], models: Sequence[ReceiptModel], *, jobs: int) -> list[Value]:
    """All values that the product reads from the papers, judged; *models*: for each paper one that never saw it."""
    with ProcessPoolExecutor(jobs) as pool:
        return [one for several in pool.map(values_of, papers, models, chunksize=8) for one in several]


def values_of(paper: Paper, model: ReceiptModel) -> list[Value]:
    """The values of one paper, classified and read as in the flow, and what is found where some of them lack."""
    draft = _draft(paper.reading, model)
    if draft is None:
        return []
    result = list(_judged_values(paper, paper.reading, draft))
    right = {one.path for one in result if one.right}
    for field, reading in lacking(paper, draft, right):
        without = _draft(reading, model)
        if without is not None:
            several = _judged_values(paper, reading, without)
            result += [replace(one, lacking=True) for one in several if one.path == field]
    return result


def _draft(reading: Reading, model: ReceiptModel) -> Draft | None:
    """What the flow makes of a reading; None for a paper of no known type."""
    kind = classification.classify(reading)
    if kind.document_type not in _KNOWN:
        return None
    draft = extraction.extract(reading, kind.document_type, receipts=model)
    return replace(draft, type_confidence=kind.confidence)


def _judged_values(paper: Paper, reading: Reading, draft: Draft) -> Iterator[Value]:
    right = dict(judged(draft.record, paper))
    for one, group, row in Weighed(draft, reading).rows():
        if one.path in right:
            document = f"{paper.source}/{paper.id}"
            yield Value(document, paper.vendor, paper.source, one.path, group, tuple(row), right[one.path])
