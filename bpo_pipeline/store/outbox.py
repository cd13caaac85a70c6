"""The outbox: postings on their way to a target, each by one sender at a time.

A sender leases rows, and names the lease token with whatever it says afterwards; a sender whose
lease ran out is not listened to any more. A row whose earlier sender did not come back is given
out as UNCERTAIN: read back by key before sending anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import OutboxRow
from bpo_pipeline.model.posting import Acknowledgement, PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import Database, lock_client, lock_document
from bpo_pipeline.store.events import append
from bpo_pipeline.store.lifecycle import PIPELINE, enter, finish
from bpo_pipeline.store.schema import DocumentRow, PostingRow


class Outbox(Database):
    """Giving postings out to senders and hearing what became of them."""

    def waiting(self, client: str, target: str | None = None) -> list[OutboxRow]:
        """What a sender could lease now, in the order of sending."""
        query = select(PostingRow).join(DocumentRow, DocumentRow.document_id == PostingRow.document_id)
        query = query.where(PostingRow.client == client, _sendable(self._clock())).order_by(PostingRow.line)
        if target is not None:
            query = query.where(PostingRow.target == target)
        with self.transaction() as session:
            return [to_outbox_row(row) for row in session.scalars(query)]

    def lease(self, client: str, target: str, *, owner: str, seconds: float, limit: int = 50) -> list[OutboxRow]:
        """Take rows for *seconds*; nobody else gets them meanwhile.

        The rows' ``state`` is WAITING, or UNCERTAIN when an earlier sender may have sent them.
        """
        now = self._clock()
        query = (
            select(PostingRow)
            .join(DocumentRow, DocumentRow.document_id == PostingRow.document_id)
            .where(PostingRow.client == client, PostingRow.target == target, _sendable(now))
            .order_by(PostingRow.line)
            .limit(limit)
            .with_for_update(skip_locked=True, of=PostingRow)
        )
        leased: list[OutboxRow] = []
        with self.transaction() as session:
            for row in session.scalars(query):
                row.maybe_sent = row.state is not PostingState.WAITING
                row.state = PostingState.UNCERTAIN if row.maybe_sent else PostingState.WAITING
                row.lease_token += 1
                row.tries += 1
                leased.append(to_outbox_row(row))
                row.state, row.lease_owner = PostingState.LEASED, owner
                row.lease_until = now + dt.timedelta(seconds=seconds)
        return leased

    def settle(self, key: str, *, lease_token: int, acknowledgement: Acknowledgement) -> bool:
        """Note the target's own word; the document is posted with its last posting, in the same transaction.

        False for a sender whose lease was given to another. Settling twice is settling once.
        """
        with self.transaction() as session:
            row = _locked(session, key)
            if row.state is PostingState.POSTED:
                return row.number == acknowledgement.number
            if row.lease_token != lease_token or row.state not in {PostingState.LEASED, PostingState.UNCERTAIN}:
                return False
            row.state, row.error, row.lease_until = PostingState.POSTED, "", None
            row.number, row.attachment = acknowledgement.number, acknowledgement.attachment
            row.posted_total, row.posted_currency = acknowledgement.total, acknowledgement.currency
            row.posted_at = acknowledgement.posted_at
            document = lock_document(session, row.document_id)
            now = self._clock()
            append(
                session,
                client=row.client,
                document_id=row.document_id,
                name="settled",
                actor=PIPELINE,
                at=now,
                data={"posting": row.key, "target": row.target, "number": row.number, "body": row.body_hash},
            )
            document.revision += 1
            finish(session, document, at=now)
            return True

    def uncertain(self, key: str, *, lease_token: int, error: str, until: dt.datetime | None = None) -> bool:
        """The call may have had its effect: given out again (from *until* on) only to be read back first."""
        return self._give_back(key, lease_token, error, until, maybe_sent=True)

    def postpone(self, key: str, *, lease_token: int, error: str, until: dt.datetime) -> bool:
        """The target is away and has nothing of it: given out again from *until* on."""
        return self._give_back(key, lease_token, error, until, maybe_sent=False)

    def refuse(self, key: str, *, lease_token: int, sentence: str, reason: Reason = Reason.POSTING_REFUSED) -> bool:
        """The target refuses it: the document goes to a person with the target's words."""
        with self.transaction() as session:
            row = _locked(session, key)
            if row.lease_token != lease_token or row.state not in {PostingState.LEASED, PostingState.UNCERTAIN}:
                return False
            row.state, row.error, row.lease_until = PostingState.REFUSED, sentence, None
            document = lock_document(session, row.document_id)
            data = {"posting": row.key, "target": row.target}
            if document.state is State.READY:
                enter(
                    session,
                    document,
                    State.IN_REVIEW,
                    at=self._clock(),
                    reason=reason,
                    sentence=sentence,
                    data=data,
                )
            return True

    def acknowledgements(self, client: str, document_id: str) -> list[Acknowledgement]:
        """What the targets said about a document's postings, in the order of sending."""
        query = select(PostingRow).where(
            PostingRow.client == client,
            PostingRow.document_id == document_id,
            PostingRow.state == PostingState.POSTED,
        )
        with self.transaction() as session:
            return [to_acknowledgement(row) for row in session.scalars(query.order_by(PostingRow.line))]

    def outbox(self, client: str, *, states: frozenset[PostingState] = frozenset()) -> list[OutboxRow]:
        """A client's postings in the order of sending; no states means all of them."""
        query = select(PostingRow).where(PostingRow.client == client)
        if states:
            query = query.where(PostingRow.state.in_(sorted(states)))
        with self.transaction() as session:
            return [to_outbox_row(row) for row in session.scalars(query.order_by(PostingRow.line))]

    def postings(self, client: str, document_id: str) -> list[OutboxRow]:
        """A document's postings, sent or not, in the order of sending."""
        query = select(PostingRow).where(PostingRow.client == client, PostingRow.document_id == document_id)
        with self.transaction() as session:
            return [to_outbox_row(row) for row in session.scalars(query.order_by(PostingRow.line))]

    def stale_leases(self) -> list[OutboxRow]:
        """Postings whose sender did not come back in time; they are UNCERTAIN from now on."""
        return self._take_back(PostingRow.lease_until < self._clock())

    def take_back(self, client: str, *, has_ended: Callable[[str], bool]) -> list[OutboxRow]:
        """Postings of one client whose sender *has_ended* says to be gone; they are UNCERTAIN from now on.

        *has_ended* is asked with the ``owner`` that leased them, and says True only when it is sure.
        """
        owners = select(PostingRow.lease_owner).where(
            PostingRow.client == client, PostingRow.state == PostingState.LEASED
        )
        with self.transaction() as session:
            gone = [owner for owner in session.scalars(owners.distinct()) if has_ended(owner)]
        if not gone:
            return []
        return self._take_back(and_(PostingRow.client == client, PostingRow.lease_owner.in_(gone)))

    def _take_back(self, which: ColumnElement[bool]) -> list[OutboxRow]:
        query = select(PostingRow).where(PostingRow.state == PostingState.LEASED, which)
        with self.transaction() as session:
            rows = session.scalars(query.order_by(PostingRow.line).with_for_update(skip_locked=True)).all()
            for row in rows:
                row.state, row.maybe_sent, row.lease_until = PostingState.UNCERTAIN, True, None
                # whoever held the lease is not listened to any more
                row.lease_token += 1
            return [to_outbox_row(row) for row in rows]

    def _give_back(
        self, key: str, lease_token: int, error: str, until: dt.datetime | None, *, maybe_sent: bool
    ) -> bool:
        with self.transaction() as session:
            row = _locked(session, key)
            if row.lease_token != lease_token or row.state is not PostingState.LEASED:
                return False
            row.maybe_sent = row.maybe_sent or maybe_sent
            row.state = PostingState.UNCERTAIN if row.maybe_sent else PostingState.WAITING
            row.error, row.not_before, row.lease_until = error, until, None
            return True


def to_outbox_row(row: PostingRow) -> OutboxRow:
    """The posting as senders see it."""
    return OutboxRow(
        key=row.key,
        client=row.client,
        document_id=row.document_id,
        target=row.target,
        body_hash=row.body_hash,
        total=row.total,
        currency=row.currency,
        state=row.state,
        tries=row.tries,
        lease_token=row.lease_token,
        number=row.number,
        error=row.error,
    )


def to_acknowledgement(row: PostingRow) -> Acknowledgement:
    """The target's word on a posting that was settled."""
    if row.number is None or row.posted_at is None:
        message = f"posting {row.key} is not settled"
        raise AskAPerson(message)
    return Acknowledgement(
        key=row.key,
        target=row.target,
        number=row.number,
        total=row.total if row.posted_total is None else row.posted_total,
        currency=row.posted_currency or row.currency,
        posted_at=row.posted_at,
        attachment=row.attachment,
    )


def _locked(session: Session, key: str) -> PostingRow:
    client = session.scalar(select(PostingRow.client).where(PostingRow.key == key))
    if client is None:
        message = f"posting {key} is not known"
        raise AskAPerson(message)
    lock_client(session, client)
    return session.scalars(select(PostingRow).where(PostingRow.key == key).with_for_update()).one()


def _sendable(now: dt.datetime) -> ColumnElement[bool]:
    """What may be given out: fresh rows of ready documents, and always what must be read back."""
    due = or_(PostingRow.not_before.is_(None), PostingRow.not_before <= now)
    return or_(
        and_(PostingRow.state == PostingState.WAITING, DocumentRow.state == State.READY, due),
        and_(PostingRow.state == PostingState.UNCERTAIN, due),
        and_(PostingRow.state == PostingState.LEASED, PostingRow.lease_until < now),
    )
