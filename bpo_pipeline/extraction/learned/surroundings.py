"""What stands around a value on its page: the label beside it, and text that may belong to it and was not taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.model.reading import Box, Word

_UNDER = 4.2
"""A label stands at most this many of its heights above its value."""
_BESIDE = 0.6
"""Share of a line's height by which label and value may be out of level."""
_TOUCHES = 0.9
"""Share of a line's height that may lie between lines of one block."""
_BELOW = 0.9
"""What a label above counts of one beside."""
_PARTIES = {
    "supplier_name": {"supplier"},
    "customer_name": {"customer", "client"},
    "supplier_address": {"supplier", "address"},
    "supplier_tax_id": {"tax_id"},
    "customer_tax_id": {"tax_id"},
}
"""Fields whose labels have other names."""


@dataclass(frozen=True)
class Surroundings:
    """A sheet, to ask what is near a box on it."""

    sheet: Sheet

    def named(self, field: str, page: int, box: Box) -> tuple[float, float]:
        """How firmly the label right before or over the value names its field, and how firmly another one."""
        own = {field, *_PARTIES.get(field, ())}
        beside, over = self._before(page, box), self._over(page, box)
        mine = max(_weight(beside, own), _BELOW * _weight(over, own))
        return mine, 0.0 if mine else max(_weight(beside, None), _BELOW * _weight(over, None))

    def labels(self, field: str) -> int:
        """How many firm labels of the field stand on the pages."""
        return sum(mark.weight(field) >= _BELOW for mark in self.sheet.marks)

    def above(self, page: int, box: Box) -> int:
        """How many lines of the page stand over the box."""
        return sum(line.page == page and line.box.bottom <= box.middle for line in self.sheet.lines)

    def touching(self, page: int, box: Box, taken: Sequence[Box]) -> tuple[bool, bool]:
        """Whether text that no value was taken from stands right over the box, and right under it."""
        over = under = False
        for cell in self._cells_of(page):
            across = cell.box.left < box.right and cell.box.right > box.left
            if not across or not any(letter.isalnum() for letter in cell.text):
                continue
            gap = _TOUCHES * max(cell.box.height, 5.0)
            if cell.words[0] in self._labelling or any(_holds(one, cell.box) for one in taken):
                continue
            over = over or -gap / 2 < box.top - cell.box.bottom < gap
            under = under or -gap / 2 < cell.box.top - box.bottom < gap
        return over, under

    def larger(self, amount: object) -> int:
        """How many other sums of money on the pages are larger."""
        return len({one for one in self._money if one > amount})  # type: ignore[operator]

    @cached_property
    def _money(self) -> frozenset[object]:
        return frozenset(abs(one.value) for several in self.sheet.amounts.values() for one in several if one.money)

    @cached_property
    def _labelling(self) -> frozenset[Word]:
        """The first words of labels that open a cell."""
        return frozenset(mark.words[0] for mark in self.sheet.marks if mark.opens)

    @cached_property
    def _cells(self) -> dict[int, list[Cell]]:
        result: dict[int, list[Cell]] = {}
        for cell in self.sheet.cells:
            result.setdefault(cell.page, []).append(cell)
        return result

    def _cells_of(self, page: int) -> Sequence[Cell]:
        return self._cells.get(page, ())

    @cached_property
    def _marks(self) -> dict[int, list[Mark]]:
        result: dict[int, list[Mark]] = {}
        for mark in self.sheet.marks:
            result.setdefault(self.sheet.lines[mark.line].page, []).append(mark)
        return result

    def _before(self, page: int, box: Box) -> Mark | None:
        return max(self._level(page, box), key=lambda one: one.box.right, default=None)

    def _level(self, page: int, box: Box) -> Iterator[Mark]:
        for mark in self._marks.get(page, ()):
            height = max(mark.box.height, 5.0)
            first = min(box.middle, box.top + height)  # a block of lines is named before its first
            if mark.box.right <= box.left + 2 and abs(mark.box.middle - first) < _BESIDE * height:
                yield mark

    def _over(self, page: int, box: Box) -> Mark | None:
        near = [
            mark
            for mark in self._marks.get(page, ())
            if 0 <= box.top - mark.box.bottom + 2 < _UNDER * max(mark.box.height, 5.0)
            and mark.box.left < box.right + 2
            and mark.box.right > box.left - 2
        ]
        return max(near, key=lambda one: one.box.bottom, default=None)


def _weight(mark: Mark | None, fields: set[str] | None) -> float:
    """How firmly a label names one of the fields, None: any."""
    if mark is None:
        return 0.0
    return max((one.weight for one in mark.labels if fields is None or one.field in fields), default=0.0)


def _holds(outer: Box, inner: Box) -> bool:
    across = outer.left - 1 <= (inner.left + inner.right) / 2 <= outer.right + 1
    return across and outer.top - 1 <= inner.middle <= outer.bottom + 1
