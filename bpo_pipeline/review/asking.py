"""Asking: a question goes to the client, the clock stops, and the answer brings the same document back."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.desk import Question
from bpo_pipeline.model.document import short_key
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import Desk, decided_on, load
from bpo_pipeline.review.holding import require_not_at_gate

LONGEST = 4000


def ask(
    desk: Desk,
    client: str,
    document_id: str,
    *,
    question: str,
    actor: str,
    version: int,
    fields: Sequence[str] = (),
) -> Case:
    """Send a question about a parked document to the client's outbox; it is on hold until the reply comes.

    *fields* are the dotted paths that it is about. Deciding on the document meanwhile withdraws the question.
    Raises AskAPerson for no or too long a question, NotAllowed at the approval gate, StaleVersion.
    """
    if not question.strip() or len(question) > LONGEST:
        message = f"a question to the client needs a sentence, of at most {LONGEST} characters"
        raise AskAPerson(message)
    now = desk.clock()
    decision = Decision(document_id, DecisionKind.ASK, actor, now, version, comment=question)
    case, taken = decided_on(desk, client, decision)
    if taken:
        return case
    require_not_at_gate(case)
    asked = Question(
        question_id=short_key("question", document_id, str(version), actor),
        document_id=document_id,
        client=client,
        asked_by=actor,
        asked_at=now,
        fields=tuple(fields),
        question=question.strip(),
    )
    sentence = "A question about this document waits for your answer in your outbox."
    waiting = Reason.AWAITING_CLIENT
    held = desk.store.decide(decision, to=State.ON_HOLD, reason=waiting, sentence=sentence, question=asked)
    return held or load(desk, client, document_id)


def questions(desk: Desk, client: str, document_id: str) -> list[Question]:
    """All questions about a document with their answers, first one first."""
    load(desk, client, document_id)
    return desk.store.questions(client, document_id)
