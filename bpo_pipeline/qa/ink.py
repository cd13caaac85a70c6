"""What stands on the pages: lines of text, and the amounts and bank accounts among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from stdnum import iban

from bpo_pipeline.model.reading import Page, Reading, Word

_AMOUNT = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,'’  ]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2})?(?!\d)")
_PERCENT = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,3})?) ?%")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_IBAN_LENGTHS = range(15, 35)


def page_lines(page: Page) -> Iterator[str]:
    """The page's lines, top down, as text with single blanks."""
    line: list[Word] = []
    for word in page.words:
        if line and abs(word.box.middle - line[-1].box.middle) > max(word.box.height, line[-1].box.height) / 2:
            yield " ".join(one.text for one in line)
            line = []
        line.append(word)
    if line:
        yield " ".join(one.text for one in line)


def lines(reading: Reading) -> Iterator[str]:
    """The lines of all pages."""
    for page in reading.pages:
        yield from page_lines(page)


def amounts_on_pages(reading: Reading) -> frozenset[Decimal]:
    """Every number on the pages that can be an amount, in each way its separators can be understood."""
    found: set[Decimal] = set()
    for line in lines(reading):
        for token in _AMOUNT.findall(line):
            found.update(readings_of(token))
        for token in line.split():
            if re.fullmatch(r"[^\w]*\d[\d.,'’]*[^\w]*", token):
                found.update(readings_of(token.strip("()[]:;*€$£-+")))
    return frozenset(found)


def rates_on_pages(reading: Reading) -> frozenset[Decimal]:
    """Every percentage on the pages, in each way its separators can be understood."""
    tokens = (token for line in lines(reading) for token in _PERCENT.findall(line))
    return frozenset(rate for token in tokens for rate in readings_of(token))


def readings_of(token: str) -> Iterator[Decimal]:
    """The amounts a printed number can mean: ``1.284`` is 1284 or 1.284, ``1.284,50`` only 1284.50."""
    plain = re.sub(r"['’\s]", "", token).strip(".,")
    whole = re.sub(r"[.,]", "", plain)
    if not whole.isascii() or not whole.isdigit():
        return
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        yield Decimal(whole)
        return
    decimals = len(plain) - last - 1
    if decimals == len("000"):
        yield Decimal(whole)
    if plain.count(plain[last]) == 1:
        yield Decimal(whole).scaleb(-decimals)


def ibans_on_pages(reading: Reading) -> frozenset[str]:
    """Every IBAN with a right check sum (ISO 7064 mod 97-10) on the pages, compact."""
    found: set[str] = set()
    for line in lines(reading):
        for start in _IBAN.finditer(line.upper()):
            run = start.group().replace(" ", "")
            # words after an IBAN may look like more of it; the longest right one is meant
            ends = (run[:length] for length in sorted(_IBAN_LENGTHS, reverse=True) if length <= len(run))
            found.update(next(([one] for one in ends if iban.is_valid(one)), []))
    return frozenset(found)


def squeezed(text: str) -> str:
    """Letters and digits only, upper case: blanks and hyphens between words do not matter."""
    return "".join(char for char in text.upper() if char.isalnum())
