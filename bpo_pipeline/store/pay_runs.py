"""Pay runs: prepared by the pipeline, released by a second person, sent once; and what the bank said afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.pay_run import PayRun, SentPayment
from bpo_pipeline.model.states import State
from bpo_pipeline.store.approvals import NOBODY
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.payables_schema import PaidBillRow
from bpo_pipeline.store.payment_rows import keep_payments
from bpo_pipeline.store.payroll_schema import (
    AccountState,
    PayeeAccountRow,
    PaymentRow,
    PaymentState,
    PayRunDocumentRow,
    PayRunRow,
    RunState,
)
from bpo_pipeline.store.runs import locked_run, note_run
from bpo_pipeline.store.schema import DecisionRow, DocumentRow


class PayRuns(Database):
    """What becomes of approved timesheets."""

    def unpaid(self, client: str, types: Collection[str]) -> list[str]:
        """Accepted documents of these types that are in no run yet, oldest first."""
        query = (
            select(DocumentRow.document_id)
            .outerjoin(PayRunDocumentRow, PayRunDocumentRow.document_id == DocumentRow.document_id)
            .where(
                DocumentRow.client == client,
                DocumentRow.document_type.in_(list(types)),
                DocumentRow.state == State.POSTED,
                PayRunDocumentRow.document_id.is_(None),
            )
            .order_by(DocumentRow.received_at, DocumentRow.document_id)
        )
        with self.transaction() as session:
            return list(session.scalars(query))

    def prepare_run(self, run: PayRun, document_ids: Sequence[str], *, body_hash: str) -> bool:
        """Keep a run with its timesheets; False when it is there already. Whoever decided on one of them is noted."""
        with self.transaction() as session:
            lock_client(session, run.client)
            if session.get(PayRunRow, run.run_id) is not None:
                return False
            deciders = select(DecisionRow.actor).where(DecisionRow.document_id.in_(list(document_ids))).distinct()
            row = PayRunRow(
                run_id=run.run_id,
                client=run.client,
                first_day=run.first_day,
                last_day=run.last_day,
                sealed=run.sealed,
                body_hash=body_hash,
                state=RunState.PREPARED,
                can_be_released=run.can_be_released,
                touched_by=sorted({*run.touched_by, *session.scalars(deciders)}),
                prepared_at=self._clock(),
            )
            session.add(row)
            session.flush()
            session.add_all(PayRunDocumentRow(document_id=one, run_id=run.run_id) for one in document_ids)
            note_run(session, row, "payroll_prepared", at=row.prepared_at)
            return True

    def pay_runs(self, client: str, *, states: Collection[str] = ()) -> list[PayRun]:
        """A client's runs by period."""
        query = select(PayRunRow).where(PayRunRow.client == client).order_by(PayRunRow.last_day, PayRunRow.prepared_at)
        with self.transaction() as session:
            return [_run(row) for row in session.scalars(query) if not states or row.state.value in states]

    def pay_run(self, client: str, run_id: str) -> PayRun:
        """One run. Raises AskAPerson when this client has none of that id."""
        with self.transaction() as session:
            return _run(locked_run(session, PayRunRow, client, run_id))

    def release_run(self, client: str, run_id: str, *, actor: str) -> bool:
        """Let a run be sent; False when it was released already.

        Raises NotAllowed for one who touched a timesheet in it, and for a run that the pre-flight stops.
        """
        if actor in NOBODY:
            message = "a release needs a person's name"
            raise NotAllowed(message)
        with self.transaction() as session:
            row = locked_run(session, PayRunRow, client, run_id)
            if row.state in {RunState.RELEASED, RunState.SENT}:
                return False
            if row.state is not RunState.PREPARED:
                message = f"payroll run {run_id} was declined; the next run takes its timesheets up again"
                raise NotAllowed(message)
            if not row.can_be_released:
                message = f"payroll run {run_id} cannot be released: settle what its pre-flight page says first"
                raise NotAllowed(message)
            if actor in row.touched_by:
                message = f"{actor} decided on a timesheet of {run_id}: a second person releases it"
                raise NotAllowed(message)
            row.state, row.released_by, row.released_at = RunState.RELEASED, actor, self._clock()
            note_run(session, row, "payroll_released", actor=actor, at=self._clock())
            return True

    def decline_run(self, client: str, run_id: str, *, actor: str) -> bool:
        """Take a run back: its timesheets are free for the next one. False when it was declined already."""
        with self.transaction() as session:
            row = locked_run(session, PayRunRow, client, run_id)
            if row.state is RunState.DECLINED:
                return False
            if row.state is not RunState.PREPARED:
                message = f"payroll run {run_id} is {row.state.value}: it cannot be taken back"
                raise NotAllowed(message)
            row.state = RunState.DECLINED
            session.execute(delete(PayRunDocumentRow).where(PayRunDocumentRow.run_id == run_id))
            note_run(session, row, "payroll_declined", actor=actor, at=self._clock())
            return True

    def run_sent(self, client: str, run_id: str) -> bool:
        """Note that all files of a released run are there; False when that was noted before."""
        with self.transaction() as session:
            row = locked_run(session, PayRunRow, client, run_id)
            if row.state is RunState.SENT:
                return False
            if row.state is not RunState.RELEASED:
                message = f"payroll run {run_id} is not released"
                raise NotAllowed(message)
            row.state = RunState.SENT
            note_run(session, row, "payroll_sent", at=self._clock())
            return True

    def note_run(self, client: str, run_id: str, name: str, *, actor: str = "pipeline") -> None:
        """Keep in the history that something happened to a run."""
        with self.transaction() as session:
            row = locked_run(session, PayRunRow, client, run_id)
            note_run(session, row, name, actor=actor, at=self._clock())

    def put_payments(self, client: str, run_id: str, payments: Iterable[SentPayment]) -> int:
        """Keep payments before their file leaves; those that are there stay. Gives how many are new.

        Raises NotAllowed when one goes to an account that was not confirmed, or the run is not released.
        """
        refusal = "a payment needs an account that a call-back and two people confirmed, and a released run"
        with self.transaction() as session:
            return keep_payments(session, client, payments, at=self._clock(), refusal=refusal, run_id=run_id)

    def payments(self, client: str, *, run_id: str = "") -> list[SentPayment]:
        """A client's payments; *run_id* is that of a pay run or of a payment run of bills."""
        query = select(PaymentRow).where(PaymentRow.client == client).order_by(PaymentRow.payment_id)
        with self.transaction() as session:
            return [
                SentPayment(
                    row.payment_id, row.payee_id, row.account_id, row.sealed, row.file_name, row.state.value, row.code
                )
                for row in session.scalars(query)
                if run_id in {"", row.run_id, row.payment_run_id}
            ]

    def payment_answered(self, client: str, payment_id: str, *, returned: bool, code: str) -> bool:
        """What the bank says about a payment. A return beats a settlement, never the other way. False: nothing new.

        Bills whose payment came back are open again, and their account waits for a new call and two people.
        """
        with self.transaction() as session:
            lock_client(session, client)
            row = session.get(PaymentRow, payment_id, with_for_update=True)
            to = PaymentState.RETURNED if returned else PaymentState.SETTLED
            if row is None or row.client != client or row.state in {to, PaymentState.RETURNED}:
                return False
            row.state, row.code, row.answered_at = to, code, self._clock()
            if returned and row.payment_run_id is not None:
                _reopen_bills(session, row)
            data = {"payment": payment_id, "code": code}
            name = f"payment_{to.value}"
            append(session, client=client, document_id="", name=name, actor="pipeline", at=self._clock(), data=data)
            return True


def _reopen_bills(session: Session, row: PaymentRow) -> None:
    session.flush()
    for bill in session.scalars(select(PaidBillRow).where(PaidBillRow.payment_id == row.payment_id)):
        bill.live = False
    session.get_one(PayeeAccountRow, row.account_id).state = AccountState.REPLACED


def _run(row: PayRunRow) -> PayRun:
    return PayRun(
        run_id=row.run_id,
        client=row.client,
        first_day=row.first_day,
        last_day=row.last_day,
        sealed=row.sealed,
        state=row.state.value,
        can_be_released=row.can_be_released,
        touched_by=tuple(row.touched_by),
        released_by=row.released_by,
    )
