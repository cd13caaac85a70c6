"""Looking documents up: one, many, those that wait for a person, and how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import Select, func, select

from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.states import ENDS, State
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.desk_schema import QuestionRow
from bpo_pipeline.store.documents import NOT_A_RIVAL
from bpo_pipeline.store.drafts import to_case
from bpo_pipeline.store.schema import DocumentRow
from bpo_pipeline.store.text import normal_number

PARKED = (State.IN_REVIEW, State.ON_HOLD)


class Cases(Database):
    """Questions about documents; another client's document is not found, like one that does not exist."""

    def case(self, client: str, document_id: str) -> Case | None:
        """A document with everything known about it, or None when this client has no such document."""
        query = select(DocumentRow).where(DocumentRow.client == client, DocumentRow.document_id == document_id)
        with self.transaction() as session:
            row = session.scalars(query).one_or_none()
            return None if row is None else to_case(row)

    def cases(
        self,
        client: str,
        *,
        states: Collection[State] = (),
        types: Collection[str] = (),
        since: dt.datetime | None = None,
        reason: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Case]:
        """A client's documents, first received first; an empty collection means all, *since* is the arrival."""
        query = _filtered(client, states=states, types=types, received_from=since)
        if reason is not None:
            query = query.where(DocumentRow.reason == reason)
        query = query.order_by(DocumentRow.received_at, DocumentRow.document_id).limit(limit).offset(offset)
        with self.transaction() as session:
            return [to_case(row) for row in session.scalars(query)]

    def cases_like(self, client: str, start: str, *, limit: int = 2) -> list[Case]:
        """A client's documents whose id begins with *start*; an id is lower-case letters and digits."""
        query = _filtered(client).where(DocumentRow.document_id.startswith(start.lower(), autoescape=True)).limit(limit)
        with self.transaction() as session:
            return [to_case(row) for row in session.scalars(query)]

    def ended_before(self, client: str, moment: dt.datetime) -> list[str]:
        """SHA-256 of the documents that came to an end before *moment*, and of the client's answers about them."""
        ended = _filtered(client, states=ENDS).where(DocumentRow.since < moment)
        answers = select(QuestionRow.answer_sha256).where(
            QuestionRow.answer_sha256 != "",
            QuestionRow.document_id.in_(ended.with_only_columns(DocumentRow.document_id)),
        )
        with self.transaction() as session:
            return [*session.scalars(ended.with_only_columns(DocumentRow.sha256)), *session.scalars(answers)]

    def parked(
        self, client: str | None = None, *, reason: str | None = None, limit: int = 100, offset: int = 0
    ) -> list[Case]:
        """What waits for a person, of one client or of all, longest wait first."""
        query = select(DocumentRow).where(DocumentRow.state.in_(PARKED))
        if client is not None:
            query = query.where(DocumentRow.client == client)
        if reason is not None:
            query = query.where(DocumentRow.reason == reason)
        query = query.order_by(DocumentRow.since, DocumentRow.document_id).limit(limit).offset(offset)
        with self.transaction() as session:
            return [to_case(row) for row in session.scalars(query)]

    def count_by_state(self, client: str) -> dict[State, int]:
        """How many of a client's documents stand where; states without any are left out."""
        query = select(DocumentRow.state, func.count()).where(DocumentRow.client == client)
        with self.transaction() as session:
            return dict(session.execute(query.group_by(DocumentRow.state)).all())

    def states_of(self, document_ids: Collection[str]) -> dict[str, State]:
        """Where each of these documents stands now; ids that are not known are left out."""
        query = select(DocumentRow.document_id, DocumentRow.state)
        with self.transaction() as session:
            found = session.execute(query.where(DocumentRow.document_id.in_(list(document_ids))))
            return dict(found.all())

    def ids(
        self,
        client: str,
        *,
        states: Collection[State],
        received_from: dt.datetime | None = None,
        received_to: dt.datetime | None = None,
        types: Collection[str] = (),
        limit: int = 10_000,
    ) -> list[str]:
        """Ids of a client's documents, first received first; *received_to* is not included."""
        query = _filtered(
            client, states=states, types=types, received_from=received_from, received_to=received_to
        ).order_by(DocumentRow.received_at, DocumentRow.document_id)
        with self.transaction() as session:
            return list(session.scalars(query.with_only_columns(DocumentRow.document_id).limit(limit)))

    def possible_duplicates(
        self, client: str, *, vendor_id: str, number: str, gross: Decimal, exclude: str = ""
    ) -> list[str]:
        """Other live documents with this vendor, number (compared without punctuation) and gross total."""
        query = select(DocumentRow.document_id).where(
            DocumentRow.client == client,
            DocumentRow.vendor_id == vendor_id,
            DocumentRow.number_normal == normal_number(number),
            DocumentRow.gross == gross,
            DocumentRow.document_id != exclude,
            DocumentRow.state.not_in(NOT_A_RIVAL),
        )
        with self.transaction() as session:
            return list(session.scalars(query.order_by(DocumentRow.received_at)))

    def sheets_of(self, client: str, employee_id: str, *, exclude: str = "") -> list[tuple[str, str]]:
        """Id and period (``first/last``) of the employee's other live timesheets, oldest first."""
        query = select(DocumentRow.document_id, DocumentRow.number).where(
            DocumentRow.client == client,
            DocumentRow.document_type == "timesheet",
            DocumentRow.number.startswith(f"{employee_id} ", autoescape=True),
            DocumentRow.document_id != exclude,
            DocumentRow.state.not_in(NOT_A_RIVAL),
        )
        with self.transaction() as session:
            found = session.execute(query.order_by(DocumentRow.received_at)).all()
            return [(row.document_id, (row.number or "").rpartition(" ")[2]) for row in found]


def _filtered(
    client: str,
    *,
    states: Collection[State] = (),
    types: Collection[str] = (),
    received_from: dt.datetime | None = None,
    received_to: dt.datetime | None = None,
) -> Select[DocumentRow]:
    query = select(DocumentRow).where(DocumentRow.client == client)
    if states:
        query = query.where(DocumentRow.state.in_(list(states)))
    if types:
        query = query.where(DocumentRow.document_type.in_(list(types)))
    if received_from is not None:
        query = query.where(DocumentRow.received_at >= received_from)
    if received_to is not None:
        query = query.where(DocumentRow.received_at < received_to)
    return query
