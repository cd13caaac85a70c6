"""A Spot: one cell of a table, wherever it came from, and what was made of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from openpyxl.utils import get_column_letter

from bpo_pipeline.documents.layout import around
from bpo_pipeline.model.reading import Box, Sheet, Word

_BROKEN = re.compile(r"(?<=\d)\s*([.:,])\s*(?=\d)")
"""OCR cuts numbers and times at their sign: ``7 : 30``, ``81 . 5``."""
Value = Decimal | dt.date | dt.time | str | bool | int


@dataclass(frozen=True)
class Spot:
    """Text at one place: a spreadsheet's cell or words of a page; empty where nothing stands."""

    text: str
    confidence: float = 0.99
    page: int | None = None
    box: Box | None = None
    location: str | None = None
    """``Sheet1!C4`` for a spreadsheet's cell."""

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Spot("")


@dataclass(frozen=True)
class Mark:
    """A value for one field and the spot it was read from."""

    value: Value
    spot: Spot
    confidence: float
    derived: bool = False
    """Computed from other values, or said by an empty place."""

    def surer(self, confidence: float) -> Mark:
        """The same with another confidence."""
        return replace(self, confidence=max(0.0, min(0.995, confidence)))


def read(value: Value, spot: Spot, share: float = 1.0) -> Mark:
    """A value that was read; the spot's own doubt counts, *share* lowers it further."""
    return Mark(value, spot, spot.confidence * share)


def computed(value: Value, confidence: float = 0.95) -> Mark:
    """A value that follows from others."""
    return Mark(value, Spot(str(value)), confidence, derived=True)


@dataclass
class Row:
    """One day of one employee, field by field."""

    marks: dict[str, Mark] = field(default_factory=dict)

    def get(self, name: str) -> Value | None:
        """The value of a field, None where it has none."""
        mark = self.marks.get(name)
        return mark.value if mark else None

    def hours(self) -> Decimal | None:
        """The row's hours."""
        value = self.get("hours")
        return value if isinstance(value, Decimal) else None

    def clock(self, name: str) -> dt.time | None:
        """One of the row's times."""
        value = self.get(name)
        return value if isinstance(value, dt.time) else None


def spot_of(words: Sequence[Word], page: int) -> Spot:
    """Words that stand together as one spot."""
    if not words:
        return NOTHING
    sure = min(word.confidence for word in words)
    text = _BROKEN.sub(r"\1", " ".join(word.text for word in words))
    return Spot(text, 0.5 + 0.49 * sure, page, around(words))


def spots_of(sheet: Sheet) -> list[list[Spot]]:
    """The rows of a sheet, all equally long."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    return [
        [
            Spot(text, location=f"{sheet.name}!{get_column_letter(column)}{row.number}") if text else NOTHING
            for column, text in enumerate((*row.cells, *[""] * (width - len(row.cells))), start=1)
        ]
        for row in sheet.rows
    ]
