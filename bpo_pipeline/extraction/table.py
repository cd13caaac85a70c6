"""One page's part of an item table: its columns, its body, and what stands in which column."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Box

NUMERIC = frozenset({"quantity", "unit_price", "line_total", "gross_amount", "tax_amount"})


@dataclass(frozen=True)
class Column:
    """One column of an item table."""

    field: str
    box: Box
    """Of its heading."""
    left: float
    """Where it begins, points: half-way to its left neighbour."""
    right: float
    """Where it ends."""


@dataclass(frozen=True)
class Table:
    """Headings and body lines of one page's part of an item table."""

    columns: tuple[Column, ...]
    head: tuple[int, ...]
    """Indexes of the heading lines."""
    body: tuple[Line, ...]
    sums: tuple[int, ...] = ()
    """Indexes of lines between the items that name a sum: of a section, of a page, carried over."""

    def of(self, field: str) -> tuple[Column, ...]:
        """The columns of a field."""
        return tuple(column for column in self.columns if column.field == field)

    def amounts(self, sheet: Sheet, field: str) -> list[Amount]:
        """The numbers of the body that stand in a field's columns, from top to bottom."""
        result = []
        for line in self.body:
            for amount in sheet.amounts.get(line.index, ()):
                column = self.column_at(amount.box)
                if column is not None and column.field == field and not self._in_text(line, amount, column):
                    result.append(amount)
        return result

    def _in_text(self, line: Line, amount: Amount, column: Column) -> bool:
        """Whether the number is part of a description that reaches into the column."""
        cell = next((one for one in line.cells if amount.words[0] in one.words), None)
        if cell is None or cell.words[0] is amount.words[0]:
            return False
        begins = self.column_of_text(cell)
        if begins is None or begins.field != "description" or begins is column:
            return False
        last = cell.words[-1] is amount.words[-1]
        edge = min(abs(amount.box.right - column.box.right), abs(amount.box.left - column.box.left))
        return not (last and (amount.money or edge < 0.8 * amount.box.height))

    def column_at(self, box: Box) -> Column | None:
        """The column that a box shares most with."""
        best, most = None, 0.0
        for column in self.columns:
            shared = min(box.right, column.right) - max(box.left, column.left)
            if shared > most:
                best, most = column, shared
        return best

    def column_of_text(self, cell: Cell) -> Column | None:
        """The column of a text: the first whose heading it stands under, else the one in which it begins."""
        box = cell.box
        for column in self.columns:
            if box.left < column.box.right and box.right > column.box.left:
                return column
        left = box.left + 1.0
        begun = next((index for index, column in enumerate(self.columns) if column.left <= left < column.right), None)
        if begun is None:
            return None
        if self.columns[begun].field in NUMERIC and len(cell.words) > 1:  # words between two headings
            for near in (begun + 1, begun - 1):
                if 0 <= near < len(self.columns) and self.columns[near].field == "description":
                    return self.columns[near]
        return self.columns[begun]
