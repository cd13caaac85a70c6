"""Columns: sender and receiver side by side, dates in one row, line rules, footer with the bank in columns."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("pos", "sku", "description", "quantity", "unit_price", "line_total"), row_rules=True, rule_colour="#999999"
)


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 42.0, sheet.width - 42, sheet.height - 90
    middle = sheet.width / 2
    sheet.text(middle, 52, text.title, size=18, bold=True, align="centre")
    sheet.rule(left, 62, right, 62, weight=1.4, colour="#8a2d3b")
    y = sheet.lines(left, 84, text.sender.lines, size=10, first_bold=True)
    sheet.text(left, y, f"{text.sender_tax.label}: {text.sender_tax.value}", size=8.5)
    sheet.text(middle + 20, 84, text.receiver_label, size=8, colour="#8a2d3b")
    y = sheet.lines(middle + 20, 98, text.receiver.lines, size=10, first_bold=True)
    sheet.text(middle + 20, y, f"{text.receiver_tax.label}: {text.receiver_tax.value}", size=8.5)
    y += 20
    step = (right - left) / len(text.meta)
    sheet.box(left, y, right - left, 34, fill="#f4ecec")
    for place, item in enumerate(text.meta):
        sheet.text(left + 8 + place * step, y + 13, item.label, size=7.5, colour="#8a2d3b")
        sheet.text(left + 8 + place * step, y + 27, item.value, size=10, bold=True)
    _footer(sheet, text, left, right)
    sheet.on_new_page = lambda: _following(sheet, text, left, right)
    y = draw_table(sheet, text, TABLE, top=y + 50, left=left, right=right, bottom=bottom)
    y = parts.totals(sheet, text, y + 24, left=right - 215, right=right, fill="#f4ecec", rule=False, bottom=bottom)
    parts.closing(sheet, text, y + 16, left=left, bottom=bottom)


def _following(sheet: Sheet, text: Text, left: float, right: float) -> float:
    _footer(sheet, text, left, right)
    return parts.heading_row(sheet, text, 45, left=left, right=right)


def _footer(sheet: Sheet, text: Text, left: float, right: float) -> None:
    top = sheet.height - 64
    sheet.rule(left, top, right, top, weight=1.4, colour="#8a2d3b")
    if text.bank:
        step = (right - left) / len(text.bank)
        for place, item in enumerate(text.bank):
            sheet.text(left + place * step, top + 14, item.label, size=7.5, colour="#8a2d3b")
            sheet.text(left + place * step, top + 26, item.value, size=8.5)
    sheet.text(sheet.width / 2, sheet.height - 18, f"{text.words.label('page')} {sheet.page}", size=7.5, align="centre")
