"""Letter: the business letter of DIN 5008, window address, subject line, running text, footer in three columns."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Row, Text
from bpo_pipeline.generator.layouts import parts
from bpo_pipeline.generator.sheet import Sheet
from bpo_pipeline.generator.table import TableStyle, draw_table

TABLE = TableStyle(
    columns=("pos", "description", "quantity", "unit_price", "line_total"), row_rules=False, carry=True, size=9.5, gap=6
)


def draw(sheet: Sheet, text: Text) -> None:
    """Draw the document."""
    left, right, bottom = 70.0, sheet.width - 57, sheet.height - 105
    sheet.text(right, 60, text.sender.name, size=17, bold=True, align="right")
    sheet.rule(left, 70, right, 70, weight=1.2)
    small = f"{text.sender.name} · {text.sender.street} · {text.sender.city}"
    sheet.text(left, 127, small, size=6.5)
    sheet.rule(left, 130, left + 225, 130, weight=0.3)
    sheet.lines(left, 148, text.receiver.lines, size=10.5, leading=14)
    rows = (*text.meta[1:], Row(text.receiver_tax.label, text.receiver_tax.value))
    parts.rows(sheet, right - 195, 148, rows, value_x=right - 85, leading=14, size=8.5, colon=True)
    sheet.text(left, 258, f"{text.title} {_bare(text)}", size=13, bold=True)
    words = text.words
    sheet.text(left, 284, words.label("dear"), size=10)
    body = f"letter_{'invoice' if text.paper.doc_type == 'receipt' else text.paper.doc_type}"
    sheet.text(left, 300, words.label(body), size=10)
    _footer(sheet, text, left, right)
    sheet.on_new_page = lambda: _following(sheet, text, left, right)
    y = draw_table(sheet, text, TABLE, top=316, left=left, right=right, bottom=bottom)
    sheet.rule(left, y + 4, right, y + 4, weight=0.5)
    y = parts.totals(sheet, text, y + 22, left=right - 225, right=right, size=9.5, bottom=bottom)
    parts.closing(sheet, text, y + 14, left=left, bottom=bottom, size=10)


def _bare(text: Text) -> str:
    """``Nr. 4711``: the number after the title, its label without the title's word."""
    label = text.meta[0].label
    short = "Nr." if text.words.language in {"de", "nl"} else "No."
    return (
        f"{short} {text.meta[0].value}"
        if text.words.language in {"de", "en", "nl"}
        else f"({label} {text.meta[0].value})"
    )


def _following(sheet: Sheet, text: Text, left: float, right: float) -> float:
    _footer(sheet, text, left, right)
    return parts.heading_row(sheet, text, 50, left=left, right=right)


def _footer(sheet: Sheet, text: Text, left: float, right: float) -> None:
    top = sheet.height - 82
    sheet.rule(left, top, right, top, weight=0.4)
    sheet.lines(left, top + 12, text.sender.lines, size=7.5)
    sheet.lines(left + 160, top + 12, (text.sender_tax.label, text.sender_tax.value), size=7.5)
    sheet.lines(left + 280, top + 12, tuple(f"{row.label}: {row.value}" for row in text.bank), size=7.5)
