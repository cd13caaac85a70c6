"""Hours that OCR misread, set right by arithmetic: hours = out - in - break, on one row at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from bpo_pipeline.extraction.timesheets.cells import punched, span
from bpo_pipeline.extraction.timesheets.spots import Mark, Row, Spot, computed

_LONGEST_DAY = Decimal(24)
_LONGEST_BREAK = Decimal(3)
_QUARTER = Decimal("0.25")
PROVED = 0.985
_DOUBTFUL = 0.6


def repair(row: Row, cells: dict[str, Spot]) -> None:
    """Set one row right where the others prove what a cell says; a cell that is empty stays empty.

    *cells* are the row's cells as read, so that an unreadable one is told from an empty one.
    """
    if not any(mark.spot.page is not None for mark in row.marks.values()):
        return  # cells of a spreadsheet are what they are
    _point(row, "hours")
    _point(row, "break_hours")
    total = punched(row)
    hours = row.hours()
    if total is not None and hours is not None and total == hours:
        _prove(row)
    elif total is not None and hours is None and 0 < total <= _LONGEST_DAY:
        row.marks["hours"] = computed(total, 0.93)
    elif total is not None and hours is not None:
        _choose(row, hours)
    elif total is None and hours is not None:
        _missing_time(row, hours, cells)


def _prove(row: Row) -> None:
    for name in ("time_in", "time_out", "time_in_2", "time_out_2", "break_hours", "hours"):
        if name in row.marks:
            row.marks[name] = row.marks[name].surer(max(PROVED, row.marks[name].confidence))


def _point(row: Row, name: str) -> None:
    """``85`` hours a day are 8.5, ``05`` hours of break half an hour: the point was lost."""
    mark = row.marks.get(name)
    if mark is None or not isinstance(mark.value, Decimal):
        return
    lost = mark.spot.text.strip().startswith("0") and len(mark.spot.text.strip()) == 2
    if (name == "hours" and mark.value > _LONGEST_DAY) or (name == "break_hours" and lost):
        row.marks[name] = (
            Mark(Decimal(mark.spot.text.strip() or 0) / 10, mark.spot, mark.confidence * 0.95)
            if (mark.spot.text.strip().isdigit())
            else mark
        )


def _choose(row: Row, hours: Decimal) -> None:
    """Which of break and hours is wrong: the break, when another one makes the row add up and is a usual one."""
    start, end = row.clock("time_in"), row.clock("time_out")
    if start is None or end is None or "time_in_2" in row.marks:
        return
    gross = span(start, end)
    pause = row.marks.get("break_hours")
    rest = gross - hours
    doubt = pause is not None and (pause.derived or pause.confidence < row.marks["hours"].confidence - 0.05)
    if pause is not None and doubt and 0 <= rest <= _LONGEST_BREAK and rest % _QUARTER == 0 and not pause.derived:
        row.marks["break_hours"] = Mark(rest, pause.spot, 0.8)
        return
    if pause is not None and row.marks["hours"].confidence < pause.confidence - 0.05:
        row.marks["hours"] = Mark(gross - Decimal(str(pause.value)), row.marks["hours"].spot, 0.8)
        return
    for name in ("time_in", "time_out", "break_hours", "hours"):
        if name in row.marks:
            row.marks[name] = row.marks[name].surer(min(row.marks[name].confidence, _DOUBTFUL))


def _missing_time(row: Row, hours: Decimal, cells: dict[str, Spot]) -> None:
    """A time that stands there but can't be read follows from the other one, the break and the hours."""
    if "time_in_2" in row.marks or "time_out_2" in row.marks:
        return
    pause = row.get("break_hours")
    minutes = int((hours + (pause if isinstance(pause, Decimal) else Decimal(0))) * 60)
    start, end = row.clock("time_in"), row.clock("time_out")
    if end is None and start is not None and cells.get("time_out"):
        row.marks["time_out"] = Mark(_later(start, minutes), cells["time_out"], 0.8)
    elif start is None and end is not None and cells.get("time_in"):
        row.marks["time_in"] = Mark(_later(end, -minutes), cells["time_in"], 0.8)


def _later(time: dt.time, minutes: int) -> dt.time:
    whole = (time.hour * 60 + time.minute + minutes) % 1440
    return dt.time(whole // 60, whole % 60)


def repair_by_total(rows: Sequence[Row], total: Mark | None) -> None:
    """One row whose punches and hours disagree is settled by the printed total of all of them."""
    if total is None or not isinstance(total.value, Decimal):
        return
    doubtful = [row for row in rows if (found := punched(row)) is not None and row.hours() not in {None, found}]
    if len(doubtful) != 1:
        return
    row = doubtful[0]
    others = sum((one.hours() or Decimal(0) for one in rows if one is not row), Decimal(0))
    found = punched(row)
    if found is not None and others + found == total.value:
        row.marks["hours"] = Mark(found, row.marks["hours"].spot, 0.95)
        _prove(row)
