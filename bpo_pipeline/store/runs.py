"""What payroll runs and payment runs of bills share: taken under a lock, noted in the client's history."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.store.database import lock_client
from bpo_pipeline.store.events import append
from bpo_pipeline.store.payables_schema import PaymentRunRow
from bpo_pipeline.store.payroll_schema import PayRunRow

Row = TypeVar("Row", PayRunRow, PaymentRunRow)


def locked_run(session: Session, table: type[Row], client: str, run_id: str) -> Row:
    """A run's row, held until the transaction ends. Raises AskAPerson when this client has none of that id."""
    lock_client(session, client)
    row = session.get(table, run_id, with_for_update=True)
    if row is None or row.client != client:
        message = f"there is no run {run_id} of {client}"
        raise AskAPerson(message)
    return row


def note_run(
    session: Session, row: PayRunRow | PaymentRunRow, name: str, *, at: dt.datetime, actor: str = "pipeline"
) -> None:
    """Append to the client's history that something happened to a run, with the hash of what it holds."""
    data = {"run": row.run_id, "body": row.body_hash}
    append(session, client=row.client, document_id="", name=name, actor=actor, at=at, data=data)
