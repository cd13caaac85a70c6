"""The queue: parked documents filtered, sorted, cut into pages and counted by the database.

The partial index ``ix_document_parked`` holds all that is filtered and sorted by, so that ten thousand
parked documents among a million others are one index scan.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    or_,
    select,
)

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.desk import Claim, Holder, QueueCounts, QueueFilter, QueueLine, QueueOrder
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.claims import to_claim
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.desk_schema import ClaimRow
from bpo_pipeline.store.personal import draft_in
from bpo_pipeline.store.schema import DocumentRow
from bpo_pipeline.store.text import normal_number

PARKED = (State.IN_REVIEW, State.ON_HOLD)
SENDERS = ("supplier_name", "vendor_name", "employer_name", "employee_name", "name")
"""Fields of a record that say who it is from, the first that has a value."""

_due = case((DocumentRow.reason == Reason.AWAITING_CLIENT.value, None), else_=DocumentRow.due_at)
"""When the turnaround ends; never while the client is asked, because its clock stands still."""


class Queue(Database):
    """What waits for people, as one page of lines and as counts."""

    def queue(
        self,
        which: QueueFilter,
        *,
        order: QueueOrder = QueueOrder.DUE,
        descending: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> list[QueueLine]:
        """One page of the queue."""
        now = self._clock()
        query = _matching(which, now).with_only_columns(
            DocumentRow, ClaimRow, _due.label("due"), maintain_column_froms=True
        )
        columns = _order(order)
        first = columns[0].desc().nulls_last() if descending else columns[0].asc().nulls_last()
        query = query.order_by(first, *columns[1:]).limit(limit).offset(offset)
        with self.transaction() as session:
            return [_line(row, claim, due_at, now) for row, claim, due_at in session.execute(query)]

    def queue_counts(self, which: QueueFilter) -> QueueCounts:
        """How many documents the filter finds, by client, type and reason."""
        now = self._clock()
        client, kind, reason = DocumentRow.client, DocumentRow.document_type, DocumentRow.reason
        query = _matching(which, now).with_only_columns(
            client,
            kind,
            reason,
            func.count(),
            func.count().filter(_due < now),
            func.count().filter(ClaimRow.until > now),
            maintain_column_froms=True,
        )
        by_client: Counter[str] = Counter()
        by_type: Counter[str] = Counter()
        by_reason: Counter[str] = Counter()
        overdue = claimed = 0
        with self.transaction() as session:
            for name, type_, why, number, late, taken in session.execute(query.group_by(client, kind, reason)):
                by_client[name] += number
                by_type[type_ or ""] += number
                by_reason[why or ""] += number
                overdue += late
                claimed += taken
        return QueueCounts(by_client.total(), overdue, claimed, dict(by_client), dict(by_type), dict(by_reason))


def _matching(which: QueueFilter, now: dt.datetime) -> Select[Any]:
    held = and_(ClaimRow.document_id == DocumentRow.document_id, ClaimRow.until > now)
    query = select(DocumentRow.document_id).select_from(DocumentRow).outerjoin(ClaimRow, held)
    query = query.where(DocumentRow.state.in_(PARKED), DocumentRow.client.in_(which.clients))
    if Reason.SECOND_KEYING.value not in which.reasons:
        # whoever is to key it blind must not meet its values here
        query = query.where(func.coalesce(DocumentRow.reason, "") != Reason.SECOND_KEYING.value)
    if which.types:
        query = query.where(func.coalesce(DocumentRow.document_type, "").in_(which.types))
    if which.reasons:
        query = query.where(func.coalesce(DocumentRow.reason, "").in_(which.reasons))
    if which.states:
        query = query.where(DocumentRow.state.in_(which.states))
    if which.value_from is not None:
        query = query.where(DocumentRow.gross >= which.value_from)
    if which.value_to is not None:
        query = query.where(DocumentRow.gross <= which.value_to)
    if which.since_before is not None:
        query = query.where(DocumentRow.since < which.since_before)
    if which.overdue:
        query = query.where(_due < now)
    if which.text.strip():
        query = query.where(_says(which.text.strip()))
    holders: dict[Holder, ColumnElement[bool]] = {
        Holder.NOBODY: ClaimRow.actor.is_(None),
        Holder.ME: ClaimRow.actor == which.me,
        Holder.OTHERS: ClaimRow.actor != which.me,
    }
    return query.where(holders[which.holder]) if which.holder in holders else query


def _says(text: str) -> ColumnElement[bool]:
    said = [
        DocumentRow.document_id.startswith(text.lower(), autoescape=True),
        DocumentRow.key.icontains(text, autoescape=True),
    ]
    number = normal_number(text)
    if number is not None:
        said.append(DocumentRow.number_normal == number)
    return or_(*said)


def _order(order: QueueOrder) -> list[SQLColumnExpression[Any]]:
    first: dict[QueueOrder, SQLColumnExpression[Any]] = {
        QueueOrder.DUE: _due,
        QueueOrder.AGE: DocumentRow.since,
        QueueOrder.VALUE: DocumentRow.gross,
        QueueOrder.CLIENT: DocumentRow.client,
        QueueOrder.TYPE: DocumentRow.document_type,
        QueueOrder.REASON: DocumentRow.reason,
    }
    return [first[order], DocumentRow.since, DocumentRow.document_id]


def _line(row: DocumentRow, claim: ClaimRow | None, due_at: dt.datetime | None, now: dt.datetime) -> QueueLine:
    held: Claim | None = None if claim is None or claim.until <= now else to_claim(claim)
    return QueueLine(
        document_id=row.document_id,
        client=row.client,
        key=row.key,
        state=row.state,
        document_type=row.document_type,
        reason=row.reason,
        sentence=row.sentence,
        sender=_sender(row),
        number=row.number,
        gross=row.gross,
        currency=row.currency,
        received_at=row.received_at,
        since=row.since,
        due_at=due_at,
        version=row.version,
        claim=held,
    )


def _sender(row: DocumentRow) -> str:
    try:
        record = (draft_in(row) or {}).get("record", {})
    except AskAPerson:  # altered, or another key: said where the document is opened, the others are shown
        return ""
    return next((str(record[name]) for name in SENDERS if record.get(name)), "")
