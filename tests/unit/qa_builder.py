"""A clean invoice to check, and ways to spoil it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents import document_type
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Structured, Word
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.qa import Match, MatchedBy, Subject
from bpo_pipeline.qa.paths import leaves

TODAY = dt.date(2026, 11, 22)
IBAN = "DE89370400440532013000"
OTHER_IBAN = "DE75512108001245126199"
VENDOR = Vendor("7", "Papier Nord GmbH", tax_ids=("DE136695976",), ibans=(IBAN,), country="DE")
OTHER_VENDOR = Vendor("8", "Holz Sued AG", tax_ids=("ATU13585627",), ibans=(OTHER_IBAN,), country="AT")
ORDER = PurchaseOrder("1", "PO-88", "7", "EUR", Decimal("100.00"))
MATCH = Match(VENDOR, MatchedBy.TAX_ID, "Papier Nord GmbH is recognised by tax id.")

CLEAN: dict[str, Any] = {
    "invoice_number": "RE-2041",
    "issue_date": "2026-11-05",
    "due_date": "2026-12-05",
    "currency": "EUR",
    "purchase_order_number": "PO-88",
    "supplier_name": "Papier Nord GmbH",
    "supplier_tax_id": "DE136695976",
    "supplier_iban": IBAN,
    "customer_name": "Acme Trading Ltd",
    "net_total": "100.00",
    "tax_total": "19.00",
    "gross_total": "119.00",
    "amount_due": "119.00",
    "line_items": (
        {"description": "Paper", "quantity": "4", "unit_price": "15.00", "line_total": "60.00"},
        {"description": "Pens", "quantity": "8", "unit_price": "5.00", "line_total": "40.00"},
    ),
    "taxes": ({"rate": "19", "base": "100.00", "amount": "19.00"},),
}
LINES = (
    "INVOICE RE-2041 of Papier Nord GmbH",
    "Invoice date: 2026-11-05",
    "Subtotal: 100.00",
    "VAT 19%: 19.00",
    "Total due: EUR 119.00",
    f"Pay to bank account IBAN {IBAN}",
)


def contract(**changes: Any) -> Contract:
    """An EU client with invoices, credit notes and receipts."""
    data: dict[str, Any] = {
        "client": "acme",
        "name": "Acme Trading Ltd",
        "country": "DE",
        "currency": "EUR",
        "documents": [{"type": one} for one in ("invoice", "credit_note", "receipt")],
        "targets": [{"kind": "csv"}],
        "approval_limit": "10000",
    }
    return Contract.model_validate(data | changes)


def page(*lines: str, number: int = 1, source: Source = Source.TEXT) -> Page:
    """A page with these lines of text, 20 points apart."""
    words = []
    for row, line in enumerate(lines):
        for column, text in enumerate(line.split(" ")):
            if text:
                box = Box(40.0 * column, 20.0 * row, 40.0 * column + 38, 20.0 * row + 10)
                words.append(Word(text, box))
    return Page(number, 595, 842, tuple(words), source)


def draft(kind: str = "invoice", *, source: Source = Source.TEXT, confidence: float = 0.99, **fields: Any) -> Draft:
    """The clean invoice as a draft, with the given fields changed (None removes one) and evidence for each value."""
    model = document_type(kind).record
    values = {name: value for name, value in (CLEAN | fields).items() if name in model.model_fields}
    record = model.model_validate({name: value for name, value in values.items() if value is not None})
    box = Box(10, 10, 60, 20)
    evidence = tuple(Evidence(path, str(value), source, confidence, 1, box) for path, value in leaves(record))
    return Draft(kind, 0.99, record, evidence)


def with_evidence(subject: Subject, path: str, **changes: Any) -> Subject:
    """The same subject, with another evidence for one field."""
    evidence = tuple(replace(one, **changes) if one.path == path else one for one in subject.draft.evidence)
    return replace(subject, draft=replace(subject.draft, evidence=evidence))


def subject(kind: str = "invoice", *, lines: tuple[str, ...] = LINES, **fields: Any) -> Subject:
    """A clean subject that no rule complains about, with the given fields of the record changed."""
    return Subject(
        draft=draft(kind, **fields),
        reading=Reading((page(*lines),)),
        contract=contract(),
        today=TODAY,
        match=MATCH,
        vendors=(VENDOR, OTHER_VENDOR),
        purchase_orders=(ORDER,),
    )


def structured(subject: Subject, profile: str = "urn:cen.eu:en16931:2017") -> Subject:
    """The same subject as an e-invoice whose values come from its XML."""
    evidence = tuple(replace(one, source=Source.XML, page=None, box=None) for one in subject.draft.evidence)
    data = Structured("cii", profile, "invoice", {}, {})
    return replace(
        subject, draft=replace(subject.draft, evidence=evidence), reading=replace(subject.reading, structured=data)
    )
