"""What is written in a form's boxes, as values: dates, amounts, ticks and numbers."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from bpo_pipeline.documents.lookalikes import LOOKALIKES

_DAY = re.compile(r"(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4})$|(\d{2})(\d{2})(\d{4})$|(\d{4})-(\d{2})-(\d{2})$")
_TIME = re.compile(r"(\d{1,2})\s*[:.]?\s*(\d{2})\s*([AaPp])\.?\s*[Mm]?")
_SPAN = re.compile(r"(?<=\d)[OoQDIl|SBZ]|[OoQDIl|SBZ](?=\d)")
_CENTURY = (1900, 2100)


def date_of(text: str) -> dt.date | None:
    """A day written the American way (month first) or as ISO; None when it is none."""
    plain = _SPAN.sub(lambda one: one.group().upper().translate(LOOKALIKES), text.strip(" .,_'|"))
    plain = re.sub(r"(?<=\d{4}) \d$", "", plain)  # the frame at the right, read as a digit
    plain = re.sub(r"[()\[\] ]", "", plain)
    digits = re.sub(r"\D", "", plain)
    match = _DAY.search(digits if len(digits) == _EIGHT and not plain.startswith(digits[:4]) else plain)
    if match is None:
        return None
    month, day, year, *rest = match.groups()
    if month is None:
        month, day, year = rest[:3] if rest[0] else (rest[4], rest[5], rest[3])
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _CENTURY[0] <= found.year < _CENTURY[1] else None


def amount_of(text: str) -> Decimal | None:
    """Dollars and cents with or without commas; None when there are no digits or other words."""
    plain = _SPAN.sub(lambda one: one.group().upper().translate(LOOKALIKES), text.replace("$", "").strip(" _|.'"))
    plain = re.sub(r"(?<=\d)[.,] ?(?=\d{3}(\D|$))", "", plain).replace(",", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,2})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def time_of(text: str) -> str | None:
    """A time of day as ``8:00 AM``; None when it is none."""
    match = _TIME.search(text.replace("O", "0"))
    return f"{int(match[1])}:{match[2]} {match[3].upper()}M" if match else None


def digits_of(text: str) -> str:
    """Digits only; letters among them that look like digits are taken for them."""
    return "".join(one for one in text.upper().translate(LOOKALIKES) if one.isdigit())


def tax_number(text: str, *, employer: bool) -> str | None:
    """An SSN as 123-45-6789, an EIN as 12-3456789; as written when it has not nine digits."""
    digits = digits_of(text) if sum(map(str.isdigit, text)) >= _MOSTLY else "".join(filter(str.isdigit, text))
    if len(digits) != _NINE:
        return text.strip() or None
    return f"{digits[:2]}-{digits[2:]}" if employer else f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


_EIGHT, _NINE, _MOSTLY = 8, 9, 6
