"""Till: the narrow slip of a shop or restaurant, everything centred or in two columns."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet

COLUMNS = ("description", "quantity", "unit_price", "line_total")
WIDTH = 227.0
"""80 mm in points."""


def height(text: Text) -> float:
    """How long the slip gets, in points."""
    return 290.0 + 36 * len(text.paper.lines) + 16 * (len(text.totals) + len(text.meta))


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the slip."""
    left, right, middle = 14.0, sheet.width - 14, sheet.width / 2
    name = sheet.wrap(text.sender.name, right - left, 13)
    y = sheet.lines(middle, 34, name, size=12, align="centre", first_bold=len(name) == 1)
    y = sheet.lines(middle, y, (text.sender.street, text.sender.city), size=8.5, align="centre")
    sheet.text(middle, y, f"{text.sender_tax.label} {text.sender_tax.value}", size=8.5, align="centre")
    sheet.text(middle, y + 22, text.title, size=11, bold=True, align="centre")
    y = parts.rows(sheet, left, y + 42, text.meta, value_x=right, align="right", size=8.5, leading=13)
    y = _dashes(sheet, left, right, y)
    words = text.words
    for line in text.paper.lines:
        y = sheet.lines(left, y, sheet.wrap(line.description, right - left - 70, 8.5), size=8.5, leading=11.5)
        detail = f"{words.quantity(line.quantity)} x {words.price(line.unit_price)}"
        if line.quantity != 1:
            sheet.text(left + 8, y, detail, size=8)
            sheet.text(right, y, words.amount(line.line_total), size=8.5, align="right")
            y += 14
        else:
            sheet.text(right, y - 11.5, words.amount(line.line_total), size=8.5, align="right")
            y += 2
    y = _dashes(sheet, left, right, y)
    for item in text.totals:
        size = 11 if item.strong else 8.5
        sheet.text(left, y + item.strong * 3, item.label, size=size, bold=item.strong)
        sheet.text(right, y + item.strong * 3, item.value, size=size, bold=item.strong, align="right")
        y += 14
    y = _dashes(sheet, left, right, y + 6)
    sheet.text(left, y, words.label("paid"), size=8.5)
    sheet.text(right, y, text.totals[-1].value, size=8.5, align="right")
    y += 22
    sheet.lines(middle, y, (words.label("thanks"), f"{text.receiver.name}"), size=8, align="centre")


def _dashes(sheet: Sheet, left: float, right: float, y: float) -> float:
    count = int((right - left) / sheet.measure("- ", 8.5))
    sheet.text(left, y, "- " * count, size=8.5)
    return y + 14
