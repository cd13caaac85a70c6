"""Classic: logo and sender top left, meta data top right, filled table head, totals right, bank below."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("sku", "description", "quantity", "unit_price", "line_total"), head_fill="#dfe6ee", zebra="#f5f7fa"
)


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 50.0, sheet.width - 50, sheet.height - 70
    sheet.disc(left + 16, 56, 16, "#2b4a6f")
    sheet.text(left + 16, 62, text.sender.name[0], size=16, bold=True, align="centre", colour="#ffffff")
    sheet.text(left + 42, 62, text.sender.name, size=15, bold=True, colour="#2b4a6f")
    y = sheet.lines(left, 88, (text.sender.street, text.sender.city), size=9)
    sheet.text(left, y, f"{text.sender_tax.label}: {text.sender_tax.value}")
    sheet.text(right, 96, text.title, size=19, bold=True, align="right")
    meta_end = parts.rows(sheet, right - 190, 122, text.meta, value_x=right, align="right")
    sheet.text(left, 150, text.receiver_label, size=8, bold=True, colour="#2b4a6f")
    y = sheet.lines(left, 164, text.receiver.lines, size=10, first_bold=True)
    sheet.text(left, y, f"{text.receiver_tax.label}: {text.receiver_tax.value}", size=8)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=max(y + 24, meta_end + 16), left=left, right=right, bottom=bottom)
    y = parts.totals(sheet, text, y + 24, left=right - 220, right=right, bottom=bottom)
    y = parts.closing(sheet, text, y + 14, left=left, bottom=bottom)
    if text.bank:
        y = parts.room(sheet, y + 12, 60, bottom + 20)
        sheet.text(left, y, text.words.label("payment"), bold=True)
        parts.rows(sheet, left, y + 14, text.bank, value_x=left + 90, leading=13)
