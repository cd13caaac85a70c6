"""Modern: a band of colour with a white title, two blocks side by side, zebra table, the total in a coloured box."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

COLOUR = "#1f6f5c"
TABLE = TableStyle(
    columns=("description", "quantity", "unit_price", "tax_rate", "line_total"),
    head_fill=COLOUR, head_colour="#ffffff", head_rules=False, zebra="#eef5f2", gap=7,
)  # fmt: skip


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 48.0, sheet.width - 48, sheet.height - 80
    sheet.box(0, 0, sheet.width, 86, fill=COLOUR)
    sheet.text(left, 52, text.title, size=24, bold=True, colour="#ffffff")
    sheet.text(right, 46, text.sender.name, size=13, bold=True, align="right", colour="#ffffff")
    sheet.text(right, 62, f"{text.sender.street}, {text.sender.city}", size=8, align="right", colour="#ffffff")
    sheet.text(left, 116, text.receiver_label, size=8, colour=COLOUR, bold=True)
    y = sheet.lines(left, 131, text.receiver.lines, size=10, first_bold=True)
    sheet.text(left, y, f"{text.receiver_tax.label} {text.receiver_tax.value}", size=8)
    x = sheet.width / 2 + 30
    for place, item in enumerate(text.meta):
        column, row = place % 2, place // 2
        sheet.text(x + column * 125, 116 + row * 34, item.label, size=8, bold=True, colour=COLOUR)
        sheet.text(x + column * 125, 129 + row * 34, item.value, size=10)
    top = max(y + 26, 129 + (len(text.meta) + 1) // 2 * 34)
    sheet.on_new_page = lambda: parts.heading_row(sheet, text, 45, left=left, right=right)
    y = draw_table(sheet, text, TABLE, top=top, left=left, right=right, bottom=bottom)
    y = parts.room(sheet, y + 22, 17 * len(text.totals) + 20, bottom)
    for item in text.totals:
        if item.strong:
            sheet.box(right - 236, y - 6, 236, 28, fill=COLOUR, round_corner=4)
            sheet.text(right - 226, y + 12, item.label, size=11, bold=True, colour="#ffffff")
            sheet.text(right - 10, y + 12, item.value, size=12, bold=True, align="right", colour="#ffffff")
            y += 34
        else:
            sheet.text(right - 226, y, item.label)
            sheet.text(right - 10, y, item.value, align="right")
            y += 16
    y = parts.closing(sheet, text, y + 12, left=left, bottom=bottom)
    y = parts.room(sheet, y + 12, 48, bottom + 30)
    if text.bank:
        sheet.text(left, y, text.words.label("payment"), size=8, bold=True, colour=COLOUR)
        y = parts.rows(sheet, left, y + 14, text.bank, value_x=left + 90, leading=13)
    sheet.text(left, sheet.height - 30, f"{text.sender_tax.label} {text.sender_tax.value}", size=8, colour="#555555")
