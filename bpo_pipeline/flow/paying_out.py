"""Net pay goes out.

What is paid is the processor's result that a second person released (``flow/pay_results``).
A payment is kept in our tables before its file leaves; the database refuses one to an account that no call-back and no
second person confirmed, and one of a run that is not released. A returned payment is open again: it is paid anew under
a new id, never under the old one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.pay_results import result_of
from bpo_pipeline.flow.paying import opened, people_of, terms_of
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.model.payment import Payment, new_payment_id
from bpo_pipeline.model.payroll import PayrollBatch
from bpo_pipeline.posting.payments import PaymentFile
from bpo_pipeline.posting.payments.banking_days import effective_day
from bpo_pipeline.posting.payments.nacha import nacha_file
from bpo_pipeline.posting.payments.remittance import remittance_advice
from bpo_pipeline.posting.payments.sepa import sepa_file


def pay(parts: Parts, run_id: str, *, now: dt.datetime) -> dict[str, int | str]:
    """Write the bank's file for a run whose result was released.

    Who was paid already is left out, so that twice is once. Raises AskAPerson while no second person released the
    result, and Refused for a payment that the bank would not take.
    """
    terms = terms_of(parts).payments
    if terms is None:
        message = f"{parts.client}'s contract names no bank to pay from"
        raise AskAPerson(message)
    run = parts.store.pay_run(parts.client, run_id)
    batch, _ = opened(parts, run)
    result = result_of(parts, run_id)
    net = {one.employee_id: one.net for one in result.employees if one.net}
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    # what was kept and whose file never left (the worker died in between) goes out now, under the same ids and name
    before = parts.store.payments(parts.client, run_id=run_id)
    there = {name for name in {one.file_name for one in before} if folder.get(name) is not None}
    payments, kept = _new_payments(parts, run_id, batch, net, [one for one in before if one.file_name in there])
    if not payments:
        return {"payments": 0, "total": "0.00"}
    day = effective_day(batch.pay_day, now.date(), terms.kind)
    number = len(there)
    file: PaymentFile
    if terms.kind == "nacha":
        modifier = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]
        file = nacha_file(payments, terms, sec="PPD", effective=day, now=now, modifier=modifier)
    else:
        file = sepa_file(payments, terms, execution=day, file_id=f"{run_id[-26:]}-{number + 1}")
    name = f"{terms.prefix}{run_id}/{file.name}"
    parts.store.put_payments(parts.client, run_id, (one(name) for one in kept))
    folder.put(name, file.content, file.content_type)
    for one in payments:
        advice = remittance_advice(one, payer=parts.contract.name, paid_on=day)
        folder.put(f"{terms.prefix}{run_id}/advice/{one.payment_id}.txt", advice.encode(), "text/plain; charset=utf-8")
    return {"payments": file.count, "total": str(file.total), "effective": day.isoformat()}


def _new_payments(
    parts: Parts, run_id: str, batch: PayrollBatch, net: Mapping[str, Decimal], before: Sequence[SentPayment]
) -> tuple[list[Payment], list[_Kept]]:
    people, account_ids = people_of(parts)
    by_id = {one.employee_id: one for one in people}
    payments, kept = [], []
    for who, amount in sorted(net.items()):
        tries = [one for one in before if one.payee_id == who]
        if any(one.state != "returned" for one in tries):
            continue
        person = by_id.get(who)
        if person is None or person.account is None or who not in account_ids:
            message = f"employee {who} has no bank details that a call-back and two people confirmed; nothing was paid"
            raise AskAPerson(message)
        payment = Payment(
            payment_id=new_payment_id(parts.client, run_id, who, str(len(tries))),
            payee_id=who,
            name=person.name,
            amount=amount,
            currency=batch.currency,
            account=person.account,
            routing=person.routing,
            savings=person.savings,
            reference=f"PAY {batch.first_day} {batch.last_day}",
        )
        payments.append(payment)
        sealed = parts.seal.close(f"payment/{payment.payment_id}", str(amount).encode())
        kept.append(_Kept(payment.payment_id, who, account_ids[who], sealed))
    return payments, kept


class _Kept:
    """A payment as our tables keep it, once the file's name is known."""

    def __init__(self, payment_id: str, payee_id: str, account_id: int, sealed: bytes) -> None:
        self._row = (payment_id, payee_id, account_id, sealed)

    def __call__(self, file_name: str) -> SentPayment:
        return SentPayment(*self._row, file_name, "sent")
