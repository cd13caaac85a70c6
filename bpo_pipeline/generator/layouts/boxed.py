"""Boxed: title and sender on the left, meta data in a ruled box, a full grid, totals in the grid's last columns."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("pos", "description", "quantity", "unit", "unit_price", "tax_rate", "line_total"),
    grid=True, head_fill="#eeeeee", head_rules=False, rule_colour="#777777", carry=True,
)  # fmt: skip


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 45.0, sheet.width - 45, sheet.height - 80
    sheet.text(left, 62, text.sender.name, size=14, bold=True)
    sheet.lines(
        left, 78, (text.sender.street, text.sender.city, f"{text.sender_tax.label} {text.sender_tax.value}"), size=9
    )
    sheet.text(right, 66, text.title.upper(), size=20, bold=True, align="right", colour="#555555")
    height = 18.0
    for place, item in enumerate(text.meta):
        y = 84 + place * height
        sheet.box(right - 220, y, 110, height, fill="#eeeeee", line="#777777")
        sheet.box(right - 110, y, 110, height, line="#777777")
        sheet.text(right - 215, y + 12.5, item.label, size=8.5, bold=True)
        sheet.text(right - 105, y + 12.5, item.value, size=9)
    meta_end = 84 + len(text.meta) * height
    sheet.box(left, 130, 230, 76, line="#777777")
    sheet.text(left + 6, 143, text.receiver_label, size=8, bold=True)
    y = sheet.lines(left + 6, 157, text.receiver.lines, size=9.5, leading=13)
    sheet.text(left + 6, y, f"{text.receiver_tax.label}: {text.receiver_tax.value}", size=8)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=max(228, meta_end + 16), left=left, right=right, bottom=bottom)
    y = parts.room(sheet, y, 20 * len(text.totals), bottom)
    for item in text.totals:
        sheet.box(right - 240, y, 240, 20, line="#777777", fill="#eeeeee" if item.strong else "")
        sheet.text(right - 234, y + 13.5, item.label, size=9, bold=item.strong)
        sheet.text(right - 4, y + 13.5, item.value, size=9.5, bold=item.strong, align="right")
        y += 20
    y = parts.closing(sheet, text, y + 24, left=left, bottom=bottom)
    sheet.rule(left, sheet.height - 58, right, sheet.height - 58, weight=0.4)
    if text.bank:
        footer = f"{text.words.label('payment')}:  {parts.one_line(text.bank)}"
        size = min(8.0, 8 * (right - left) / sheet.measure(footer, 8))
        sheet.text(sheet.width / 2, sheet.height - 44, footer, size=size, align="centre")
