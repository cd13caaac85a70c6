"""Changing a document's state: the one place where it happens, always with its event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.ledger import NewPosting
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import turnaround_of
from bpo_pipeline.store.events import append
from bpo_pipeline.store.schema import DocumentRow, PostingRow

PIPELINE = "pipeline"
"""The actor of everything that no person did."""
ON_THEIR_WAY = frozenset({PostingState.LEASED, PostingState.UNCERTAIN, PostingState.POSTED})
"""Postings that the target may know of already."""


def enter(
    session: Session,
    row: DocumentRow,
    to: State,
    *,
    at: dt.datetime,
    name: str = "",
    actor: str = PIPELINE,
    reason: Reason | str | None = None,
    sentence: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Put the document into a state and write the event, named like the state unless told otherwise.

    The caller holds the document's lock and has checked that the move is allowed.
    """
    code = None if reason is None else str(reason)
    facts = {"from": row.state.value, "to": to.value, "attempt": row.attempt} | (data or {})
    if code is not None:
        facts["reason"] = code
    asked, asks = row.reason == Reason.AWAITING_CLIENT, code == Reason.AWAITING_CLIENT
    if asked and not asks:
        turnaround = turnaround_of(session, row.client)
        if turnaround is not None and row.due_at is not None:
            # the clock of the turnaround stood still while the client was asked
            row.due_at = turnaround.later(row.due_at, row.since, at)
    if row.state is not to or asked is not asks:
        row.since = at
    row.state, row.reason, row.sentence = to, code, sentence
    row.tries, row.tries_stage = 0, ""
    row.revision += 1
    append(
        session,
        client=row.client,
        document_id=row.document_id,
        name=name or to.value,
        actor=actor,
        at=at,
        data=facts,
    )


def make_ready(
    session: Session,
    row: DocumentRow,
    postings: Sequence[NewPosting],
    *,
    at: dt.datetime,
    name: str = "",
    actor: str = PIPELINE,
    data: dict[str, Any] | None = None,
) -> None:
    """Put the document's postings into the outbox and the document into ready.

    One that waits at the approval gate is on hold until it is released; one with nothing left to
    send is posted at once. Raises NotAllowed when a target has, or may have, the posting already with another content.
    """
    for posting in postings:
        _put(session, row, posting, prepared_by=None if actor == PIPELINE else actor)
    withdraw(session, row, sentence="not planned any more", keep={posting.key for posting in postings})
    facts = {"postings": [posting.key for posting in postings]} | (data or {})
    if any(posting.needs_approval for posting in postings):
        reason, sentence = Reason.APPROVAL_LIMIT, "The amount is over the approval limit: a second person releases it."
        enter(session, row, State.ON_HOLD, at=at, name=name, actor=actor, reason=reason, sentence=sentence, data=facts)
    else:
        enter(session, row, State.READY, at=at, name=name, actor=actor, data=facts)
    finish(session, row, at=at)


def finish(session: Session, row: DocumentRow, *, at: dt.datetime) -> None:
    """Move a ready document to posted when none of its postings is left to send."""
    rows = [one for one in postings_of(session, row) if one.state is not PostingState.REFUSED]
    if row.state is State.READY and all(one.state is PostingState.POSTED for one in rows):
        enter(session, row, State.POSTED, at=at, data={"postings": len(rows)})


def withdraw(session: Session, row: DocumentRow, *, sentence: str, keep: AbstractSet[str] = frozenset()) -> None:
    """Take back the document's postings that no sender has touched yet, but for those in *keep*."""
    for one in postings_of(session, row):
        if one.key not in keep and one.state not in ON_THEIR_WAY:
            one.state, one.error = PostingState.REFUSED, one.error or sentence
    session.flush()


def postings_of(session: Session, row: DocumentRow) -> Sequence[PostingRow]:
    """All postings of the document, in the order of sending."""
    session.flush()
    query = select(PostingRow).where(PostingRow.document_id == row.document_id).order_by(PostingRow.line)
    return session.scalars(query.with_for_update()).all()


def _put(session: Session, row: DocumentRow, posting: NewPosting, *, prepared_by: str | None) -> None:
    known = session.get(PostingRow, posting.key, with_for_update=True)
    if known is None:
        known = PostingRow(
            key=posting.key,
            client=row.client,
            document_id=row.document_id,
            target=posting.target,
            tries=0,
            maybe_sent=False,
            lease_token=0,
            lease_owner="",
            attachment=False,
        )
        session.add(known)
    elif known.state in ON_THEIR_WAY:
        # the same posting is never sent with another content: the target may have the first one
        if known.body_hash == posting.body_hash:
            return
        message = (
            f"{posting.target} has or may have this posting already with other values "
            f"({known.state.value}, number {known.number or 'not known yet'}): reverse it there first"
        )
        raise NotAllowed(message)
    known.body_hash, known.total, known.currency = posting.body_hash, posting.total, posting.currency
    known.needs_approval, known.approved_by = posting.needs_approval, None
    known.edited_by, known.prepared_by = row.last_editor, prepared_by
    known.state = PostingState.AWAITING_APPROVAL if posting.needs_approval else PostingState.WAITING
    known.not_before, known.lease_until, known.error = None, None, ""
    session.flush()
