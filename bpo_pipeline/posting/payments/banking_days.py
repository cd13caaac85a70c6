"""Days on which a payment can be executed.

ACH runs on the Federal Reserve's days: a holiday on a Sunday moves to Monday, one on a Saturday is not made up for on
Friday (Federal Reserve, "Holiday Schedules"). SEPA credit transfers run on TARGET days (ECB).
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays

SATURDAY, SUNDAY = 5, 6
ONE_DAY = dt.timedelta(days=1)
PRENOTE_DAYS = 3
"""Banking days after which money may follow a prenote that did not come back (Nacha, prenotification rule)."""


def is_banking_day(day: dt.date, system: str) -> bool:
    """Whether ``nacha`` or ``sepa`` payments are executed on that day."""
    closed = _federal_reserve(day.year) if system == "nacha" else _target(day.year)
    return day.weekday() < SATURDAY and day not in closed


def add_banking_days(day: dt.date, count: int, system: str) -> dt.date:
    """The banking day that many banking days after *day*."""
    while count:
        day += ONE_DAY
        count -= is_banking_day(day, system)
    return day


def effective_day(wanted: dt.date, today: dt.date, system: str) -> dt.date:
    """The last banking day on or before the day on which the money is to be there.

    A file given in today is executed on the next banking day at the earliest: money that was released too late for
    the wanted day is there on that one.
    """
    return max(banking_day_until(wanted, system), add_banking_days(today, 1, system))


def banking_day_until(day: dt.date, system: str) -> dt.date:
    """The last banking day on or before that day."""
    while not is_banking_day(day, system):
        day -= ONE_DAY
    return day


@cache
def _federal_reserve(year: int) -> frozenset[dt.date]:
    named = holidays.country_holidays("US", years=year, observed=False)
    return frozenset(day + ONE_DAY if day.weekday() == SUNDAY else day for day in named)


@cache
def _target(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.financial_holidays("ECB", years=year))
