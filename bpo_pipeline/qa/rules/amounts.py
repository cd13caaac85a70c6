"""Amounts that cannot be right: no number, too large, too many decimals, negative, of unclear meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from babel import Locale

from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import lines
from bpo_pipeline.qa.paths import label
from bpo_pipeline.qa.rules.gross_proof import Proof, proof_of_gross
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.wording import money

LARGEST = Decimal(10) ** 10
"""Ten thousand million of any currency: beyond this a person looks."""
TOTALS = ("net_total", "tax_total", "gross_total", "amount_due", "prepaid")
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_TOTAL_LABEL = re.compile(
    r"\b(?:sub)?(?:total|totaal)\w*|\bamount due\b|\bbalance due\b|betrag\b|\bsumme\b|\bmontant\b|\bimporte\b"
    r"|\bte betalen\b",
    re.IGNORECASE,
)
_NOT_A_NUMBER = re.compile(r"[-+]?(?:nan|inf|infinity|\d+(?:[.,]\d+)?e[-+]?\d+)", re.IGNORECASE)
_GROUPED_WITH_THREE_DECIMALS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{3}|\d{1,3}(?:\.\d{3})+,\d{3}")
_ONE_SEPARATOR = re.compile(r"\D*\d{1,3}[.,]\d{3}\D*")
_NEGATIVE = re.compile(r"[-−–]\s*(?:[A-Z]{3}\s*)?[$€£]?\s*\d|\d\s*[-−–]\s*$|\(\s*[$€£]?\s*\d[\d.,]*\s*\)")
_DIGITS_TOO_MANY = 13
BOOKS_CURRENCY = "books-currency"
"""The rule that asks for the currency of the client's books."""
_CURRENCIES = frozenset(Locale("en").currencies)


def printed_totals(subject: Subject) -> Iterator[Finding]:
    """A total printed as ``NaN``, ``1e309`` or 99999999999999999999.99 is shown to a person, never guessed."""
    if subject.commercial is None or subject.by_person("gross_total"):
        return
    for line in lines(subject.reading):
        token = line.split()[-1] if line.split() else ""
        if _TOTAL_LABEL.search(line) and not_an_amount(token):
            sentence = f"A total is printed as {token[:40]!r}, which is no amount: ask the vendor for a right document."
            yield error("amount-valid", "gross_total", Reason.AMOUNT_INVALID, sentence)


def totals_in_range(subject: Subject) -> Iterator[Finding]:
    """Totals are below ten thousand million and have no more decimals than their currency."""
    record = subject.commercial
    places = 3 if subject.currency in _THREE_DECIMALS else 2
    for path in TOTALS if record else ():
        amount = getattr(record, path, None)
        if not isinstance(amount, Decimal):
            continue
        exponent = amount.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or abs(amount) >= LARGEST:
            sentence = f"The {label(path)} of {str(amount)[:40]} cannot be right: check it on the page."
            yield error("amount-range", path, Reason.AMOUNT_INVALID, sentence)
        elif -exponent > places:
            sentence = f"The {label(path)} {amount} has more than {places} decimals (BR-DEC): check it on the page."
            yield error("BR-DEC", path, Reason.AMOUNT_INVALID, sentence)


def signs(subject: Subject) -> Iterator[Finding]:
    """A negative invoice is a credit note; a credit note's amounts are positive; nothing is posted over zero."""
    record = subject.commercial
    if record is None or record.gross_total is None or not subject.posts:
        return
    shown = money(record.gross_total, subject.currency)
    evidence = subject.draft.evidence_for("gross_total")
    printed_negative = evidence is not None and evidence.source is not Source.HUMAN and _NEGATIVE.search(evidence.raw)
    if record.gross_total < 0 and isinstance(record, CreditNote):
        sentence = f"The credit note's total is {shown}; enter it as a positive amount, the type says the direction."
        yield error("sign", "gross_total", Reason.AMOUNT_INVALID, sentence)
    elif not isinstance(record, CreditNote) and (record.gross_total < 0 or printed_negative):
        shown = money(-abs(record.gross_total), subject.currency)
        sentence = f"The total is {shown}: this may be a credit note, or the sign is wrong; say which."
        yield error("sign", "gross_total", Reason.CREDIT_NOTE, sentence)
    elif record.gross_total == 0:
        sentence = "The total is zero: there is nothing to post; reject it, or enter the total."
        yield error("sign", "gross_total", Reason.AMOUNT_INVALID, sentence)


def separators(subject: Subject) -> Iterator[Finding]:
    """``1.284`` may be 1284 or 1.284: a total printed like this needs other amounts that prove it."""
    evidence = subject.draft.evidence_for("gross_total")
    if evidence is None or not _ONE_SEPARATOR.fullmatch(evidence.raw.strip()):
        return
    if proof_of_gross(subject) in {Proof.ARITHMETIC, Proof.PERSON}:
        return
    sentence = (
        f"The total is printed as {evidence.raw.strip()[:40]!r}: say whether the separator means thousands or decimals."
    )
    yield error("separator", "gross_total", Reason.AMOUNT_AMBIGUOUS, sentence)


def currency_plausible(subject: Subject) -> Iterator[Finding]:
    """The currency exists, and it is the one of the client's books, whose limits and accounts are in it."""
    if not subject.currency:
        return
    if subject.currency not in _CURRENCIES:
        sentence = f"{subject.currency[:10]!r} is no currency of ISO 4217: enter the right code."
        yield error("currency", "currency", Reason.AMOUNT_AMBIGUOUS, sentence)
    elif subject.posts and subject.currency != subject.contract.currency and not subject.by_person("currency"):
        sentence = (
            f"The document is in {subject.currency}, the client's books are in {subject.contract.currency}: "
            "confirm the currency before it is posted."
        )
        yield error(BOOKS_CURRENCY, "currency", Reason.AMOUNT_AMBIGUOUS, sentence)


def not_an_amount(token: str) -> bool:
    """Whether a word in the place of an amount is something that only a program would take for one."""
    plain = token.strip("$€£()*:;")
    if _NOT_A_NUMBER.fullmatch(plain) or _GROUPED_WITH_THREE_DECIMALS.fullmatch(plain):
        return True
    whole = re.split(r"[.,](?=\d{1,2}$)", plain)[0].replace(",", "").replace(".", "")
    return whole.isdigit() and len(whole) > _DIGITS_TOO_MANY
