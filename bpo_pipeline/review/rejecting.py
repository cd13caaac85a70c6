"""Rejecting: a person ends a document, with a sentence that the client reads in its acknowledgement."""

from __future__ import annotations

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import Desk, load, require_decidable, was_taken


def reject(desk: Desk, client: str, document_id: str, *, sentence: str, actor: str, version: int) -> Case:
    """Refuse a parked document. *sentence* goes to the client.

    Raises AskAPerson without a sentence, NotAllowed when a target has a posting of it, StaleVersion.
    """
    if not sentence.strip():
        message = "a rejection needs a sentence that tells the client why"
        raise AskAPerson(message)
    case = load(desk, client, document_id)
    decision = Decision(
        document_id=document_id,
        kind=DecisionKind.REJECT,
        actor=actor,
        at=desk.clock(),
        version=version,
        comment=sentence,
    )
    if was_taken(desk, client, decision):
        return case
    require_decidable(case, decision)
    desk.store.decide(decision, to=State.REJECTED, reason=Reason.REFUSED_BY_REVIEWER, sentence=sentence)
    return load(desk, client, document_id)
