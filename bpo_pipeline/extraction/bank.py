"""IBAN, BIC and account number of the one who is to be paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.extraction.candidates import slots
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.identifiers import bic_in, compact, iban_in, identifier
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Word

_CHECKED = 0.8
"""Confidence above which an IBAN's checksum held, OCR's doubt included."""
_ONE_OF_SEVERAL = 0.85
_UNLABELLED = 0.85
_BIC_LENGTHS = (8, 11)
_NONE_HOLDS = 0.5
"""Confidence where several accounts are printed and no checksum holds."""


def bank(sheet: Sheet, result: dict[str, Found]) -> None:
    """Add IBAN (or account number) and BIC to the result.

    A valid IBAN counts wherever it stands, a BIC behind its label or beside the account,
    an account number only beside bank words.
    """
    iban = _iban(sheet) or _account(sheet) or _unchecked(sheet)
    if iban is not None:
        result["supplier_iban"] = iban
    bic = _bic(sheet)
    if bic is None and iban is not None and iban.confidence >= _CHECKED:
        bic = _bic_beside(sheet, iban)
    if bic is not None:
        result["supplier_bic"] = bic


def _iban(sheet: Sheet) -> Found | None:
    """The first IBAN, one whose checksum holds before others; less sure where the paper names several accounts."""
    several: dict[str, Found] = {}
    for one in _ibans(sheet):
        several.setdefault(str(one.value), one)
    valid = [one for one in several.values() if one.confidence >= _CHECKED]
    if not several:
        return None
    best = (valid or sorted(several.values(), key=lambda one: not _alone(sheet, one)))[0]
    if len(several) > 1 and not valid:
        return best.surer(_NONE_HOLDS)
    return best.surer(min(best.confidence, _ONE_OF_SEVERAL)) if len(valid) > 1 else best


def _alone(sheet: Sheet, iban: Found) -> bool:
    """Whether nothing but the word IBAN stands before it in its line, as where the account to pay to is named."""
    lines = [one for one in sheet.lines if iban.box and one.page == iban.page and one.box.union(iban.box) == one.box]
    return any(folded(one.words[0].text)[:1] == ("iban",) for one in lines)


def _ibans(sheet: Sheet) -> Iterator[Found]:
    for line in sheet.lines:
        texts = [(line.text, line.words)]
        if any("IBAN" in word.text.upper() for word in line.words[-2:]) and line.index + 1 < len(sheet.lines):
            below = sheet.lines[line.index + 1]
            texts.append((below.text, below.words))
        for text, words in texts:
            if (hit := iban_in(text)) is not None:
                yield ink_of(hit[0], words, line, hit[1])


def _bic(sheet: Sheet) -> Found | None:
    for mark in sheet.marks:
        for slot in slots(sheet, mark, "supplier_bic") if mark.weight("supplier_bic") else ():
            if (hit := bic_in(" ".join(word.text.strip(",;") for word in slot.words[:3]))) is not None:
                return ink_of(hit[0], slot.words, sheet.lines[slot.line], hit[1])
    return None


def _bic_beside(sheet: Sheet, iban: Found) -> Found | None:
    """A BIC without its label in the line of the account or in one of the two below, of the account's country."""
    at = next((one.index for one in sheet.lines if one.page == iban.page and _holds(one, iban)), None)
    for line in sheet.lines[at : at + 3] if at is not None else ():
        for word in line.words if line.page == iban.page else ():
            text = word.text.strip(".,;:()")
            hit = bic_in(text) if len(text) in _BIC_LENGTHS else None
            if hit is not None and hit[0] == text and text[4:6] == str(iban.value)[:2]:
                return found(text, (word,), line.page, _UNLABELLED)
    return None


def _holds(line: Line, value: Found) -> bool:
    return value.box is not None and line.box.top - 1 <= value.box.middle <= line.box.bottom + 1


def _unchecked(sheet: Sheet) -> Found | None:
    """What stands behind the word IBAN without being one; mostly digits, or it is the BIC of another line."""
    for mark in sheet.marks:
        for slot in slots(sheet, mark, "supplier_iban") if mark.weight("supplier_iban") else ():
            if (one := identifier(slot.words, minimum=6)) is not None and _mostly_digits(one[0]):
                return found(compact(one[0]), one[1], slot.page, 0.5)
    return None


def _mostly_digits(text: str) -> bool:
    return 2 * sum(letter.isdigit() for letter in text) > sum(letter.isalnum() for letter in text)


_BANK_WORDS = frozenset(
    ["routing", "aba", "bank", "banking", "blz", "bsb", "sort", "swift", "bankleitzahl", "banco", "banque", "wire"]
)


def _account(sheet: Sheet) -> Found | None:
    """An account number without IBAN, only beside the bank's name or routing number: customers have accounts too."""
    for mark in sheet.marks:
        if not mark.weight("bank_account"):
            continue
        around_it = sheet.lines[max(0, mark.line - 3) : mark.line + 4]
        named = any(part in _BANK_WORDS for line in around_it for word in line.words for part in folded(word.text))
        for slot in slots(sheet, mark, "bank_account") if named else ():
            if (one := identifier(slot.words, minimum=5)) is not None:
                return found(compact(one[0]), one[1], slot.page, 0.85)
    return None


def ink_of(value: str, words: Sequence[Word], line: Line, confidence: float) -> Found:
    """The fewest words of a line that hold a value, found by its characters."""
    best: tuple[int, Sequence[Word]] | None = None
    for start in range(len(words)):
        joined = ""
        for stop in range(start, min(start + 10, len(words))):
            joined += compact(words[stop].text)
            if value in joined:
                if best is None or len(joined) < best[0]:
                    best = len(joined), words[start : stop + 1]
                break
            if len(joined) > len(value) + 24:
                break
    if best is not None:
        return found(value, best[1], line.page, confidence)
    return Found(value, line.text[:80], confidence, line.page, around(words))
