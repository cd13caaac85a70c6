"""Summary: the utility bill; the total in a large box at the top, then parties, then how it came about."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(columns=("description", "quantity", "unit_price", "line_total"), head_fill="#fdf0d5", gap=6)


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 50.0, sheet.width - 50, sheet.height - 60
    sheet.disc(right - 14, 50, 14, "#e09f3e")
    sheet.text(right - 36, 55, text.sender.name, size=14, bold=True, align="right")
    sheet.text(right, 80, f"{text.sender.street}, {text.sender.city}", size=8.5, align="right")
    sheet.text(right, 92, f"{text.sender_tax.label} {text.sender_tax.value}", size=8.5, align="right")
    sheet.lines(left, 112, text.receiver.lines, size=10.5, leading=14)
    sheet.text(left, 156, f"{text.receiver_tax.label} {text.receiver_tax.value}", size=8)
    sheet.text(left, 196, text.title, size=20, bold=True)
    sheet.box(left, 208, right - left, 62, fill="#fdf0d5", round_corner=5)
    total = text.totals[-1]
    sheet.text(left + 14, 228, total.label, size=9)
    sheet.text(left + 14, 254, total.value, size=20, bold=True)
    parts.rows(sheet, left + 250, 226, text.meta, value_x=right - 14, align="right", leading=14)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=292, left=left, right=right, bottom=bottom)
    y = parts.totals(sheet, text, y + 22, left=left + 8, right=right, bottom=bottom)
    y = parts.closing(sheet, text, y + 16, left=left, bottom=bottom)
    if text.bank:
        y = parts.room(sheet, y + 12, 60, bottom + 20)
        sheet.text(left, y, text.words.label("payment"), bold=True)
        parts.rows(sheet, left, y + 14, text.bank, value_x=left + 90, leading=13)
