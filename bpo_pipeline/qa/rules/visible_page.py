"""An e-invoice's data against its own page: the machine pays the XML, the person approved what the page shows."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Total, number and account of the XML are found on the visible page."""
    bill, reading = subject.bill, subject.reading
    if bill is None or reading.structured is None or sum(len(page.words) for page in reading.pages) < _FEWEST_WORDS:
        return
    if bill.gross_total is not None and _from_xml(subject, "gross_total"):
        shown = amounts_on_pages(reading)
        if abs(bill.gross_total) not in shown and (bill.amount_due is None or abs(bill.amount_due) not in shown):
            total = money(bill.gross_total, subject.currency)
            sentence = (
                f"The invoice data says {total} in total, the page shows no such amount: ask the vendor which is right."
            )
            yield _mismatch("gross_total", sentence)
    if bill.invoice_number and _from_xml(subject, "invoice_number"):
        number = squeezed(bill.invoice_number)
        if number not in squeezed(reading.text):
            sentence = f"The invoice data has the number {bill.invoice_number[:40]}, the page does not: ask the vendor."
            yield _mismatch("invoice_number", sentence)
    account, shown_accounts = compact(bill.supplier_iban or ""), ibans_on_pages(reading)
    # an account that the page does not show at all is printed in no contradiction to the data
    if account and shown_accounts and account not in shown_accounts and _from_xml(subject, "supplier_iban"):
        others = ", ".join(ending(one) for one in sorted(shown_accounts)[:3])
        sentence = (
            f"The invoice data asks to pay to the account {ending(account)}, the page shows {others}: ask the vendor."
        )
        yield _mismatch("supplier_iban", sentence)


def _from_xml(subject: Subject, path: str) -> bool:
    evidence = subject.draft.evidence_for(path)
    return evidence is not None and evidence.source is Source.XML


def _mismatch(path: str, sentence: str) -> Finding:
    return error("xml-on-page", path, Reason.XML_VISUAL_MISMATCH, sentence)
