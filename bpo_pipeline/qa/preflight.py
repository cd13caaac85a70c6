"""Payroll pre-flight: compares a batch with the one before it, before anything is sent.

One payroll in five has errors, most of them in timesheets and master data; what is wrong shows as a change. Sources:
QA_RULES 18 and 19 (payroll practice: new, leaver, bank, rate, gross change), 4 (ACFE: shared bank accounts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

from bpo_pipeline.model.payroll import PaidEmployee, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollTerms
from bpo_pipeline.model.preflight import Change, Pointed, Preflight, PreflightRow

PERCENT = Decimal(100)


def preflight(
    batch: PayrollBatch,
    last: PayrollBatch | None,
    *,
    terms: PayrollTerms,
    confirmed: Collection[str] | None = None,
    held: tuple[tuple[str, str], ...] = (),
) -> Preflight:
    """What there is to look at, employee by employee, those with most to look at first.

    *confirmed* are the employees whose bank details two people confirmed; None where nobody is paid by us.
    """
    shared = _shared_accounts(batch)
    paid_before = {line.employee_id for line in last.lines} if last else set()
    known = {one.employee_id for one in batch.employees}
    rows = []
    for employee_id in dict.fromkeys(line.employee_id for line in batch.lines):
        minutes = sum(line.minutes or 0 for line in batch.lines if line.employee_id == employee_id)
        if employee_id not in known:
            told = Pointed(Change.UNKNOWN, f"Employee {employee_id} is not in the master data; take the lines out.")
            rows.append(PreflightRow(employee_id, "", minutes, Decimal(0), None, (told,)))
            continue
        person = batch.employee(employee_id)
        gross = batch.gross(employee_id, terms.factors)
        before = last.gross(employee_id, terms.factors) if last and employee_id in paid_before else None
        pointed = [
            *_person(batch, person, last, new=last is not None and employee_id not in paid_before),
            *_money(gross, before, terms),
            *shared.get(employee_id, ()),
        ]
        if confirmed is not None and employee_id not in confirmed:
            sentence = f"Nobody has confirmed the bank details of {employee_id} by a call and a second person."
            pointed.append(Pointed(Change.BANK_UNCONFIRMED, sentence))
        rows.append(PreflightRow(employee_id, person.name, minutes, gross, before, tuple(pointed)))
    rows += _missing(batch, last, terms)
    rows.sort(key=lambda row: (-len(row.pointed), row.employee_id))
    return Preflight(
        client=batch.client,
        batch_id=batch.batch_id,
        first_day=batch.first_day,
        last_day=batch.last_day,
        pay_day=batch.pay_day,
        currency=batch.currency,
        totals=batch.totals,
        gross=sum((row.gross for row in rows), Decimal("0.00")),
        last_totals=last.totals if last else None,
        last_gross=sum((last.gross(one, terms.factors) for one in paid_before), Decimal("0.00")) if last else None,
        rows=tuple(rows),
        held=held,
    )


def _person(batch: PayrollBatch, person: PaidEmployee, last: PayrollBatch | None, *, new: bool) -> Iterator[Pointed]:
    who = person.employee_id
    if new:
        hired = f", hired {person.hired}" if person.hired else ""
        yield Pointed(Change.NEW, f"Employee {who} was not paid last period{hired}: is the person really new?")
    if person.left is not None and person.left <= batch.last_day:
        yield Pointed(Change.LEAVER, f"Employee {who} left on {person.left}: final pay, and nothing after that day?")
    paid_by_hour = any(line.minutes for line in batch.lines if line.employee_id == who and line.rate is None)
    if person.rate is None and paid_by_hour:
        yield Pointed(Change.NO_RATE, f"Employee {who} has hours and no rate in the master data.")
    before = _find(last, who)
    if before is None:
        return
    if (before.account, before.routing) != (person.account, person.routing):
        now = person.account.masked if person.account else "none"
        yield Pointed(Change.BANK_CHANGED, f"The bank details of {who} changed since last period (now {now}).")
    if before.rate is not None and person.rate is not None and before.rate != person.rate:
        moved = (person.rate - before.rate) / before.rate * PERCENT if before.rate else PERCENT
        yield Pointed(Change.RATE_CHANGED, f"The rate of {who} changed by {moved:+.1f} % since last period.")


def _money(gross: Decimal, before: Decimal | None, terms: PayrollTerms) -> Iterator[Pointed]:
    if before is None or gross == before:
        return
    moved = (gross - before) / before * PERCENT if before else PERCENT
    if abs(moved) > terms.gross_change_percent:
        limit = f"{terms.gross_change_percent:f} %"
        yield Pointed(
            Change.GROSS_CHANGED, f"The gross moved by {moved:+.1f} % since last period; the limit is {limit}."
        )


def _shared_accounts(batch: PayrollBatch) -> dict[str, list[Pointed]]:
    owners: dict[tuple[str, object], list[str]] = defaultdict(list)
    for one in batch.employees:
        if one.account is not None:
            owners[one.routing, one.account].append(one.employee_id)
    told: dict[str, list[Pointed]] = {}
    for people in owners.values():
        for who in people if len(people) > 1 else ():
            others = ", ".join(other for other in people if other != who)
            sentence = f"The account of {who} is also that of {others}: one household, or a made-up employee?"
            told[who] = [Pointed(Change.SHARED_ACCOUNT, sentence)]
    return told


def _missing(batch: PayrollBatch, last: PayrollBatch | None, terms: PayrollTerms) -> Iterator[PreflightRow]:
    here = {line.employee_id for line in batch.lines}
    for who in sorted({line.employee_id for line in last.lines} - here) if last else ():
        person = _find(batch, who)
        if person is not None and person.left is not None and person.left < batch.first_day:
            continue
        before = _find(last, who)
        told = Pointed(Change.MISSING, f"Employee {who} was paid last period and has no timesheet in this one.")
        gross = last.gross(who, terms.factors) if last and before else Decimal(0)
        yield PreflightRow(who, before.name if before else "", 0, Decimal("0.00"), gross, (told,))


def _find(batch: PayrollBatch | None, employee_id: str) -> PaidEmployee | None:
    if batch is None:
        return None
    return next((one for one in batch.employees if one.employee_id == employee_id), None)
