"""Parts that several designs share: rows of label and value, the totals block, the bank block, page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.generator.blocks import Row, Text
from bpo_pipeline.generator.sheet import Sheet


def rows(
    sheet: Sheet, x: float, y: float, items: Sequence[Row], *, value_x: float, size: float = 9, align: str = "left",
    leading: float = 14, bold_labels: bool = False, colon: bool = False, colour: str = "#000000",
) -> float:  # fmt: skip
    """Write labels at *x* and values at *value_x*; *align* is that of the values. Gives the y below."""
    for item in items:
        label = f"{item.label}:" if colon else item.label
        sheet.text(x, y, label, size=size, bold=bold_labels or item.strong, colour=colour)
        sheet.text(value_x, y, item.value, size=size, bold=item.strong, align=align, colour=colour)
        y += leading
    return y


def totals(
    sheet: Sheet, text: Text, y: float, *, left: float, right: float, size: float = 9, rule: bool = True,
    fill: str = "", bottom: float,
) -> float:  # fmt: skip
    """Write the totals with the amounts flush right at *right*, on a new page when they do not fit above *bottom*."""
    y = room(sheet, y, 18 * len(text.totals) + 10, bottom)
    for item in text.totals:
        extra = 2 if item.strong else 0
        if item.strong and fill:
            sheet.box(left - 6, y - size - 5, right - left + 10, size + 13, fill=fill)
        if item.strong and rule:
            sheet.rule(left - 4, y - size - 3, right, y - size - 3, weight=1)
        sheet.text(left, y, item.label, size=size + extra, bold=item.strong)
        sheet.text(right - 4, y, item.value, size=size + extra, bold=item.strong, align="right")
        y += size + 7 + extra
    return y


def room(sheet: Sheet, y: float, height: float, bottom: float) -> float:
    """The y itself when *height* points fit above *bottom*, else the top of a new page."""
    return y if y + height <= bottom else sheet.next_page() + 10


def heading_row(sheet: Sheet, text: Text, y: float, *, left: float, right: float) -> float:
    """What a following page begins with: sender, document number and page number."""
    sheet.text(left, y, text.sender.name, size=8, colour="#555555")
    label = f"{text.meta[0].label} {text.meta[0].value}"
    sheet.text(right, y, f"{label}   {text.words.label('page')} {sheet.page}", size=8, align="right", colour="#555555")
    return y + 24


def closing(sheet: Sheet, text: Text, y: float, *, left: float, bottom: float, size: float = 9) -> float:
    """Payment terms and notes below the totals."""
    rows_ = ([f"{text.words.label('terms')}: {text.terms}"] if text.terms else []) + list(text.notes)
    y = room(sheet, y, len(rows_) * 14, bottom)
    return sheet.lines(left, y, tuple(rows_), size=size, leading=size * 1.55)


def one_line(items: Sequence[Row]) -> str:
    """Rows written behind each other, e.g. in a footer."""
    return "  ·  ".join(f"{item.label} {item.value}" for item in items)
