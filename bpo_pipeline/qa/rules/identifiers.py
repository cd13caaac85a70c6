"""Numbers with a check digit: VAT ids, EIN, IBAN, BIC and ABA; an unknown format is no fault.

The check sums are python-stdnum's and schwifty's. Rule BR-CO-09 of EN 16931: a VAT id begins with the
ISO 3166-1 code of its country, and Greece may use EL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import get_cc_module
from stdnum.us import ein

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.paths import label
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.vendor_match import compact, same_tax_id
from bpo_pipeline.qa.wording import ending

_VAT_SHAPE = re.compile(r"[A-Z]{2}[A-Z0-9]{2,13}")
_EIN_SHAPE = re.compile(r"\d{2}-\d{7}")
_IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{7,30}")
_COUNTRIES = frozenset(code for code in map(str, Locale("en").territories) if len(code) == len("DE") and code.isalpha())
_SAME_COUNTRY = {"EL": "GR", "XI": "GB"}
"""VAT prefixes that are not the ISO code: Greece, and Northern Ireland under EU rules."""


def tax_ids(subject: Subject) -> Iterator[Finding]:
    """Tax ids whose country's check digits are wrong, or whose prefix is no country."""
    record = subject.commercial
    if record is None:
        return
    for path, value, say in (
        ("supplier_tax_id", record.supplier_tax_id, error),
        ("customer_tax_id", record.customer_tax_id, note),
    ):
        if not value or subject.by_person(path):
            continue
        number = compact(value)
        if (
            path == "supplier_tax_id"
            and subject.vendor
            and any(same_tax_id(number, own) for own in subject.vendor.tax_ids)
        ):
            continue  # the client's books have this very number
        prefix = number[:2]
        if _EIN_SHAPE.fullmatch(value.strip()) and not ein.is_valid(value):
            sentence = f"The {label(path)} {ending(value)} is no EIN that the IRS gives out: check it on the page."
            yield say("ein", path, Reason.IDENTIFIER_INVALID, sentence)
        elif not _VAT_SHAPE.fullmatch(number) or not any(char.isdigit() for char in number):
            continue
        elif prefix not in _COUNTRIES and prefix not in _SAME_COUNTRY:
            sentence = f"The {label(path)} begins with {prefix}, which is no country (BR-CO-09): check it on the page."
            yield say("BR-CO-09", path, Reason.IDENTIFIER_INVALID, sentence)
        elif not _vat_valid(number):
            sentence = f"The {label(path)} {ending(number)} fails the check digits of {prefix}: check it on the page."
            yield say("vat-id", path, Reason.IDENTIFIER_INVALID, sentence)


def bank_codes(subject: Subject) -> Iterator[Finding]:
    """An IBAN or BIC on the document that cannot exist."""
    bill = subject.bill
    if bill is None:
        return
    account = compact(bill.supplier_iban or "")
    on_file = subject.vendor is not None and account in map(compact, subject.vendor.ibans)
    if _IBAN_SHAPE.fullmatch(account) and not on_file and not _iban_valid(account):
        sentence = (
            f"The account {ending(account)} fails the IBAN's check digits: check it on the page, letter by letter."
        )
        yield error("iban", "supplier_iban", Reason.IDENTIFIER_INVALID, sentence)
    bank = compact(bill.supplier_bic or "")
    if bank and not _bic_valid(bank):
        yield note(
            "bic", "supplier_bic", Reason.IDENTIFIER_INVALID, f"The BIC {bank[:11]} has no valid form: check it."
        )


def _vat_valid(number: str) -> bool:
    """By the country's own rules; true where stdnum knows none."""
    country = _SAME_COUNTRY.get(number[:2], number[:2]).lower()
    module = get_cc_module(country, "vat")
    return module is None or bool(module.is_valid(number)) or bool(module.is_valid(number[2:]))


def _iban_valid(account: str) -> bool:
    try:
        return bool(IBAN(account, allow_invalid=True).is_valid)
    except SchwiftyException:
        return False


def _bic_valid(bank: str) -> bool:
    try:
        return bool(BIC(bank, allow_invalid=True).is_valid)
    except SchwiftyException:
        return False
