"""Payment runs of bills: proposed, released by two people, sent once; a payment that came back opens its bills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed, StaleVersion
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.model.payable import PaidBill, PaymentRun
from bpo_pipeline.model.states import State
from bpo_pipeline.store.approvals import NOBODY
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.drafts import to_case
from bpo_pipeline.store.payables_schema import PaidBillRow, PaymentRunRow, PaymentRunState
from bpo_pipeline.store.payment_rows import keep_payments
from bpo_pipeline.store.payroll_schema import PaymentRow
from bpo_pipeline.store.runs import locked_run, note_run
from bpo_pipeline.store.schema import DecisionRow, DocumentRow

BILLS = ("invoice", "credit_note")
RELEASES = 2


class Payables(Database):
    """What becomes of posted bills."""

    def unpaid_bills(self, client: str, *, received_from: dt.datetime) -> list[Case]:
        """Posted bills in no live run, that arrived since a moment; oldest first."""
        live = select(PaidBillRow.document_id).where(PaidBillRow.live)
        query = select(DocumentRow).where(
            DocumentRow.client == client,
            DocumentRow.document_type.in_(BILLS),
            DocumentRow.state == State.POSTED,
            DocumentRow.received_at >= received_from,
            DocumentRow.document_id.not_in(live),
        )
        with self.transaction() as session:
            found = session.scalars(query.order_by(DocumentRow.received_at, DocumentRow.document_id))
            return [to_case(row) for row in found]

    def propose_payments(self, run: PaymentRun, *, actor: str) -> bool:
        """Keep a proposal; False when it is there already. Who decided on one of its bills is noted.

        Raises StaleVersion when one of the bills got into another run meanwhile.
        """
        ids = [one.document_id for one in run.bills]
        with self.transaction() as session:
            lock_client(session, run.client)
            if session.get(PaymentRunRow, run.run_id) is not None:
                return False
            deciders = select(DecisionRow.actor).where(DecisionRow.document_id.in_(ids)).distinct()
            row = PaymentRunRow(
                run_id=run.run_id,
                client=run.client,
                system=run.system,
                currency=run.currency,
                execution=run.execution,
                total=run.total,
                body_hash=run.body_hash,
                state=PaymentRunState.PROPOSED,
                touched_by=sorted({*session.scalars(deciders), actor} - NOBODY),
                released_by=[],
                proposed_at=self._clock(),
            )
            session.add(row)
            session.flush()
            session.add_all(_bill_row(run.run_id, one) for one in run.bills)
            try:
                session.flush()
            except IntegrityError:
                message = "one of these bills is in another payment run, or is no posted bill any more; propose again"
                raise StaleVersion(message) from None
            note_run(session, row, "payments_proposed", actor=actor, at=self._clock())
            return True

    def payment_runs(self, client: str, *, states: Collection[str] = ()) -> list[PaymentRun]:
        """A client's payment runs with their bills, first day of execution first."""
        query = select(PaymentRunRow).where(PaymentRunRow.client == client)
        if states:
            query = query.where(PaymentRunRow.state.in_(sorted(states)))
        with self.transaction() as session:
            rows = session.scalars(query.order_by(PaymentRunRow.execution, PaymentRunRow.run_id)).all()
            return [_run(session, row) for row in rows]

    def payment_run(self, client: str, run_id: str) -> PaymentRun:
        """One run. Raises AskAPerson when this client has none of that id."""
        with self.transaction() as session:
            return _run(session, locked_run(session, PaymentRunRow, client, run_id))

    def release_payments(self, client: str, run_id: str, *, actor: str) -> bool:
        """One of two people says yes; True once both did. Twice by the same person is once.

        Raises NotAllowed for one who proposed the run or decided on one of its bills.
        """
        if actor in NOBODY:
            message = "a release needs a person's name"
            raise NotAllowed(message)
        with self.transaction() as session:
            row = locked_run(session, PaymentRunRow, client, run_id)
            if row.state is not PaymentRunState.PROPOSED or actor in row.released_by:
                if row.state is PaymentRunState.DECLINED:
                    message = f"payment run {run_id} was declined; propose again"
                    raise NotAllowed(message)
                return row.state is not PaymentRunState.PROPOSED
            if actor in row.touched_by:
                message = f"{actor} proposed {run_id} or decided on a bill of it: two other people release it"
                raise NotAllowed(message)
            row.released_by = [*row.released_by, actor]
            if len(row.released_by) == RELEASES:
                row.state, row.released_at = PaymentRunState.RELEASED, self._clock()
            note_run(session, row, "payments_released", actor=actor, at=self._clock())
            return len(row.released_by) == RELEASES

    def decline_payments(self, client: str, run_id: str, *, actor: str) -> bool:
        """Take a run back: its bills are open again. False when it was declined already.

        Raises NotAllowed once one of its payments was kept, since its file may be at the bank.
        """
        with self.transaction() as session:
            row = locked_run(session, PaymentRunRow, client, run_id)
            if row.state is PaymentRunState.DECLINED:
                return False
            gone = select(PaymentRow.payment_id).where(PaymentRow.payment_run_id == run_id).limit(1)
            if row.state is PaymentRunState.SENT or session.scalar(gone):
                message = f"payments of {run_id} went out: it cannot be taken back"
                raise NotAllowed(message)
            row.state = PaymentRunState.DECLINED
            session.flush()
            for bill in session.scalars(select(PaidBillRow).where(PaidBillRow.run_id == run_id)):
                bill.live = False
            note_run(session, row, "payments_declined", actor=actor, at=self._clock())
            return True

    def put_bill_payments(self, client: str, run_id: str, payments: Sequence[SentPayment]) -> int:
        """Keep payments before their file leaves; those that are there stay. Gives how many are new.

        Raises NotAllowed for a run that two people did not release, an account that was not confirmed, and for ACH
        without a prenote three banking days before: the database looks at each.
        """
        refusal = (
            f"payment run {run_id} cannot go out: two people release it, each account needs a call-back and "
            "two people, and by ACH a prenote three banking days before; decline it and propose again"
        )
        with self.transaction() as session:
            return keep_payments(session, client, payments, at=self._clock(), refusal=refusal, payment_run_id=run_id)

    def payments_sent(self, client: str, run_id: str, *, total: Decimal) -> bool:
        """Note that the file is there and what it says in total; False when that was noted before."""
        with self.transaction() as session:
            row = locked_run(session, PaymentRunRow, client, run_id)
            if row.state is PaymentRunState.SENT:
                return False
            row.state, row.sent_total = PaymentRunState.SENT, total
            note_run(session, row, "payments_sent", at=self._clock())
            return True


def _bill_row(run_id: str, one: PaidBill) -> PaidBillRow:
    return PaidBillRow(
        run_id=run_id,
        document_id=one.document_id,
        payment_id=one.payment_id,
        payee_id=one.payee_id,
        account_id=one.account_id,
        number=one.number,
        issue_date=one.issue_date,
        gross=one.gross,
        discount=one.discount,
        amount=one.amount,
        live=True,
    )


def _run(session: Session, row: PaymentRunRow) -> PaymentRun:
    query = select(PaidBillRow).where(PaidBillRow.run_id == row.run_id)
    bills = session.scalars(query.order_by(PaidBillRow.payment_id, PaidBillRow.document_id))
    return PaymentRun(
        run_id=row.run_id,
        client=row.client,
        system=row.system,
        currency=row.currency,
        execution=row.execution,
        total=row.total,
        body_hash=row.body_hash,
        state=row.state.value,
        touched_by=tuple(row.touched_by),
        released_by=tuple(row.released_by),
        released_at=row.released_at,
        sent_total=row.sent_total,
        bills=tuple(
            PaidBill(
                one.document_id,
                one.payment_id,
                one.payee_id,
                one.account_id,
                one.number,
                one.issue_date,
                one.gross,
                one.discount,
                one.amount,
            )
            for one in bills
        ),
    )
