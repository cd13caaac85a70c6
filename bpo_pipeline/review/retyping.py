"""Retyping: a person says that a document is of another type; it is extracted and checked anew as that."""

from __future__ import annotations

from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.review.correcting import keep_in_review
from bpo_pipeline.review.desk import Desk, decided_on, load

FIELD = "document_type"
"""Under this path the new type stands in the decision."""


def retype(desk: Desk, client: str, document_id: str, *, document_type: str, actor: str, version: int) -> Case:
    """Read a parked document as another type; corrections made before are not carried over. It stays parked.

    Also gives a draft to a document of which nothing was understood. Raises AskAPerson for a type that
    is not known, StaleVersion, NotAllowed, TryAgain.
    """
    decision = Decision(
        document_id=document_id,
        kind=DecisionKind.RETYPE,
        actor=actor,
        at=desk.clock(),
        version=version,
        corrections={FIELD: document_type},
    )
    case, taken = decided_on(desk, client, decision)
    if taken:
        return case
    understood = desk.understand_as(case, document_type)
    return keep_in_review(desk, decision, *understood) or load(desk, client, document_id)
