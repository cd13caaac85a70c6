"""Amounts of a statement with their sign: a minus before or behind, parentheses, CR and DR."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from bpo_pipeline.extraction.amounts import parse_number

_MONEY = re.compile(
    r"(?P<open>[(])?(?P<before>[-−–+])?\s?(?:[€$£¥₹]|[A-Z]{3}\s)?\s?(?P<minus>[-−–])?\s?"
    r"(?P<number>\d[\d.,'’\u00a0\u202f ]*)\s?(?:[€$£¥₹]|EUR|USD|CHF|GBP)?\s?"
    r"(?P<after>[-−–+)]|CR?|DR?|H|S|Cr|Dr)?[._°*|]?"
)
_DOWN = frozenset({"-", "−", "–", "(", "D", "DR", "S", "Dr"})


def money_of(text: str, decimal: str) -> Decimal | None:
    """The signed amount that a cell is, None when it is none."""
    match = _MONEY.fullmatch(text.strip(" |_"))
    if match is None:
        return None
    number = parse_number(match["number"].strip(), decimal)
    if number is None:
        return None
    down = _DOWN & {match["before"], match["minus"], match["open"], match["after"]}
    return -number if down else number


def decimal_of(texts: Iterable[str]) -> str:
    """The decimal separator of a file, by the numbers that end in two digits."""
    votes = {".": 0, ",": 0}
    for text in texts:
        if match := re.search(r"\d([.,])\d{2}(?!\d)", text):
            votes[match[1]] += 1
    return "," if votes[","] > votes["."] else "."
