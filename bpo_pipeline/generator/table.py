"""The table of line items: columns, rules, wrapped descriptions, and what happens at the end of a page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.commerce import Line
from bpo_pipeline.generator.sheet import Sheet

WIDTHS = {"pos": 30, "sku": 66, "quantity": 52, "unit": 40, "unit_price": 72, "tax_rate": 50, "line_total": 84}
"""Points; the description takes the rest."""
RIGHT = frozenset({"quantity", "unit_price", "tax_rate", "line_total"})
PADDING = 4


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a design draws its table of items."""

    columns: tuple[str, ...] = ("description", "quantity", "unit_price", "line_total")
    head_fill: str = ""
    head_colour: str = "#000000"
    head_rules: bool = True
    row_rules: bool = False
    grid: bool = False
    zebra: str = ""
    """Colour of every second row."""
    carry: bool = False
    """Whether the sum so far is carried over to the next page."""
    size: float = 9
    rule_colour: str = "#444444"
    gap: float = 5
    """Free space above and below the text of a row, in points."""


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    left: float
    right: float


def draw_table(
    sheet: Sheet, text: Text, style: TableStyle, *, top: float, left: float, right: float, bottom: float
) -> float:
    """Draw the items from *top* downwards, over as many pages as they need; gives the y below the last row.

    *bottom* is the y that no row may cross.
    """
    columns = _columns(text, style, left, right)
    y = _head(sheet, text, style, columns, top)
    sum_so_far = Decimal(0)
    for place, line in enumerate(text.paper.lines):
        cells = {column.key: _cell(text, column, line, place, sheet, style) for column in columns}
        height = max(len(rows) for rows in cells.values()) * style.size * 1.25 + 2 * style.gap - 2
        if y + height > bottom - (20 if style.carry else 0):
            if style.carry:
                _sum_row(sheet, text, "carried", sum_so_far, y, columns, style)
            y = _head(sheet, text, style, columns, sheet.next_page())
            if style.carry:
                y = _sum_row(sheet, text, "brought", sum_so_far, y, columns, style)
        if style.zebra and place % 2:
            sheet.box(left, y, right - left, height, fill=style.zebra)
        for column in columns:
            _write(sheet, column, cells[column.key], y + style.gap + style.size - 1, style.size)
        _borders(sheet, columns, y, height, style)
        y += height
        sum_so_far += line.line_total
    return y


def _columns(text: Text, style: TableStyle, left: float, right: float) -> tuple[_Column, ...]:
    keys = [key for key in style.columns if key != "tax_rate" or text.tax_table]
    fixed = sum(WIDTHS.get(key, 0) for key in keys)
    columns, x = [], left
    for key in keys:
        width = WIDTHS.get(key, right - left - fixed)
        columns.append(_Column(key, x, x + width))
        x += width
    return tuple(columns)


def _cell(text: Text, column: _Column, line: Line, place: int, sheet: Sheet, style: TableStyle) -> tuple[str, ...]:
    words = text.words
    match column.key:
        case "pos":
            return (str(place + 1),)
        case "sku":
            return (line.sku,)
        case "quantity" if "unit" not in style.columns:
            return (f"{words.quantity(line.quantity)} {words.unit(line.unit)}" if line.unit != "C62" else
                    words.quantity(line.quantity),)  # fmt: skip
        case "quantity":
            return (words.quantity(line.quantity),)
        case "unit":
            return (words.unit(line.unit),)
        case "unit_price":
            return (words.price(line.unit_price),)
        case "tax_rate":
            return (words.percent(line.tax_rate),)
        case "line_total":
            return (words.amount(line.line_total),)
        case _:
            return sheet.wrap(line.description, column.right - column.left - 2 * PADDING, style.size)


def _head(sheet: Sheet, text: Text, style: TableStyle, columns: tuple[_Column, ...], y: float) -> float:
    left, right = columns[0].left, columns[-1].right
    height = style.size + 2 * style.gap
    if style.head_fill:
        sheet.box(left, y, right - left, height, fill=style.head_fill)
    baseline = y + style.gap + style.size - 1.5
    for column in columns:
        label = text.words.label(column.key)
        room = column.right - column.left - 2 * PADDING
        size = min(style.size, style.size * room / max(1.0, sheet.measure(label, style.size, bold=True)))
        end = column.key in RIGHT
        sheet.text(
            column.right - PADDING if end else column.left + PADDING, baseline, label, size=size, bold=True,
            align="right" if end else "left", colour=style.head_colour,
        )  # fmt: skip
    if style.head_rules:
        sheet.rule(left, y + height, right, y + height, weight=1, colour=style.rule_colour)
    if style.grid:
        _borders(sheet, columns, y, height, style)
        sheet.rule(left, y, right, y, colour=style.rule_colour)
    return y + height


def _write(sheet: Sheet, column: _Column, rows: tuple[str, ...], y: float, size: float) -> None:
    for row in rows:
        if column.key in RIGHT:
            sheet.text(column.right - PADDING, y, row, size=size, align="right")
        else:
            sheet.text(column.left + PADDING, y, row, size=size)
        y += size * 1.25


def _borders(sheet: Sheet, columns: tuple[_Column, ...], y: float, height: float, style: TableStyle) -> None:
    left, right = columns[0].left, columns[-1].right
    if style.row_rules or style.grid:
        sheet.rule(left, y + height, right, y + height, weight=0.4, colour=style.rule_colour)
    if style.grid:
        for x in (*(column.left for column in columns), right):
            sheet.rule(x, y, x, y + height, weight=0.4, colour=style.rule_colour)


def _sum_row(
    sheet: Sheet, text: Text, label: str, amount: Decimal, y: float, columns: tuple[_Column, ...], style: TableStyle
) -> float:
    baseline = y + style.gap + style.size
    sheet.text(columns[0].left + PADDING, baseline, text.words.label(label), size=style.size, bold=True)
    sheet.text(
        columns[-1].right - PADDING, baseline, text.words.amount(amount), size=style.size, bold=True, align="right"
    )
    return baseline + style.gap
