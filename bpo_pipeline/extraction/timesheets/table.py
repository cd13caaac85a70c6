"""From a heading and the rows below it to days of work, whether days are rows or columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline.documents.timesheet_labels import column_of, header_labels, squeezed, weekday_of
from bpo_pipeline.documents.timesheet_values import DateOrder, hours_of
from bpo_pipeline.extraction.timesheets.cells import is_empty, row_of, settle, worked
from bpo_pipeline.extraction.timesheets.columns import PUNCHES, Heading, dated
from bpo_pipeline.extraction.timesheets.repair import repair
from bpo_pipeline.extraction.timesheets.spots import Mark, Row, Spot, read

_ROW_KINDS = frozenset({*PUNCHES, "break_hours", "break_minutes", "break_start", "break_end", "hours"})
_PARTS = frozenset({"regular_hours", "overtime_hours", "double_hours"})
_TOTALS = {"hours": "total", "regular_hours": "regular_total", "overtime_hours": "overtime_total"}
_CARRIED = ("employee_id", "employee_name", "department")


@dataclass
class Table:
    """What one table says."""

    rows: list[Row] = field(default_factory=list)
    totals: dict[str, Mark] = field(default_factory=dict)
    """``total``, ``regular_total``, ``overtime_total`` as printed."""
    row_totals: list[tuple[Row, Mark]] = field(default_factory=list)
    """Where employees are rows: any day of theirs, and the total printed for them."""


def table_of(heading: Heading, body: Sequence[Sequence[Spot]], order: DateOrder, start: dt.date | None) -> Table:
    """Read the rows below a heading; *start* is the first day of the period, where it is known."""
    if not heading.matrix:
        return _days_down(heading, body, order, start)
    labels = [column_of(row[0].text) if row and row[0] else None for row in body]
    if sum(label in _ROW_KINDS | _PARTS for label in labels) >= 1 and not _has_people(heading, body):
        return _days_across(heading, body, order, start)
    return _people_down(heading, body, order, start)


def _has_people(heading: Heading, body: Sequence[Sequence[Spot]]) -> bool:
    people = [column for column, name in heading.fields.items() if name in {"employee_id", "employee_name"}]
    return any(column < len(row) and row[column] for row in body for column in people if column > 0)


def _days_down(heading: Heading, body: Sequence[Sequence[Spot]], order: DateOrder, start: dt.date | None) -> Table:
    table = Table()
    carried: dict[str, Mark] = {}
    last: Mark | None = None
    cursor = start
    for spots in body:
        cells = {name: spots[column] for column, name in heading.fields.items() if column < len(spots)}
        if is_total(spots):
            _take_totals(table, spots, cells)
            continue
        row = row_of(cells, order)
        for name in _CARRIED:
            if name in row.marks:
                carried[name] = row.marks[name]
            elif name in carried and name in cells and "employee_id" not in row.marks:
                row.marks[name] = carried[name]  # merged or left out below the first
        date = row.marks.get("date")
        if date is None and cursor is not None and isinstance(day := row.get("day"), str):
            weekday = weekday_of(day)
            if weekday is not None:
                cursor += dt.timedelta(days=(weekday - cursor.weekday()) % 7)
                row.marks["date"] = date = Mark(cursor, row.marks["day"].spot, row.marks["day"].confidence * 0.95)
                cursor += dt.timedelta(days=1)
        elif date is not None and isinstance(date.value, dt.date):
            cursor = date.value + dt.timedelta(days=1)
        settle(row)
        repair(row, cells)
        if not worked(row):
            last = date or last
            continue
        if date is None and last is not None and (row.get("pay_code") or row.clock("time_in")):
            row.marks["date"] = last
        last = date or last
        if "date" in row.marks or "employee_id" in row.marks:
            table.rows.append(row)
    return table


def is_total(spots: Sequence[Spot]) -> bool:
    """Whether a row begins with a word for a total."""
    first = next((spot for spot in spots if spot), None)
    if first is None:
        return False
    label = header_labels().get(squeezed(first.text.rstrip(":")))
    return label in {"total", "regular_total", "overtime_total"} and hours_of(first.text) is None


def _take_totals(table: Table, spots: Sequence[Spot], cells: dict[str, Spot]) -> None:
    first = next(spot for spot in spots if spot)
    label = header_labels()[squeezed(first.text.rstrip(":"))]
    if label == "total" and "hours" in cells and cells["hours"] is not first:
        for name, total in _TOTALS.items():
            spot = cells.get(name)
            if spot and spot is not first and (hours := hours_of(spot.text)) is not None:
                table.totals[total] = read(hours, spot)
    if label not in table.totals:
        rest = [spot for spot in spots if spot and spot is not first]
        for spot in rest:
            if (hours := hours_of(spot.text)) is not None:
                table.totals[label] = read(hours, spot)
                break


def _days_across(heading: Heading, body: Sequence[Sequence[Spot]], order: DateOrder, start: dt.date | None) -> Table:
    table = Table()
    days = dated(heading, start)
    names = _row_names(body)
    pay_codes = [index for index, name in enumerate(names) if name is None and body[index][0] and _numbers(body[index])]
    for column, date in sorted(days.items()):
        head = heading.days[column]
        cells: dict[str, Spot] = {}
        for index, name in enumerate(names):
            if name is not None and column < len(body[index]):
                cells.setdefault(name, body[index][column])
        row = row_of(cells, order)
        settle(row)
        repair(row, cells)
        if worked(row):
            _date(row, date, sure=0.97 if isinstance(head, dt.date) else 0.93)
            table.rows.append(row)
        for index in pay_codes:
            extra = row_of({"hours": body[index][column]} if column < len(body[index]) else {}, order)
            if worked(extra) and not any(name == "hours" for name in names):
                extra.marks["pay_code"] = read(body[index][0].text, body[index][0])
                _date(extra, date, sure=0.9)
                table.rows.append(extra)
    for column, name in heading.fields.items():
        if name in _TOTALS:
            for index, kind in enumerate(names):
                if kind == "hours" and column < len(body[index]) and (spot := body[index][column]):
                    hours = hours_of(spot.text)
                    if hours is not None:
                        table.totals[_TOTALS[name]] = read(hours, spot)
    return table


def _row_names(body: Sequence[Sequence[Spot]]) -> list[str | None]:
    """What each row of a sheet with days across holds; the second pair of punches is a second shift."""
    names: list[str | None] = []
    for row in body:
        name = column_of(row[0].text) if row and row[0] else None
        if name in {"time_in", "time_out"} and name in names:
            name = f"{name}_2"
        names.append(name if name in _ROW_KINDS | _PARTS else None)
    return names


def _numbers(row: Sequence[Spot]) -> bool:
    return any(hours_of(spot.text) is not None for spot in row[1:] if spot)


def _people_down(heading: Heading, body: Sequence[Sequence[Spot]], order: DateOrder, start: dt.date | None) -> Table:
    table = Table()
    days = dated(heading, start)
    carried: dict[str, Mark] = {}
    for spots in body:
        cells = {name: spots[column] for column, name in heading.fields.items() if column < len(spots)}
        printed = {name: cells.pop(name) for name in list(cells) if name in {*_TOTALS, "double_hours"}}
        if is_total(spots):
            _take_totals(table, spots, {**cells, **printed})
            continue
        person = row_of(cells, order).marks
        for name in _CARRIED:
            if name in person:
                carried[name] = person[name]
            elif name in carried and "employee_id" not in person:
                person[name] = carried[name]
        last: Row | None = None
        for column, date in sorted(days.items()):
            spot = spots[column] if column < len(spots) else None
            hours = hours_of(spot.text) if spot and not is_empty(spot) else None
            if not hours or spot is None:
                continue
            last = Row({**person, "hours": read(hours, spot)})
            _date(last, date, sure=0.95)
            table.rows.append(last)
        total = hours_of(printed["hours"].text) if printed.get("hours") else None
        if last is not None and total is not None:
            table.row_totals.append((last, read(total, printed["hours"])))
            for name in ("regular_hours", "overtime_hours"):
                if printed.get(name) and (part := hours_of(printed[name].text)) is not None:
                    table.totals[_TOTALS[name]] = read(part, printed[name])
    if len(table.row_totals) == 1 and "total" not in table.totals:
        table.totals["total"] = table.row_totals[0][1]
    return table


def _date(row: Row, date: dt.date, *, sure: float) -> None:
    spot = row.marks["hours"].spot if "hours" in row.marks else next(iter(row.marks.values())).spot
    row.marks["date"] = Mark(date, spot, sure * min(1.0, spot.confidence + 0.02))


def total_of(rows: Sequence[Row]) -> Decimal:
    """The sum of the hours of some rows."""
    return sum((row.hours() or Decimal(0) for row in rows), Decimal(0))
