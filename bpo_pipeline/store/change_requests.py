"""Change requests: kept once per form, approved by another person, applied once; events without any value."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.onboarding import FORMS, ChangeRequest
from bpo_pipeline.model.states import State
from bpo_pipeline.store.approvals import NOBODY
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.onboarding_schema import ChangeRequestRow, EmployeeFormRow, RequestState
from bpo_pipeline.store.schema import DecisionRow, DocumentRow


class ChangeRequests(Database):
    """What accepted forms ask for."""

    def forms_without_request(self, client: str) -> list[str]:
        """Accepted W-4, W-9, I-9 and direct-deposit forms that nobody was asked about; oldest first."""
        query = (
            select(DocumentRow.document_id)
            .outerjoin(ChangeRequestRow, ChangeRequestRow.request_id == DocumentRow.document_id)
            .where(
                DocumentRow.client == client,
                DocumentRow.document_type.in_(FORMS),
                DocumentRow.state == State.POSTED,
                ChangeRequestRow.request_id.is_(None),
            )
            .order_by(DocumentRow.received_at, DocumentRow.document_id)
        )
        with self.transaction() as session:
            return list(session.scalars(query))

    def put_request(self, request: ChangeRequest) -> bool:
        """Keep a request; False when it is there already. Who decided on the form is noted."""
        with self.transaction() as session:
            lock_client(session, request.client)
            if session.get(ChangeRequestRow, request.request_id) is not None:
                return False
            deciders = select(DecisionRow.actor).where(DecisionRow.document_id == request.request_id).distinct()
            session.add(
                ChangeRequestRow(
                    request_id=request.request_id,
                    client=request.client,
                    kind=request.kind,
                    subject_id=request.subject_id,
                    fields=list(request.fields),
                    sealed=request.sealed,
                    state=RequestState.OPEN,
                    touched_by=sorted(set(session.scalars(deciders))),
                    requested_at=self._clock(),
                )
            )
            self._say(session, request.client, "change_requested", "pipeline", request.request_id, request.kind)
            return True

    def assign_request(self, request: ChangeRequest, *, actor: str) -> None:
        """Name whom an open request is about, with before and after computed anew; *actor* does not approve it."""
        with self.transaction() as session:
            row = _open(session, request.client, request.request_id)
            row.subject_id, row.fields, row.sealed = request.subject_id, list(request.fields), request.sealed
            row.touched_by = sorted({*row.touched_by, actor})
            self._say(session, request.client, "change_assigned", actor, request.request_id, request.kind)

    def change_requests(self, client: str, *, states: Collection[str] = ()) -> list[ChangeRequest]:
        """A client's requests, oldest first."""
        query = select(ChangeRequestRow).where(ChangeRequestRow.client == client)
        with self.transaction() as session:
            rows = session.scalars(query.order_by(ChangeRequestRow.requested_at, ChangeRequestRow.request_id))
            return [_request(row) for row in rows if not states or row.state.value in states]

    def decide_request(self, client: str, request_id: str, *, actor: str, approve: bool) -> bool:
        """Approve or decline; False when that was decided before.

        Raises NotAllowed for one who accepted the form or named its subject, and while there is no subject.
        """
        if actor in NOBODY:
            message = "a decision needs a person's name"
            raise NotAllowed(message)
        to = RequestState.APPROVED if approve else RequestState.DECLINED
        with self.transaction() as session:
            lock_client(session, client)
            row = session.get(ChangeRequestRow, request_id, with_for_update=True)
            if row is not None and row.client == client and row.state in {to, RequestState.APPLIED} and approve:
                return False
            row = _open(session, client, request_id)
            if approve and not row.subject_id:
                message = f"say first whom {request_id} is about (bpo onboarding assign)"
                raise NotAllowed(message)
            if approve and actor in row.touched_by:
                message = f"{actor} accepted this form or named its subject: a second person approves"
                raise NotAllowed(message)
            row.state, row.approved_by, row.decided_at = to, actor if approve else None, self._clock()
            self._say(session, client, f"change_{to.value}", actor, request_id, row.kind)
            return True

    def request_applied(self, client: str, request_id: str) -> bool:
        """Note that an approved request is in its target; False when that was noted before."""
        with self.transaction() as session:
            lock_client(session, client)
            row = session.get_one(ChangeRequestRow, request_id, with_for_update=True)
            if row.client != client or row.state is not RequestState.APPROVED:
                return False
            row.state = RequestState.APPLIED
            self._say(session, client, "change_applied", "pipeline", request_id, row.kind)
            return True

    def put_employee_form(self, client: str, employee_id: str, kind: str, *, sealed: bytes, request_id: str) -> None:
        """Keep what an approved form says; the table refuses what was not approved."""
        values = {"sealed": sealed, "request_id": request_id, "applied_at": self._clock()}
        row = insert(EmployeeFormRow).values(client=client, employee_id=employee_id, kind=kind, **values)
        with self.transaction() as session:
            lock_client(session, client)
            session.execute(row.on_conflict_do_update(index_elements=["client", "employee_id", "kind"], set_=values))

    def employee_form(self, client: str, employee_id: str, kind: str) -> bytes | None:
        """What an employee's form of that kind says, sealed; None when none was applied."""
        with self.transaction() as session:
            row = session.get(EmployeeFormRow, (client, employee_id, kind))
            return None if row is None else row.sealed

    def _say(self, session: Session, client: str, name: str, actor: str, request_id: str, kind: str) -> None:
        data: dict[str, Any] = {"request": request_id, "kind": kind}
        append(session, client=client, document_id=request_id, name=name, actor=actor, at=self._clock(), data=data)


def _open(session: Session, client: str, request_id: str) -> ChangeRequestRow:
    lock_client(session, client)
    row = session.get(ChangeRequestRow, request_id, with_for_update=True)
    if row is None or row.client != client:
        message = f"there is no change request {request_id} of {client}"
        raise AskAPerson(message)
    if row.state is not RequestState.OPEN:
        message = f"change request {request_id} is {row.state.value} already"
        raise NotAllowed(message)
    return row


def _request(row: ChangeRequestRow) -> ChangeRequest:
    return ChangeRequest(
        request_id=row.request_id,
        client=row.client,
        kind=row.kind,
        subject_id=row.subject_id,
        fields=tuple(row.fields),
        sealed=row.sealed,
        state=row.state.value,
        touched_by=tuple(row.touched_by),
        approved_by=row.approved_by,
        at=row.requested_at,
    )
