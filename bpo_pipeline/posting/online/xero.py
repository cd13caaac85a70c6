"""Xero payroll timesheets: one per employee and period. The UK and New Zealand are alike, Australia differs.

UK and NZ (payroll.xro/2.0): an object in camelCase, a line for each day. AU (payroll.xro/1.0): an array of objects in
PascalCase, dates as ``/Date(ms+0000)/``, a line's units as one number for each day of the period. Both are proved
against Xero's published OpenAPI.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bpo_pipeline.model.payroll import hundredths

Country = Literal["uk", "nz", "au"]
PATHS: dict[Country, str] = {
    "uk": "/payroll.xro/2.0/Timesheets",
    "nz": "/payroll.xro/2.0/Timesheets",
    "au": "/payroll.xro/1.0/Timesheets",
}


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """Minutes of one day under one earnings rate."""

    day: dt.date
    earnings_rate_id: str
    minutes: int


def timesheet(
    country: Country,
    *,
    employee_id: str,
    calendar_id: str,
    period: tuple[dt.date, dt.date],
    worked: tuple[WorkedDay, ...],
) -> dict[str, Any] | list[dict[str, Any]]:
    """The body of one employee's timesheet; ids are Xero's own. Raises ValueError for a day outside of the period."""
    first, last = period
    if any(not first <= one.day <= last for one in worked):
        message = "a day lies outside of the period"
        raise ValueError(message)
    sums: dict[tuple[str, dt.date], int] = {}
    for one in worked:
        key = (one.earnings_rate_id, one.day)
        sums[key] = sums.get(key, 0) + one.minutes
    if country == "au":
        return [_australian(employee_id, period, sums)]
    return {
        "payrollCalendarID": calendar_id,
        "employeeID": employee_id,
        "startDate": first.isoformat(),
        "endDate": last.isoformat(),
        "timesheetLines": [
            {"date": day.isoformat(), "earningsRateID": rate, "numberOfUnits": _units(minutes)}
            for (rate, day), minutes in sorted(sums.items(), key=lambda one: (one[0][1], one[0][0]))
        ],
    }


def _australian(
    employee_id: str, period: tuple[dt.date, dt.date], sums: Mapping[tuple[str, dt.date], int]
) -> dict[str, Any]:
    first, last = period
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        "EmployeeID": employee_id,
        "StartDate": _milliseconds(first),
        "EndDate": _milliseconds(last),
        "Status": "DRAFT",
        "TimesheetLines": [
            {"EarningsRateID": rate, "NumberOfUnits": [_units(sums.get((rate, day), 0)) for day in days]}
            for rate in sorted({rate for rate, _ in sums})
        ],
    }


def _units(minutes: int) -> Decimal:
    """Hours with two decimals; ``encoded`` in ``sending`` writes them as a number without passing through a float."""
    return hundredths(minutes)


def _milliseconds(day: dt.date) -> str:
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    return f"/Date({int(moment.timestamp()) * 1000}+0000)/"
