"""Header of a pay stub: days and numbers beside their labels, the two parties by their address blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.documents.pay_stub_labels import named
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.model.reading import Word

_DAYS = frozenset({"period_ending", "period_start", "pay_date"})
_SSN = re.compile(r"[\dXx*]{3}-?[\dXx*]{2}-?\d{4}")
_ZIP = re.compile(r"[A-Za-z]{2}\W.*\d{5}(-\d{4})?$")
_ALLOWANCES = re.compile(r"(?i)^federal ?: ?(\S.*)")
_WAGES = re.compile(r"(?i)federal (?:taxable )?wages.{0,30}?\$ ?([\d,]+\.\d\d)")
_LINE = 2.2
"""Line heights between the lines of an address."""
_APART = 24.0
"""Points between words of one line of an address."""


def header_of(lines: Sequence[Line], order: DateOrder) -> dict[str, Found]:
    """Every labelled value, the first of each kind; then what only its place says."""
    fields: dict[str, Found] = {}
    for kind, words, page in _labelled(lines):
        text = " ".join(word.text for word in words)
        if kind == "period" or kind in _DAYS:
            days = dates_of(text, order)
            if kind == "period" and len(days) >= 2:
                fields.setdefault("period_start", found(days[0], words, page, 0.92))
                fields.setdefault("period_ending", found(days[1], words, page, 0.92))
            elif days and kind in _DAYS:
                fields.setdefault(kind, found(days[0], words, page, 0.93))
        elif kind == "employee_ssn":
            if match := _SSN.search(text.replace(" ", "")):
                fields.setdefault(kind, found(match[0], words, page, 0.9))
        elif text and len(text) < 80:
            fields.setdefault(kind, found(text, words, page, 0.85))
    fields.update(_captions(lines))
    for line in lines:
        for cell in line.cells:
            if match := _ALLOWANCES.match(cell.text):
                fields.setdefault("federal_allowances", found(match[1], cell.words, cell.page, 0.8))
        if match := _WAGES.search(line.text):
            fields.setdefault("federal_wages_text", found(match[1].replace(",", ""), line.words, line.page, 0.9))
    return {**_parties(lines), **fields}


def _labelled(lines: Sequence[Line]) -> Iterator[tuple[str, Sequence[Word], int]]:
    """Field and words: after the label in its cell, in the next cell, or under it."""
    for number, line in enumerate(lines):
        for place, cell in enumerate(line.cells):
            kind, rest = _split(cell)
            if kind is None:
                continue
            if rest:
                yield kind, rest, cell.page
            elif place + 1 < len(line.cells):
                yield kind, line.cells[place + 1].words, cell.page
            for under in lines[number + 1].cells if not rest and number + 1 < len(lines) else ():
                if under.page == cell.page and abs(under.box.left - cell.box.left) < 30:
                    yield kind, under.words, cell.page


def _split(cell: Cell) -> tuple[str | None, Sequence[Word]]:
    for count in range(1, min(5, len(cell.words)) + 1):
        text = " ".join(word.text for word in cell.words[:count])
        closed = text.rstrip().endswith((":", "#")) or count == len(cell.words)
        kind = named("labels", text) if closed else None
        if kind is not None:
            return kind, cell.words[count:]
    return None, ()


def _captions(lines: Sequence[Line]) -> dict[str, Found]:
    """ADP's top line: words under narrow captions, each under the nearest."""
    for line, under in pairwise(lines):
        places = [(kind, cell.box) for cell in line.cells if (kind := named("captions", cell.text)) is not None]
        if len(places) < 3:
            continue
        fields: dict[str, Found] = {}
        for word in under.words:
            kind, box = min(places, key=lambda one: abs(one[1].left - word.box.left))
            if kind and abs(box.left - word.box.left) < 14:
                fields.setdefault(kind, found(word.text, [word], line.page, 0.85))
        return fields
    return {}


def _parties(lines: Sequence[Line]) -> dict[str, Found]:
    """Blocks of two to five lines that end with a postal code: the employer's comes first, then the employee's."""
    cells = [cell for line in lines for cell in line.cells]
    blocks: list[list[Cell]] = []
    for last in cells:
        if not _ZIP.search(last.text):
            continue
        block = [last]
        while len(block) < 5:
            above = [
                one
                for one in cells
                if one.page == last.page
                and one.box.top < block[0].box.top
                and abs(one.box.left - last.box.left) < 8
                and 0 < block[0].box.middle - one.box.middle < _LINE * max(block[0].box.height, one.box.height)
            ]
            if not above or ":" in above[-1].text:
                break
            block.insert(0, above[-1])
        if len(block) >= 2:
            blocks.append(block)
    fields: dict[str, Found] = {}
    for who, block in zip(("employer", "employee"), blocks, strict=False):
        name, *others = (_whole(cell, cells) for cell in block)
        words = [word for line in others for word in line]
        fields[f"{who}_name"] = found(" ".join(word.text for word in name), name, block[0].page, 0.75)
        fields[f"{who}_address"] = found(" ".join(word.text for word in words), words, block[0].page, 0.75)
    return fields


def _whole(cell: Cell, cells: Sequence[Cell]) -> list[Word]:
    """A line of an address with what OCR set a little apart."""
    words = list(cell.words)
    for other in cells:
        if other.page == cell.page and other.line == cell.line and 0 < other.box.left - words[-1].box.right < _APART:
            words += other.words
    return words
