"""Which documents are keyed blind: those with fields that the contract names, and a random sample of the others."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from bpo_pipeline.contracts import Contract
from bpo_pipeline.model.desk import KeyingPurpose, NewKeying
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft, values_of


def to_be_keyed(contract: Contract, document: Document, draft: Draft) -> NewKeying | None:
    """What people key of a document that would go straight through; None for most."""
    terms = contract.second_keying
    known = type(draft.record).model_fields
    values = values_of(draft.record)
    named = [path for path in terms.fields if path.split(".", 1)[0] in known]
    if named:
        return NewKeying(KeyingPurpose.FIELDS, terms.people, {path: values.get(path, "") for path in named})
    if not in_sample(document.document_id, terms.sample_percent):
        return None
    of_type = contract.terms(draft.document_type)
    fields = [path for path in (of_type.required_fields if of_type else ()) if path in known]
    simple = [path for path in fields if not any(one.startswith(f"{path}.") for one in values)]
    machine = {path: values.get(path, "") for path in simple}
    return NewKeying(KeyingPurpose.SAMPLE, terms.people, machine) if machine else None


def in_sample(document_id: str, percent: Decimal) -> bool:
    """Whether a document is one of the sample: drawn by a hash of its id, so that twice is the same as once.

    The id is a hash of the content, so nothing that the content says makes it more or less likely.
    """
    drawn = int.from_bytes(hashlib.sha256(f"sample:{document_id}".encode()).digest()[:8], "big")
    return Decimal(drawn) * 100 < percent * 2**64
