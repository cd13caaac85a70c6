"""Payments, of net pay or of bills, kept before their file leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.store.database import lock_client
from bpo_pipeline.store.payroll_schema import PaymentRow, PaymentState


def keep_payments(
    session: Session,
    client: str,
    payments: Iterable[SentPayment],
    *,
    at: dt.datetime,
    refusal: str,
    run_id: str | None = None,
    payment_run_id: str | None = None,
) -> int:
    """Keep the payments of a pay run or of a payment run; those that are there stay. Gives how many are new.

    Raises NotAllowed with the sentence *refusal* when the database, which looks at each, does not take one.
    """
    lock_client(session, client)
    new = [one for one in payments if session.get(PaymentRow, one.payment_id) is None]
    session.add_all(
        PaymentRow(
            payment_id=one.payment_id,
            client=client,
            run_id=run_id,
            payment_run_id=payment_run_id,
            payee_id=one.payee_id,
            account_id=one.account_id,
            sealed=one.sealed,
            file_name=one.file_name,
            state=PaymentState.SENT,
            code="",
            sent_at=at,
        )
        for one in new
    )
    try:
        session.flush()
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        raise NotAllowed(refusal) from None
    return len(new)
