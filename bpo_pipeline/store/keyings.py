"""Blind keying: what is to be keyed, what each person keyed, and how every field came out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.desk import Keyed, KeyedField, Keying, KeyingRole, KeyingState, NewKeying
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.desk_schema import KeyedFieldRow, KeyedRow, KeyingRow
from bpo_pipeline.store.events import note
from bpo_pipeline.store.personal import closed, opened, opened_text
from bpo_pipeline.store.schema import DocumentRow

WAITING = (KeyingState.OPEN, KeyingState.DIFFERS)


class Keyings(Database):
    """Opening, keying and closing; events name fields and people, never what was keyed."""

    def keyings_for(self, actor: str, clients: Sequence[str], *, limit: int = 50) -> list[Keying]:
        """What this person can key or settle: open, of these clients, not keyed by them, the longest wait first."""
        mine = select(KeyedRow.document_id).where(KeyedRow.actor == actor)
        query = (
            select(KeyingRow)
            .where(
                KeyingRow.client.in_(list(clients)),
                KeyingRow.state.in_(WAITING),
                KeyingRow.document_id.not_in(mine),
            )
            .order_by(KeyingRow.purpose, KeyingRow.opened_at, KeyingRow.document_id)
            .limit(limit)
        )
        with self.transaction() as session:
            return [_keying(session, row) for row in session.scalars(query)]

    def keying(self, client: str, document_id: str) -> Keying | None:
        """The blind keying of a document, None when it has none."""
        query = select(KeyingRow).where(KeyingRow.client == client, KeyingRow.document_id == document_id)
        with self.transaction() as session:
            row = session.scalars(query).one_or_none()
            return None if row is None else _keying(session, row)

    def add_keyed(self, document_id: str, keyed: Keyed) -> Keying:
        """Keep what a person keyed and give the keying as it is then; the same twice is once.

        Raises NotAllowed for a second, different keying of the same person, and when nothing is to be keyed.
        """
        with self.transaction() as session:
            document = lock_document(session, document_id)
            row = _open(session, document_id)
            known = session.get(KeyedRow, (document_id, keyed.actor))
            if known is not None:
                if _keyed(row, known).typed == keyed.typed and known.role is keyed.role:
                    return _keying(session, row)
                message = f"{keyed.actor} has keyed document {document_id} already: somebody else has to"
                raise NotAllowed(message)
            count = session.scalar(
                select(func.count()).where(KeyedRow.document_id == document_id, KeyedRow.role == KeyingRole.KEY)
            )
            expected = KeyingRole.KEY if (count or 0) < row.people else KeyingRole.SETTLE
            if row.state not in WAITING or keyed.role is not expected:
                message = f"document {document_id} is not waiting for this keying any more"
                raise NotAllowed(message)
            session.add(
                KeyedRow(
                    document_id=document_id,
                    actor=keyed.actor,
                    role=keyed.role,
                    typed=closed(document, "keyed", dict(keyed.typed)),
                    at=self._clock(),
                )
            )
            session.flush()
            note(session, document, "keyed", keyed.actor, self._clock(), {"role": keyed.role.value})
            return _keying(session, row)

    def keying_differs(self, document_id: str) -> None:
        """Note that the keyings are not the same: a third person settles."""
        with self.transaction() as session:
            lock_document(session, document_id)
            row = _open(session, document_id)
            if row.state is KeyingState.OPEN:
                row.state = KeyingState.DIFFERS

    def close_keying(self, document_id: str, fields: Sequence[KeyedField], *, actor: str) -> bool:
        """Keep how each field came out; False when that was kept before."""
        with self.transaction() as session:
            document = lock_document(session, document_id)
            row = _open(session, document_id)
            if row.state not in WAITING:
                return False
            now = self._clock()
            row.state, row.closed_at = KeyingState.DONE, now
            for one in fields:
                session.add(
                    KeyedFieldRow(
                        document_id=document_id,
                        path=one.path,
                        client=row.client,
                        document_type=row.document_type,
                        purpose=row.purpose,
                        machine=closed(document, "keyed", one.machine),
                        settled=closed(document, "keyed", one.settled),
                        agreed=one.agreed,
                        machine_right=one.machine_right,
                        closed_at=now,
                    )
                )
            session.flush()
            wrong = sorted(one.path for one in fields if not one.machine_right)
            data = {"purpose": row.purpose.value, "fields": len(fields), "machine_wrong": wrong}
            note(session, document, "keying_done", actor, now, data)
            return True

    def keyed_fields(self, client: str, document_id: str) -> list[KeyedField]:
        """How each field of a document came out."""
        query = select(KeyedFieldRow).where(KeyedFieldRow.client == client, KeyedFieldRow.document_id == document_id)
        with self.transaction() as session:
            return [
                KeyedField(
                    row.path,
                    opened_text(row, "keyed", row.machine),
                    opened_text(row, "keyed", row.settled),
                    row.agreed,
                    row.machine_right,
                )
                for row in session.scalars(query.order_by(KeyedFieldRow.path))
            ]


def open_keying(session: Session, document: DocumentRow, keying: NewKeying, at: dt.datetime) -> None:
    """Have a document keyed blind; one that was keyed before stays as it came out."""
    row = session.get(KeyingRow, document.document_id)
    if row is not None and row.state is KeyingState.DONE:
        return
    if row is None:
        row = KeyingRow(document_id=document.document_id, client=document.client)
        session.add(row)
    row.document_type, row.purpose, row.people = document.document_type or "", keying.purpose, keying.people
    row.machine = closed(document, "machine", dict(keying.machine))
    row.state, row.opened_at, row.closed_at = KeyingState.OPEN, at, None
    session.flush()
    data = {"purpose": keying.purpose.value, "fields": sorted(keying.machine)}
    note(session, document, "to_be_keyed", "pipeline", at, data)


def void_keying(session: Session, document_id: str, at: dt.datetime) -> None:
    """A person decided on the document meanwhile: what was to be keyed is known."""
    row = session.get(KeyingRow, document_id)
    if row is not None and row.state in WAITING:
        row.state, row.closed_at = KeyingState.VOID, at


def _open(session: Session, document_id: str) -> KeyingRow:
    row = session.get(KeyingRow, document_id)
    if row is None:
        message = f"document {document_id} is not to be keyed"
        raise NotAllowed(message)
    return row


def _keying(session: Session, row: KeyingRow) -> Keying:
    query = select(KeyedRow).where(KeyedRow.document_id == row.document_id).order_by(KeyedRow.at, KeyedRow.actor)
    return Keying(
        document_id=row.document_id,
        client=row.client,
        document_type=row.document_type,
        purpose=row.purpose,
        people=row.people,
        state=row.state,
        machine=_texts(opened(row, row.client, row.document_id, "machine", row.machine)),
        opened_at=row.opened_at,
        keyed=tuple(_keyed(row, one) for one in session.scalars(query)),
    )


def _keyed(row: KeyingRow, one: KeyedRow) -> Keyed:
    return Keyed(one.actor, one.role, _texts(opened(one, row.client, row.document_id, "keyed", one.typed)))


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {path: str(value) for path, value in values.items()}
