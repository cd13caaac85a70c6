"""Ledger: centred letterhead, meta data left of the address, a dense table, a tax table beside the totals."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("sku", "description", "quantity", "unit", "unit_price", "tax_rate", "line_total"),
    row_rules=True, head_fill="#333333", head_colour="#ffffff", head_rules=False, size=8.5, gap=4, carry=True,
)  # fmt: skip


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 40.0, sheet.width - 40, sheet.height - 60
    middle = sheet.width / 2
    sheet.text(middle, 48, text.sender.name, size=16, bold=True, align="centre")
    line = f"{text.sender.street}  •  {text.sender.city}  •  {text.sender_tax.label} {text.sender_tax.value}"
    sheet.text(middle, 63, line, size=8.5, align="centre")
    sheet.rule(left, 72, right, 72, weight=0.4)
    sheet.rule(left, 74, right, 74, weight=1.2)
    sheet.text(left, 104, text.title, size=17, bold=True)
    meta_end = parts.rows(sheet, left, 124, text.meta, value_x=left + 110, bold_labels=True, leading=14)
    sheet.text(middle + 40, 104, text.receiver_label, size=8.5, bold=True)
    y = sheet.lines(middle + 40, 120, text.receiver.lines, size=10)
    sheet.text(middle + 40, y, f"{text.receiver_tax.label} {text.receiver_tax.value}", size=8.5)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=max(meta_end, y) + 18, left=left, right=right, bottom=bottom)
    y = parts.room(sheet, y + 22, max(18 * len(text.totals), 16 * len(text.tax_table)) + 16, bottom)
    _tax_table(sheet, text, left, y)
    y = parts.totals(sheet, text, y, left=right - 220, right=right, bottom=bottom + 40)
    y = parts.closing(sheet, text, y + 12, left=left, bottom=bottom)
    if text.bank:
        y = parts.room(sheet, y + 10, 44, bottom + 20)
        sheet.box(left, y, right - left, 32, line="#333333")
        step = (right - left) / len(text.bank)
        for place, item in enumerate(text.bank):
            sheet.text(left + 6 + place * step, y + 12, item.label, size=7.5, bold=True)
            sheet.text(left + 6 + place * step, y + 25, item.value, size=9)


def _tax_table(sheet: Sheet, text: Text, left: float, y: float) -> None:
    for place, cells in enumerate(text.tax_table):
        for cell, x in zip(cells, (left + 50, left + 125, left + 195), strict=True):
            sheet.text(x, y, cell, size=8.5, bold=place == 0, align="right")
        if place == 0:
            sheet.rule(left, y + 4, left + 197, y + 4, weight=0.5)
        y += 15
