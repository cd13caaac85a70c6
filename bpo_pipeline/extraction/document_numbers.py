"""A document's own number and those of the papers that it names.

Confidence: a value right behind its full label starts at 0.97, below it at 0.9, behind a weak label (``date``,
``number``) at 0.8 and by position alone at 0.45.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.documents.titles import TITLES
from bpo_pipeline.extraction.candidates import slots
from bpo_pipeline.extraction.found import Choice, Found, found
from bpo_pipeline.extraction.identifiers import compact, iban_in, identifier
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Word

_AMOUNT = re.compile(r"[€$£]|^[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]{2}$")
_ORDER = re.compile(r"(?:PO|P\.O\.)[-/#]?[0-9]{4,12}(?:[-/][0-9]{1,4})?")
_PREFIXED = 0.7
_TIME = re.compile(r"^[0-9]{1,2}:[0-9]{2}")
_OWN = 0.05
"""How far the number behind a change's own title is ahead of that of the order that it changes."""
_TITLE_REACH = 6.0
"""A number stands at most this many title heights under its title."""


def number(sheet: Sheet, field: str) -> Found | None:
    """A document's number: the invoice's own, the order's, or the one that a credit note corrects."""
    choices: list[Choice] = []
    changes = sheet.document_type == "purchase_order_change"  # it names the order that it changes as well
    titles = {folded(one) for one in TITLES.get(sheet.document_type, ())}
    others = _of_another_paper(sheet) if field == "invoice_number" else frozenset()
    for mark in sheet.marks:
        if not mark.weight(field) or others & {id(word) for word in mark.words}:
            continue
        for slot in slots(sheet, mark, field):
            words = _named_again(sheet, slot.line, _whole(sheet, slot.line, slot.words))
            if (taken := _number_in(sheet, words, slot.line, below=slot.below)) is not None:
                if others & {id(word) for word in taken[1]}:
                    continue
                rank = slot.score - 0.00005 * slot.line - 0.06 * (slot.page - 1)
                rank += _OWN if changes and folded(" ".join(word.text for word in mark.words)) in titles else 0.0
                choices.append(Choice(rank, found(taken[0], taken[1], slot.page, min(0.97, 0.25 + 0.72 * slot.score))))
                break
    own = "purchase_order_number" if sheet.document_type.startswith("purchase_order") else "invoice_number"
    if field == own:
        choices.extend(_behind_title(sheet))
        choices.extend(_numbered_title(sheet))
        if not choices:
            choices.extend(_below_title(sheet))
    if field == "purchase_order_number" and not choices:
        choices.extend(_by_prefix(sheet))
    best = max(choices, key=lambda one: one.rank, default=None)
    if best is None:
        return None
    again = sum(one.value.value == best.value.value for one in choices)
    return best.value.surer(best.value.confidence + (0.02 if again > 1 else 0.0))


def _of_another_paper(sheet: Sheet) -> frozenset[int]:
    """The words of the number of the invoice that a credit note is about (BT-25), ``Against invoice: INV 4711``."""
    field = "preceding_invoice_number"
    named = [mark for mark in sheet.marks if mark.weight(field) and (mark.opens or mark.colon)]
    firsts = (next(slots(sheet, mark, field), None) for mark in named)
    return frozenset(id(word) for slot in firsts if slot is not None for word in slot.words)


def _named_again(sheet: Sheet, line: int, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words behind a second label, ``Betrifft Rechnung: Rechnung Nr. 4711``; a prefix such as INV stays."""
    for mark in sheet.marks_by_line.get(line, ()):
        if len(mark.words) > 1 and mark.weight("invoice_number") == 1 and mark.words[0] is words[0]:
            return words[len(mark.words) :] or words
    return words


def _whole(sheet: Sheet, line: int, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with the rest of a number that its column was too narrow for: ``RE-2025-`` over ``004711``."""
    last = words[-1]
    if not last.text.endswith(("-", "/")) or not any(one.isdigit() for one in last.text):
        return words
    for below in sheet.lines[line + 1 : line + 3]:
        for cell in below.cells:
            near = cell.page == sheet.lines[line].page and cell.box.top - last.box.bottom < last.box.height
            if near and abs(cell.box.left - last.box.left) < 1 and len(cell.words) == 1 and cell.text[:1].isalnum():
                return (*words[:-1], replace(last, text=last.text + cell.text, box=last.box.union(cell.box)))
    return words


def _number_in(sheet: Sheet, words: Sequence[Word], line: int, *, below: bool) -> tuple[str, tuple[Word, ...]] | None:
    taken = identifier(words, minimum=1)
    if taken is None:
        return None
    value, ink = taken
    if any(ink[0] in day.words for day in sheet.days.get(line, ())) or _AMOUNT.search(value) or _TIME.match(value):
        return None
    if value.endswith("%") or iban_in(value) or len(value) > 40 or (below and len(compact(value)) < 3):
        return None
    return value, ink


def _by_prefix(sheet: Sheet) -> Iterator[Choice]:
    """An order's number that says so itself, ``PO-40117``, alone in its cell at the head of the first page."""
    for cell in sheet.cells:
        if cell.page == 1 and len(cell.words) == 1 and _ORDER.fullmatch(cell.text.strip(" :;,.")):
            if any(amount.money for amount in sheet.amounts.get(cell.line, ())):
                return  # the items have begun
            yield Choice(0.5, found(cell.text.strip(" :;,."), cell.words, 1, _PREFIXED))
            return


def _behind_title(sheet: Sheet) -> Iterator[Choice]:
    """Numbers that follow the title itself, like ``Facture FA-2017-0010``."""
    titles = {folded(one) for one in TITLES.get(sheet.document_type, ())}
    for line in sheet.lines[:60]:
        parts: list[str] = []
        for index, word in enumerate(line.words[:6]):
            parts.extend(folded(word.text))
            if tuple(parts) not in titles or (
                index + 1 < len(line.words) and (*parts, *folded(line.words[index + 1].text)) in titles
            ):
                continue
            rest = line.words[index + 1 :]
            taken = _number_in(sheet, rest, line.index, below=False)
            if taken is not None and (len(compact(taken[0])) >= 3 or word.text.endswith((":", "#"))):
                size = max(one.size for one in line.words[: index + 1])
                rank = 0.86 + (0.06 if size >= 12 else 0.0) - 0.06 * (line.page - 1)
                yield Choice(rank, found(*taken, line.page, 0.85))


def _below_title(sheet: Sheet) -> Iterator[Choice]:
    """A number alone under the lone title, like ``FACTURE`` over ``INV/09/2015/089802``: letters and digits."""
    titles = {folded(one) for one in TITLES.get(sheet.document_type, ())}
    for title in (cell for cell in sheet.cells if cell.page == 1 and folded(cell.text) in titles):
        reach = title.box.bottom + _TITLE_REACH * max(title.box.height, 8.0)
        for cell in sheet.cells:
            if cell.page != 1 or not title.box.bottom < cell.box.top < reach or len(cell.words) != 1:
                continue
            if any(_AMOUNT.search(word.text) for word in sheet.lines[cell.line].words):
                return  # the items have begun: what stands here is an article's number
            over = cell.box.left < title.box.right and cell.box.right > title.box.left
            taken = _number_in(sheet, cell.words, cell.line, below=True) if over else None
            if taken is not None and any(one.isdigit() for one in taken[0]) and not taken[0].isdigit():
                yield Choice(0.5, found(*taken, 1, 0.6))
                return


def _numbered_title(sheet: Sheet) -> Iterator[Choice]:
    """``Final invoice for works (877) No. 4711``: a weak label later in a line that begins with a title."""
    openings = {folded(one)[0] for one in TITLES.get(sheet.document_type, ())}
    for line in sheet.lines[:60]:
        first = folded(line.words[0].text)
        if not first or first[0] not in openings:
            continue
        for mark in sheet.marks_by_line.get(line.index, ()):
            if 0 < mark.first <= 6 and mark.weight("invoice_number"):
                taken = _number_in(sheet, line.words[mark.last + 1 :], line.index, below=False)
                if taken is not None:
                    yield Choice(0.84 - 0.06 * (line.page - 1), found(*taken, line.page, 0.85))
