"""From approved timesheets to a batch: hours by pay code, overtime by workweek over all of a person's sheets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bpo_pipeline.documents.timesheet import SheetRecord, Timesheet, TimesheetRow, week_of
from bpo_pipeline.model.payroll import PaidEmployee, PayLine, PayrollBatch, WorkedDay, minutes_of
from bpo_pipeline.model.payroll_terms import PayrollTerms
from bpo_pipeline.model.working_time import public_holidays

REGULAR, OVERTIME, HOLIDAY_WORKED = "regular", "overtime", "holiday_worked"
Key = tuple[str, str, str, str, Decimal | None]


def lines_of(
    document_id: str, record: SheetRecord, employees: Sequence[PaidEmployee], terms: PayrollTerms
) -> list[tuple[dt.date | None, PayLine]]:
    """The sheet's rows as pay lines with their day.

    Raises ValueError with a sentence for a sheet that cannot be paid: an unknown code, hours that are no minutes.
    """
    lines = []
    for row in record.rows:
        if not row.hours:
            continue
        code = (row.pay_code or "REG").strip().upper()
        if code not in terms.codes:
            message = f"Pay code {code} is not in the contract."
            raise ValueError(message)
        if row.hours < 0:
            message = "Hours are never negative."
            raise ValueError(message)
        who, person = _who(row, record, employees)
        rate = row.rate if person is not None and row.rate != person.rate else None
        department = row.department or ""
        department = "" if person is not None and department == person.department else department
        minutes = _paid_minutes(row, terms)
        lines.append((row.date, PayLine(who, terms.codes[code], minutes, None, rate, department, document_id)))
    return lines


def batch_of(
    dated: Iterable[tuple[dt.date | None, PayLine]],
    *,
    client: str,
    batch_id: str,
    period: tuple[dt.date, dt.date],
    currency: str,
    employees: Sequence[PaidEmployee],
    terms: PayrollTerms,
) -> PayrollBatch:
    """One batch; each workweek stands alone and is never averaged with the next (29 CFR 778.104)."""
    dated = tuple(dated)
    split = _Overtime(terms)
    sums: dict[Key, int] = defaultdict(int)
    documents: dict[Key, str] = {}
    for day, line in sorted(dated, key=lambda one: (one[1].employee_id, one[0] or dt.date.min)):
        parts = [(line.pay_code, line.minutes or 0)]
        if line.pay_code == REGULAR:
            parts = split.parts(line.employee_id, day, line.minutes or 0)
        for code, minutes in parts:
            if minutes:
                key = (line.employee_id, code, line.department, line.document_id, line.rate)
                sums[key] += minutes
                documents[key] = line.document_id
    lines = tuple(
        PayLine(who, code, minutes, None, rate, department, document)
        for (who, code, department, document, rate), minutes in sorted(sums.items(), key=lambda one: str(one[0]))
    )
    return PayrollBatch(
        client=client,
        batch_id=batch_id,
        first_day=period[0],
        last_day=period[1],
        pay_day=period[1] + dt.timedelta(days=terms.pay_after_days),
        currency=currency,
        employees=tuple(employees),
        lines=lines,
        days=_days_of(dated),
    )


class _Overtime:
    """Splits worked minutes: first by day, where the contract says so, then by workweek; no minute counts twice."""

    def __init__(self, terms: PayrollTerms) -> None:
        self._terms = terms
        self._week: dict[tuple[str, dt.date | None], int] = defaultdict(int)
        self._day: dict[tuple[str, dt.date | None], int] = defaultdict(int)

    def parts(self, who: str, day: dt.date | None, minutes: int) -> list[tuple[str, int]]:
        """Minutes by pay code; rows of a person come in the order of their days."""
        terms = self._terms
        base = minutes
        if terms.daily_hours is not None and day is not None:
            base = min(minutes, max(0, int(terms.daily_hours * 60) - self._day[who, day]))
            self._day[who, day] += minutes
        week = (who, week_of(day, terms.first_weekday) if day else None)
        regular = min(base, max(0, int(terms.weekly_hours * 60) - self._week[week]))
        self._week[week] += base
        code = HOLIDAY_WORKED if day is not None and day in public_holidays(terms.holidays, day.year) else REGULAR
        return [(code, regular), (OVERTIME, minutes - regular)]


def _paid_minutes(row: TimesheetRow, terms: PayrollTerms) -> int:
    """A row's minutes after the contract's break and rounding; half a step is rounded up."""
    minutes = minutes_of(row.hours or Decimal(0))
    pause = terms.unpaid_break
    punched = row.time_in is not None and row.time_out is not None and row.time_in_2 is None
    if pause is not None and punched and not row.break_hours and minutes > pause.after_hours * 60:
        minutes -= pause.minutes
    step = terms.rounding_minutes
    return (minutes * 2 + step) // (step * 2) * step


def _days_of(dated: Iterable[tuple[dt.date | None, PayLine]]) -> tuple[WorkedDay, ...]:
    minutes: dict[tuple[str, dt.date, str, str], int] = defaultdict(int)
    for day, line in dated:
        if day is not None and line.minutes:
            minutes[line.employee_id, day, line.pay_code, line.document_id] += line.minutes
    return tuple(WorkedDay(who, day, work, sum_, sheet) for (who, day, work, sheet), sum_ in sorted(minutes.items()))


def _who(row: TimesheetRow, record: SheetRecord, employees: Sequence[PaidEmployee]) -> tuple[str, PaidEmployee | None]:
    """The employee by id, or by a name that only one has; else what is printed, for the pre-flight to stop at."""
    own = record if isinstance(record, Timesheet) else None
    printed = row.employee_id or (own.employee_id if own else None) or ""
    name = row.employee_name or (own.employee_name if own else None) or ""
    by_id = [one for one in employees if one.employee_id == printed]
    if by_id:
        return printed, by_id[0]
    alike = [one for one in employees if " ".join(name.split()).casefold() == one.name.casefold()]
    if not printed and len(alike) == 1:
        return alike[0].employee_id, alike[0]
    return printed or f"?{name}", None
