"""Xero payroll timesheets: one per employee and period. The UK and New Zealand are alike, Australia differs.

UK and NZ (payroll.xro/2.0): an object in camelCase, a line for each day. AU (payroll.xro/1.0): an array of objects in
PascalCase, dates as ``/Date(ms+0000)/``, a line's units as one number for each day of the period. Both are proved
against Xero's published OpenAPI.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bpo_pipeline.model.payroll import WorkedDay, hundredths, minutes_of
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.online.hours import Booked, OnlineHours, key_of, last_day
from bpo_pipeline.posting.online.sending import Sender

WEEK = dt.timedelta(days=6)
Country = Literal["uk", "nz", "au"]
PATHS: dict[Country, str] = {
    "uk": "/payroll.xro/2.0/Timesheets",
    "nz": "/payroll.xro/2.0/Timesheets",
    "au": "/payroll.xro/1.0/Timesheets",
}


@dataclass(frozen=True, slots=True)
class RatedDay:
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
    worked: tuple[RatedDay, ...],
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


class XeroHours(OnlineHours):
    """One timesheet per employee and period; Xero takes no key of ours, so employee and period are what tells it."""

    service = "Xero"

    def __init__(
        self, sender: Sender, employees: Mapping[str, str], *, country: Country, calendar: str, rates: Mapping[str, str]
    ) -> None:
        """*calendar* is Xero's id of the pay calendar, *rates* our pay code -> Xero's earnings rate."""
        super().__init__(sender, employees)
        self._country, self._calendar, self._rates = country, calendar, dict(rates)

    def _there(self, run_id: str) -> Booked:
        end = last_day(run_id)
        if self._country == "au":
            asked = {"where": f"EndDate == DateTime({end.year}, {end.month:02d}, {end.day:02d})"}
        else:
            asked = {"endDate": end.isoformat(), "page": "1"}
        answer = self._sender.get(PATHS[self._country], asked)
        found: Booked = {}
        for one in answer.get("timesheets") or answer.get("Timesheets") or ():
            who = one.get("employeeID") or one.get("EmployeeID")
            if _end(one) == end and who in self._employees.values():
                found[str(who)] = (str(who), _minutes(one))
        return found

    def _wanted(self, run_id: str, days: Sequence[WorkedDay]) -> Booked:
        del run_id
        wanted: Booked = {}
        for one in days:
            who = self._employees[one.employee_id]
            wanted[who] = (who, wanted.get(who, ("", 0))[1] + one.minutes)
        return wanted

    def _send(self, run_id: str, key: str, days: Sequence[WorkedDay]) -> None:
        theirs = [one for one in days if self._employees[one.employee_id] == key]
        unknown = sorted({one.work for one in theirs} - self._rates.keys())
        if unknown:
            raise to_a_person(f"the connection to Xero names no earnings rate for {', '.join(unknown)}")
        end = last_day(run_id)
        first = min([end - WEEK, *(one.day for one in theirs)])
        worked = tuple(RatedDay(one.day, self._rates[one.work], one.minutes) for one in theirs)
        body = timesheet(self._country, employee_id=key, calendar_id=self._calendar, period=(first, end), worked=worked)
        self._sender.post(PATHS[self._country], body, key=key_of("xero", run_id, key))


def _end(one: Mapping[str, Any]) -> dt.date | None:
    text = str(one.get("endDate") or one.get("EndDate") or "")
    milliseconds = re.match(r"/Date\((\d+)", text)
    if milliseconds:
        return dt.datetime.fromtimestamp(int(milliseconds[1]) / 1000, dt.UTC).date()
    return dt.date.fromisoformat(text[:10]) if text else None


def _minutes(one: Mapping[str, Any]) -> int:
    units = [line["numberOfUnits"] for line in one.get("timesheetLines", ())]
    units += [unit for line in one.get("TimesheetLines", ()) for unit in line["NumberOfUnits"]]
    return sum(minutes_of(Decimal(str(unit))) for unit in units)
