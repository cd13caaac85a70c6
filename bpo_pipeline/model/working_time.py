"""Working time: the clock of a turnaround runs while an office is open, and stands still at night and on holidays.

Holidays are those of the ``holidays`` package (https://holidays.readthedocs.io), by ISO 3166 country and subdivision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = dt.timedelta(days=1)
NO_TIME = dt.timedelta()
UTC = ZoneInfo("UTC")
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When an office is open; as it stands here, always."""

    zone: ZoneInfo = UTC
    days: frozenset[int] = EVERY_DAY
    """Days of the week, Monday is 0."""
    opens: dt.time = dt.time(0)
    closes: dt.time = dt.time(0)
    """Midnight is the end of the day."""
    country: str = ""
    """Whose public holidays are kept: ISO 3166-1 or 3166-2 such as ``DE-BY``; empty for none."""
    closed: frozenset[dt.date] = frozenset()
    """Other days on which nobody works."""

    def is_open(self, day: dt.date) -> bool:
        """Whether anybody works on that day."""
        return (
            day.weekday() in self.days and day not in self.closed and day not in public_holidays(self.country, day.year)
        )

    def spent(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Working time between two moments; negative when *end* is before *start*."""
        if end < start:
            return -self.spent(end, start)
        total = NO_TIME
        for opens, closes in self._hours(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), NO_TIME)
        return total

    def after(self, start: dt.datetime, spend: dt.timedelta) -> dt.datetime:
        """The moment at which so much working time has passed since *start*."""
        left, last = spend, start
        for opens, closes in self._hours(start):
            begin = max(opens, start)
            if closes <= begin:
                continue
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
            last = closes
        return last + left

    def _hours(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Opening and closing of each day on which the office is open, from the day of *start*; for ten years."""
        day = start.astimezone(self.zone).date()
        for _ in range(3660):
            if self.is_open(day):
                until = day + ONE_DAY if self.closes <= self.opens else day
                yield self._moment(day, self.opens), self._moment(until, self.closes)
            day += ONE_DAY

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How much working time a document may take from its arrival to its end."""

    allowed: dt.timedelta
    hours: WorkingTime = WorkingTime()

    def due(self, received_at: dt.datetime) -> dt.datetime:
        """When it has to be done."""
        return self.hours.after(received_at, self.allowed)

    def later(self, due_at: dt.datetime, since: dt.datetime, until: dt.datetime) -> dt.datetime:
        """When it has to be done after the clock stood still from *since* to *until*."""
        return self.hours.after(due_at, self.hours.spent(since, until))

    def used(self, due_at: dt.datetime, ended_at: dt.datetime) -> float:
        """The share of the allowed time that was used; 1 is just in time."""
        return 1 - self.hours.spent(ended_at, due_at) / self.allowed


@cache
def public_holidays(country: str, year: int) -> frozenset[dt.date]:
    """The public holidays of a country or a part of it in one year; none for an empty text."""
    if not country:
        return frozenset()
    name, _, part = country.partition("-")
    return frozenset(holidays.country_holidays(name, subdiv=part or None, years=year))
