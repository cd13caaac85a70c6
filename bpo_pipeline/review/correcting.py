"""Correcting: a person puts in what is right, and the checks say at once what they think of it."""

from __future__ import annotations

from collections.abc import Mapping

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Severity
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import Checked, Desk, decided_on, draft_of, load

CLEAN = "Corrected; the checks have nothing left to say. Approve it to send it on."


def correct(
    desk: Desk,
    client: str,
    document_id: str,
    *,
    corrections: Mapping[str, str],
    actor: str,
    version: int,
    comment: str = "",
    seen: Case | None = None,
) -> Case:
    """Change values of a parked document and give it back with what the checks say now; it stays parked.

    *corrections* maps dotted paths to new values as text; an empty text removes the value. *seen* is the document as
    it was just loaded, to load it once. Raises AskAPerson for a path or value that cannot be taken, StaleVersion,
    NotAllowed.
    """
    if not corrections:
        message = "there is nothing to correct: give at least one field and its value"
        raise AskAPerson(message)
    decision = Decision(
        document_id=document_id,
        kind=DecisionKind.CORRECT,
        actor=actor,
        at=desk.clock(),
        version=version,
        corrections=dict(corrections),
        comment=comment,
    )
    case, taken = decided_on(desk, client, decision, seen)
    if taken:
        return case
    draft = desk.apply_corrections(draft_of(case), corrections)
    return keep_in_review(desk, decision, draft, desk.check(case, draft)) or load(desk, client, document_id)


def keep_in_review(desk: Desk, decision: Decision, draft: Draft, checked: Checked) -> Case | None:
    """Store the draft that a decision made, with what the checks say of it; the document goes on waiting."""
    reason, sentence = why_it_waits(checked)
    return desk.store.decide(
        decision,
        to=State.IN_REVIEW,
        draft=draft,
        findings=checked.findings,
        vendor_id=checked.vendor_id,
        reason=reason,
        sentence=sentence,
    )


def why_it_waits(checked: Checked) -> tuple[Reason | None, str]:
    """The gravest thing that the checks say; no reason when they say nothing."""
    for severity in (Severity.REFUSAL, Severity.ERROR):
        for finding in checked.of(severity):
            return finding.reason, finding.sentence
    return None, CLEAN
