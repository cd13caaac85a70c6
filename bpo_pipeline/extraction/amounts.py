"""Amounts as printed: thousands and decimal separators told apart, ASCII digits only.

A number with two kinds of separators explains itself; with one separator and three digits behind it the
document decides (``convention``). Full-width and other foreign digits give no value: they are reported with
their raw text and confidence 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from bpo_pipeline.documents.layout import Cell, Line, around
from bpo_pipeline.extraction.spread import glued, seen
from bpo_pipeline.model.reading import Box, Word

CURRENCY_SIGNS = "€$£¥₹"
_CODES = "EUR|USD|GBP|CHF|CAD|AUD|INR|RM|Rm|MYR|SEK|NOK|DKK|PLN|CZK|Rs|SGD|JPY|NZD|BRL|MXN"
_NUMBER = re.compile(
    r"(?<![\w.,:/\-])(?P<before>[-−–+(]\s?)?"
    rf"(?P<sign>(?:{_CODES})\.?\s?|(?:US|CA|A|C|R)?[{CURRENCY_SIGNS}]\s?)?(?P<minus>[-−–]\s?)?"
    r"(?P<number>[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?:\.[0-9]{1,4})?(?![0-9])"  # lakh and crore: 2,11,250.00
    r"|[0-9]{1,3}(?:[ .,'’\u00a0\u202f][0-9]{3}){1,5}(?:\s?[.,][0-9]{1,4})?"
    r"|[0-9]{1,15}(?:\s?[.,]\s?[0-9]{1,6})?)"
    r"(?:(?<=[.,][0-9]{2})T(?![\w.,]))?"  # QuickBooks marks what is taxed: 330.00T
    rf"(?P<after>\s?(?:[{CURRENCY_SIGNS}%]|(?:{_CODES})\b)|,[-–]+|-(?!\w)|\))?(?![\w]|[.,:/\-][0-9])"
)
_LAKHS = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]{1,4})?")
"""Indian grouping: hundreds in threes, thousands and lakhs in twos."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ .,'’\u00a0\u202f])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:[.,][0-9]{1,4})?")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_BLANK = 0.55
"""The widest blank within a number, in heights of its digits."""
_BLANK_SEEN = 1.0
"""The same where OCR drew the boxes: close around the ink, so that blanks are wider and digits lower."""
_CENTS = 2
_DASHED = re.compile(r"^((?:RM)?[0-9]{1,5})-([0-9]{2})$")
"""A point that OCR took for a dash, where nothing else stands in the cell."""
_TAXED = re.compile(r"(?<=[0-9][.,][0-9]{2})T(?!\w)")
"""The flag of what sales tax is charged on, ``330.00T``."""
_BLANKS = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class Amount:
    """A number on the page."""

    value: Decimal
    decimals: int
    words: tuple[Word, ...]
    page: int
    line: int
    percent: bool = False
    currency: bool = False
    """Whether a currency sign or code stands with it."""

    @cached_property
    def box(self) -> Box:
        """The smallest box that holds the words."""
        return around(self.words)

    @property
    def money(self) -> bool:
        """Whether it looks like money: two decimals or a currency beside it."""
        return not self.percent and (self.decimals == 2 or self.currency)


def convention(lines: Sequence[Line], language: str | None) -> str:
    """The document's decimal separator, ``.`` or ``,``, by a count of the numbers that leave no doubt."""
    votes = {".": 0, ",": 0}
    for line in lines:
        for word in line.words:
            text = word.text.strip(f"{CURRENCY_SIGNS}()+-−–%*")
            last = max(text.rfind("."), text.rfind(","))
            if last <= 0 or not text.isascii() or not text[last + 1 :].isdigit():
                continue
            head = text[:last]
            if not head.replace(".", "").replace(",", "").replace("'", "").isdigit() or text.count(text[last]) > 1:
                continue
            other = "," if text[last] == "." else "."
            if other in head:
                votes[text[last]] += 3
            elif len(text) - last - 1 == 2:
                votes[text[last]] += 1
    if votes["."] != votes[","]:
        return max(votes, key=lambda sign: votes[sign])
    return "." if language in {None, "en"} else ","


def parse_number(text: str, decimal: str) -> Decimal | None:
    """The number that a text stands for under the document's decimal separator, None when it is none.

    Only ASCII digits count. Three digits behind a single separator are thousands unless the separator is the
    document's decimal one.
    """
    plain = _BLANKS.sub("", text)
    if not plain or not plain.isascii():
        plain = plain.replace("’", "'")
        if not plain.isascii():
            return None
    plain = plain.replace("'", "")
    if _LAKHS.fullmatch(plain):
        plain = plain.replace(",", "")
    marks = [one for one in plain if one in ".,"]
    if not marks:
        return Decimal(plain) if plain.isdigit() else None
    last = max(plain.rfind("."), plain.rfind(","))
    whole, part = plain[:last], plain[last + 1 :]
    if len(set(marks)) == 2:
        if marks.count(plain[last]) > 1:
            return None
        groups = re.split(r"[.,]", whole)
    elif len(marks) > 1:
        groups, part = re.split(r"[.,]", plain), ""
        if len(groups[-1]) == _CENTS:  # "1.778.72": a comma that OCR took for a point
            part = groups.pop()
    elif len(part) == 3 and plain[last] != decimal and whole.lstrip("0") and len(whole) <= 3:
        groups, part = [whole, part], ""
    else:
        groups = [whole]
    if not part.isdigit() and part:
        return None
    if not all(one.isdigit() for one in groups) or any(len(one) != 3 for one in groups[1:]):
        return None
    return Decimal("".join(groups) + (f".{part}" if part else ""))


def has_other_digits(text: str) -> bool:
    """Whether a digit outside of 0-9 is in the text (full-width, Arabic-Indic ...)."""
    return bool(_OTHER_DIGITS.search(text))


def amounts_of(line: Line, decimal: str) -> tuple[Amount, ...]:
    """All numbers of a line, from left to right."""
    return tuple(amount for cell in line.cells for amount in _of_cell(cell, decimal))


def _of_cell(cell: Cell, decimal: str) -> list[Amount]:
    text, starts = "", list[int]()
    for word, joined in zip(cell.words, glued(cell.words), strict=True):
        text += " " if starts and not joined else ""
        starts.append(len(text))
        text += word.text
    text = _DASHED.sub(r"\1.\2", text) if seen(cell.words) else text
    text = _TAXED.sub(" ", text[:401])
    if len(text) > 400 or not any(one.isdigit() for one in text) or has_other_digits(text):
        return []
    results: list[Amount] = []
    at = 0
    while match := _NUMBER.search(text, at):
        at = match.end()
        number = match["number"]
        first, end = match.start("number"), match.end("number")
        if " " in number and not _joined(cell, starts, first, end, number):
            end = first + number.index(" ")
            number = text[first:end]
            at = end
            value = parse_number(number, decimal)
            after = ""
        else:
            value = parse_number(number, decimal)
            after = (match["after"] or "").strip()
        if value is None:
            continue
        negative = (match["before"] or "").strip() in {"-", "−", "–"} or bool(match["minus"]) or after == "-"
        negative = negative or ((match["before"] or "").startswith("(") and after == ")")
        tail = text[at : at + 2].lstrip()
        percent = after == "%" or tail.startswith("%")
        inside = [
            word
            for word, start in zip(cell.words, starts, strict=True)
            if start < end and start + len(word.text) > first
        ]
        plain = _BLANKS.sub("", number)
        last = max(plain.rfind("."), plain.rfind(","))
        exponent = value.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and last >= 0 else 0
        currency = bool(match["sign"]) or bool(after and after not in "%-)")
        if after.startswith(","):
            decimals = 2
        results.append(
            Amount(-value if negative else value, decimals, tuple(inside), cell.page, cell.line, percent, currency)
        )
    return results


def _joined(cell: Cell, starts: list[int], first: int, end: int, number: str) -> bool:
    """Whether a number with blanks inside is one number: narrow gaps and groups of three."""
    inside = [
        word for word, start in zip(cell.words, starts, strict=True) if start < end and start + len(word.text) > first
    ]
    for left, right in pairwise(inside):
        widest = _BLANK if left.confidence == 1 else _BLANK_SEEN
        if right.box.left - left.box.right > widest * left.box.height:
            return False
    squeezed = re.sub(r"\s(?=[.,])|(?<=[.,])\s", "", number)
    return " " not in squeezed or bool(_GROUPED.fullmatch(squeezed))
