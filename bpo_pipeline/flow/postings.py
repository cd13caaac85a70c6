"""Which postings an approved document becomes: one per target of the contract that takes its type."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.ledger import NewPosting
from bpo_pipeline.model.posting import posting_key
from bpo_pipeline.posting.bill import body_hash

NOTHING = Decimal(0)


def planned_postings(contract: Contract, document: Document, draft: Draft) -> tuple[NewPosting, ...]:
    """The outbox rows to write in the transaction that makes the document ready.

    The total is the gross total, or net and tax where the document states no gross (orders).
    """
    record = draft.record
    if not isinstance(record, CommercialRecord):
        return ()
    total = record.gross_total
    if total is None:
        total = (record.net_total or NOTHING) + (record.tax_total or NOTHING)
    currency = record.currency or contract.currency
    return tuple(
        NewPosting(
            key=posting_key(contract.client, document.sha256, name, draft.document_type),
            target=name,
            body_hash=body_hash(record),
            total=total,
            currency=currency,
            needs_approval=total > contract.approval_limit,
        )
        for name, _ in contract.targets_for(draft.document_type)
    )
