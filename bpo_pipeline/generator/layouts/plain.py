"""Plain: the typewriter look of an old dispatch program; no rules, labels with colons, totals with dashes."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Row, Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("description", "quantity", "unit_price", "line_total"),
    head_rules=False,
    size=9,
    gap=3,
    carry=True,
    repeat_head=False,
)


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 54.0, sheet.width - 54, sheet.height - 60
    y = sheet.lines(left, 56, tuple(line.upper() for line in text.sender.lines[:1]) + text.sender.lines[1:], size=10)
    y = sheet.lines(left, y, (f"{text.sender_tax.label}: {text.sender_tax.value}",), size=10)
    sheet.text(right, 56, text.title.upper(), size=12, bold=True, align="right")
    dashes = "-" * int((right - left) / sheet.measure("-", 9))
    sheet.text(left, y + 8, dashes)
    y += 26
    meta = (*text.meta, Row(text.words.label("terms"), text.terms)) if text.terms else text.meta
    meta_end = parts.rows(sheet, left, y, meta, value_x=left + 150, colon=True, leading=13)
    sheet.text(left, meta_end + 10, f"{text.receiver_label}:")
    y = sheet.lines(left + 150, meta_end + 10, text.receiver.lines, size=9, leading=13)
    sheet.text(left + 150, y, f"{text.receiver_tax.label}: {text.receiver_tax.value}")
    sheet.text(left, y + 14, dashes)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 50, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=y + 20, left=left, right=right, bottom=bottom)
    sheet.text(left, y + 10, dashes)
    y = parts.totals(sheet, text, y + 28, left=right - 260, right=right, rule=False, bottom=bottom)
    sheet.text(right - 4, y, "=" * 24, align="right")
    y = parts.room(sheet, y + 26, 80, bottom + 20)
    y = sheet.lines(left, y, text.notes, size=9)
    if text.bank:
        sheet.text(left, y + 8, f"{text.words.label('payment').upper()}:")
        parts.rows(sheet, left, y + 22, text.bank, value_x=left + 150, colon=True, leading=13)
