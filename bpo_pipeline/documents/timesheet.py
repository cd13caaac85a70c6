"""Timesheet: the hours of one employee in one pay period; a batch holds those of many.

Layout of the fields: ADP and Paychex pay-data imports; workweeks by 29 CFR 778.104.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from bpo_pipeline.model.draft import Record

WEEKLY_HOURS = Decimal(40)
"""Hours of a workweek beyond which overtime begins (29 CFR 778.101)."""


class TimesheetRow(Record):
    """The work of one employee on one day, under one pay code."""

    employee_id: str | None = None
    employee_name: str | None = None
    department: str | None = None
    date: dt.date | None = None
    day: str | None = None
    """The weekday as printed."""
    time_in: dt.time | None = None
    time_out: dt.time | None = None
    time_in_2: dt.time | None = None
    """A second shift on the same row."""
    time_out_2: dt.time | None = None
    break_hours: Decimal | None = None
    """Unpaid; 0 where the sheet has a place for it that was left empty."""
    hours: Decimal | None = None
    """Hours paid, as printed; computed from the punches where no hours are printed."""
    pay_code: str | None = None
    """``REG``, ``PTO``, ``SICK`` ... as printed."""
    rate: Decimal | None = None
    """Money per hour, where the sheet names one."""
    project: str | None = None
    comment: str | None = None


class EmployeeHours(Record):
    """One employee's hours in a batch, split by workweek."""

    employee_id: str | None = None
    employee_name: str | None = None
    total: Decimal | None = None
    regular: Decimal | None = None
    overtime: Decimal | None = None


class SheetRecord(Record):
    """What a timesheet and a batch of them have in common."""

    company_name: str | None = None
    period_start: dt.date | None = None
    """First day, included."""
    period_end: dt.date | None = None
    """Last day, included."""
    printed_total_hours: Decimal | None = None
    """What the sheet says."""
    computed_total_hours: Decimal | None = None
    """The sum of the rows."""
    approver_name: str | None = None
    supervisor_approved: bool | None = None
    """Whether a signature or name stands where the approval belongs; None where the sheet has no such place."""
    rows: tuple[TimesheetRow, ...] = ()


class Timesheet(SheetRecord):
    """One employee's sheet, of one week or several."""

    employee_id: str | None = None
    employee_name: str | None = None
    department: str | None = None
    printed_regular_hours: Decimal | None = None
    printed_overtime_hours: Decimal | None = None
    regular_hours_flsa: Decimal | None = None
    """Hours up to 40 in each Monday-to-Sunday workweek."""
    overtime_hours_flsa: Decimal | None = None
    """Hours over 40 in each workweek on its own; never averaged (29 CFR 778.104)."""
    employee_signed: bool | None = None
    """Whether there is ink where the employee signs; None where the sheet has no such place."""

    @property
    def period(self) -> str:
        """First and last day, as one text; empty when one of them is not known."""
        return f"{self.period_start}/{self.period_end}" if self.period_start and self.period_end else ""


class TimesheetBatch(SheetRecord):
    """The sheets of many employees in one file."""

    n_rows: int | None = None
    n_employees: int | None = None
    employees: tuple[EmployeeHours, ...] = ()


def week_of(day: dt.date, first_weekday: int = 0) -> dt.date:
    """The first day of the workweek that holds a day; *first_weekday* is 0 for Monday to 6 for Sunday."""
    return day - dt.timedelta(days=(day.weekday() - first_weekday) % 7)


def split_hours(
    rows: Sequence[TimesheetRow], *, first_weekday: int = 0, weekly: Decimal = WEEKLY_HOURS
) -> tuple[Decimal, Decimal]:
    """Regular and overtime hours, each workweek on its own; leave codes count like work here."""
    weeks: dict[dt.date | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.hours is not None:
            weeks[week_of(row.date, first_weekday) if row.date else None] += row.hours
    over = sum((max(Decimal(0), hours - weekly) for hours in weeks.values()), Decimal(0))
    return sum(weeks.values(), Decimal(0)) - over, over
