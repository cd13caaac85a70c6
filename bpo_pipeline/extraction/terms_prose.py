"""Terms of payment told in whole sentences: a section of their own, or a letter's paragraph on how to pay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.sheet import Sheet

_SECTION = 0.8
_PARAGRAPH = 0.65
"""Confidence of sentences about paying that no heading names."""
_LONG = 6
"""Words of a line that may begin such a paragraph."""
_LEADING = 1.35
"""Paragraphs of a section follow each other within this many line heights."""
_HOW = re.compile(
    r"\büberweis\w*|\blastschrift\w*|\b(?:abbuch|abgebucht|einzieh|eingezogen)\w*|\bdirect debit|\bwire transfer|"
    r"\bbank transfer|\bby che(?:que|ck)\b|\bvirement|\bprélèvement|\bprélevé\w*|\bpar chèque|\bautomatische incasso|"
    r"\bover ?(?:te )?maken|\bovermaken|\btransferencia bancaria|\bdomiciliación|\bbonifico|\baddebito|"
    r"\btransferência bancária|\bdébito dire[c]?to",
    re.IGNORECASE,
)
"""Ways to pay: de, en, fr, nl, es, it, pt."""
_ABOUT = re.compile(
    r"\bscheck\b|\bche(?:que|ck)s?\b|\biban\b|\bkonto\w*|\bbank\w*|\bcompte|\bchèque|\brekening|\bcuenta|\bconto\b|\bconta\b|skonto",
    re.IGNORECASE,
)
"""What else sentences about paying speak of."""
_ASKED = re.compile(
    r"\bbitte|\bwerden|\bwird|\bwir\b|\bplease|\bwill be|\bshall|\bmerci|\bveuillez|\brégler|\bsera\b|\bgelieve|"
    r"\bwordt|\bpor favor|\bmediante|\bsi prega|\btramite|\bfavor\b",
    re.IGNORECASE,
)
"""Who asks to be paid, or tells how it will be done."""
_END = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[0-9]{4}[.!?]))\s+(?=[A-ZÀ-Þ])")


def terms_section(sheet: Sheet) -> Found | None:
    """What stands below ``Zahlungsbedingungen`` in the first column of a small table with headings of its own."""
    for mark in sheet.marks:
        line = sheet.lines[mark.line]
        if not mark.weight("payment_terms") or len(line.words) != len(mark.words):
            continue
        heads = sheet.lines[mark.line + 1] if mark.line + 1 < len(sheet.lines) else None
        if heads is None or heads.page != line.page or not _heads(heads):
            continue
        cells = list(_column(sheet, heads, heads.cells[0], leading=_LEADING))
        value = " ".join(cell.text for cell in cells)
        if len(value.split()) >= _LONG - 1:
            return found(value, [word for cell in cells for word in cell.words], line.page, _SECTION)
    return None


def terms_paragraph(sheet: Sheet) -> Found | None:
    """The sentences of a letter that ask to be paid in one way or another, up to the last that speaks of it."""
    for cell in sheet.cells:
        if len(cell.words) < _LONG or not _HOW.search(cell.text[:300]):
            continue
        cells = [cell, *_column(sheet, sheet.lines[cell.line], cell, leading=_LEADING)]
        value = _about_paying(" ".join(one.text for one in cells))
        if _ASKED.search(value[:600]):
            count = len(value.split())
            return found(value, [word for one in cells for word in one.words][:count], cell.page, _PARAGRAPH)
    return None


def _about_paying(text: str) -> str:
    """The sentences up to the last one about paying, with one of something else between two of them at most."""
    sentences = _END.split(text)
    last = 0
    for place, sentence in enumerate(sentences):
        if place - last <= 2 and (_HOW.search(sentence) or _ABOUT.search(sentence)):
            last = place
    return " ".join(sentences[: last + 1])


def _heads(line: Line) -> bool:
    """Whether a line is made of short headings without figures."""
    return len(line.cells) > 1 and not any(one.isdigit() for one in line.text)


def _column(sheet: Sheet, above: Line, first: Cell, *, leading: float) -> Iterator[Cell]:
    """The cells below one at its left edge, down to a heading, a key, or a wider gap."""
    bottom, left, height = first.box.bottom, first.box.left, first.box.height
    for line in sheet.lines[above.index + 1 : above.index + 16]:
        cell = next((one for one in line.cells if abs(one.box.left - left) < height), None)
        if line.page != above.page or _heads(line) or (cell is not None and cell.box.top - bottom > leading * height):
            return
        if cell is None:
            continue
        if _named(sheet, line, cell) or (cell.bold and not first.bold):
            return
        yield cell
        bottom = cell.box.bottom


def _named(sheet: Sheet, line: Line, cell: Cell) -> bool:
    """Whether a cell begins with the label of another field and a colon."""
    marks = sheet.marks_by_line.get(line.index, ())
    return any(one.colon and one.words[0] is cell.words[0] for one in marks)
