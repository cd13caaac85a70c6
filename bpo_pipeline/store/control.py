"""What others count and tell: lines of the control report, and acknowledgements due to the client."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from bpo_pipeline.model.ledger import Arrival, ControlLine, DecisionKind
from bpo_pipeline.model.posting import Acknowledgement, PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.arrivals import to_arrival
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.outbox import to_acknowledgement
from bpo_pipeline.store.schema import ArrivalRow, DecisionRow, DocumentRow, PostingRow


@dataclass(frozen=True, slots=True)
class AcknowledgementDue:
    """What the client is to be told about one arrival; written again whenever that changes."""

    arrival: Arrival
    revision: int
    """Hand it to ``mark_acknowledged`` once the file is written."""
    state: State | None
    """None for a container: its members say what became of them. A duplicate is rejected."""
    reason: str | None
    sentence: str
    media_type: str
    """Empty for a container."""
    since: dt.datetime
    """When that became so, UTC."""
    postings: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True, slots=True)
class DayArrivals:
    """How many files and opened containers arrived on a UTC day."""

    day: dt.date
    files: int
    containers: int


class Control(Database):
    """Reports about all arrivals of a client."""

    def control_lines(self, client: str, day_from: dt.date, day_to: dt.date) -> list[ControlLine]:
        """One line per arrival of the UTC days *day_from* to *day_to* (included); opened containers are left out.

        A duplicate stands as rejected, with the amounts of the document it repeats and nothing posted.
        """
        query = (
            select(ArrivalRow, DocumentRow)
            .join(DocumentRow, DocumentRow.document_id == ArrivalRow.document_id)
            .where(ArrivalRow.container.is_(False), _arrived(client, day_from, day_to))
            .order_by(ArrivalRow.received_at, ArrivalRow.arrival_id)
        )
        with self.transaction() as session:
            found = session.execute(query).all()
            posted = _posted(session, {document.document_id for _, document in found})
            return [
                ControlLine(
                    client=client,
                    day=arrival.received_at.astimezone(dt.UTC).date(),
                    arrival_id=arrival.arrival_id,
                    document_id=arrival.document_id,
                    state=State.REJECTED if arrival.duplicate else document.state,
                    duplicate=arrival.duplicate,
                    currency=document.currency,
                    amount_read=document.amount_read,
                    amount=document.gross,
                    amounts_posted={} if arrival.duplicate else _totals(posted.get(arrival.document_id, ())),
                )
                for arrival, document in found
            ]

    def sums(self, document_ids: Collection[str]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Per currency: gross totals of those documents that go on to posting, and totals of their postings.

        A document with several targets counts once for each of its postings, so that both sums must be equal to the
        cent; one without any posting counts once.
        """
        ids = list(document_ids)
        onward = (State.READY, State.ON_HOLD, State.POSTED)
        documents = select(DocumentRow.document_id, DocumentRow.currency, DocumentRow.gross).where(
            DocumentRow.document_id.in_(ids), DocumentRow.state.in_(onward), DocumentRow.gross.is_not(None)
        )
        postings = select(PostingRow.document_id, PostingRow.currency, PostingRow.total).where(
            PostingRow.document_id.in_(ids), PostingRow.state != PostingState.REFUSED
        )
        gross: dict[str, Decimal] = {}
        sent: dict[str, Decimal] = {}
        with self.transaction() as session:
            going = {row[0]: row for row in session.execute(documents)}
            rows = [row for row in session.execute(postings) if row[0] in going]
        times = Counter(row[0] for row in rows)
        for document_id, currency, amount in going.values():
            expected = (amount or Decimal(0)) * max(1, times[document_id])
            gross[currency or ""] = gross.get(currency or "", Decimal(0)) + expected
        for _, currency, total in rows:
            sent[currency] = sent.get(currency, Decimal(0)) + total
        return gross, sent

    def arrivals_per_day(self, client: str, day_from: dt.date, day_to: dt.date) -> list[DayArrivals]:
        """The second count for the control report: from the arrivals alone, in the database, day by day."""
        day = func.date(func.timezone("UTC", ArrivalRow.received_at))
        containers = func.count().filter(ArrivalRow.container)
        query = select(day, func.count(), containers).where(_arrived(client, day_from, day_to))
        with self.transaction() as session:
            found = session.execute(query.group_by(day).order_by(day)).all()
            return [DayArrivals(one[0], one[1] - one[2], one[2]) for one in found]

    def corrected_documents(self, client: str, day_from: dt.date, day_to: dt.date) -> frozenset[str]:
        """Documents that arrived on these UTC days and that a person corrected at some time."""
        query = (
            select(DecisionRow.document_id)
            .join(ArrivalRow, ArrivalRow.document_id == DecisionRow.document_id)
            .where(DecisionRow.kind == DecisionKind.CORRECT, _arrived(client, day_from, day_to))
        )
        with self.transaction() as session:
            return frozenset(session.scalars(query))

    def acknowledgements_due(self, client: str, limit: int = 1000) -> list[AcknowledgementDue]:
        """Arrivals whose client was told nothing yet, or something that has changed since; first received first."""
        due = or_(
            ArrivalRow.acknowledged.is_(None),
            # a duplicate or a container is told once
            and_(
                ArrivalRow.duplicate.is_(False),
                ArrivalRow.container.is_(False),
                ArrivalRow.acknowledged < DocumentRow.revision,
            ),
        )
        return self._told(client, due, limit)

    def told(self, client: str, *, received_from: dt.datetime, limit: int = 100_000) -> list[AcknowledgementDue]:
        """What the clients are told of all arrivals since a moment, told before or not; first received first."""
        return self._told(client, ArrivalRow.received_at >= received_from, limit)

    def _told(self, client: str, which: ColumnElement[bool], limit: int) -> list[AcknowledgementDue]:
        query = (
            select(ArrivalRow, DocumentRow)
            .outerjoin(DocumentRow, DocumentRow.document_id == ArrivalRow.document_id)
            .where(ArrivalRow.client == client, which)
            .order_by(ArrivalRow.received_at, ArrivalRow.arrival_id)
            .limit(limit)
        )
        with self.transaction() as session:
            found = session.execute(query).all()
            posted = _posted(session, {arrival.document_id for arrival, _ in found})
            return [_due(arrival, document, posted.get(arrival.document_id, ())) for arrival, document in found]

    def mark_acknowledged(self, arrival_id: str, *, revision: int) -> None:
        """Note that the client was told this revision; an older one never replaces a newer one."""
        with self.transaction() as session:
            session.execute(
                update(ArrivalRow)
                .where(ArrivalRow.arrival_id == arrival_id, func.coalesce(ArrivalRow.acknowledged, -1) < revision)
                .values(acknowledged=revision)
            )


def _arrived(client: str, day_from: dt.date, day_to: dt.date) -> ColumnElement[bool]:
    first = dt.datetime.combine(day_from, dt.time(), dt.UTC)
    end = dt.datetime.combine(day_to + dt.timedelta(days=1), dt.time(), dt.UTC)
    return and_(ArrivalRow.client == client, ArrivalRow.received_at >= first, ArrivalRow.received_at < end)


def _due(
    arrival: ArrivalRow, document: DocumentRow | None, postings: tuple[Acknowledgement, ...]
) -> AcknowledgementDue:
    stored = to_arrival(arrival)
    if arrival.container or document is None:
        return AcknowledgementDue(
            stored, 0, None, None, "Opened; each file inside has its own answer.", "", stored.received_at
        )
    if arrival.duplicate:
        sentence = f"The same file was received before as {document.key}; this copy is not processed again."
        return AcknowledgementDue(
            stored,
            document.revision,
            State.REJECTED,
            Reason.DUPLICATE_FILE.value,
            sentence,
            document.media_type,
            stored.received_at,
        )
    return AcknowledgementDue(
        stored,
        document.revision,
        document.state,
        document.reason,
        document.sentence,
        document.media_type,
        max([document.since, *(one.posted_at for one in postings)]),
        postings,
    )


def _posted(session: Session, document_ids: set[str]) -> dict[str, tuple[Acknowledgement, ...]]:
    query = select(PostingRow).where(PostingRow.document_id.in_(document_ids), PostingRow.state == PostingState.POSTED)
    found: dict[str, tuple[Acknowledgement, ...]] = {}
    for row in session.scalars(query.order_by(PostingRow.line)):
        found[row.document_id] = (*found.get(row.document_id, ()), to_acknowledgement(row))
    return found


def _totals(postings: tuple[Acknowledgement, ...]) -> dict[str, Decimal]:
    return {one.target: one.total for one in postings}
