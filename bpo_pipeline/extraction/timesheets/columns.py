"""The heading of a table of hours: which column holds what, or which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.timesheet_labels import column_of, squeezed, weekday_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, hours_of
from bpo_pipeline.extraction.timesheets.spots import Spot

WORK = frozenset({"hours", "time_in", "time_out", "regular_hours", "overtime_hours", "time_in_2"})
"""Columns that say how long somebody worked."""
WHEN = frozenset({"date", "day", "employee_id", "employee_name", "last_name"})
PUNCHES = ("time_in", "time_out", "time_in_2", "time_out_2")
_LEAST_DAYS = 4


@dataclass(frozen=True)
class Heading:
    """One table's columns by their place in the row."""

    fields: dict[int, str]
    days: dict[int, dt.date | int]
    """Where days are columns: the date, or the weekday (0 for Monday) where only that is printed."""
    row: int = 0

    @property
    def matrix(self) -> bool:
        """Whether days are columns."""
        return bool(self.days)


def heading_of(row: Sequence[Spot], order: DateOrder, index: int = 0) -> Heading | None:
    """The columns when the row is a table's heading, else None."""
    fields: dict[int, str] = {}
    days: dict[int, dt.date | int] = {}
    for column, spot in enumerate(row):
        if not spot or len(spot.text) > 40:
            continue
        if (name := column_of(spot.text)) is not None:
            fields[column] = name
        elif (weekday := weekday_of(spot.text)) is not None or hours_of(spot.text) is None:
            found = dates_of(spot.text, order)
            if found:
                days[column] = found[0]
            elif weekday is not None:
                days[column] = weekday
    if len(days) >= _LEAST_DAYS:
        return Heading(fields, days, index)
    known = set(fields.values())
    if known & WORK and known & WHEN and (len(known) >= 3 or "date" in known):
        return Heading(_paired(fields, row), {}, index)
    return None


def _paired(fields: dict[int, str], row: Sequence[Spot]) -> dict[int, str]:
    """A second ``In`` and ``Out`` are a second shift; of several columns of hours the total counts."""
    result: dict[int, str] = {}
    ins = outs = 0
    for column, name in sorted(fields.items()):
        if name == "time_in":
            ins += 1
            name = "time_in" if ins == 1 else "time_in_2"  # noqa: PLW2901
        elif name == "time_out":
            outs += 1
            name = "time_out" if outs == 1 else "time_out_2"  # noqa: PLW2901
        result[column] = name
    totals = [column for column, name in result.items() if name == "hours"]
    if len(totals) > 1:
        best = next((one for one in reversed(totals) if "total" in squeezed(row[one].text)), totals[0])
        result = {column: name for column, name in result.items() if name != "hours" or column == best}
    return result


def dated(heading: Heading, start: dt.date | None) -> dict[int, dt.date]:
    """Each day column's date; weekdays alone count from *start*, the first day of the period."""
    result: dict[int, dt.date] = {}
    known = [(column, day) for column, day in heading.days.items() if isinstance(day, dt.date)]
    cursor = start
    for column, day in sorted(heading.days.items()):
        if isinstance(day, dt.date):
            result[column] = day
        elif cursor is not None:
            cursor += dt.timedelta(days=(day - cursor.weekday()) % 7)
            result[column] = cursor
            cursor += dt.timedelta(days=1)
        elif known:
            anchor = known[0][1]
            result[column] = anchor + dt.timedelta(days=day - anchor.weekday())
    return result
