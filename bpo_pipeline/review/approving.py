"""Approving: a person sends a document on, if the checks agree or the person says why not."""

from __future__ import annotations

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.calling_back import require_four_eyes
from bpo_pipeline.review.desk import Checked, Desk, decided_on, draft_of, load


def approve(
    desk: Desk,
    client: str,
    document_id: str,
    *,
    actor: str,
    version: int,
    comment: str = "",
    seen: Case | None = None,
) -> Case:
    """Send a parked document on to posting; over the contract's limit it waits at the approval gate.

    The checks run again. What they call an error can be set aside with a comment, which is kept with
    the names of the rules; what they refuse cannot, and neither can a required field that is empty.
    Changed bank details need a call-back and a second person, and nobody approves bank details that
    they edited themselves. *seen* is the document as it was just loaded, to load it once. Raises NotAllowed
    with the findings' sentences, StaleVersion, TryAgain when the ERP that the checks ask is away.
    """
    decision = Decision(
        document_id=document_id,
        kind=DecisionKind.APPROVE,
        actor=actor,
        at=desk.clock(),
        version=version,
        comment=comment,
    )
    case, taken = decided_on(desk, client, decision, seen)
    if taken:
        return case
    draft = draft_of(case)
    checked = desk.check(case, draft)
    _refuse(checked)
    _require_filled(checked)
    called = require_four_eyes(desk, case, checked, actor)
    _override(checked, comment, called=called)
    approved = desk.store.decide(
        decision,
        to=State.READY,
        draft=draft,
        findings=checked.findings,
        vendor_id=checked.vendor_id,
        postings=desk.plan_postings(case, draft, checked.vendor_id),
        overridden=[finding.rule for finding in checked.of(Severity.ERROR)],
    )
    if approved is None:
        return load(desk, client, document_id)  # the same click twice, at the same moment
    desk.learn(case, draft, checked.vendor_id, actor)
    return approved


def _refuse(checked: Checked) -> None:
    if refusals := checked.of(Severity.REFUSAL):
        message = f"this cannot be approved: {_sentences(refusals)} Correct or reject it."
        raise NotAllowed(message)


def _require_filled(checked: Checked) -> None:
    if checked.missing:
        message = f"this cannot be approved: {_sentences(checked.missing)} Nothing is booked without it: reject it."
        raise NotAllowed(message)


def _override(checked: Checked, comment: str, *, called: bool) -> None:
    # a call-back that confirmed the account is the answer to what the checks say about it
    errors = tuple(one for one in checked.of(Severity.ERROR) if not (called and one.reason is Reason.BANK_CHANGE))
    if errors and not comment.strip():
        message = f"the checks still say: {_sentences(errors)} Correct it, or approve it with a comment that says why."
        raise NotAllowed(message)


def _sentences(findings: tuple[Finding, ...]) -> str:
    return " ".join(f"{finding.sentence.rstrip('.')} [{finding.rule}]." for finding in findings)
