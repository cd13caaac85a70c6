"""Receiving: what was found in an inbox becomes arrivals and documents, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.model.document import Document
from bpo_pipeline.model.ledger import Arrival
from bpo_pipeline.model.reasons import Disposition, DispositionKind
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.lifecycle import PIPELINE, enter
from bpo_pipeline.store.schema import ArrivalRow, DocumentRow

AT_THE_DOOR = {
    DispositionKind.ACCEPT: State.RECEIVED,
    DispositionKind.REVIEW: State.IN_REVIEW,
    DispositionKind.REJECT: State.REJECTED,
    DispositionKind.QUARANTINE: State.QUARANTINED,
}


class Arrivals(Database):
    """Taking in what the lister found; listing twice, or by two listers at once, is the same as once."""

    def receive(self, found: Sequence[tuple[Arrival, Document, Disposition]]) -> list[Arrival]:
        """Register arrivals in one transaction and give them back as stored, in the order given.

        The first arrival of some bytes makes the document, in the state that the disposition says;
        a later one is stored with ``duplicate=True``. An accepted container makes no document: its
        members, which come as arrivals of their own, do. ``Document.state`` and ``attempt`` are not used.
        """
        with self.transaction() as session:
            for client in sorted({arrival.client for arrival, _, _ in found}):
                lock_client(session, client)
            return [self._receive(session, *one) for one in found]

    def arrivals(self, client: str, *, document_id: str) -> list[Arrival]:
        """All arrivals of a document's bytes, first one first."""
        query = select(ArrivalRow).where(ArrivalRow.client == client, ArrivalRow.document_id == document_id)
        with self.transaction() as session:
            return [to_arrival(row) for row in session.scalars(query.order_by(ArrivalRow.received_at))]

    def _receive(self, session: Session, arrival: Arrival, document: Document, disposition: Disposition) -> Arrival:
        turnaround = self._turnaround_of(document.client)
        due_at = None if turnaround is None else turnaround.due(document.received_at)
        return take_in(session, arrival, document, disposition, at=self._clock(), due_at=due_at)


def take_in(
    session: Session,
    arrival: Arrival,
    document: Document,
    disposition: Disposition,
    *,
    at: dt.datetime,
    due_at: dt.datetime | None,
    actor: str = PIPELINE,
) -> Arrival:
    """Register one arrival; the caller holds ``lock_client``."""
    known = session.get(ArrivalRow, arrival.arrival_id)
    if known is not None:
        return to_arrival(known)
    earlier = select(ArrivalRow.arrival_id).where(ArrivalRow.document_id == arrival.document_id).limit(1)
    row = ArrivalRow(
        arrival_id=arrival.arrival_id,
        client=arrival.client,
        key=arrival.key,
        sha256=arrival.sha256,
        size=arrival.size,
        received_at=arrival.received_at,
        document_id=arrival.document_id,
        duplicate=session.scalar(earlier) is not None,
        container=arrival.container and disposition.kind is DispositionKind.ACCEPT,
        parent=arrival.parent,
    )
    session.add(row)
    session.flush()
    append(
        session,
        client=row.client,
        document_id=row.document_id,
        name="duplicate" if row.duplicate else "received",
        actor=actor,
        at=at,
        data={"arrival": row.arrival_id, "sha256": row.sha256, "size": row.size, "container": row.container},
    )
    if not row.duplicate and not row.container:
        _register(session, document, disposition, at, due_at)
    return to_arrival(row)


def _register(
    session: Session, document: Document, disposition: Disposition, at: dt.datetime, due_at: dt.datetime | None
) -> None:
    row = DocumentRow(
        document_id=document.document_id,
        client=document.client,
        sha256=document.sha256,
        size=document.size,
        media_type=document.media_type,
        key=document.key,
        parent=document.parent,
        received_at=document.received_at,
        state=State.RECEIVED,
        since=at,
        sentence="",
        attempt=0,
        tries=0,
        tries_stage="",
        version=0,
        revision=0,
        due_at=due_at,
        four_eyes=False,
        needs_call_back=False,
    )
    session.add(row)
    session.flush()
    to = AT_THE_DOOR[disposition.kind]
    if to is not State.RECEIVED:
        enter(session, row, to, at=at, reason=disposition.reason, sentence=disposition.sentence)


def to_arrival(row: ArrivalRow) -> Arrival:
    """The stored arrival."""
    return Arrival(
        arrival_id=row.arrival_id,
        client=row.client,
        key=row.key,
        sha256=row.sha256,
        size=row.size,
        received_at=row.received_at,
        document_id=row.document_id,
        duplicate=row.duplicate,
        container=row.container,
        parent=row.parent,
    )
