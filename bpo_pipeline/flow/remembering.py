"""Remembering a confirmed paper: its layout is kept, and what was known of the vendor is judged by it."""

from __future__ import annotations

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.extraction import judged, layout_of
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.store import NotThere


def remember(parts: Parts, case: Case, draft: Draft, *, vendor_id: str | None, actor: str) -> bool:
    """Keep what the next paper of the vendor needs; False when there is nothing to learn, or it is kept already."""
    record = draft.record
    if not isinstance(record, CommercialRecord) or not (vendor_id or record.supplier_name):
        return False
    try:
        reading = reading_from_json(parts.vault.get_json(parts.client, case.document.sha256, "reading"))
    except NotThere:
        return False
    if reading.structured is not None or not reading.pages:
        return False
    return parts.store.remember(
        parts.client,
        case.document.document_id,
        vendor=vendor_id or record.supplier_name or "",
        layout=layout_of(reading, draft),
        actor=actor,
        judged=judged(reading, draft, parts.store.memories(parts.client)),
    )
