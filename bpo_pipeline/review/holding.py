"""Holding: a person puts a document aside with a reason, and takes it up again."""

from __future__ import annotations

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.correcting import why_it_waits
from bpo_pipeline.review.desk import Checked, Desk, decided_on, load

AT_THE_GATE = Reason.APPROVAL_LIMIT.value


def hold(desk: Desk, client: str, document_id: str, *, sentence: str, actor: str, version: int) -> Case:
    """Put a document aside; *sentence* says what it waits for. It stays in the queue, on hold.

    Raises AskAPerson without a sentence, NotAllowed at the approval gate, StaleVersion.
    """
    if not sentence.strip():
        message = "a hold needs a sentence that says what the document waits for"
        raise AskAPerson(message)
    decision = _decision(desk, document_id, DecisionKind.HOLD, actor, version, sentence)
    case, taken = decided_on(desk, client, decision)
    if taken:
        return case
    require_not_at_gate(case)
    held = desk.store.decide(decision, to=State.ON_HOLD, reason=Reason.HELD, sentence=sentence)
    return held or load(desk, client, document_id)


def resume(desk: Desk, client: str, document_id: str, *, actor: str, version: int) -> Case:
    """Take a held document up again; it waits in review for what its findings say.

    Raises NotAllowed when it is not on hold or waits at the approval gate, StaleVersion.
    """
    decision = _decision(desk, document_id, DecisionKind.RESUME, actor, version, "")
    case, taken = decided_on(desk, client, decision)
    if taken:
        return case
    if case.document.state is not State.ON_HOLD:
        message = f"document {document_id} is not on hold"
        raise NotAllowed(message)
    require_not_at_gate(case)
    reason, sentence = why_it_waits(Checked(case.findings))
    said = sentence if case.findings else ""
    taken_up = desk.store.decide(decision, to=State.IN_REVIEW, reason=reason, sentence=said)
    return taken_up or load(desk, client, document_id)


def _decision(desk: Desk, document_id: str, kind: DecisionKind, actor: str, version: int, comment: str) -> Decision:
    return Decision(document_id, kind, actor, desk.clock(), version, comment=comment)


def require_not_at_gate(case: Case) -> None:
    """Make sure that it does not wait for its release. Raises NotAllowed."""
    if case.document.state is State.ON_HOLD and case.reason == AT_THE_GATE:
        message = f"document {case.document.document_id} waits for a second person who releases it in Airflow"
        raise NotAllowed(message)
