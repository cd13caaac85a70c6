"""Calling back: before money goes to a new account, somebody calls the vendor and somebody else approves.

The oldest fraud in accounts payable is a letter with a new account; the number on that letter belongs to the
fraudster. So the number was known before the document came, and the database refuses anything else.
"""

from __future__ import annotations

import datetime as dt
import re

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.desk import CallBack, CallBackOutcome
from bpo_pipeline.model.ledger import Case, DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.review.desk import NOBODY, Checked, Desk, load

EDITS = frozenset({DecisionKind.CORRECT, DecisionKind.RETYPE})
TELLING_DIGITS = 7
"""So many last digits of a telephone number tell it from others."""


def call_back(
    desk: Desk,
    client: str,
    document_id: str,
    *,
    actor: str,
    phone: str,
    known_from: str,
    known_since: dt.date,
    spoke_with: str,
    outcome: CallBackOutcome,
    called_at: dt.datetime | None = None,
) -> CallBack:
    """Keep that *actor* called the vendor about the bank details that are in the draft now.

    Raises AskAPerson for a number that came with the document or cannot be checked, NotAllowed when there
    are no bank details to talk about.
    """
    if actor in NOBODY:
        message = "a call needs the name of the person who made it"
        raise NotAllowed(message)
    case = load(desk, client, document_id)
    if case.account is None and not case.needs_call_back:
        message = f"document {document_id} has no bank details that could be confirmed"
        raise NotAllowed(message)
    _require_known_before(desk, case, phone, known_from, known_since)
    if outcome is not CallBackOutcome.NOT_REACHED and not spoke_with.strip():
        message = "say whom you spoke with"
        raise AskAPerson(message)
    record = CallBack(
        document_id=document_id,
        actor=actor,
        phone=phone.strip(),
        known_from=known_from.strip(),
        known_since=known_since,
        spoke_with=spoke_with.strip(),
        called_at=min(called_at or desk.clock(), desk.clock()),
        outcome=outcome,
        account=case.account or "",
    )
    desk.store.call_back(client, record)
    return record


def call_backs(desk: Desk, client: str, document_id: str) -> list[CallBack]:
    """All calls about a document, first one first."""
    load(desk, client, document_id)
    return desk.store.call_backs(client, document_id)


def require_four_eyes(desk: Desk, case: Case, checked: Checked, actor: str) -> bool:
    """Make sure that two people looked at bank details; whether a call-back confirmed them.

    Raises NotAllowed for one's own edit, and while no call by somebody else has confirmed the account.
    """
    document = case.document
    changed = any(finding.reason is Reason.BANK_CHANGE for finding in checked.findings)
    if not (case.four_eyes or changed):
        return False
    editors = {one.actor for one in desk.store.decisions(document.client, document.document_id) if one.kind in EDITS}
    if actor in editors:
        message = "nobody approves bank details that they edited themselves: a second person has to"
        raise NotAllowed(message)
    if not changed:
        return False
    about = [
        one
        for one in desk.store.call_backs(document.client, document.document_id)
        if one.account == (case.account or "")
    ]
    last = about[-1] if about else None
    if last is None or last.outcome is not CallBackOutcome.CONFIRMED:
        said = "" if last is None else f" (the last call: {last.outcome.value.replace('_', ' ')})"
        message = f"the bank details are not those on file and no call-back has confirmed them{said}: call the vendor"
        raise NotAllowed(message)
    if last.actor == actor:
        message = f"{actor} made the call-back: a second person approves"
        raise NotAllowed(message)
    return True


def _require_known_before(desk: Desk, case: Case, phone: str, known_from: str, known_since: dt.date) -> None:
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 5 or not known_from.strip():
        message = "give the number that was called and where it was known from"
        raise AskAPerson(message)
    if known_since >= case.document.received_at.date():
        message = "the number must have been known before the document arrived: take it from the vendor master"
        raise AskAPerson(message)
    if digits[-TELLING_DIGITS:] in re.sub(r"[^\dA-Za-z]", "", desk.text_of(case)):
        message = "this number stands on the document itself: call one that was known before"
        raise AskAPerson(message)
