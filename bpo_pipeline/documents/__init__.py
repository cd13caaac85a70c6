"""One file per document type; ``DOCUMENT_TYPES`` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bpo_pipeline.documents.bank_statement import BankStatement
from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.form_1099 import Form1099
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.leave_request import LeaveRequest
from bpo_pipeline.documents.pay_stub import PayStub
from bpo_pipeline.documents.purchase_order import PurchaseOrder
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.documents.remittance_advice import RemittanceAdvice
from bpo_pipeline.documents.survey import Survey
from bpo_pipeline.documents.timesheet import Timesheet, TimesheetBatch
from bpo_pipeline.documents.w2 import W2
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w8ben import W8Ben
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.model.draft import Draft, Evidence, Record


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document the product knows."""

    name: str
    record: type[Record]
    posts: bool
    """Whether an approved one becomes a posting in an accounting target."""
    personal: bool = False
    """Whether it tells of people: numbers, pay, bank details. Our tables keep such a paper's values sealed."""


DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType("invoice", Invoice, posts=True),
    DocumentType("credit_note", CreditNote, posts=True),
    DocumentType("receipt", Receipt, posts=True),
    DocumentType("purchase_order", PurchaseOrder, posts=False),
    DocumentType("purchase_order_change", PurchaseOrder, posts=False),
    DocumentType("timesheet", Timesheet, posts=False, personal=True),
    DocumentType("timesheet_batch", TimesheetBatch, posts=False, personal=True),
    DocumentType("w4", W4, posts=False, personal=True),
    DocumentType("w9", W9, posts=False, personal=True),
    DocumentType("i9", I9, posts=False, personal=True),
    DocumentType("leave_request", LeaveRequest, posts=False, personal=True),
    DocumentType("direct_deposit", DirectDeposit, posts=False, personal=True),
    DocumentType("w8ben", W8Ben, posts=False, personal=True),
    DocumentType("1099-misc", Form1099, posts=False, personal=True),
    DocumentType("1099-nec", Form1099, posts=False, personal=True),
    DocumentType("w2", W2, posts=False, personal=True),
    DocumentType("payslip", PayStub, posts=False, personal=True),
    DocumentType("bank_statement", BankStatement, posts=False, personal=True),
    DocumentType("remittance_advice", RemittanceAdvice, posts=False),
    DocumentType("survey", Survey, posts=False, personal=True),
)

_EVIDENCE = TypeAdapter(tuple[Evidence, ...])


def document_type(name: str) -> DocumentType:
    """The document type of that name.

    Raises KeyError for a name that ``DOCUMENT_TYPES`` does not list.
    """
    for one in DOCUMENT_TYPES:
        if one.name == name:
            return one
    raise KeyError(name)


def is_personal(name: str | None) -> bool:
    """Whether papers of this type tell of people; unknown ones do not, nothing is read from them."""
    return any(one.personal for one in DOCUMENT_TYPES if one.name == name)


def draft_to_dict(draft: Draft) -> dict[str, Any]:
    """The draft as JSON-ready values; ``draft_from_dict`` gives it back unchanged."""
    return {
        "document_type": draft.document_type,
        "type_confidence": draft.type_confidence,
        "record": draft.record.model_dump(mode="json", exclude_none=True),
        "evidence": _EVIDENCE.dump_python(draft.evidence, mode="json"),
        "versions": dict(draft.versions),
    }


def draft_from_dict(data: dict[str, Any]) -> Draft:
    """The draft that ``draft_to_dict`` wrote down."""
    kind = document_type(data["document_type"])
    return Draft(
        document_type=kind.name,
        type_confidence=data["type_confidence"],
        record=kind.record.model_validate(data["record"]),
        evidence=_EVIDENCE.validate_python(data["evidence"]),
        versions=data["versions"],
    )
