"""The item table: its headings, the columns under them, and where it ends.

A heading band is one to four lines of column labels without amounts. Each column reaches half-way to its
neighbours. The table goes on over pages, with or without repeated headings, until a total is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark, spot
from bpo_pipeline.model.reading import Box

_RANK = (
    "line_total",
    "unit_price",
    "quantity",
    "gross_amount",
    "tax_amount",
    "discount",
    "tax_rate",
    "description",
    "base_quantity",
    "sku",
    "unit",
    "position",
    "date",
)
_NUMERIC = frozenset({"quantity", "unit_price", "line_total", "gross_amount", "tax_amount"})
_ENDS = frozenset({"net_total", "gross_total", "tax_total", "amount_due"})
_SKIPS = frozenset({"subtotal", "other_amount", "discount_total", "shipping_total", "prepaid", "rounding", "tip_total"})


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
        """The column in which a text begins."""
        left = cell.box.left + 1.0
        return next((column for column in self.columns if column.left <= left < column.right), None)


def tables(sheet: Sheet) -> tuple[Table, ...]:
    """All parts of the item table, in reading order."""
    marks = spot(sheet.lines, "line", sheet.document_type)
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    result: list[Table] = []
    position = 0
    columns: tuple[Column, ...] = ()
    ended = True
    while position < len(sheet.lines):
        line = sheet.lines[position]
        band = _band(sheet, by_line, position)
        if band is not None:
            columns = _columns(sheet, band, by_line)
            body, position, ended = _body(sheet, by_line, band[-1] + 1, columns, line.page)
            result.append(Table(columns, tuple(band), body))
            continue
        new_page = position == 0 or sheet.lines[position - 1].page != line.page
        if result and not ended and new_page and not _band_ahead(sheet, by_line, position):
            body, position, ended = _body(sheet, by_line, position, columns, line.page)
            result.append(Table(columns, (), body))
            continue
        position += 1
    return tuple(result)


def _fields(marks: Sequence[Mark]) -> set[str]:
    return {_best_field(mark) for mark in marks}


def _best_field(mark: Mark) -> str:
    return min(mark.fields, key=_RANK.index)


def _is_head(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> bool:
    marks = by_line.get(index, [])
    if len(marks) < 2 or any(amount.money for amount in sheet.amounts.get(index, ())):
        return False
    all_fields = set().union(*(mark.fields for mark in marks))
    covered = sum(len(mark.words) for mark in marks)
    if covered < 0.4 * len(sheet.lines[index].words):
        return False
    return (
        len(_fields(marks)) >= 2
        and bool(all_fields & _NUMERIC)
        and bool(all_fields & {"description", "sku", "quantity"})
    )


def _band(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> list[int] | None:
    """The lines of the heading that begins or has its strongest line here."""
    if not _is_head(sheet, by_line, index):
        return None
    band = [index]
    best = len(_fields(by_line.get(index, [])))
    for step in (1, 2, 3):  # a stronger line may follow within the same band
        follower = index + step
        if follower >= len(sheet.lines) or not _near(sheet.lines[follower - 1], sheet.lines[follower]):
            break
        if not _heading_line(sheet, by_line, follower):
            break
        band.append(follower)
        best = max(best, len(_fields(by_line.get(follower, []))))
    before = index - 1
    while (
        before >= 0
        and len(band) < 5
        and _near(sheet.lines[before], sheet.lines[before + 1])
        and _heading_line(sheet, by_line, before)
    ):
        band.insert(0, before)
        before -= 1
    fields = set().union(*(_fields(by_line.get(one, [])) for one in band))
    return (
        band if len(fields) >= 3 or (len(fields) == 2 and "description" in fields and "line_total" in fields) else None
    )


def _near(above: Line, below: Line) -> bool:
    return above.page == below.page and below.box.top - above.box.bottom < 0.75 * max(above.box.height, 6.0)


def _heading_line(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> bool:
    marks = by_line.get(index, [])
    line = sheet.lines[index]
    if not marks or sheet.amounts.get(index) or sheet.days.get(index):
        return False
    return sum(len(mark.words) for mark in marks) >= 0.5 * len(line.words)


def _band_ahead(sheet: Sheet, by_line: dict[int, list[Mark]], position: int) -> bool:
    page = sheet.lines[position].page
    return any(
        one.page == page and _band(sheet, by_line, one.index) is not None
        for one in sheet.lines[position : position + 120]
    )


def _columns(sheet: Sheet, band: Sequence[int], by_line: dict[int, list[Mark]]) -> tuple[Column, ...]:
    """Headings that stand above each other become one column."""
    groups: list[tuple[list[Mark], Box]] = []
    for index in band:
        for mark in by_line.get(index, []):
            box = mark.box
            for number, (members, around) in enumerate(groups):
                shared = min(box.right, around.right) - max(box.left, around.left)
                if shared > 0.4 * min(box.width, around.width) and members[-1].line != mark.line:
                    groups[number] = ([*members, mark], around.union(box))
                    break
            else:
                groups.append(([mark], box))
    groups.sort(key=lambda one: one[1].left)
    fields = [_field(members) for members, _ in groups]
    fields = _resolve(fields, groups)
    page = sheet.reading.pages[sheet.lines[band[0]].page - 1]
    columns = []
    for number, (_, box) in enumerate(groups):
        left = 0.0 if number == 0 else (groups[number - 1][1].right + box.left) / 2
        right = page.width if number == len(groups) - 1 else (box.right + groups[number + 1][1].left) / 2
        columns.append(Column(fields[number], box, left, right))
    return tuple(columns)


def _field(members: Sequence[Mark]) -> str:
    """The field of a column out of its stacked headings."""
    return min((_best_field(mark) for mark in members), key=_RANK.index)


def _resolve(fields: list[str], groups: Sequence[tuple[list[Mark], Box]]) -> list[str]:
    """One description and one line total: the rightmost total counts, further ones are gross amounts or prices."""
    result = list(fields)
    totals = [i for i, one in enumerate(result) if one == "line_total"]
    for index in totals[:-1]:
        others = set().union(*(mark.fields for mark in groups[index][0])) - {"line_total"}
        result[index] = min(others, key=_RANK.index) if others else "tax_base"
        if result[index] == "tax_base" and "quantity" not in result and "description" in result[index:]:
            result[index] = "quantity"  # "Amount" left of the description counts pieces
    if "description" not in result:
        for index, (members, _) in enumerate(groups):
            if any("description" in mark.fields for mark in members):
                result[index] = "description"
                break
    elif result.count("description") > 1:
        widest = _roomiest([i for i, one in enumerate(result) if one == "description"], groups)
        result = ["sku" if one == "description" and i != widest else one for i, one in enumerate(result)]
    return result


def _roomiest(indexes: Sequence[int], groups: Sequence[tuple[list[Mark], Box]]) -> int:
    """The column with the most room to its right neighbour."""

    def room(index: int) -> float:
        following = groups[index + 1][1].left if index + 1 < len(groups) else groups[index][1].right + 50
        return following - groups[index][1].left

    return max(indexes, key=room)


def _body(
    sheet: Sheet, by_line: dict[int, list[Mark]], start: int, columns: tuple[Column, ...], page: int
) -> tuple[tuple[Line, ...], int, bool]:
    """The lines of the table on this page, where reading goes on, and whether the table has ended."""
    table = Table(columns, (), ())
    body: list[Line] = []
    position = start
    while position < len(sheet.lines) and sheet.lines[position].page == page:
        line = sheet.lines[position]
        if _is_head(sheet, by_line, position) and _band(sheet, by_line, position) is not None:
            return tuple(body), position, False
        verdict = _verdict(sheet, table, line, seen=bool(body))
        if verdict == "end":
            return tuple(body), position, True
        if verdict == "row":
            body.append(line)
        position += 1
    return tuple(body), position, False


def _verdict(sheet: Sheet, table: Table, line: Line, *, seen: bool) -> str:
    """``row``, ``skip`` (a carried-over or group subtotal) or ``end`` (the totals begin)."""
    marks = [mark for mark in sheet.marks_by_line.get(line.index, ()) if mark.opens]
    amounts = [one for one in sheet.amounts.get(line.index, ()) if not one.percent]
    named = [mark for mark in marks if mark.fields & (_ENDS | _SKIPS)]
    if len(named) >= 3 and not amounts and seen:
        return "end"  # the headings of a totals table
    columns = {column.field for one in amounts if (column := table.column_at(one.box)) is not None}
    if not named or {"quantity", "unit_price"} <= columns or {"quantity", "line_total", "tax_rate"} <= columns:
        return "row"
    first = named[0]
    before = line.words[: first.first]
    if first.first > 2 and any(any(letter.isalpha() for letter in word.text) for word in before):
        return "row"
    fields = first.fields
    if fields & {"subtotal", "other_amount", "discount_total", "shipping_total"}:
        return "skip" if amounts else "row"
    if fields & _ENDS and (amounts or len(marks) >= 3) and seen:
        return "end"
    return "skip" if amounts else "row"
