"""Call-backs: who called the vendor about its bank details, when, on which number; only ever added."""

from __future__ import annotations

from sqlalchemy import select

from bpo_pipeline.model.desk import CallBack
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.desk_schema import CallBackRow
from bpo_pipeline.store.events import append


class CallBacks(Database):
    """Keeping calls; the event names outcome and account's fingerprint, never number or person."""

    def call_back(self, client: str, record: CallBack) -> bool:
        """Keep a call; False when the last one says the same: a double click."""
        with self.transaction() as session:
            document = lock_document(session, record.document_id)
            query = select(CallBackRow).where(CallBackRow.document_id == record.document_id)
            last = session.scalars(query.order_by(CallBackRow.call_back_id.desc()).limit(1)).first()
            if last is not None and _said(_record(last)) == _said(record):
                return False
            session.add(
                CallBackRow(
                    document_id=record.document_id,
                    client=client,
                    actor=record.actor,
                    phone=record.phone,
                    known_from=record.known_from,
                    known_since=record.known_since,
                    spoke_with=record.spoke_with,
                    called_at=record.called_at,
                    outcome=record.outcome,
                    account=record.account,
                )
            )
            session.flush()
            data = {
                "outcome": record.outcome.value,
                "account": record.account,
                "known_since": record.known_since.isoformat(),
                "called_at": record.called_at.isoformat(),
            }
            append(
                session,
                client=document.client,
                document_id=document.document_id,
                name="called_back",
                actor=record.actor,
                at=self._clock(),
                data=data,
            )
            return True

    def call_backs(self, client: str, document_id: str) -> list[CallBack]:
        """All calls about a document, first one first."""
        query = select(CallBackRow).where(CallBackRow.client == client, CallBackRow.document_id == document_id)
        with self.transaction() as session:
            return [_record(row) for row in session.scalars(query.order_by(CallBackRow.call_back_id))]


def _said(record: CallBack) -> tuple[object, ...]:
    return (record.actor, record.phone, record.known_from, record.known_since, record.spoke_with, record.outcome)


def _record(row: CallBackRow) -> CallBack:
    return CallBack(
        row.document_id,
        row.actor,
        row.phone,
        row.known_from,
        row.known_since,
        row.spoke_with,
        row.called_at,
        row.outcome,
        row.account,
    )
