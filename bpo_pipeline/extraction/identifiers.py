"""Identifiers: document numbers, IBAN, BIC and tax numbers, checked by python-stdnum and schwifty.

A checksum that fails does not hide the value: it lowers the confidence, and qa says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.ch import uid
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.us import ein

from bpo_pipeline.model.reading import Word

_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}[0-9]{2}(?:[ \u00a0]?[A-Z0-9]){11,30})(?![A-Za-z0-9])")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}")
_BIC = re.compile(r"(?<![A-Za-z0-9])([A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z0-9])")
_VAT = re.compile(
    r"(?<![A-Za-z0-9])((?:AT ?U|BE ?0|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE"
    r"|SI|SK|XI)"
    r"[ .\-]?(?:[A-Z0-9][ .\-]?){6,13}[A-Z0-9])(?![A-Za-z0-9])"
)
_SWISS = re.compile(r"\bCHE[- ]?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?:\s(?:MWST|TVA|IVA))?(?!\w)")
_NUMBER_LIKE = re.compile(r"[0-9]")
_SIGN = re.compile(r"^(?:n|nr|no)[°º.]\s?(?=[0-9])", re.IGNORECASE)
_GROUP = re.compile(r"(?=.*[0-9]{3})[A-Z]{0,2}[0-9]{2,4}(?:-[A-Z])?")
"""A part of a number that is printed in groups: ``V031 884 271-K``."""
_LETTER_O = re.compile(r"(?<=[0-9])[Oo](?=[0-9])")
"""OCR's letter O between digits is a nought."""
_BLANK = 0.75
"""The widest blank behind a number's prefix, in heights: ``FT 2024/17``, wider where OCR drew the boxes."""
_EDGE = " :#.,;()[]*|=-–"

IBAN_LENGTH = {
    "AT": 20,
    "BE": 16,
    "CH": 21,
    "DE": 22,
    "DK": 18,
    "ES": 24,
    "FI": 18,
    "FR": 27,
    "GB": 22,
    "IE": 22,
    "IT": 27,
    "LU": 20,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "SE": 24,
    "CZ": 24,
    "HU": 28,
    "RO": 24,
    "SK": 24,
    "SI": 19,
    "HR": 21,
    "GR": 27,
}


def compact(text: str) -> str:
    """Letters and digits only, upper case."""
    return "".join(one for one in text if one.isascii() and one.isalnum()).upper()


def iban_in(text: str) -> tuple[str, float] | None:
    """The first IBAN of a text, compact, and the chance that it is one: high when its checksum holds."""
    for start in _IBAN_START.finditer(text[:400]):  # a VAT number before it looks like the beginning of one account
        size = IBAN_LENGTH.get(start[0][:2], 0)
        plain = compact(text[start.start() : start.start() + 45])[:size]
        if size and IBAN(plain, allow_invalid=True).is_valid:
            return plain, 0.99
    for match in _IBAN.finditer(text[:400]):
        plain = compact(match[1])
        length = IBAN_LENGTH.get(plain[:2])
        if length is None:
            continue
        plain = plain[:length]
        try:
            IBAN(plain)
        except SchwiftyException:
            if length - 1 <= len(plain) <= length:
                return plain, 0.75
        else:
            return plain, 0.99
    return None


def bic_in(text: str) -> tuple[str, float] | None:
    """The first BIC of a text and the chance that it is one."""
    for match in _BIC.finditer(text[:400]):
        if match[1].isalpha() and match[1].isupper() and match[1] in {"COMMERCE", "TELEFONE"}:
            continue
        try:
            BIC(match[1])
        except SchwiftyException:
            continue
        return match[1], 0.95 if any(one.isdigit() for one in match[1]) or len(match[1]) == 11 else 0.8
    return None


def vat_in(text: str) -> tuple[str, str, float] | None:
    """The first VAT number of a text: compact, as printed, and the chance that it is one."""
    for match in _VAT.finditer(text[:400]):
        parts = re.split(r"[ .\-]", match[1])
        for count in range(len(parts), 0, -1):  # trailing words may have been swept in
            plain = compact("".join(parts[:count]))
            if sum(one.isdigit() for one in plain) < 7 and not plain.startswith("GB"):
                break
            try:
                vat.validate(plain)
            except ValidationError:
                continue
            return plain, match[1], 0.98
        plain = compact(match[1])
        digits = sum(one.isdigit() for one in plain)
        if digits >= 7 and digits >= len(plain) - 4 and len(plain) <= 15:
            return plain, match[1], 0.7
    return None


def swiss_vat_in(text: str) -> str | None:
    """The Swiss number of a text with the word for the tax, as printed: ``CHE-123.456.788 MWST``."""
    match = _SWISS.search(text[:400])
    return match[0] if match is not None and uid.is_valid(compact(match[0])[:12]) else None


def valid_tax_id(text: str) -> bool:
    """Whether it is a valid European VAT number or American EIN."""
    plain = compact(text)
    return bool(vat.is_valid(plain) or ein.is_valid(plain))


def identifier(words: Sequence[Word], *, minimum: int = 1, digits: bool = True) -> tuple[str, tuple[Word, ...]] | None:
    """The identifier at the beginning of some words: the first one with a digit and what is joined to it.

    ``No. 342 78 587`` gives ``34278587``'s words, ``RE 2024-7`` keeps its letters. None when a plain word comes first.
    """
    skipped = 0
    for index, word in enumerate(words[:6]):
        text = word.text.strip(_EDGE)
        if (
            not text
            or text.casefold() in {"nr", "no", "n°", "nº", "num", "number", "n", "number:", "id"}
            or _bracketed(word.text)
        ):
            continue
        if not text.isascii() and any(one.isdigit() and not one.isascii() for one in text):
            return None
        if _NUMBER_LIKE.search(text) or (not digits and len(text) >= minimum):
            taken = [word]
            if index and _prefix(words[index - 1], word):
                taken.insert(0, words[index - 1])
            for follower in words[index + 1 : index + 4]:
                if not _continues(taken[-1], follower):
                    break
                taken.append(follower)
            value = _SIGN.sub("", " ".join(one.text for one in taken).strip(_EDGE))
            if any(one.confidence < 1 for one in taken):
                value = _LETTER_O.sub("0", value)
            return (value, tuple(taken)) if len(compact(value)) >= minimum else None
        skipped += 1
        if skipped > 1 or len(text) > 5 or not text.isupper():
            return None
    return None


def _bracketed(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _prefix(left: Word, right: Word) -> bool:
    text = left.text.strip(_EDGE)
    near = right.box.left - left.box.right < _BLANK * right.box.height
    return (
        near and 1 <= len(text) <= 4 and text.isalpha() and text.isupper() and not left.text.endswith((":", ".", "#"))
    )


def _continues(left: Word, right: Word) -> bool:
    """Whether the next word still belongs to the number: digits after digits, or a joint at either end."""
    if right.box.left - left.box.right > 0.5 * right.box.height:
        return False
    if left.text.endswith(("-", "/", "_")) or (right.text.startswith(("-", "/", "_")) and len(right.text) > 1):
        return any(one.isdigit() for one in right.text) and "/" not in right.text[2:]
    if left.text.isdigit() and right.text.isdigit() and len(right.text) <= 4 and len(left.text) <= 6:
        return True
    return bool(_GROUP.fullmatch(left.text) and _GROUP.fullmatch(right.text) and left.text[-1].isdigit())
