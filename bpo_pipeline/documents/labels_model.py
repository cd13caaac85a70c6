"""What a label is: phrases, their language, the field that they name and how firmly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One phrase that names one field in one language."""

    field: str
    """Name of the record's field, or ``other`` / ``other_date`` for what must not be taken for one."""
    weight: float
    """How firmly the phrase names the field, 0 to 1."""
    language: str
    """ISO 639-1."""
    phrase: str
    """Lower case, blanks between parts."""
    only: tuple[str, ...] = ()
    """Document types that it holds for; empty: all."""
    keep_out: tuple[str, ...] = ()
    """Document types that it does not hold for."""

    def holds_for(self, document_type: str) -> bool:
        """Whether the label counts on a document of this type."""
        return document_type not in self.keep_out and (not self.only or document_type in self.only)


def labels(
    field: str, weight: float, *, only: tuple[str, ...] = (), keep_out: tuple[str, ...] = (), **phrases: str
) -> tuple[Label, ...]:
    """Labels of one field: ``en="due date|pay by", de="zahlbar bis"``."""
    return tuple(
        Label(field, weight, language, phrase.strip(), only, keep_out)
        for language, joined in phrases.items()
        for phrase in joined.split("|")
    )
