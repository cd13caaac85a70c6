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
    repeat_head: bool = True
    """Whether each page begins with the headings."""
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
    words = text.words
    columns = _columns(text, style, left, right)
    edges = (left, right)
    y = _head(sheet, text, style, columns, top)
    sum_so_far = Decimal(0)
    lines = text.paper.lines
    for place, line in enumerate(lines):
        cells = _cells(text, line, place, style)
        description = next(column for column in columns if column.key == "description")
        rows = sheet.wrap(cells["description"], description.right - description.left - 2 * PADDING, style.size)
        height = len(rows) * style.size * 1.25 + 2 * style.gap - 2
        opens = line.section if not place or lines[place - 1].section != line.section else ""
        room = height + (style.size + 2 * style.gap if opens else 0)
        if y + room > bottom - (20 if style.carry or line.section else 0):
            if style.carry:
                _sum_row(sheet, words.label("carried"), words.amount(sum_so_far), y, edges, style=style)
            y = sheet.next_page()
            y = _head(sheet, text, style, columns, y) if style.repeat_head else y
            if style.carry:
                y = _sum_row(sheet, words.label("brought"), words.amount(sum_so_far), y, edges, style=style)
        if opens:
            y += style.gap + style.size
            sheet.text(description.left + PADDING, y, opens, size=style.size, bold=True)
            y += style.gap
        if style.zebra and place % 2:
            sheet.box(left, y, right - left, height, fill=style.zebra)
        for column in columns:
            texts = rows if column.key == "description" else (cells[column.key],)
            _write(sheet, column, texts, y + style.gap + style.size - 1, style.size)
        _borders(sheet, columns, y, height, style)
        y += height
        sum_so_far += line.line_total
        if line.section and (place + 1 == len(lines) or lines[place + 1].section != line.section):
            total = sum((one.line_total for one in lines if one.section == line.section), Decimal(0))
            label = words.label("section_total").format(section=line.section)
            y = _sum_row(sheet, label, words.amount(total), y, edges, style=style)
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


def _cells(text: Text, line: Line, place: int, style: TableStyle) -> dict[str, str]:
    """What stands in each column of one line, the description still in one piece."""
    words = text.words
    quantity = words.quantity(line.quantity)
    if "unit" not in style.columns and line.unit != "C62":
        quantity = f"{quantity} {words.unit(line.unit)}"
    return {
        "pos": str(place + 1),
        "sku": line.sku,
        "description": line.description,
        "quantity": quantity,
        "unit": words.unit(line.unit),
        "unit_price": words.price(line.unit_price),
        "tax_rate": words.percent(line.tax_rate),
        "line_total": words.amount(line.line_total),
    }


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
    sheet: Sheet, label: str, amount: str, y: float, edges: tuple[float, float], *, style: TableStyle
) -> float:
    baseline = y + style.gap + style.size
    sheet.text(edges[0] + PADDING, baseline, label, size=style.size, bold=True)
    sheet.text(edges[1] - PADDING, baseline, amount, size=style.size, bold=True, align="right")
    return baseline + style.gap
