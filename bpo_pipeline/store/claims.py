"""Claims: one person at a time works on a document, and a claim that is not renewed runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import Claimed, NotAllowed
from bpo_pipeline.model.desk import Claim
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.desk_schema import ClaimRow
from bpo_pipeline.store.events import note

PARKED = frozenset({State.IN_REVIEW, State.ON_HOLD})


class Claims(Database):
    """Taking, giving and freeing documents; each change of hands is an event, renewing is none."""

    def claim(self, document_id: str, *, actor: str, seconds: float, assigned_by: str | None = None) -> Claim:
        """Let *actor* work on a parked document for *seconds*; again by the same person renews.

        With *assigned_by* it is taken from whoever has it. Raises Claimed naming who has it, NotAllowed
        when it does not wait for a person.
        """
        with self.transaction() as session:
            document = lock_document(session, document_id)
            if document.state not in PARKED:
                message = f"document {document_id} is {document.state.value}: only a parked document can be claimed"
                raise NotAllowed(message)
            now = self._clock()
            row = session.get(ClaimRow, document_id)
            require_unclaimed(row, actor if assigned_by is None else None, now, given=assigned_by is not None)
            changed = row is None or row.actor != actor or row.until <= now
            if row is None:
                row = ClaimRow(document_id=document_id, client=document.client, since=now)
                session.add(row)
            if changed:
                row.since, row.assigned_by = now, assigned_by
            # an assignment lasts longer than the lease that its holder renews while working
            end = now + dt.timedelta(seconds=seconds)
            row.until = end if changed else max(row.until, end)
            row.actor = actor
            if changed:
                data = {"to": actor, "until": row.until.isoformat()}
                note(session, document, "assigned" if assigned_by else "claimed", assigned_by or actor, now, data)
            return to_claim(row)

    def release_claim(self, document_id: str, *, actor: str) -> bool:
        """Free a document that *actor* has; False when they do not have it (any more)."""
        with self.transaction() as session:
            document = lock_document(session, document_id)
            row = session.get(ClaimRow, document_id)
            if row is None or row.actor != actor:
                return False
            session.delete(row)
            note(session, document, "unclaimed", actor, self._clock(), {})
            return True

    def claims(self, document_ids: Sequence[str]) -> dict[str, Claim]:
        """Who works on these documents now; free ones are left out."""
        query = select(ClaimRow).where(ClaimRow.document_id.in_(list(document_ids)), ClaimRow.until > self._clock())
        with self.transaction() as session:
            return {row.document_id: to_claim(row) for row in session.scalars(query)}


def renewed(session: Session, document_id: str, actor: str, now: dt.datetime, seconds: float) -> bool:
    """Renew the claim that *actor* has, which is no event; False when they have none (any more).

    The caller holds the document's row.
    """
    row = session.get(ClaimRow, document_id)
    if row is None or row.actor != actor or row.until <= now:
        return False
    row.until = max(row.until, now + dt.timedelta(seconds=seconds))
    return True


def require_unclaimed(row: ClaimRow | None, actor: str | None, now: dt.datetime, *, given: bool = False) -> None:
    """Make sure that nobody else has it. Raises Claimed."""
    if row is None or given or row.actor == actor or row.until <= now:
        return
    until = f"{row.until.astimezone(dt.UTC):%H:%M}"
    message = f"{row.actor} is working on document {row.document_id} until {until} UTC: take another one, or ask them"
    raise Claimed(message)


def to_claim(row: ClaimRow) -> Claim:
    """The claim as stored."""
    return Claim(row.document_id, row.client, row.actor, row.since, row.until, row.assigned_by)
