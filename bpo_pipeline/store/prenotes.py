"""Prenotes, and the sums of payment runs for the control report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select

from bpo_pipeline.model.payable import Prenote, RunTally
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.payables_schema import PaidBillRow, PaymentRunRow, PrenoteRow, PrenoteState
from bpo_pipeline.store.payroll_schema import AccountState, PayeeAccountRow, PaymentRow, PaymentState


class Prenotes(Database):
    """A test without money before the first payment to an account."""

    def put_prenotes(self, client: str, prenotes: Sequence[Prenote]) -> int:
        """Keep prenotes before their file leaves; an account has one. Gives how many are new."""
        with self.transaction() as session:
            lock_client(session, client)
            new = [one for one in prenotes if session.get(PrenoteRow, one.account_id) is None]
            session.add_all(
                PrenoteRow(
                    account_id=one.account_id,
                    client=client,
                    payment_id=one.payment_id,
                    file_name=one.file_name,
                    effective=one.effective,
                    good_from=one.good_from,
                    state=PrenoteState.SENT,
                    code="",
                    sent_at=self._clock(),
                )
                for one in new
            )
            return len(new)

    def prenotes(self, client: str) -> dict[int, Prenote]:
        """A client's prenotes by account."""
        query = select(PrenoteRow).where(PrenoteRow.client == client).order_by(PrenoteRow.account_id)
        with self.transaction() as session:
            return {
                row.account_id: Prenote(
                    row.account_id, row.payment_id, row.file_name, row.effective, row.good_from, row.state.value
                )
                for row in session.scalars(query)
            }

    def prenote_returned(self, client: str, account_id: int, *, code: str) -> bool:
        """A prenote came back, or the bank asks for other details: the account is not paid to any more."""
        with self.transaction() as session:
            lock_client(session, client)
            row = session.get(PrenoteRow, account_id, with_for_update=True)
            if row is None or row.client != client or row.state is PrenoteState.RETURNED:
                return False
            row.state, row.code = PrenoteState.RETURNED, code
            account = session.get_one(PayeeAccountRow, account_id)
            account.state = AccountState.REPLACED
            data = {"account_id": account_id, "code": code}
            append(
                session,
                client=client,
                document_id="",
                name="prenote_returned",
                actor="pipeline",
                at=self._clock(),
                data=data,
            )
            return True

    def payment_tallies(self, client: str, day_from: dt.date, day_to: dt.date) -> list[RunTally]:
        """Sums of the payment runs proposed on these UTC days, each counted on its own in the database."""
        bills = (
            select(
                PaidBillRow.run_id,
                func.count().label("count"),
                func.count(PaidBillRow.payment_id.distinct()).label("payees"),
                func.sum(PaidBillRow.amount).label("total"),
            )
            .group_by(PaidBillRow.run_id)
            .subquery()
        )
        back = func.count().filter(PaymentRow.state == PaymentState.RETURNED)
        paid = (
            select(PaymentRow.payment_run_id, func.count().label("count"), back.label("back"))
            .group_by(PaymentRow.payment_run_id)
            .subquery()
        )
        day = func.date(func.timezone("UTC", PaymentRunRow.proposed_at))
        query = (
            select(PaymentRunRow, bills.c.count, bills.c.payees, bills.c.total, paid.c.count, paid.c.back)
            .outerjoin(bills, bills.c.run_id == PaymentRunRow.run_id)
            .outerjoin(paid, paid.c.payment_run_id == PaymentRunRow.run_id)
            .where(PaymentRunRow.client == client, day >= day_from, day <= day_to)
            .order_by(PaymentRunRow.run_id)
        )
        with self.transaction() as session:
            return [
                RunTally(
                    run_id=row.run_id,
                    currency=row.currency,
                    state=row.state.value,
                    bills=bill_count or 0,
                    payees=payees or 0,
                    payments=payment_count or 0,
                    returned=returned or 0,
                    total=row.total,
                    bills_total=bills_total or row.total * 0,
                    sent_total=row.sent_total,
                )
                for row, bill_count, payees, bills_total, payment_count, returned in session.execute(query)
            ]
