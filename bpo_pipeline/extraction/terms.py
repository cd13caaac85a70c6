"""Terms of payment as printed, and the due date that follows from them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from bpo_pipeline.documents.labels_amounts import CASH_DISCOUNT
from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.extraction.candidates import Slot, slots
from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.extraction.tables import tables
from bpo_pipeline.extraction.terms_prose import terms_paragraph, terms_section
from bpo_pipeline.model.reading import Word

_DAYS = re.compile(
    r"(?<![0-9])([0-9]{1,3})\s?(?:calendar |werk)?(?:days?|tage?n?|jours?|dagen|d[ií]as|giorni|gg|dias)\b",
    re.IGNORECASE,
)


_AT_ONCE = re.compile(r"sofort|receipt|réception|immédiat|immediate|contado|vista|ohne abzug|direct", re.IGNORECASE)
_DISCOUNTED = re.compile(rf"[0-9]\s?%.{{0,20}}\b(?:{CASH_DISCOUNT})\b", re.IGNORECASE)
_BANK = re.compile(r"(?:IBAN|BIC|SWIFT)[:.,]?", re.IGNORECASE)
_TO = re.compile(r"to|auf|an|sur|op|a|al|para|[-–—|,]", re.IGNORECASE)
_SENTENCE = 3
"""Words that are left of a sentence cut before its bank account."""
_PERIOD_SAID = 0.75
"""Confidence of a sentence about payment that names its days."""
_TERMS = re.compile(
    r"\b(?:zahlbar|payable within|payment within|net\s?[0-9]{1,3}\b|[0-9]{1,3} days|innerhalb|tage netto|skonto|"
    r"à réception|due on receipt|binnen|dagen|jours|zahlung|a [0-9]{1,3} d[ií]as|días|giorni|dias|pagamento|"
    r"règlement|paiement|upon receipt|sofort|bis zum [0-9.]{6,10} ohne abzug)\b",
    re.IGNORECASE,
)


def due_by_terms(issue: Found | None, terms: Found | None) -> Found | None:
    """The due date that follows from ``30 days net``; None when the terms name no or several periods."""
    if issue is None or terms is None or not isinstance(issue.value, dt.date) or not isinstance(terms.value, str):
        return None
    periods = {int(one) for one in _DAYS.findall(terms.value[:300])}
    if len(periods) != 1 or re.search(r"monat|fin de mois|end of month|month", terms.value, re.IGNORECASE):
        return None
    return derived(issue.value + dt.timedelta(days=periods.pop()), min(issue.confidence, 0.6))


def payment_terms(sheet: Sheet) -> Found | None:
    """The terms of payment as printed: behind their label, else the sentences that speak of them."""
    return terms_section(sheet) or _labelled(sheet) or _spoken(sheet) or terms_paragraph(sheet)


def _labelled(sheet: Sheet) -> Found | None:
    for mark in sheet.marks:
        if not mark.weight("payment_terms") or not (mark.opens or mark.colon):
            continue
        several = [one for one in slots(sheet, mark, "payment_terms") if not _of_another(sheet, mark, one)]
        several.sort(key=lambda one: not _speaks(" ".join(word.text for word in one.words)))
        for slot in several:
            text = " ".join(one.text for one in slot.words).strip(" :")
            if not text or (slot.below and not _speaks(text)):
                continue
            words = _with_discount(sheet.lines[slot.line], _first_run(slot.words))
            words = _without_bank(_sentence(sheet, slot.line, words))
            value = " ".join(one.text for one in words).strip(" :")
            if _speaks(value) or not slot.below:
                return found(value, words, slot.page, 0.85 if _speaks(value) else 0.6)
    return None


def _spoken(sheet: Sheet) -> Found | None:
    """The sentence that names days, a discount or payment at once."""
    rows = {line.index for table in tables(sheet) for line in table.body}
    inside = {index for index in rows if sum(one.money for one in sheet.amounts.get(index, ())) > 1}
    spoken = [cell for cell in sheet.cells if cell.line not in inside]  # "Camera hire, 2 days" is what was sold
    spoken = [cell for cell in spoken if len(cell.words) >= 3 and _TERMS.search(cell.text[:300])]
    best = next((cell for cell in spoken if _DAYS.search(cell.text)), None)
    best = best or next((cell for cell in spoken if _DISCOUNTED.search(cell.text)), None)
    best = best or next((cell for cell in spoken if _AT_ONCE.search(cell.text) and len(cell.words) <= 8), None)
    if best is None:
        return None
    words = _without_bank(_sentence(sheet, best.line, best.words))
    value = " ".join(one.text for one in words)
    return found(value, words, best.page, _PERIOD_SAID if _DAYS.search(value) else 0.6)


def _with_discount(line: Line, words: Sequence[Word]) -> Sequence[Word]:
    """The words to the end of their sentence, where a label such as ``Skonto`` within it cut them off."""
    rest = _first_run(line.words[line.words.index(words[0]) :])
    return rest if _DISCOUNTED.search(" ".join(word.text for word in rest)[:300]) else words


def _of_another(sheet: Sheet, mark: Mark, slot: Slot) -> bool:
    """Whether the words right of the label begin with another field's name, as where totals stand beside the terms."""
    apart = slot.words[0].box.left - mark.words[-1].box.right > 2.5 * mark.box.height
    marks = sheet.marks_by_line.get(slot.line, ())
    return apart and not slot.below and any(one.words[0] is slot.words[0] for one in marks if one is not mark)


def _without_bank(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The sentence without the account: ``Payable within 14 days to IBAN ...``."""
    at = next((index for index, word in enumerate(words) if _BANK.fullmatch(word.text)), 0)
    if at and _TO.fullmatch(words[at - 1].text):
        at -= 1
    return words[:at] if at >= _SENTENCE else words


def _speaks(text: str) -> bool:
    return bool(_TERMS.search(text[:300]) or _DAYS.search(text[:300]))


def _first_run(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to a gap as wide as between columns."""
    for index, (left, right) in enumerate(pairwise(words), 1):
        if right.box.left - left.box.right > 2.5 * left.box.height:
            return words[:index]
    return words


def _sentence(sheet: Sheet, line: int, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words and the lines that go on below them in the same column."""
    taken = list(words)
    left, bottom, height = words[0].box.left, words[0].box.bottom, words[0].box.height
    right = max(word.box.right for word in words)
    for follower in sheet.lines[line + 1 : line + 9]:
        cell = _starting_at(follower, left, height)
        if follower.page != sheet.lines[line].page or follower.box.top - bottom > 0.75 * height:
            break
        unfinished = taken[-1].text.endswith((",", "-"))
        if cell is None or any(
            one.opens and one.words[0] is cell.words[0] and (one.colon or not unfinished)
            for one in sheet.marks_by_line.get(follower.index, ())
        ):
            break
        page = sheet.reading.pages[follower.page - 1] if follower.page <= len(sheet.reading.pages) else None
        goes_on = cell.text[:1].islower() or taken[-1].text.endswith((",", "-"))
        if page is not None and right - left < 0.4 * page.width and not goes_on:
            break  # a short line ends the sentence
        taken.extend(cell.words)
        bottom = cell.box.bottom
    return tuple(taken)


def _starting_at(line: Line, left: float, height: float) -> Cell | None:
    return next((cell for cell in line.cells if abs(cell.box.left - left) < height), None)
