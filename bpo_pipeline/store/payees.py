"""Employees and where payees' money goes: proposed by one, called about by one, approved by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.pay_run import PayeeAccount
from bpo_pipeline.model.sensitive import REVEALED
from bpo_pipeline.store.approvals import NOBODY
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.payroll_schema import AccountState, EmployeeRow, PayeeAccountRow


class Payees(Database):
    """Master data of payroll. What is shown or changed becomes an event without any value in it."""

    def put_employees(self, client: str, sealed: Mapping[str, bytes], *, actor: str) -> int:
        """Take over employees by id; gives how many."""
        with self.transaction() as session:
            lock_client(session, client)
            for employee_id, content in sealed.items():
                values = {"sealed": content, "entered_by": actor, "entered_at": self._clock()}
                row = insert(EmployeeRow).values(client=client, employee_id=employee_id, **values)
                session.execute(row.on_conflict_do_update(index_elements=["client", "employee_id"], set_=values))
            self._tell(session, client, "employees_taken_over", actor, {"count": len(sealed)})
        return len(sealed)

    def employees(self, client: str) -> dict[str, bytes]:
        """All employees of a client by id, sealed."""
        with self.transaction() as session:
            query = select(EmployeeRow).where(EmployeeRow.client == client).order_by(EmployeeRow.employee_id)
            return {row.employee_id: row.sealed for row in session.scalars(query)}

    def propose_account(self, client: str, payee_id: str, *, sealed: bytes, mark: str, actor: str) -> int | None:
        """New bank details; they wait. None when they are proposed or active already."""
        if actor in NOBODY:
            message = "bank details need the name of the person who entered them"
            raise NotAllowed(message)
        with self.transaction() as session:
            lock_client(session, client)
            known = select(PayeeAccountRow).where(
                PayeeAccountRow.client == client,
                PayeeAccountRow.payee_id == payee_id,
                PayeeAccountRow.state != AccountState.REPLACED,
            )
            if any(row.mark == mark for row in session.scalars(known)):
                return None
            row = PayeeAccountRow(
                client=client,
                payee_id=payee_id,
                sealed=sealed,
                mark=mark,
                state=AccountState.PROPOSED,
                entered_by=actor,
                entered_at=self._clock(),
            )
            session.add(row)
            session.flush()
            self._tell(session, client, "account_proposed", actor, {"payee": payee_id, "account_id": row.account_id})
            return row.account_id

    def accounts(self, client: str, *, state: str = "") -> list[PayeeAccount]:
        """A client's bank details, oldest first."""
        query = select(PayeeAccountRow).where(PayeeAccountRow.client == client).order_by(PayeeAccountRow.account_id)
        with self.transaction() as session:
            return [
                PayeeAccount(row.account_id, row.payee_id, row.sealed, row.mark, row.state.value, row.entered_by)
                for row in session.scalars(query)
                if not state or row.state.value == state
            ]

    def account_called(
        self, client: str, ids: Sequence[int], *, actor: str, phone: str, known_from: str, spoke_with: str
    ) -> int:
        """Keep that *actor* called about these bank details on a number known before; gives how many."""
        with self.transaction() as session:
            lock_client(session, client)
            rows = self._proposed(session, client, ids)
            for row in rows:
                row.called_by, row.called_at = actor, self._clock()
                row.phone, row.known_from, row.spoke_with = phone.strip(), known_from.strip(), spoke_with.strip()
            self._flush(session)
            self._tell(session, client, "account_called_back", actor, {"account_ids": [row.account_id for row in rows]})
        return len(rows)

    def approve_accounts(self, client: str, ids: Sequence[int], *, actor: str) -> int:
        """Let bank details be paid to; what was active for the payee is replaced.

        Raises NotAllowed for who entered them or made the call, and while there was no call.
        """
        with self.transaction() as session:
            lock_client(session, client)
            rows = self._proposed(session, client, ids)
            for row in rows:
                old = select(PayeeAccountRow).where(
                    PayeeAccountRow.client == client,
                    PayeeAccountRow.payee_id == row.payee_id,
                    PayeeAccountRow.state == AccountState.ACTIVE,
                )
                for before in session.scalars(old):
                    before.state = AccountState.REPLACED
                row.state, row.approved_by, row.approved_at = AccountState.ACTIVE, actor, self._clock()
            self._flush(session)
            self._tell(session, client, "account_approved", actor, {"account_ids": [row.account_id for row in rows]})
        return len(rows)

    def revealed(self, client: str, *, what: str, actor: str, why: str, document_id: str = "") -> None:
        """Keep that a person was shown a sensitive value: who, what and why, never the value."""
        data = {"what": what, "why": why}
        with self.transaction() as session:
            lock_client(session, client)
            self._tell(session, client, REVEALED, actor, data, document_id=document_id)

    def _proposed(self, session: Session, client: str, ids: Sequence[int]) -> list[PayeeAccountRow]:
        query = select(PayeeAccountRow).where(
            PayeeAccountRow.client == client,
            PayeeAccountRow.account_id.in_(list(ids)),
            PayeeAccountRow.state == AccountState.PROPOSED,
        )
        rows = list(session.scalars(query.with_for_update()))
        if len(rows) != len(set(ids)):
            message = "some of these bank details are not proposed any more; list them again"
            raise AskAPerson(message)
        return rows

    def _flush(self, session: Session) -> None:
        try:
            session.flush()
        except IntegrityError:
            message = (
                "bank details need a call on a number known before, and a second person who neither entered them "
                "nor made the call"
            )
            raise NotAllowed(message) from None

    def _tell(
        self, session: Session, client: str, name: str, actor: str, data: dict[str, Any], *, document_id: str = ""
    ) -> None:
        append(session, client=client, document_id=document_id, name=name, actor=actor, at=self._clock(), data=data)
