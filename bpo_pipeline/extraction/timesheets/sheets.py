"""Workbooks and CSV files: every visible sheet from top to bottom, table after table, employee after employee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, order_of
from bpo_pipeline.extraction.timesheets.columns import Heading, heading_of
from bpo_pipeline.extraction.timesheets.found import Found
from bpo_pipeline.extraction.timesheets.header import company_of, header_of, period_of
from bpo_pipeline.extraction.timesheets.spots import Mark, Spot, spots_of
from bpo_pipeline.extraction.timesheets.table import table_of
from bpo_pipeline.model.reading import Sheet

_MOST_SEARCHED = 60
"""Rows without a heading after which the sheet has no table."""


def from_sheets(sheets: Sequence[Sheet], *, american: bool) -> Found:
    """What the visible sheets say together."""
    found = Found()
    for sheet in sheets:
        if not sheet.hidden and sheet.rows:
            _add(found, spots_of(sheet), american=american)
    return found


def _add(found: Found, rows: list[list[Spot]], *, american: bool) -> None:
    order = order_of((spot.text for row in rows for spot in row), american=american)
    headings = _headings(rows, order)
    if not headings:
        return
    before = rows[: headings[0].row]
    company = company_of(before)
    if company is not None:
        found.fields.setdefault("company_name", company)
    for place, heading in enumerate(headings):
        end = headings[place + 1].row if place + 1 < len(headings) else len(rows)
        above = rows[(headings[place - 1].row + 1 if place else 0) : heading.row]
        body = rows[heading.row + 1 : end]
        around = header_of(above, order) if place else header_of([*above, *_tail(body)], order)
        _one(found, heading, body, around, order)


def _one(found: Found, heading: Heading, body: list[list[Spot]], around: dict[str, Mark], order: DateOrder) -> None:
    days = [day for day in heading.days.values() if isinstance(day, dt.date)]
    period_of(around, days, days=max(len(heading.days), _weekdays(body)))
    known = around.get("period_start")
    start = known.value if known is not None and isinstance(known.value, dt.date) else None
    if start is None and "period_start" in found.fields and isinstance(found.fields["period_start"].value, dt.date):
        start = found.fields["period_start"].value
    near = DateOrder(order.day_first, start.year if start else None, start)
    table = table_of(heading, body, near, start)
    found.take(table, around)


def _weekdays(body: list[list[Spot]]) -> int:
    return 14 if 14 <= len(body) <= 20 else 7


def _tail(body: list[list[Spot]]) -> list[list[Spot]]:
    """The rows below a table that hold labels with values: totals, approval."""
    return [row for row in body if sum(bool(spot) for spot in row) <= 4]


def _headings(rows: list[list[Spot]], order: DateOrder) -> list[Heading]:
    year = next((day.year for row in rows[:_MOST_SEARCHED] for day in _dates(row, order)), None)
    near = DateOrder(order.day_first, year)
    found: list[Heading] = []
    for index, row in enumerate(rows):
        if not found and index > _MOST_SEARCHED:
            break
        heading = heading_of(row, near, index)
        if heading is not None:
            found.append(heading)
    return found


def _dates(row: Sequence[Spot], order: DateOrder) -> list[dt.date]:
    return [day for spot in row if spot for day in dates_of(spot.text, order)]
