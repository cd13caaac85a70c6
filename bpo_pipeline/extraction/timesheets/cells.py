"""One row's cells as values: punches, breaks, hours; what the punches say where no hours are printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from bpo_pipeline.documents.timesheet_labels import weekday_of
from bpo_pipeline.documents.timesheet_values import DateOrder, clock_of, dates_of, hours_of, of_minutes, plain
from bpo_pipeline.extraction.timesheets.spots import Mark, Row, Spot, Value, computed, read

_HOURS = ("hours", "regular_hours", "overtime_hours", "double_hours")
_PUNCHES = ("time_in", "time_out", "time_in_2", "time_out_2", "break_start", "break_end")
_TEXTS = ("employee_id", "employee_name", "first_name", "last_name", "department", "pay_code", "project", "comment")
_MISREAD = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2", "i": "1"})
_EMPTY = re.compile(r"[-–—_.·\s]*|n/?a|off|x", re.IGNORECASE)
_CLOCK_IN = re.compile(r"(?<!\d)(\d{1,2})\s?[:;.,]\s?([0-5]\d)(?!\d)")
_HALF = re.compile(r"(?i)\d\s*([ap])")
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ii|iii|iv|phd|md)\.?")
_LONGEST_DAY = Decimal(24)


def row_of(cells: Mapping[str, Spot], order: DateOrder) -> Row:
    """The values that a row's cells hold; cells that make no sense are left out."""
    row = Row()
    for name, spot in cells.items():
        mark = _mark(name, spot, order)
        if mark is not None:
            row.marks[name] = mark
    _join_names(row)
    _join_hours(row)
    _join_breaks(row, cells)
    return row


def is_empty(spot: Spot) -> bool:
    """Whether a cell holds nothing, or a dash for nothing."""
    return not spot or bool(_EMPTY.fullmatch(spot.text))


def worked(row: Row) -> bool:
    """Whether the row speaks of work or leave: hours that are not zero, or a punch."""
    return bool(row.hours()) or any(row.clock(name) is not None for name in _PUNCHES[:4])


def _mark(name: str, spot: Spot, order: DateOrder) -> Mark | None:
    if not spot or (name != "comment" and is_empty(spot)):
        return None
    value: Value | None = None
    if name == "date":
        value = next(iter(dates_of(spot.text, order)), None)
    elif name in _PUNCHES:
        value = clock_of(spot.text)
        if value is None and spot.page is not None:
            value = _misread_clock(spot)
    elif name in _HOURS or name in {"break_hours", "break_minutes", "rate"}:
        value = _number(name, spot)
    elif name in _TEXTS or (name == "day" and weekday_of(spot.text) is not None):
        value = spot.text
    return None if value is None else read(value, spot)


def _misread_clock(spot: Spot) -> dt.time | None:
    """A time among what OCR made of specks and handwriting: ``.4:30 Pm1``, ``7;00``, ``I0:30``."""
    text = re.sub(r"(?<=\d)\s+(?=\d)", "", plain(spot.text))
    found = _CLOCK_IN.search(text.translate(_MISREAD)) or _CLOCK_IN.search(text)
    if found is None:
        return clock_of(_cleaned(spot))
    half = _HALF.search(text[found.end() - 1 :] if found.end() > 1 else "")
    return clock_of(f"{found[1]}:{found[2]} {half[1]}m" if half else f"{found[1]}:{found[2]}")


def _number(name: str, spot: Spot) -> Decimal | None:
    text = spot.text.lstrip("$€£ ") if name == "rate" else spot.text
    hours = hours_of(text)
    if hours is None and spot.page is not None:
        hours = hours_of(_cleaned(spot))
    in_minutes = (name == "break_minutes" and ":" not in text) or (
        name == "break_hours" and hours is not None and hours >= 5  # "30" under "Break": nobody pauses thirty hours
    )
    return of_minutes(hours) if hours is not None and in_minutes else hours


def _cleaned(spot: Spot) -> str:
    """OCR's text with look-alike letters as digits and specks left out."""
    text = plain(spot.text).translate(_MISREAD)
    return re.sub(r"[^\d:.,hapmAPM]", "", text).strip(".,:")


def _join_names(row: Row) -> None:
    first, last = row.marks.pop("first_name", None), row.marks.pop("last_name", None)
    if "employee_name" not in row.marks and (first or last):
        parts = [str(one.value) for one in (first, last) if one]
        base = last or first
        if base:
            row.marks["employee_name"] = Mark(" ".join(parts), base.spot, base.confidence)
    if (name := row.marks.get("employee_name")) is not None:
        row.marks["employee_name"] = Mark(first_last(str(name.value)), name.spot, name.confidence)


def first_last(name: str) -> str:
    """``Cooper, Kristin`` -> ``Kristin Cooper``."""
    last, comma, first = name.partition(",")
    if not comma or not first.strip() or _SUFFIX.fullmatch(first.strip()) or "," in first:
        return name.strip()
    return f"{first.strip()} {last.strip()}"


def _join_hours(row: Row) -> None:
    parts = [row.marks.pop(name) for name in _HOURS[1:] if name in row.marks]
    if "hours" in row.marks or not parts:
        return
    total = sum((one.value for one in parts if isinstance(one.value, Decimal)), Decimal(0))
    row.marks["hours"] = Mark(total, parts[0].spot, min(one.confidence for one in parts))


def _join_breaks(row: Row, cells: Mapping[str, Spot]) -> None:
    minutes = row.marks.pop("break_minutes", None)
    if minutes is not None:
        row.marks.setdefault("break_hours", minutes)
    start, end = row.marks.pop("break_start", None), row.marks.pop("break_end", None)
    if start and end and isinstance(start.value, dt.time) and isinstance(end.value, dt.time):
        row.marks["break_hours"] = Mark(span(start.value, end.value), start.spot, start.confidence)
    if "break_hours" not in row.marks and any(
        name in cells and is_empty(cells[name]) for name in ("break_hours", "break_minutes", "break_start")
    ):
        row.marks["break_hours"] = computed(Decimal(0))


def span(start: dt.time, end: dt.time) -> Decimal:
    """Hours from one time to the other; over midnight when the end is earlier."""
    minutes = (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
    return of_minutes(minutes if minutes >= 0 else minutes + 1440)


def punched(row: Row) -> Decimal | None:
    """The hours between the punches less the break; None where a punch is missing."""
    start, end = row.clock("time_in"), row.clock("time_out")
    if start is None or end is None:
        return None
    total = span(start, end)
    again, done = row.clock("time_in_2"), row.clock("time_out_2")
    if (again is None) != (done is None):
        return None
    if again is not None and done is not None:
        total += span(again, done)
    pause = row.get("break_hours")
    return total - (pause if isinstance(pause, Decimal) else Decimal(0))


def settle(row: Row) -> None:
    """Afternoon times without ``PM`` are understood by the hours; hours that are not printed follow from punches."""
    hours, found = row.hours(), punched(row)
    if hours is not None and found is not None and found != hours:
        for name in ("time_out", "time_out_2"):
            end = row.clock(name)
            if end is None or end.hour >= 12:
                continue
            later = Mark(end.replace(hour=end.hour + 12), row.marks[name].spot, row.marks[name].confidence)
            trial = Row({**row.marks, name: later})
            if punched(trial) == hours:
                row.marks[name] = later
                break
    elif hours is None and found is not None and 0 < found <= _LONGEST_DAY:
        row.marks["hours"] = computed(found)
