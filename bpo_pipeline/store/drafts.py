"""Drafts and findings as JSON in a document's row, with the columns they are searched by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from bpo_pipeline.documents import document_type, draft_from_dict, draft_to_dict, is_personal
from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft, Record
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.store.personal import closed, draft_in, opened, seal_of
from bpo_pipeline.store.schema import DocumentRow
from bpo_pipeline.store.text import fingerprint, normal_number

BANK_WORDS = frozenset({"iban", "bic", "bank", "account", "routing", "payee"})
"""A field whose name has one of these words says where money goes."""
_FINDINGS = TypeAdapter(tuple[Finding, ...])


def put_draft(row: DocumentRow, draft: Draft, findings: Sequence[Finding], vendor_id: str | None) -> None:
    """Put a draft into the row: the next version of it.

    Raises KeyError for a document type that ``DOCUMENT_TYPES`` does not list.
    """
    document_type(draft.document_type)
    row.document_type = draft.document_type
    row.draft = closed(row, "draft", draft_to_dict(draft))
    row.draft_hash = draft_hash(draft)
    row.findings = closed(row, "findings", _FINDINGS.dump_python(tuple(findings), mode="json"))
    row.vendor_id = vendor_id
    row.number = _number(draft.record)
    row.number_normal = normal_number(row.number)
    row.gross = _amount(draft.record)
    row.currency = getattr(draft.record, "currency", None)
    row.account = account_of(draft)
    if row.account is not None and is_personal(row.document_type):
        row.account = seal_of(row, row.client).mark(row.account)  # an employee's account could be found by trying
    row.needs_call_back = any(finding.reason is Reason.BANK_CHANGE for finding in findings)
    row.four_eyes = bool(row.four_eyes) or row.needs_call_back
    if row.amount_read is None:
        row.amount_read = row.gross
    row.version += 1


def account_of(draft: Draft) -> str | None:
    """Fingerprint of all bank details in the record, None without any; blanks do not matter."""
    values = draft.record.model_dump(mode="json", exclude_none=True)
    found = {name: "".join(str(value).split()).upper() for name, value in values.items() if is_bank_field(name)}
    return fingerprint(found) if found else None


def is_bank_field(path: str) -> bool:
    """Whether a change of this field sends money elsewhere."""
    return bool(BANK_WORDS & set(path.rsplit(".", 1)[-1].split("_")))


def draft_hash(draft: Draft) -> str:
    """SHA-256 of the canonical draft; events name it, so that a draft changed behind our back shows."""
    return fingerprint(draft_to_dict(draft))


def to_case(row: DocumentRow) -> Case:
    """Everything that is known about the document now."""
    draft, identity = draft_in(row), row.document_id
    return Case(
        document=Document(
            document_id=identity,
            client=row.client,
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            key=row.key,
            received_at=row.received_at,
            state=row.state,
            attempt=row.attempt,
            parent=row.parent,
        ),
        version=row.version,
        draft=None if draft is None else draft_from_dict(draft),
        findings=_FINDINGS.validate_python(opened(row, row.client, identity, "findings", row.findings or [])),
        vendor_id=row.vendor_id,
        reason=row.reason,
        sentence=row.sentence,
        since=row.since,
        account=row.account,
        four_eyes=row.four_eyes,
        needs_call_back=row.needs_call_back,
    )


def value_at(draft: dict[str, Any] | None, path: str) -> str:
    """The value at a dotted path of a stored draft, as text; empty when there is none."""
    place: Any = (draft or {}).get("record")
    if path == "document_type":
        place = draft
    for name in path.split("."):
        if isinstance(place, list):
            place = place[int(name)] if name.isdecimal() and int(name) < len(place) else None
        else:
            place = place.get(name) if isinstance(place, dict) else None
    return "" if place is None else str(place)


def _number(record: Record) -> str | None:
    """The document's own number; an order's is its order number, a timesheet's its employee and period."""
    if isinstance(record, Timesheet):
        return f"{record.employee_id} {record.period}" if record.employee_id and record.period else None
    own = "invoice_number" if "invoice_number" in type(record).model_fields else "purchase_order_number"
    number = getattr(record, own, None)
    return None if number is None else str(number)


def _amount(record: Record) -> Decimal | None:
    amount = getattr(record, "gross_total", None)
    return amount if isinstance(amount, Decimal) else None
