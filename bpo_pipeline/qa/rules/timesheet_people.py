"""Whose timesheet, which period, who signed: known and active, once, approved (QA practice of payroll offices).

The employee list is the contract's; without one the rules about people are silent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.model.employee import Employee
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.rules.timesheet_hours import rows_of, sheet_of, who
from bpo_pipeline.qa.subject import Subject

SHEET_RULES = frozenset(
    {
        *("missing-punch", "negative-hours", "implausible-day-over-16h", "overlapping-shifts", "row-hours"),
        *("total-mismatch", "overtime-mismatch", "unknown-employee", "employee-not-active", "name-differs"),
        *("rate-differs", "missing-signature", "missing-supervisor-approval", "self-approved", "duplicate-row"),
        *("outside-period", "period-reversed", "future-period", "two-employees"),
    }
)
"""The rules whose word is about the sheet itself, not about how well it was read."""


def _on_file(subject: Subject, person: str) -> Employee | None:
    wanted = person.strip().casefold()
    return next(
        (one for one in subject.contract.employees if wanted in {one.employee_id.casefold(), one.name.casefold()}), None
    )


def _people(subject: Subject) -> list[str]:
    sheet = sheet_of(subject)
    if sheet is None:
        return []
    if isinstance(sheet, Timesheet) and (sheet.employee_id or sheet.employee_name):
        return [sheet.employee_id or sheet.employee_name or ""]
    return [one for one in dict.fromkeys(who(row, subject) for _, row in rows_of(subject)) if one]


def employee_known(subject: Subject) -> Iterator[Finding]:
    """The employee is on the client's list."""
    if not subject.contract.employees:
        return
    for person in _people(subject):
        if _on_file(subject, person) is None:
            sentence = f"{person[:40]} is not on the employee list: ask the client who this is."
            yield error("unknown-employee", "employee_id", Reason.UNKNOWN_EMPLOYEE, sentence)


def employee_active(subject: Subject) -> Iterator[Finding]:
    """The employee works here in that period: not before the first day, not after the last one."""
    sheet = sheet_of(subject)
    for person in _people(subject):
        one = _on_file(subject, person)
        if sheet is None or one is None:
            continue
        days = [row.date for _, row in rows_of(subject) if row.date and who(row, subject) in {person, ""}]
        first, last = (min(days), max(days)) if days else (sheet.period_start, sheet.period_end)
        gone = one.left is not None and last is not None and last > one.left
        early = one.hired is not None and first is not None and first < one.hired
        if gone or early or (not one.active and one.left is None):
            why = f"left on {one.left}" if gone else f"starts on {one.hired}" if early else "is not active"
            sentence = f"{one.employee_id} {why}: ask the client before anything is paid."
            yield error("employee-not-active", "employee_id", Reason.UNKNOWN_EMPLOYEE, sentence)


def name_fits_id(subject: Subject) -> Iterator[Finding]:
    """Name and number on a sheet are the same person's."""
    sheet = sheet_of(subject)
    if not isinstance(sheet, Timesheet) or not sheet.employee_id or not sheet.employee_name:
        return
    one = _on_file(subject, sheet.employee_id)
    if one is None:
        return
    said, known = (set(name.casefold().replace(",", " ").split()) for name in (sheet.employee_name, one.name))
    if not said & known:
        said_name = sheet.employee_name[:40]
        sentence = f"{one.employee_id} is {one.name} on the list, the sheet says {said_name}: ask whose it is."
        yield error("name-differs", "employee_name", Reason.UNKNOWN_EMPLOYEE, sentence)


def rate_on_file(subject: Subject) -> Iterator[Finding]:
    """A rate on the sheet is the one on file; an override needs an approval."""
    for index, row in rows_of(subject):
        one = _on_file(subject, who(row, subject))
        if row.rate is not None and one is not None and one.rate is not None and row.rate != one.rate:
            sentence = (
                f"The sheet pays {row.rate} an hour, on file is {one.rate} for {one.employee_id}: have it approved."
            )
            yield error("rate-differs", f"rows.{index}.rate", Reason.RATE_DIFFERS, sentence)


def signatures(subject: Subject) -> Iterator[Finding]:
    """A sheet is signed by the employee and approved by a supervisor, who is somebody else."""
    sheet = sheet_of(subject)
    if sheet is None:
        return
    if isinstance(sheet, Timesheet) and sheet.employee_signed is False:
        sentence = "The employee has not signed: send the sheet back for a signature."
        yield error("missing-signature", "employee_signed", Reason.NOT_APPROVED, sentence)
    if sheet.supervisor_approved is False:
        sentence = "No supervisor has approved the sheet: it must not be paid before."
        yield error("missing-supervisor-approval", "supervisor_approved", Reason.NOT_APPROVED, sentence)
    if isinstance(sheet, Timesheet) and sheet.approver_name and _same_name(sheet.approver_name, sheet.employee_name):
        sentence = "The employee approved the own sheet: somebody else has to."
        yield error("self-approved", "approver_name", Reason.NOT_APPROVED, sentence)


def _same_name(one: str, other: str | None) -> bool:
    return sorted(one.casefold().split()) == sorted((other or "").casefold().split())


def duplicate_rows(subject: Subject) -> Iterator[Finding]:
    """The same day of the same person twice, with the same hours, punches and pay code."""
    counts: Counter[tuple[object, ...]] = Counter()
    for index, row in rows_of(subject):
        key = (who(row, subject), row.date, row.hours, row.time_in, row.time_out, row.pay_code, row.project)
        counts[key] += 1
        if counts[key] == 2 and row.date is not None:
            sentence = f"{who(row, subject)} has {row.hours} hours on {row.date} twice: pay them once."
            yield error("duplicate-row", f"rows.{index}", Reason.POSSIBLE_DUPLICATE, sentence)


def period_fits(subject: Subject) -> Iterator[Finding]:
    """Days lie inside the period, and the period is not one to come."""
    sheet = sheet_of(subject)
    if sheet is None or sheet.period_start is None:
        return
    if sheet.period_end is not None:
        outside = [
            row.date for row in sheet.rows if row.date and not sheet.period_start <= row.date <= sheet.period_end
        ]
        if outside:
            sentence = (
                f"{outside[0]} lies outside the period {sheet.period_start} to {sheet.period_end}: check the dates."
            )
            yield error("outside-period", "rows", Reason.PERIOD_INVALID, sentence)
        if sheet.period_end < sheet.period_start:
            sentence = f"The period ends on {sheet.period_end}, before it begins: check the dates."
            yield error("period-reversed", "period_end", Reason.PERIOD_INVALID, sentence)
    worked = [row.date for row in sheet.rows if row.date]
    if sheet.period_start > subject.today or any(day > subject.today + dt.timedelta(days=1) for day in worked):
        sentence = f"The sheet is for a period to come ({sheet.period_start}): hours are paid after they are worked."
        yield error("future-period", "period_start", Reason.PERIOD_INVALID, sentence)


def one_employee(subject: Subject) -> Iterator[Finding]:
    """A sheet of one employee does not name a second one."""
    sheet = sheet_of(subject)
    if not isinstance(sheet, Timesheet):
        return
    named = {row.employee_id for row in sheet.rows if row.employee_id} | (
        {sheet.employee_id} if sheet.employee_id else set()
    )
    if len(named) > 1:
        sentence = f"The sheet names {len(named)} employees ({', '.join(sorted(named))}): split it."
        yield error("two-employees", "employee_id", Reason.SEVERAL_DOCUMENTS, sentence)


def not_submitted_before(subject: Subject) -> Iterator[Finding]:
    """No other sheet of this employee covers these days."""
    sheet = sheet_of(subject)
    if sheet is not None and subject.duplicates:
        earlier = ", ".join(subject.duplicates[:3])
        sentence = f"A sheet of this employee for these days came before (document {earlier}): pay one of them."
        yield error("duplicate-sheet", "period_start", Reason.POSSIBLE_DUPLICATE, sentence)
