"""The item table: its headings, the columns under them, and where it ends.

A heading band is one to four lines of column labels without amounts. Each column reaches half-way to its
neighbours. The table goes on over pages, with or without repeated headings, until a total is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.headings import band_ahead, columns_of, heading_band, is_head
from bpo_pipeline.extraction.item import meets
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark, spot
from bpo_pipeline.extraction.table import Column, Table
from bpo_pipeline.extraction.total_candidates import beside

_ENDS = frozenset({"net_total", "gross_total", "tax_total", "amount_due"})


_SUMS = _ENDS | {"subtotal", "other_amount"}
_CHARGES = frozenset({"shipping_total", "discount_total"})
_CODE = 2
"""Letters of a tax code, which may stand before its rate."""
_NEAR = 3
"""Lines under a subtotal in which the other totals stand."""
_COUNTED = ("quantity", "unit_price", "line_total")
_AHEAD = 30
"""Lines after a total within which the items would have to go on: a page's foot, the next one's head, a heading."""
_SKIPS = frozenset({"subtotal", "other_amount", "discount_total", "shipping_total", "prepaid", "rounding", "tip_total"})


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
        band = heading_band(sheet, by_line, position)
        if band is not None:
            columns = columns_of(sheet, band, by_line)
            part, position, ended = _part(sheet, by_line, band[-1] + 1, columns, line.page)
            result.append(replace(part, head=tuple(band)))
            continue
        new_page = position == 0 or sheet.lines[position - 1].page != line.page
        if result and not ended and new_page and not band_ahead(sheet, by_line, position):
            part, position, ended = _part(sheet, by_line, position, columns, line.page)
            result.append(part)
            continue
        position += 1
    last = max((line.index for part in result for line in part.body if _counts(sheet, part, line)), default=0)
    return tuple(replace(part, sums=tuple(index for index in part.sums if index < last)) for part in result)


def _part(
    sheet: Sheet, by_line: dict[int, list[Mark]], start: int, columns: tuple[Column, ...], page: int
) -> tuple[Table, int, bool]:
    """The part of the table on this page, where reading goes on, and whether the table has ended."""
    table = Table(columns, (), ())
    body: list[Line] = []
    sums: list[int] = []
    position = start
    while position < len(sheet.lines) and sheet.lines[position].page == page:
        line = sheet.lines[position]
        if is_head(sheet, by_line, position) and heading_band(sheet, by_line, position) is not None:
            return replace(table, body=tuple(body), sums=tuple(sums)), position, False
        verdict = _below_subtotal(sheet, line, sums) or _verdict(sheet, table, line, seen=bool(body))
        if verdict == "end" and _goes_on(sheet, table, position):
            verdict = "skip"
        if verdict == "end":
            return replace(table, body=tuple(body), sums=tuple(sums)), position, True
        if verdict == "row":
            body.append(line)
        elif any(mark.fields & _SUMS for mark in sheet.marks_by_line.get(line.index, ())):
            sums.append(line.index)
        position += 1
    return replace(table, body=tuple(body), sums=tuple(sums)), position, False


def _goes_on(sheet: Sheet, table: Table, position: int) -> bool:
    """Whether a line that names a total is only a section's or a page's: below it a row's own arithmetic is right."""
    for line in sheet.lines[position + 1 : position + _AHEAD]:
        counts, prices, totals = ([one.value for one in in_column(sheet, table, line, field)] for field in _COUNTED)
        if any(total and meets(count, price, total) == 1 for count, price, total in product(counts, prices, totals)):
            return any(word.text[:1].isalpha() for cell in line.cells[:2] for word in cell.words)
    return False


def _multiplies(amounts: Sequence[Amount]) -> bool:
    """Whether a line's last amount is the product of two before it, as a row's is and a sum's is not."""
    if not amounts or not amounts[-1].money or not amounts[-1].value:
        return False
    return any(meets(one.value, two.value, amounts[-1].value) == 1 for one, two in pairwise(amounts[:-1]))


def _counts(sheet: Sheet, table: Table, line: Line) -> bool:
    """Whether a line has an amount where rows have theirs; account numbers of a margin are none."""
    return any(in_column(sheet, table, line, field) for field in _COUNTED)


def in_column(sheet: Sheet, table: Table, line: Line, field: str) -> list[Amount]:
    """The amounts of a line that stand in the table's column of *field*."""
    inside = [one for one in sheet.amounts.get(line.index, ()) if not one.percent]
    return [one for one in inside if (column := table.column_at(one.box)) is not None and column.field == field]


def _says_total(line: Line, mark: Mark) -> bool:
    """Whether a total's name is the only text of the line."""
    if not mark.fields & _ENDS or "subtotal" in mark.fields:
        return False
    others = [word for word in line.words if word not in mark.words and sum(one.isalpha() for one in word.text) > 3]
    return mark.first == 0 and not others and any(len(cell.words) == len(mark.words) for cell in line.cells[:1])


def _closes(line: Line, mark: Mark) -> bool:
    """Whether a label ends a short cell, as in ``Volume discount``."""
    cell = next((one for one in line.cells if one.words[-1] is mark.words[-1]), None)
    return cell is not None and len(cell.words) <= 3 and cell is not line.cells[-1]


def _stands_alone(line: Line, mark: Mark) -> bool:
    """Whether a total's name fills its cell beside other text, as where the totals stand right of the terms."""
    cell = next((one for one in line.cells if one.words[0] is mark.words[0]), None)
    if cell is None or cell is line.cells[0] or not mark.fields & (_ENDS | {"subtotal"}):
        return False
    rest = [word for word in cell.words if word not in mark.words and any(one.isalpha() for one in word.text)]
    before = [word for one in line.cells if one.box.right <= cell.box.left for word in one.words]
    code = all(len(word.text) <= _CODE for word in before)
    return not rest and (code or not mark.fields & {"tax_total"})


def _below_subtotal(sheet: Sheet, line: Line, sums: Sequence[int]) -> str | None:
    """What a total right under a subtotal is, though other words stand with its name: ``CT sales tax 6.35 %``."""
    above = {field for index in sums[-1:] for mark in sheet.marks_by_line.get(index, ()) for field in mark.fields}
    amounts = sheet.amounts.get(line.index, ())
    near = bool(sums) and line.index - sums[-1] <= _NEAR
    if not near or "subtotal" not in above or not amounts or _multiplies(amounts):
        return None
    first = [mark for mark in sheet.marks_by_line.get(line.index, ()) if mark.first <= _CODE]
    fields = {field for mark in first for field in mark.fields}
    return "end" if fields & _ENDS else "skip" if fields & _CHARGES else None


def _verdict(sheet: Sheet, table: Table, line: Line, *, seen: bool) -> str:
    """``row``, ``skip`` (a carried-over or group subtotal) or ``end`` (the totals begin)."""
    marks = [mark for mark in sheet.marks_by_line.get(line.index, ()) if mark.opens or _closes(line, mark)]
    amounts = [one for one in sheet.amounts.get(line.index, ()) if not one.percent]
    named = [mark for mark in marks if mark.fields & (_ENDS | _SKIPS)]
    headings = len(named) >= 3 and not amounts  # of a totals table
    if named and seen and (headings or (amounts and _says_total(line, named[0]))):
        return "end"
    columns = {column.field for one in amounts if (column := table.column_at(one.box)) is not None}
    if named and not amounts and len(line.words) == len(named[0].words) and beside(sheet, named[0]) is not None:
        return "skip"
    counted = {"quantity", "unit_price"} <= columns or {"quantity", "line_total", "tax_rate"} <= columns
    if not named or counted or _multiplies(amounts):
        return "row"
    if seen and any(_stands_alone(line, mark) for mark in named):
        return "end"
    first = named[0]
    heads = table.of("description")
    edge = heads[0].box.left - 10 if heads else 0.0
    before = [word for word in line.words[: first.first] if word.box.left > edge]
    own = next(cell for cell in line.cells if first.words[0] in cell.words)
    behind_text = any(letter.isalpha() for word in before if word not in own.words for letter in word.text)
    taxed = {"line_total", "tax_amount"} <= columns and all(mark.fields & _CHARGES for mark in named)
    if behind_text or not amounts or taxed:  # "Fuel surcharge" with its own tax is what was sold
        return "row"
    carried = first.fields & {"subtotal", "other_amount", "discount_total", "shipping_total"}
    return "end" if first.fields & _ENDS and not carried and seen else "skip"
