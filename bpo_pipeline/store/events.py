"""Events: each client's append-only history, chained by hashes so that tampering shows.

The hash of an event covers the hash before it and the canonical JSON of everything else in it.
Editing, removing or moving a row breaks the chain at that row; cutting the tail shows against a
head that was noted outside (the control report carries it).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bpo_pipeline.model.ledger import Event
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.personal import draft_in
from bpo_pipeline.store.schema import DocumentRow, EventRow
from bpo_pipeline.store.text import canonical, clean, fingerprint

START = "0" * 64
"""Stands for the hash before a client's first event."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event's sequence and hash; noted outside, it proves later that no tail was cut."""

    sequence: int
    hash: str


def append(
    session: Session, *, client: str, document_id: str, name: str, actor: str, at: dt.datetime, data: dict[str, Any]
) -> None:
    """Write one event at the end of the client's chain; the caller holds ``lock_client``."""
    last = session.execute(
        select(EventRow.sequence, EventRow.hash)
        .where(EventRow.client == client)
        .order_by(EventRow.sequence.desc())
        .limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, START)
    event = EventRow(
        client=client,
        sequence=sequence,
        document_id=document_id,
        name=name,
        actor=clean(actor),
        at=at,
        data=data,
        previous_hash=previous,
        hash="",
    )
    event.hash = _hash(event)
    session.add(event)
    session.flush()


def note(
    session: Session, document: DocumentRow, name: str, actor: str, at: dt.datetime, data: Mapping[str, object]
) -> None:
    """Write one event about a document that changes no state; the caller holds ``lock_client``."""
    client, document_id = document.client, document.document_id
    append(session, client=client, document_id=document_id, name=name, actor=actor, at=at, data=dict(data))


class Events(Database):
    """Reading and verifying the history."""

    def events(self, client: str, *, document_id: str | None = None) -> list[Event]:
        """A client's history, or that of one of its documents, oldest first."""
        query = select(EventRow).where(EventRow.client == client).order_by(EventRow.sequence)
        if document_id is not None:
            query = query.where(EventRow.document_id == document_id)
        with self.transaction() as session:
            return [_event(row) for row in session.scalars(query)]

    def chain_head(self, client: str) -> ChainHead | None:
        """The last event's sequence and hash, None while there is none."""
        query = select(EventRow.sequence, EventRow.hash).where(EventRow.client == client)
        with self.transaction() as session:
            last = session.execute(query.order_by(EventRow.sequence.desc()).limit(1)).first()
        return ChainHead(last.sequence, last.hash) if last else None

    def verify_chain(self, client: str, *, head: ChainHead | None = None) -> list[str]:
        """One sentence for each event that was edited, removed or moved; empty when all is as written.

        *head* is a head noted outside at some earlier time: with it, a cut tail is found too.
        """
        query = select(EventRow).where(EventRow.client == client).order_by(EventRow.sequence)
        wrong: list[str] = []
        sequence, previous, noted = 0, START, START if head is None else ""
        with self.transaction() as session:
            for row in session.scalars(query.execution_options(yield_per=1000)):
                if row.sequence != sequence + 1:
                    wrong.append(_missing(sequence + 1, row.sequence - 1))
                elif row.previous_hash != previous:
                    wrong.append(f"event {row.sequence} does not follow event {sequence}: one of them was replaced")
                if row.hash != _hash(row):
                    wrong.append(f"event {row.sequence} was changed or moved after it was written")
                if head is not None and row.sequence == head.sequence:
                    noted = row.hash
                sequence, previous = row.sequence, row.hash
        if head is not None and sequence < head.sequence:
            wrong.append(f"{_missing(sequence + 1, head.sequence)} at the end, after the head was noted")
        elif head is not None and noted not in ("", head.hash):
            wrong.append(f"event {head.sequence} is not the one whose hash was noted")
        return wrong

    def verify_document(self, client: str, document_id: str) -> list[str]:
        """One sentence for each event of a document that was changed, moved or cut off from its neighbours.

        Also when the draft is not the one whose hash the last event that named one has. ``verify_chain`` reads the
        client's whole history; this reads the document's part and its neighbours.
        """
        mine = select(EventRow).where(EventRow.client == client, EventRow.document_id == document_id)
        wrong: list[str] = []
        with self.transaction() as session:
            rows = session.scalars(mine.order_by(EventRow.sequence)).all()
            wanted = {row.sequence + step for row in rows for step in (-1, 1)}
            around = {
                row.sequence: row
                for row in session.scalars(
                    select(EventRow).where(EventRow.client == client, EventRow.sequence.in_(wanted))
                )
            }
            document = session.get(DocumentRow, document_id)
            draft = None if document is None else draft_in(document)
            last = session.scalar(select(func.max(EventRow.sequence)).where(EventRow.client == client)) or 0
        for row in rows:
            before, after = around.get(row.sequence - 1), around.get(row.sequence + 1)
            if row.hash != _hash(row):
                wrong.append(f"event {row.sequence} was changed or moved after it was written")
            if row.previous_hash != (before.hash if before else START) or (before is None and row.sequence > 1):
                wrong.append(f"event {row.sequence} does not follow event {row.sequence - 1}: one of them was replaced")
            if (after is None and row.sequence < last) or (after is not None and after.previous_hash != row.hash):
                wrong.append(f"event {row.sequence + 1} does not follow event {row.sequence}: one of them was replaced")
        named = [row.data["draft"] for row in rows if row.data.get("draft")]
        if named and draft is not None and fingerprint(draft) != named[-1]:
            wrong.append("the values are not those that the last event has the hash of")
        return wrong


def _missing(first: int, last: int) -> str:
    return f"event {first} is missing" if first == last else f"events {first} to {last} are missing"


def _hash(row: EventRow) -> str:
    body = canonical(
        {
            "sequence": row.sequence,
            "client": row.client,
            "document_id": row.document_id,
            "name": row.name,
            "actor": row.actor,
            "at": row.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "data": row.data,
        }
    )
    return hashlib.sha256(f"{row.previous_hash}{body}".encode()).hexdigest()


def _event(row: EventRow) -> Event:
    return Event(
        row.sequence, row.client, row.document_id, row.name, row.actor, row.at, row.data, row.previous_hash, row.hash
    )
