"""The approval gate: postings over the contract's limit wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.ledger import OutboxRow
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.events import append
from bpo_pipeline.store.lifecycle import PIPELINE, enter, withdraw
from bpo_pipeline.store.outbox import to_outbox_row
from bpo_pipeline.store.schema import DocumentRow, PostingRow

NOBODY = frozenset({"", PIPELINE})


class Approvals(Database):
    """Releasing and withholding what waits at the gate; the table refuses a release of one's own work."""

    def awaiting_approval(self, client: str) -> list[OutboxRow]:
        """What waits at the gate, in the order of sending."""
        query = (
            select(PostingRow)
            .join(DocumentRow, DocumentRow.document_id == PostingRow.document_id)
            .where(
                PostingRow.client == client,
                PostingRow.state == PostingState.AWAITING_APPROVAL,
                DocumentRow.state == State.ON_HOLD,
            )
        )
        with self.transaction() as session:
            return [to_outbox_row(row) for row in session.scalars(query.order_by(PostingRow.line))]

    def release(self, keys: Sequence[str], *, actor: str) -> list[str]:
        """Let postings pass the gate; gives the keys released now.

        What *actor* corrected or approved in review stays at the gate for somebody else.
        Raises NotAllowed when nothing but such work is among the keys, or when *actor* is no person.
        """
        _person(actor)
        released: list[str] = []
        own: list[str] = []
        with self.transaction() as session:
            for document_id in self._documents(keys):
                document = lock_document(session, document_id)
                rows = session.scalars(_at_gate(keys, document_id)).all()
                for row in rows:
                    if document.state is not State.ON_HOLD:
                        continue
                    if actor in {row.edited_by, row.prepared_by}:
                        own.append(document_id)
                        continue
                    row.state, row.approved_by = PostingState.WAITING, actor
                    released.append(row.key)
                    append(
                        session,
                        client=row.client,
                        document_id=document_id,
                        name="released",
                        actor=actor,
                        at=self._clock(),
                        data={"posting": row.key, "target": row.target, "body": row.body_hash},
                    )
                if rows and document.state is State.ON_HOLD and not _waits_at_gate(session, document_id):
                    enter(session, document, State.READY, at=self._clock(), actor=actor)
        if own and not released:
            message = f"nobody releases their own work: somebody else than {actor} must release {', '.join(own)}"
            raise NotAllowed(message)
        return released

    def withhold(self, keys: Sequence[str], *, actor: str, sentence: str) -> list[str]:
        """Send what waits at the gate back to review with a sentence; gives the document ids."""
        _person(actor)
        with self.transaction() as session:
            back: list[str] = []
            for document_id in self._documents(keys):
                document = lock_document(session, document_id)
                if document.state is State.ON_HOLD and session.scalars(_at_gate(keys, document_id)).first() is not None:
                    withdraw(session, document, sentence=sentence)
                    enter(
                        session,
                        document,
                        State.IN_REVIEW,
                        at=self._clock(),
                        actor=actor,
                        reason=Reason.APPROVAL_LIMIT,
                        sentence=sentence,
                    )
                    back.append(document_id)
            return back

    def _documents(self, keys: Sequence[str]) -> Sequence[str]:
        """The documents of these postings, in the order in which their clients' locks are taken."""
        query = select(PostingRow.client, PostingRow.document_id).where(PostingRow.key.in_(list(keys))).distinct()
        with self.transaction() as session:
            return [document_id for _, document_id in sorted(session.execute(query))]


def _at_gate(keys: Sequence[str], document_id: str) -> Select[PostingRow]:
    return (
        select(PostingRow)
        .where(
            PostingRow.key.in_(list(keys)),
            PostingRow.document_id == document_id,
            PostingRow.state == PostingState.AWAITING_APPROVAL,
        )
        .with_for_update()
    )


def _waits_at_gate(session: Session, document_id: str) -> bool:
    session.flush()
    query = select(PostingRow.key).where(
        PostingRow.document_id == document_id, PostingRow.state == PostingState.AWAITING_APPROVAL
    )
    return session.scalars(query.limit(1)).first() is not None


def _person(actor: str) -> None:
    if actor in NOBODY:
        message = "an approval needs a person's name"
        raise NotAllowed(message)
