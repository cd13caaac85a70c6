"""What extraction weighed before it chose: the candidates of each total with their scores and places."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.total_candidates import FIELDS, best_of, labelled_amounts
from bpo_pipeline.model.reading import Box, Reading


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate of one field."""

    field: str
    value: str
    score: float
    """Points for label and place; the joint assignment (BR-CO-10 to -17) decides among them."""
    page: int | None
    box: Box | None


def weighed(reading: Reading, document_type: str) -> tuple[Weighed, ...]:
    """All candidates for the document's totals, field by field, best first."""
    sheet = Sheet(reading, document_type, ())
    return tuple(
        Weighed(field, str(one.value), round(one.score, 2), one.ink.page, one.ink.box)
        for field in FIELDS
        for one in best_of(labelled_amounts(sheet, field, frozenset()))
    )
