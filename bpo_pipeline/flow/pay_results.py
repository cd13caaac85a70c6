"""The processor's result of a run: brought by one, held against the batch, released by another, booked as a journal.

The file comes with a command, or the client drops it into its inbox as ``payroll-results/<run>.csv``. Whoever brought
it and whoever released the hours cannot release the money; the database refuses both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.paying import opened, terms_of
from bpo_pipeline.model.payroll import PayrollBatch
from bpo_pipeline.model.payroll_result import PayrollResult
from bpo_pipeline.posting.payments.banking_days import effective_day
from bpo_pipeline.posting.payroll_result import journal_of, result_from, result_values

FOLDER = "payroll-results/"
CENTS_OFF = Decimal("0.02")
HALF_A_HUNDREDTH = Decimal("0.005")
"""Import files carry hours with two decimals, so the processor's hours may be off by that much on each line."""


def take_result(
    parts: Parts, run_id: str, content: bytes, *, actor: str, total: Decimal | None = None
) -> dict[str, int | str]:
    """Take over the processor's file; gives its sums. *total* is the control total of the net pay, where one is given.

    Raises AskAPerson when people, gross or total are not those of the batch, and Refused for a file that is none.
    """
    values = parts.sandbox().run("payroll_result", content, arguments={}, wall_seconds=60.0).value
    result = result_from(values)
    batch, _ = opened(parts, parts.store.pay_run(parts.client, run_id))
    _require_same(parts, batch, result, run_id)
    if total is not None and result.net != total:
        message = f"the net pay adds up to {result.net}, the control total says {total}"
        raise AskAPerson(message)
    body = json.dumps(result_values(result), sort_keys=True).encode()
    parts.store.put_result(
        parts.client,
        run_id,
        sealed=parts.seal.close(f"result/{run_id}", body),
        body_hash=hashlib.sha256(body).hexdigest(),
        actor=actor,
    )
    return {"employees": len(result.employees), "gross": str(result.gross), "net": str(result.net)}


def take_waiting(parts: Parts) -> list[str]:
    """Take over the result files in the client's inbox; gives the runs whose net pay waits for a second person.

    A file that does not fit is named in an AskAPerson, after all others were taken.
    """
    bucket, wrong = parts.contract.inbox_bucket, []
    runs = {run.run_id for run in parts.store.pay_runs(parts.client, states={"released", "sent"})}
    for one in parts.buckets.list_inbox(bucket, prefix=FOLDER):
        run_id = one.key.removeprefix(FOLDER).removesuffix(".csv")
        content = parts.buckets.find(bucket, one.key) if run_id in runs else None
        kept = parts.store.pay_result(parts.client, run_id)
        if content is None or (kept is not None and kept.approved_by is not None):
            continue
        try:
            take_result(parts, run_id, content, actor=f"client {parts.client}")
        except AskAPerson as problem:
            wrong.append(f"{run_id}: {problem}")
    if wrong:
        raise AskAPerson("; ".join(wrong))
    return parts.store.results_to_approve(parts.client)


def result_text(parts: Parts, run_id: str, *, today: dt.date) -> str:
    """What is asked before money leaves: counts alone, nobody's name or pay, and whether it comes too late."""
    result = _opened(parts, run_id)
    batch, _ = opened(parts, parts.store.pay_run(parts.client, run_id))
    payments = terms_of(parts).payments
    day = effective_day(batch.pay_day, today, payments.kind) if payments else batch.pay_day
    late = f" The pay day was {batch.pay_day}." if day > batch.pay_day else ""
    return (
        f"Net pay of payroll run `{run_id}`: **{len(result.employees)} employees**, on {day}.{late} Gross, taxes and "
        "net tie with the released hours; look at the processor's own report for the sums. Whoever released the hours "
        "cannot release the money."
    )


def result_of(parts: Parts, run_id: str) -> PayrollResult:
    """A run's result that a second person released. Raises AskAPerson before that."""
    kept = parts.store.pay_result(parts.client, run_id)
    if kept is None or kept.approved_by is None:
        message = f"nobody has released the net pay of payroll run {run_id} yet; it needs a second person"
        raise AskAPerson(message)
    return _opened(parts, run_id)


def book_journal(parts: Parts, run_id: str) -> dict[str, str]:
    """Book the released result as one balanced journal on the pay day; gives what the books then hold.

    Nothing happens where the contract names no books.
    """
    terms = terms_of(parts).journal
    if terms is None:
        return {}
    result = result_of(parts, run_id)
    batch, _ = opened(parts, parts.store.pay_run(parts.client, run_id))
    key = f"payroll {run_id}"
    books = parts.books(terms.company)
    before = books.find_journal(key)
    booked = books.book_journal(key, journal_of(result, terms), day=batch.pay_day)
    if before != booked:
        parts.store.note_run(parts.client, run_id, "payroll_journal_booked")
    return {"journal": booked.number, "debit": str(booked.debit), "credit": str(booked.credit)}


def _opened(parts: Parts, run_id: str) -> PayrollResult:
    kept = parts.store.pay_result(parts.client, run_id)
    if kept is None:
        message = f"payroll run {run_id} has no result yet: bpo payroll result takes the processor's file over"
        raise AskAPerson(message)
    return result_from(json.loads(parts.seal.open(f"result/{run_id}", kept.sealed)))


def _require_same(parts: Parts, batch: PayrollBatch, result: PayrollResult, run_id: str) -> None:
    """The people of the batch, each with the gross that the released hours give."""
    ours, theirs = {line.employee_id for line in batch.lines}, {one.employee_id for one in result.employees}
    if ours != theirs:
        strangers, missing = ", ".join(sorted(theirs - ours)) or "nobody", ", ".join(sorted(ours - theirs)) or "nobody"
        message = f"the result is not that of {run_id}: not in the batch: {strangers}; in the batch alone: {missing}"
        raise AskAPerson(message)
    factors = terms_of(parts).factors
    off = []
    for one in result.employees:
        lines = [line for line in batch.lines if line.employee_id == one.employee_id and line.minutes]
        rate = max((line.rate or batch.employee(one.employee_id).rate or Decimal(0) for line in lines), default=0)
        room = CENTS_OFF + len(lines) * HALF_A_HUNDREDTH * rate * max((Decimal(1), *factors.values()))
        if abs(one.gross - batch.gross(one.employee_id, factors)) > room:
            off.append(one.employee_id)
    if off:
        message = f"the processor's gross is not hours times rate for {', '.join(off[:5])} ({len(off)} in all)"
        raise AskAPerson(message)
