"""Bank details on the document against the vendor's: a changed account is the oldest fraud there is.

Any account on the document that the client has not on file for this vendor stops it. The account is not
changed anywhere; somebody calls the vendor on a number that was known before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import ibans_on_pages, lines
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.vendor_match import compact
from bpo_pipeline.qa.wording import ending

_ACCOUNT = re.compile(r"\bacc(?:oun)?t\.?\s*(?:no\.?|number|num\.?|#)?\s*[:#]?\s*([\d][\d -]{4,20}\d)", re.IGNORECASE)
_BANK_WORD = re.compile(r"\b(?:aba|bank|routing|swift|bic|wire|ach|remit|sort code)\b", re.IGNORECASE)
_SHORTEST = 5


def bank_details(subject: Subject) -> Iterator[Finding]:
    """Every account on the document is one that is on file for the vendor."""
    if subject.vendor is None or not subject.posts:
        return
    own = {compact(one) for one in subject.vendor.ibans}
    for path, account in _accounts(subject):
        if account in own or account.lstrip("0") in {one.lstrip("0") for one in own}:
            continue
        sentence = _sentence(subject, subject.vendor.name, account, known=bool(own))
        yield error("bank-details", path, Reason.BANK_CHANGE, sentence)


def _accounts(subject: Subject) -> Iterator[tuple[str, str]]:
    """(path, account) of the record's own field, then of every other account on the pages."""
    field = compact((subject.bill.supplier_iban if subject.bill else None) or "")
    if field:
        yield "supplier_iban", field
    elsewhere = ibans_on_pages(subject.reading) | set(accounts_on_pages(subject.reading))
    for account in sorted(elsewhere):
        if account != field and account not in field and field.lstrip("0") != account.lstrip("0"):
            yield "supplier_iban", account


def accounts_on_pages(reading: Reading) -> Iterator[str]:
    """Account numbers without a check sum, in lines that speak of a bank (a customer's account is something else)."""
    before = ""
    for line in lines(reading):
        if _BANK_WORD.search(f"{before} {line}"):
            for found in _ACCOUNT.findall(line):
                number = compact(found)
                if len(number) >= _SHORTEST:
                    yield number
        before = line


def _sentence(subject: Subject, vendor: str, account: str, *, known: bool) -> str:
    owner = next((one.name for one in subject.vendors if account in map(compact, one.ibans)), None)
    if owner:
        return f"The account {ending(account)} belongs to {owner}, not to {vendor}: do not pay before it is cleared up."
    if not known:
        return (
            f"No account is on file for {vendor}, the document asks to pay to one {ending(account)}: have it confirmed."
        )
    return (
        f"The account {ending(account)} is not one of those on file for {vendor}: call the vendor on a known number, "
        "never the one on the document."
    )
