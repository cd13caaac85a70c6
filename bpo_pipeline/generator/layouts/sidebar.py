"""Sidebar: sender, dates and bank details in a grey column on the left, everything else on the right."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("description", "quantity", "unit_price", "line_total"),
    row_rules=True,
    rule_colour="#c8c8c8",
    gap=6,
    size=8.5,
)
SIDE = 172.0
"""Width of the grey column in points."""


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = SIDE + 22, sheet.width - 36, sheet.height - 60
    _side(sheet, text)
    sheet.text(left, 70, text.title, size=26, colour="#3b3f54", bold=True)
    sheet.text(left, 108, text.receiver_label, size=8, bold=True, colour="#777777")
    y = sheet.lines(left, 123, text.receiver.lines, size=10, first_bold=True)
    sheet.text(left, y, f"{text.receiver_tax.label}: {text.receiver_tax.value}", size=8.5)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=y + 30, left=left, right=right, bottom=bottom)
    y = parts.totals(sheet, text, y + 24, left=right - 215, right=right, bottom=bottom)
    parts.closing(sheet, text, y + 18, left=left, bottom=bottom, size=8.5)


def _side(sheet: Sheet, text: Text) -> None:
    sheet.box(0, 0, SIDE, sheet.height, fill="#ececf1")
    sheet.box(24, 40, 36, 36, fill="#3b3f54", round_corner=6)
    sheet.text(42, 65, text.sender.name[0], size=20, bold=True, align="centre", colour="#ffffff")
    y = sheet.lines(24, 100, sheet.wrap(text.sender.name, SIDE - 44, 12), size=11, leading=14)
    y = sheet.lines(24, y + 4, (*sheet.wrap(text.sender.street, SIDE - 40, 8.5), text.sender.city), size=8.5)
    y = _stack(sheet, ((text.sender_tax.label, text.sender_tax.value),), y + 12)
    y = _stack(sheet, tuple((row.label, row.value) for row in text.meta), y + 10)
    if text.bank:
        label = text.words.label("payment")
        size = min(9.0, 9 * (SIDE - 34) / sheet.measure(label, 9, bold=True))
        sheet.text(24, y + 14, label, size=size, bold=True, colour="#3b3f54")
        _stack(sheet, tuple((row.label, row.value) for row in text.bank), y + 32)


def _stack(sheet: Sheet, pairs: tuple[tuple[str, str], ...], y: float) -> float:
    for label, value in pairs:
        sheet.text(24, y, label, size=7.5, colour="#666666")
        size = min(9.0, 9 * (SIDE - 34) / sheet.measure(value, 9))
        sheet.text(24, y + 12, value, size=size)
        y += 29
    return y
