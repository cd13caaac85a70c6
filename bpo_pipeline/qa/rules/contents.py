"""Fields that are too long to be what they claim, and personal numbers that do not belong on an invoice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.us import ssn

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import ibans_on_pages, lines
from bpo_pipeline.qa.paths import label, texts
from bpo_pipeline.qa.subject import Subject

LONGEST: dict[str, int] = {
    "currency": 3,
    "invoice_number": 64,
    "purchase_order_number": 64,
    "preceding_invoice_number": 64,
    "supplier_tax_id": 32,
    "customer_tax_id": 32,
    "supplier_iban": 42,
    "supplier_bic": 14,
    "sku": 64,
    "unit": 32,
    "category": 8,
    "supplier_name": 200,
    "customer_name": 200,
    "supplier_address": 500,
    "payment_terms": 2000,
    "description": 2000,
}
"""Field -> characters; longer ones are no such field, or would be cut by an accounting system."""
_LONGEST_OTHER = 1000
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_CARD = re.compile(r"(?<![\w-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}|\d{4}[ -]\d{6}[ -]\d{5}|\d{15,16})(?![\w-])")
_CARD_BRANDS = re.compile(r"4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}")
"""Visa, Mastercard, American Express, Discover: first digits and length (ISO/IEC 7812)."""


def field_lengths(subject: Subject) -> Iterator[Finding]:
    """A field that is longer than such a field can be."""
    for path, text in texts(subject.draft.record):
        longest = LONGEST.get(path.rsplit(".", 1)[-1], _LONGEST_OTHER)
        if len(text) > longest:
            sentence = f"The {label(path)} has {len(text)} characters, {longest} are allowed: enter what belongs there."
            yield error("field-length", path, Reason.FIELD_TOO_LONG, sentence)


def personal_numbers(subject: Subject) -> Iterator[Finding]:
    """A social security or card number, which invoices do not need: black it out before it is kept or passed on."""
    accounts = ibans_on_pages(subject.reading)
    for line in lines(subject.reading):
        if any(looks_like_ssn(found) for found in _SSN.findall(line)):
            yield _unexpected("a social security number", line)
            return
        for found in _CARD.findall(line):
            if is_card_number(found) and not any(re.sub(r"\D", "", found) in one for one in accounts):
                yield _unexpected("a card number", line)
                return


def looks_like_ssn(text: str) -> bool:
    """Whether a 123-45-6789 is one that can be given out, or is a well-known sample (area not 000, 666 or 9xx)."""
    area, group, serial = text.split("-")
    return ssn.is_valid(text) or (area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000")


def is_card_number(text: str) -> bool:
    """Whether digits form a payment card number: brand, length and Luhn check digit (PCI DSS calls it a PAN)."""
    digits = re.sub(r"\D", "", text)
    return bool(_CARD_BRANDS.fullmatch(digits)) and bool(luhn.is_valid(digits))


def _unexpected(what: str, line: str) -> Finding:
    last = re.sub(r"\D", "", line)[-2:]
    sentence = f"The page shows {what} (the line's digits end in {last}): black it out, and tell the vendor."
    return error("personal-number", "", Reason.PII_UNEXPECTED, sentence)
