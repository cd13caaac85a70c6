"""An e-invoice's data against its own page: the machine pays the XML, the person approved what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bpo_pipeline.model.draft import Evidence
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import amounts_on_pages, ibans_on_pages, squeezed
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.vendor_match import compact
from bpo_pipeline.qa.wording import ending, money

_FEWEST_WORDS = 10
"""A page with less text is a picture or a cover: it shows nothing to compare with."""


def xml_on_page(subject: Subject) -> Iterator[Finding]:
    """Total, number and account of the XML are found on the visible page, and the page adds up to no other total."""
    bill, reading = subject.bill, subject.reading
    if bill is None or reading.structured is None or sum(len(page.words) for page in reading.pages) < _FEWEST_WORDS:
        return
    if bill.gross_total is not None and _from_xml(subject, "gross_total"):
        totals = {abs(one) for one in (bill.gross_total, bill.amount_due) if one is not None}
        page_total = _page_total(subject)
        proved = page_total is not None and page_total.evidence.rules and page_total.amount not in totals
        if proved or not totals & amounts_on_pages(reading):
            says = f"{money(page_total.amount, subject.currency)}" if page_total else "no such amount"
            sentence = (
                f"The invoice data says {money(bill.gross_total, subject.currency)} in total, the page shows {says}: "
                "ask the vendor which is right."
            )
            yield _mismatch("gross_total", sentence)
    if bill.invoice_number and _from_xml(subject, "invoice_number"):
        number = squeezed(bill.invoice_number)
        if number not in squeezed(reading.text):
            seen = getattr(subject.page_alone and subject.page_alone.record, "invoice_number", None)
            says = f"shows {seen[:40]}" if seen else "does not"
            sentence = f"The invoice data has the number {bill.invoice_number[:40]}, the page {says}: ask the vendor."
            yield _mismatch("invoice_number", sentence)
    account, shown_accounts = compact(bill.supplier_iban or ""), ibans_on_pages(reading)
    # an account that the page does not show at all is printed in no contradiction to the data
    if account and shown_accounts and account not in shown_accounts and _from_xml(subject, "supplier_iban"):
        others = ", ".join(ending(one) for one in sorted(shown_accounts)[:3])
        sentence = (
            f"The invoice data asks to pay to the account {ending(account)}, the page shows {others}: ask the vendor."
        )
        yield _mismatch("supplier_iban", sentence)


class _PageTotal(NamedTuple):
    amount: Decimal
    evidence: Evidence


def _page_total(subject: Subject) -> _PageTotal | None:
    """The gross total that the page alone shows, as it would be read if no data had come along."""
    alone = subject.page_alone
    amount = getattr(alone and alone.record, "gross_total", None)
    evidence = alone.evidence_for("gross_total") if alone else None
    return _PageTotal(abs(amount), evidence) if amount is not None and evidence is not None else None


def _from_xml(subject: Subject, path: str) -> bool:
    evidence = subject.draft.evidence_for(path)
    return evidence is not None and evidence.source is Source.XML


def _mismatch(path: str, sentence: str) -> Finding:
    return error("xml-on-page", path, Reason.XML_VISUAL_MISMATCH, sentence)
