"""Payroll: accepted timesheets become a batch, the batch waits at a gate, the released batch becomes files.

What is personal is sealed in our tables; the pre-flight page goes to the client's own bucket, and Airflow sees ids,
counts and nothing else. Preparing, releasing and sending twice is the same as once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence

from bpo_pipeline.contracts import TIMESHEETS
from bpo_pipeline.documents.timesheet import SheetRecord, week_of
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.batching import batch_of, lines_of
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payroll_papers import (
    account_bytes,
    batch_bytes,
    batch_from,
    employee_bytes,
    employee_from,
    with_account,
)
from bpo_pipeline.model.pay_run import PayRun
from bpo_pipeline.model.payroll import PaidEmployee, PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollTerms
from bpo_pipeline.model.preflight import Preflight
from bpo_pipeline.model.states import State
from bpo_pipeline.posting.payroll_targets import import_file
from bpo_pipeline.qa.preflight import preflight
from bpo_pipeline.reporting.preflight_page import preflight_json, preflight_page

PAGES = "payroll/preflight/"
Period = tuple[dt.date, dt.date]


def take_over(parts: Parts, people: Sequence[PaidEmployee], *, actor: str) -> dict[str, int]:
    """Take over employees; bank details that are new are proposed and wait for a call and a second person."""
    seal = parts.seal
    sealed = {one.employee_id: seal.close(f"employee/{one.employee_id}", employee_bytes(one)) for one in people}
    count = parts.store.put_employees(parts.client, sealed, actor=actor)
    proposed = 0
    for one in people:
        if one.account is not None:
            content = account_bytes(one)
            closed = seal.close(f"account/{one.employee_id}", content)
            mark = seal.mark(content.decode())
            new = parts.store.propose_account(parts.client, one.employee_id, sealed=closed, mark=mark, actor=actor)
            proposed += new is not None
    return {"employees": count, "accounts_proposed": proposed}


def prepare(parts: Parts, *, today: dt.date) -> list[str]:
    """Make a run of each period that is over; gives the ids of all runs that wait for release.

    A sheet that is accepted while its period's run still waits joins it: that run is taken back for a whole one.
    """
    terms = terms_of(parts)
    people, _ = people_of(parts)
    by_period = _accepted(parts, terms, today)
    waiting = parts.store.pay_runs(parts.client, states={"prepared"})
    if late := [run for run in waiting if (run.first_day, run.last_day) in by_period]:
        for run in late:
            parts.store.decline_run(parts.client, run.run_id, actor="pipeline")
        by_period = _accepted(parts, terms, today)
    for period, sheets in sorted(by_period.items()):
        _prepare(parts, terms, period, sheets, people)
    return [run.run_id for run in parts.store.pay_runs(parts.client, states={"prepared"})]


def report_of(parts: Parts, run_id: str) -> Preflight:
    """The pre-flight of a run."""
    run = parts.store.pay_run(parts.client, run_id)
    batch, held = opened(parts, run)
    return _preflight(parts, batch, held)


def gate_text(parts: Parts, run_id: str) -> str:
    """What is asked at the gate; the page is written anew, so that it shows what is true now."""
    report = report_of(parts, run_id)
    _write_page(parts, run_id, report)
    counts = "".join(f"\n- {change.value}: **{count}**" for change, count in report.counts().items())
    page = f"{parts.contract.outbox_bucket}/{PAGES}{run_id}.html"
    return (
        f"Payroll run `{run_id}`, {report.first_day} to {report.last_day}: **{report.totals.employees} employees, "
        f"{report.totals.hours_text} h**; {len(report.held)} timesheets are not in it.\n{counts}\n\n"
        f"Look at the pre-flight page `{page}` first."
    )


def send(parts: Parts, run_id: str) -> dict[str, int | str]:
    """Write the import files of a released run to the outbox; gives its control totals.

    Raises NotAllowed while it is not released, AskAPerson when a file of that name says something else.
    """
    run = parts.store.pay_run(parts.client, run_id)
    if run.state not in {"released", "sent"}:
        message = f"payroll run {run_id} is {run.state}; a second person has to release it first"
        raise AskAPerson(message)
    batch, _ = opened(parts, run)
    files = [(one, import_file(batch, one)) for one in terms_of(parts).files]
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    for terms, file in files:
        name = f"{terms.prefix}{run_id}/{file.name}"
        if not folder.put(name, file.content, file.content_type) and folder.get(name) != file.content:
            message = f"{name} is there with other content; compare it with run {run_id} before anything is sent"
            raise AskAPerson(message)
    parts.store.run_sent(parts.client, run_id)
    totals = batch.totals
    return {"files": len(files), "employees": totals.employees, "minutes": totals.minutes, "amount": str(totals.amount)}


def book_hours(parts: Parts, run_id: str) -> dict[str, int]:
    """Book the hours of a sent run day by day in the client's own books; gives what these then hold.

    Nothing happens where the contract names no books. Raises AskAPerson when they do not tie with the batch.
    """
    terms = terms_of(parts).hours
    if terms is None:
        return {"lines": 0, "minutes": 0}
    run = parts.store.pay_run(parts.client, run_id)
    if run.state != "sent":
        message = f"payroll run {run_id} is {run.state}; its hours are booked after its files were sent"
        raise AskAPerson(message)
    batch, _ = opened(parts, run)
    without_day = batch.totals.minutes - sum(one.minutes for one in batch.days)
    if without_day:
        message = f"{without_day} minutes of payroll run {run_id} have no date; book them by hand"
        raise AskAPerson(message)
    books = parts.books(terms.company)
    before = books.find_hours(run_id)
    booked = books.book_hours(run_id, batch.days)
    if before != booked:
        parts.store.note_run(parts.client, run_id, "payroll_hours_booked")
    return {"lines": booked.lines, "employees": booked.employees, "minutes": booked.minutes}


def terms_of(parts: Parts) -> PayrollTerms:
    """The contract's payroll part. Raises AskAPerson when it has none."""
    if parts.contract.payroll is None:
        message = f"{parts.client}'s contract has no payroll part"
        raise AskAPerson(message)
    return parts.contract.payroll


def _accepted(parts: Parts, terms: PayrollTerms, today: dt.date) -> dict[Period, list[tuple[str, SheetRecord]]]:
    """Accepted sheets that are in no run, by period; a period that is not over yet is left out."""
    by_period: dict[Period, list[tuple[str, SheetRecord]]] = defaultdict(list)
    for document_id in parts.store.unpaid(parts.client, TIMESHEETS):
        case = parts.store.case(parts.client, document_id)
        record = case.draft.record if case and case.draft else None
        if isinstance(record, SheetRecord) and record.period_start and record.period_end:
            period = _period(record.period_start, record.period_end, terms)
            if period[1] < today:
                by_period[period].append((document_id, record))
    return by_period


def _period(first: dt.date, last: dt.date, terms: PayrollTerms) -> Period:
    """The pay period of a sheet: who did not work on Monday is paid with those who did."""
    if terms.period == "printed":
        return first, last
    return week_of(first, terms.first_weekday), week_of(last, terms.first_weekday) + dt.timedelta(days=6)


def _prepare(
    parts: Parts,
    terms: PayrollTerms,
    period: Period,
    sheets: Sequence[tuple[str, SheetRecord]],
    people: Sequence[PaidEmployee],
) -> None:
    dated: list[tuple[dt.date | None, PayLine]] = []
    held = _waiting(parts, period)
    taken = []
    for document_id, record in sheets:
        try:
            dated += lines_of(document_id, record, people, terms)
        except ValueError as problem:
            held.append((document_id, str(problem)))
        else:
            taken.append(document_id)
    if not dated:
        return
    earlier = [run for run in parts.store.pay_runs(parts.client) if (run.first_day, run.last_day) == period]
    batch = batch_of(
        dated,
        client=parts.client,
        batch_id=f"{period[1]:%y%m%d}{len(earlier) + 1:02d}",
        period=period,
        currency=parts.contract.currency,
        employees=people,
        terms=terms,
    )
    content = batch_bytes(batch, tuple(held))
    run_id = f"{parts.client}-{batch.batch_id}"
    report = _preflight(parts, batch, tuple(held))
    run = PayRun(
        run_id=run_id,
        client=parts.client,
        first_day=period[0],
        last_day=period[1],
        sealed=parts.seal.close(f"run/{run_id}", content),
        state="prepared",
        can_be_released=not report.stops,
        touched_by=(),
        released_by=None,
    )
    if parts.store.prepare_run(run, taken, body_hash=hashlib.sha256(content).hexdigest()):
        _write_page(parts, run_id, report)


def _preflight(parts: Parts, batch: PayrollBatch, held: tuple[tuple[str, str], ...]) -> Preflight:
    sent = [run for run in parts.store.pay_runs(parts.client, states={"sent"}) if run.last_day < batch.first_day]
    last = opened(parts, sent[-1])[0] if sent else None
    terms = terms_of(parts)
    confirmed = None
    if terms.payments is not None:
        confirmed = {one.payee_id for one in parts.store.accounts(parts.client, state="active")}
    return preflight(batch, last, terms=terms, confirmed=confirmed, held=held)


def people_of(parts: Parts) -> tuple[list[PaidEmployee], dict[str, int]]:
    """Employees with the bank details that are active, and which these are."""
    seal = parts.seal
    active = {one.payee_id: one for one in parts.store.accounts(parts.client, state="active")}
    people = []
    for employee_id, sealed in parts.store.employees(parts.client).items():
        person = employee_from(seal.open(f"employee/{employee_id}", sealed))
        if employee_id in active:
            person = with_account(person, seal.open(f"account/{employee_id}", active[employee_id].sealed))
        people.append(person)
    return people, {who: one.account_id for who, one in active.items()}


def _waiting(parts: Parts, period: Period) -> list[tuple[str, str]]:
    """Timesheets of the period that wait for a person, and why."""
    held = []
    for case in parts.store.cases(
        parts.client, states=(State.IN_REVIEW, State.ON_HOLD), types=TIMESHEETS, limit=10_000
    ):
        record = case.draft.record if case.draft else None
        start = getattr(record, "period_start", None)
        if start is None or period[0] <= start <= period[1]:
            held.append((case.document.document_id, case.sentence))
    return held


def opened(parts: Parts, run: PayRun) -> tuple[PayrollBatch, tuple[tuple[str, str], ...]]:
    """The batch of a run, and which timesheets are not in it and why."""
    return batch_from(parts.seal.open(f"run/{run.run_id}", run.sealed))


def _write_page(parts: Parts, run_id: str, report: Preflight) -> None:
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    page, data = preflight_page(report).encode(), json.dumps(preflight_json(report), indent=2).encode()
    folder.put(f"{PAGES}{run_id}.html", page, "text/html; charset=utf-8", if_none_match=False)
    folder.put(f"{PAGES}{run_id}.json", data, "application/json", if_none_match=False)
