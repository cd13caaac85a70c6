"""Money is never posted on one machine's say-so: the gross total must be proved.

It is proved by a person, by arithmetic over amounts that were read (never over ones we computed), by
structured data that agrees with the page, or by two readings of the ink that agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import partial

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.ink import amounts_on_pages, rates_on_pages
from bpo_pipeline.qa.rereading import reread_agrees
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.sums import ZERO, gross_ways, near, taxes_sum
from bpo_pipeline.qa.wording import money


class Proof(StrEnum):
    """What proves a gross total."""

    PERSON = "person"
    ARITHMETIC = "arithmetic"
    DATA_AND_PAGE = "data_and_page"
    TWO_READINGS = "two_readings"


def proof_of_gross(subject: Subject) -> Proof | None:
    """What proves the gross total, None when nothing does."""
    record = subject.commercial
    if record is None or record.gross_total is None:
        return None
    gross, evidence = record.gross_total, subject.draft.evidence_for("gross_total")
    if subject.by_person("gross_total"):
        return Proof.PERSON
    if subject.printed("gross_total") and any(
        near(made, gross, subject.tolerance) and all(_read(subject, record, path) for path in paths)
        for paths, made in gross_ways(record)
    ):
        return Proof.ARITHMETIC
    if evidence and evidence.source is Source.XML and gross in amounts_on_pages(subject.reading):
        return Proof.DATA_AND_PAGE
    return Proof.TWO_READINGS if reread_agrees(subject, "gross_total") else None


def _read(subject: Subject, record: CommercialRecord, path: str) -> bool:
    """Whether an amount was read, or is a computed tax that stands on the page and is no other amount's figure."""
    if subject.printed(path):
        return True
    others = {record.net_total, record.gross_total, *(line.line_total for line in record.line_items)}
    if path != "tax_total" or not record.tax_total or record.tax_total in others:
        return False
    return record.tax_total in amounts_on_pages(subject.reading) or _printed_by_rate(subject, record)


def _printed_by_rate(subject: Subject, record: CommercialRecord) -> bool:
    """Whether the tax is the sum of amounts printed for each rate; their total need not stand on the page."""
    made = taxes_sum(record)
    return (
        made is not None
        and made == abs(record.tax_total or ZERO)
        and all(subject.printed(f"taxes.{index}.amount") for index in range(len(record.taxes)))
    )


def computed_tax_shown(subject: Subject) -> Iterator[Finding]:
    """A tax that we worked out from total and net must stand on the page; else total, net or tax was read wrongly."""
    record, evidence = subject.commercial, subject.draft.evidence_for("tax_total")
    if record is None or not record.tax_total or evidence is None or evidence.source is not Source.DERIVED:
        return
    if record.gross_total is None or record.net_total is None or not subject.reading.pages:
        return
    if abs(record.tax_total) not in amounts_on_pages(subject.reading) and not _printed_by_rate(subject, record):
        printed = _tax_by_printed_rate(subject, record.net_total)
        sentence = _no_such_tax(subject, record) if printed is None else _other_tax(subject, record, printed)
        yield error("computed-tax", "tax_total", Reason.MATH_MISMATCH, sentence)


def _tax_by_printed_rate(subject: Subject, net: Decimal) -> Decimal | None:
    """The tax that the page prints: an amount that one of its percentages makes of the net total."""
    amounts, rates = amounts_on_pages(subject.reading), rates_on_pages(subject.reading)
    made = {to_cents(abs(net) * rate / 100) for rate in rates if rate} & amounts
    return made.pop() if len(made) == 1 else None


def _other_tax(subject: Subject, record: CommercialRecord, printed: Decimal) -> str:
    net, gross = abs(record.net_total or ZERO), abs(record.gross_total or ZERO)
    money_of = partial(money, currency=subject.currency)
    return (
        f"Net {money_of(net)} and the tax of {money_of(printed)} that the page prints make {money_of(net + printed)}, "
        f"the page says {money_of(gross)}, a difference of {money_of(abs(gross - net - printed))}: "
        "check the total."
    )


def _no_such_tax(subject: Subject, record: CommercialRecord) -> str:
    return (
        f"The total {money(record.gross_total or ZERO, subject.currency)} less "
        f"{money(record.net_total or ZERO, subject.currency)} net leaves "
        f"{money(record.tax_total or ZERO, subject.currency)} tax, which the page nowhere shows: "
        "check the total, the net total and the tax."
    )


def gross_proved(subject: Subject) -> Iterator[Finding]:
    """A gross total that nothing proves goes to a person, unless it is a receipt's or is not posted."""
    record = subject.commercial
    if record is None or record.gross_total is None or proof_of_gross(subject):
        return
    say = error if subject.posts and not isinstance(record, Receipt) else note
    sentence = (
        f"Only one reading says that the total is {money(record.gross_total, subject.currency)}; "
        "no other amounts on the document prove it: compare it with the page."
    )
    yield say("gross-proved", "gross_total", Reason.LOW_CONFIDENCE, sentence)
