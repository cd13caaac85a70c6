"""Payroll results: taken over by one, approved by another who did not release the hours, then never changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.pay_run import PayResult
from bpo_pipeline.store.approvals import NOBODY
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.pay_result_schema import PayResultRow
from bpo_pipeline.store.payroll_schema import PayRunRow, RunState


class PayResults(Database):
    """What the processor made of the runs."""

    def put_result(self, client: str, run_id: str, *, sealed: bytes, body_hash: str, actor: str) -> bool:
        """Keep a run's result, instead of one that nobody approved; False when it is there already.

        Raises AskAPerson when another one was approved, or the run was not sent.
        """
        if actor in NOBODY:
            message = "a payroll result needs the name of who brought it"
            raise NotAllowed(message)
        with self.transaction() as session:
            lock_client(session, client)
            run = session.get(PayRunRow, run_id)
            if run is None or run.client != client or run.state not in {RunState.RELEASED, RunState.SENT}:
                message = f"payroll run {run_id} of {client} was not sent; its result cannot be taken over"
                raise AskAPerson(message)
            row = session.get(PayResultRow, run_id, with_for_update=True)
            if row is not None and row.body_hash == body_hash:
                return False
            if row is not None and row.approved_by is not None:
                message = f"another result of payroll run {run_id} was approved; this one changes nothing"
                raise AskAPerson(message)
            if row is None:
                row = PayResultRow(run_id=run_id, client=client)
                session.add(row)
            row.sealed, row.body_hash, row.entered_by, row.entered_at = sealed, body_hash, actor, self._clock()
            data = {"run": run_id, "body": body_hash}
            append(
                session, client=client, document_id="", name="payroll_result", actor=actor, at=self._clock(), data=data
            )
            return True

    def pay_result(self, client: str, run_id: str) -> PayResult | None:
        """A run's result."""
        with self.transaction() as session:
            row = session.get(PayResultRow, run_id)
            return _result(row) if row is not None and row.client == client else None

    def results_to_approve(self, client: str) -> list[str]:
        """Runs whose result waits for a second person."""
        query = select(PayResultRow.run_id).where(PayResultRow.client == client, PayResultRow.approved_by.is_(None))
        with self.transaction() as session:
            return list(session.scalars(query.order_by(PayResultRow.entered_at)))

    def approve_result(self, client: str, run_id: str, *, actor: str) -> bool:
        """Release a run's net pay; False when that was done before.

        Raises NotAllowed for who brought the result, and for who released the hours.
        """
        if actor in NOBODY:
            message = "net pay is released by a person with a name"
            raise NotAllowed(message)
        with self.transaction() as session:
            lock_client(session, client)
            row = session.get(PayResultRow, run_id, with_for_update=True)
            if row is None or row.client != client:
                message = f"payroll run {run_id} has no result yet: bpo payroll result takes the processor's file over"
                raise AskAPerson(message)
            if row.approved_by is not None:
                return False
            row.approved_by, row.approved_at = actor, self._clock()
            try:
                session.flush()
            except DBAPIError as problem:
                if problem.connection_invalidated:
                    raise
                message = (
                    f"{actor} brought the result of {run_id} or released its hours: a second person releases the money"
                )
                raise NotAllowed(message) from None
            data = {"run": run_id, "body": row.body_hash}
            append(
                session, client=client, document_id="", name="net_pay_released", actor=actor, at=self._clock(),
                data=data,
            )  # fmt: skip
            return True


def _result(row: PayResultRow) -> PayResult:
    return PayResult(row.run_id, row.sealed, row.body_hash, row.entered_by, row.approved_by)
