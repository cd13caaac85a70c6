"""A value that was found, with the ink it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bpo_pipeline.documents.layout import around
from bpo_pipeline.model.reading import Box, Source, Word

Value = Decimal | dt.date | str | bool | tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A value for one field and how sure it is."""

    value: Value | None
    """None: something is printed there and cannot be taken for a value."""
    raw: str
    confidence: float
    """0.0 to 1.0, the chance of being right."""
    page: int | None = None
    box: Box | None = None
    derived: bool = False
    """Computed from other values instead of read."""
    source: Source | None = None
    """None: the page's own source."""
    location: str | None = None
    rules: tuple[str, ...] = ()
    """The sums that the value meets."""

    def surer(self, confidence: float) -> Found:
        """The same with another confidence."""
        return replace(self, confidence=max(0.0, min(1.0, confidence)))


@dataclass(frozen=True)
class Choice:
    """One of several values for a field, with its rank: the highest is taken."""

    rank: float
    value: Found


def found(value: Value | None, words: Sequence[Word], page: int, confidence: float) -> Found:
    """A value read from words of a page; OCR's own doubt lowers the confidence."""
    ink = min((word.confidence for word in words), default=1.0)
    sure = confidence * (0.5 + 0.5 * ink)
    return Found(value, " ".join(word.text for word in words), sure, page, around(words) if words else None)


def derived(value: Value, confidence: float) -> Found:
    """A value computed from others."""
    return Found(value, str(value), confidence, derived=True)
