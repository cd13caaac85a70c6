"""Timesheets on paper in the manners of offices: a list, a grid with a column per day, two weeks, two punches a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.sheet import LETTER, Sheet

_ROW, _TOP = 24.0, 150.0
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day's punches and hours; a day of two shifts has a second pair."""

    date: dt.date
    start: str
    end: str
    pause: Decimal
    hours: Decimal
    start_2: str = ""
    end_2: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on a sheet."""

    name: str
    employee_id: str
    department: str
    days: tuple[Day, ...]
    total: str
    signed: str
    approver: str


def clock(text: str) -> str:
    """``17:30`` as ``05:30 PM``; an empty text stays empty."""
    return f"{dt.time.fromisoformat(text.zfill(5)):%I:%M %p}" if text else ""


def list_page(one: Written) -> bytes:
    """A row per day."""
    columns = (("Date", 50), ("Day", 140), ("Time In", 210), ("Time Out", 300), ("Break", 390), ("Hours", 460))
    rows = [
        (f"{day.date:%m/%d/%Y}", f"{day.date:%a}", clock(day.start), clock(day.end), f"{day.pause:.2f}",
         f"{day.hours:.2f}")
        for day in one.days
    ]  # fmt: skip
    first = f"{one.days[0].date:%m/%d/%Y}"
    head = [("TIME SHEET", ""), ("Employee Name:", one.name), ("Employee ID:", one.employee_id),
            ("Department:", one.department), ("Week Beginning:", first)]  # fmt: skip
    page = Sheet(typeface("vera", embedded=True), LETTER, "Time sheet", "en")
    y = 50.0
    for label, value in head:
        page.text(50, y, f"{label} {value}".strip(), size=11 if value else 15, bold=not value)
        y += 22
    y = _table(page, y + 12, columns, rows, 560)
    return _ended(page, y, one)


def grid_page(one: Written) -> bytes:
    """A column per day of the week, landscape."""
    page = Sheet(typeface("vera", embedded=True), (LETTER[1], LETTER[0]), "Time sheet", "en")
    monday = one.days[0].date - dt.timedelta(days=one.days[0].date.weekday())
    week = [monday + dt.timedelta(days=number) for number in range(_WEEK)]
    known = {day.date: day for day in one.days}
    _head(page, "WEEKLY TIME SHEET", one, f"Week Beginning: {monday:%m/%d/%Y}", f"Week Ending: {week[-1]:%m/%d/%Y}")
    columns = [("", 48), *((f"{day:%a} {day.month}/{day.day}", 150 + 72 * number) for number, day in enumerate(week))]
    shown: tuple[tuple[str, Callable[[Day], str]], ...] = (
        ("Time In", lambda day: clock(day.start)), ("Time Out", lambda day: clock(day.end)),
        ("Break (hrs)", lambda day: f"{day.pause:f}"), ("Hours Worked", lambda day: f"{day.hours:f}"),
    )  # fmt: skip
    rows = [
        (label, *(write(known[day]) if day in known else "" for day in week), one.total if label[0] == "H" else "")
        for label, write in shown
    ]
    y = _table(page, _TOP, [*columns, ("TOTAL", 662)], rows, 740)
    return _ended(page, y, one, total=False)


def biweekly_page(one: Written) -> bytes:
    """A row per day of two weeks, weekends empty, times of 24 hours."""
    page = Sheet(typeface("vera", embedded=True), LETTER, "Time report", "en")
    first = one.days[0].date
    _head(page, "BI-WEEKLY TIME REPORT", one, f"Pay Period: {first:%m/%d/%Y} - {_last(first):%m/%d/%Y}", "")
    columns = (("Date", 50), ("Day", 140), ("Start", 210), ("Finish", 300), ("Meal", 390), ("Hours", 460))
    known = {day.date: day for day in one.days}
    rows = []
    for number in range(2 * _WEEK):
        date = first + dt.timedelta(days=number)
        day = known.get(date)
        said = (day.start, day.end, f"{day.pause:f}", f"{day.hours:f}") if day else ("", "", "", "")
        rows.append((f"{date:%m/%d/%y}", f"{date:%a}", *said))
    return _ended(page, _table(page, _TOP, columns, rows, 560), one)


def punch_page(one: Written) -> bytes:
    """Two pairs of punches a day."""
    page = Sheet(typeface("vera", embedded=True), LETTER, "Time card", "en")
    _head(page, "TIME CARD", one, f"Week Beginning: {one.days[0].date:%m/%d/%Y}", "")
    columns = (("Date", 50), ("Day", 140), ("In 1", 200), ("Out 1", 270), ("In 2", 340), ("Out 2", 410), ("Hours", 490))
    rows = [
        (f"{day.date:%m/%d/%Y}", f"{day.date:%a}", day.start, day.end, day.start_2, day.end_2, f"{day.hours:.2f}")
        for day in one.days
    ]
    return _ended(page, _table(page, _TOP, columns, rows, 560), one)


LAYOUTS: dict[str, Callable[[Written], bytes]] = {
    "list": list_page, "grid": grid_page, "biweekly": biweekly_page, "punch": punch_page,
}  # fmt: skip


def _last(first: dt.date) -> dt.date:
    return first + dt.timedelta(days=2 * _WEEK - 1)


def _head(page: Sheet, title: str, one: Written, begins: str, ends: str) -> None:
    page.text(50, 50, title, size=15, bold=True)
    for x, label, value in (
        (50, "Employee Name:", one.name), (280, "Employee ID:", one.employee_id), (430, "Department:", one.department),
    ):  # fmt: skip
        page.text(x, 84, f"{label} {value}", size=10)
    page.text(50, 110, begins, size=10)
    page.text(280, 110, ends, size=10)


def _table(
    page: Sheet, y: float, columns: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]], right: float
) -> float:
    """Draw a ruled table; gives the y below it."""
    left = columns[0][1] - 8
    for row in ([name for name, _ in columns], *rows):
        page.rule(left, y - 4, right, y - 4)
        for (_, x), text in zip(columns, row, strict=True):
            page.rule(x - 8, y - 4, x - 8, y - 4 + _ROW)
            page.text(x, y + 2, text, size=11)
        page.rule(right, y - 4, right, y - 4 + _ROW)
        y += _ROW
    page.rule(left, y - 4, right, y - 4)
    return y


def _ended(page: Sheet, y: float, one: Written, *, total: bool = True) -> bytes:
    if total:
        page.text(50, y + 12, f"TOTAL HOURS: {one.total}", size=11, bold=True)
    page.text(55, y + 80, one.signed, size=13)
    page.text(315, y + 80, one.approver, size=13)
    page.text(50, y + 100, "Employee Signature", size=9)
    page.text(310, y + 100, "Supervisor Approval", size=9)
    return page.finish()
