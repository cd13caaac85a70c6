"""Measures of a client's documents, counted by the database: arrivals, turnaround, reasons, the blind sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, cast, distinct, exists, extract, func, or_, select

from bpo_pipeline.model.desk import DocumentLine, KeyingPurpose
from bpo_pipeline.model.ledger import DecisionKind
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import ENDS, State
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.desk_schema import KeyedFieldRow
from bpo_pipeline.store.schema import DecisionRow, DocumentRow, EventRow

PARKED = (State.IN_REVIEW, State.ON_HOLD)
OUTWARD = (State.READY, State.POSTED)


@dataclass(frozen=True, slots=True)
class Sampled:
    """What blind keying found: fields and documents, and where the machine was wrong."""

    documents: int
    documents_wrong: int
    fields: int
    fields_wrong: int


class Measures(Database):
    """Counts for the dashboard; days are UTC days, *since* is the first moment counted."""

    def arrived_by_day(self, client: str, since: dt.datetime) -> dict[dt.date, tuple[int, int, int, int]]:
        """Day -> documents received; straight through; after a person's decision; parked now."""
        day = func.date(func.timezone("UTC", DocumentRow.received_at))
        decided = exists().where(
            DecisionRow.document_id == DocumentRow.document_id, DecisionRow.kind.in_(list(DecisionKind))
        )
        gone = DocumentRow.state.in_(OUTWARD)
        ended_by_person = and_(decided, or_(gone, DocumentRow.state == State.REJECTED))
        query = (
            select(
                day,
                func.count(),
                func.count().filter(gone, ~decided),
                func.count().filter(ended_by_person),
                func.count().filter(DocumentRow.state.in_(PARKED)),
            )
            .where(DocumentRow.client == client, DocumentRow.received_at >= since)
            .group_by(day)
        )
        with self.transaction() as session:
            return {row[0]: (row[1], row[2], row[3], row[4]) for row in session.execute(query)}

    def states_since(self, client: str, since: dt.datetime) -> dict[State, int]:
        """State -> documents that arrived since a moment."""
        query = select(DocumentRow.state, func.count()).where(
            DocumentRow.client == client, DocumentRow.received_at >= since
        )
        with self.transaction() as session:
            return dict(session.execute(query.group_by(DocumentRow.state)).all())

    def waited_hours(self, client: str) -> dict[int, int]:
        """Whole hours that documents have been parked -> how many."""
        hours = cast(func.floor(extract("epoch", self._clock() - DocumentRow.since) / 3600), Integer)
        query = select(hours, func.count()).where(DocumentRow.client == client, DocumentRow.state.in_(PARKED))
        with self.transaction() as session:
            return {max(row[0], 0): row[1] for row in session.execute(query.group_by(hours))}

    def ended_and_due(self, client: str, since: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
        """When each document ended that did so since a moment, and when it was due."""
        query = select(DocumentRow.since, DocumentRow.due_at).where(
            DocumentRow.client == client,
            DocumentRow.state.in_(sorted(ENDS)),
            DocumentRow.since >= since,
        )
        with self.transaction() as session:
            return [(ended, due) for ended, due in session.execute(query) if due is not None]

    def reasons_since(self, client: str, since: dt.datetime, *, limit: int = 10) -> list[tuple[str, int]]:
        """Why documents went to a person, each document and reason once; most frequent first."""
        reason = EventRow.data["reason"].as_string()
        number = func.count(distinct(EventRow.document_id))
        query = (
            select(reason, number)
            .where(
                EventRow.client == client,
                EventRow.at >= since,
                EventRow.name.in_([state.value for state in PARKED]),
                reason.is_not(None),
                reason != Reason.APPROVAL_LIMIT.value,
            )
            .group_by(reason)
            .order_by(number.desc(), reason)
            .limit(limit)
        )
        with self.transaction() as session:
            return [(row[0], row[1]) for row in session.execute(query)]

    def sampled(self, client: str, since: dt.datetime) -> Sampled:
        """What the random sample of straight-through documents says about the machine."""
        wrong = ~KeyedFieldRow.machine_right
        query = select(
            func.count(distinct(KeyedFieldRow.document_id)),
            func.count(distinct(KeyedFieldRow.document_id)).filter(wrong),
            func.count(),
            func.count().filter(wrong),
        ).where(*_keyed(client, since), KeyedFieldRow.purpose == KeyingPurpose.SAMPLE)
        with self.transaction() as session:
            row = session.execute(query).one()
        return Sampled(row[0], row[1], row[2], row[3])

    def keyer_agreement(self, client: str, since: dt.datetime) -> tuple[int, int]:
        """Fields on which two keyings agreed at once, and all fields keyed."""
        query = select(func.count().filter(KeyedFieldRow.agreed), func.count()).where(*_keyed(client, since))
        with self.transaction() as session:
            row = session.execute(query).one()
        return row[0], row[1]

    def touched(self, client: str, start: dt.datetime, end: dt.datetime, *, limit: int = 1000) -> list[str]:
        """Ids of the documents to which something happened between two moments, both included."""
        query = (
            select(EventRow.document_id)
            .where(EventRow.client == client, EventRow.at >= start, EventRow.at <= end)
            .group_by(EventRow.document_id)
            .order_by(func.min(EventRow.sequence))
            .limit(limit)
        )
        with self.transaction() as session:
            return list(session.scalars(query))

    def lines(self, client: str, document_ids: Sequence[str]) -> list[DocumentLine]:
        """Where these documents of a client stand now, in the order of their arrival; others are left out."""
        query = select(
            DocumentRow.document_id,
            DocumentRow.client,
            DocumentRow.key,
            DocumentRow.state,
            DocumentRow.document_type,
            DocumentRow.reason,
            DocumentRow.gross,
            DocumentRow.currency,
        ).where(DocumentRow.client == client, DocumentRow.document_id.in_(list(document_ids)))
        with self.transaction() as session:
            found = session.execute(query.order_by(DocumentRow.received_at, DocumentRow.document_id))
            return [DocumentLine(*row) for row in found]


def _keyed(client: str, since: dt.datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return KeyedFieldRow.client == client, KeyedFieldRow.closed_at >= since
