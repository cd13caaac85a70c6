"""Rejecting: a person ends a document, with a sentence that the client reads in its acknowledgement."""

from __future__ import annotations

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import Desk, decided_on, load


def reject(desk: Desk, client: str, document_id: str, *, sentence: str, actor: str, version: int) -> Case:
    """Refuse a parked document. *sentence* goes to the client.

    Raises AskAPerson without a sentence, NotAllowed when a target has a posting of it, StaleVersion.
    """
    if not sentence.strip():
        message = "a rejection needs a sentence that tells the client why"
        raise AskAPerson(message)
    decision = Decision(
        document_id=document_id,
        kind=DecisionKind.REJECT,
        actor=actor,
        at=desk.clock(),
        version=version,
        comment=sentence,
    )
    case, taken = decided_on(desk, client, decision)
    if taken:
        return case
    reason = Reason.REFUSED_BY_REVIEWER
    return desk.store.decide(decision, to=State.REJECTED, reason=reason, sentence=sentence) or load(
        desk, client, document_id
    )
