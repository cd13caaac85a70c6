"""Timesheets on pages, digital or scanned: header, table and signatures by where the words stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.documents.layout import lines_of, slope_of
from bpo_pipeline.documents.timesheet_labels import weekday_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, order_of
from bpo_pipeline.extraction.timesheets.columns import Heading
from bpo_pipeline.extraction.timesheets.found import Found
from bpo_pipeline.extraction.timesheets.header import company_of, header_of, period_of
from bpo_pipeline.extraction.timesheets.page_labels import label_rows, signatures, spots_in
from bpo_pipeline.extraction.timesheets.page_table import PageTable, consecutive, page_tables
from bpo_pipeline.extraction.timesheets.spots import Mark, Spot, computed
from bpo_pipeline.extraction.timesheets.table import table_of
from bpo_pipeline.model.reading import Page, Source, Word


def from_pages(pages: Sequence[Page], *, american: bool) -> Found:
    """What all pages say together; a page's rows belong to the employee that it names."""
    found = Found()
    for page in pages:
        if page.words:
            _page(found, page, american=american)
    return found


def _page(found: Found, page: Page, *, american: bool) -> None:
    slope = slope_of(page.words) if page.source is Source.OCR else 0.0

    def level(word: Word) -> float:
        return word.box.middle - slope * (word.box.left + word.box.right) / 2

    order = order_of((line.text for line in lines_of([page])), american=american)
    year = next((day.year for line in lines_of([page]) for day in dates_of(line.text, order)), None)
    near = DateOrder(order.day_first, year)
    tables = page_tables(lines_of([page]), level, near)
    outside = [word for word in page.words if not any(one.top - 4 <= level(word) <= one.bottom for one in tables)]
    spots = [spots_in(row, page.number) for row in label_rows(outside, level)]
    around = header_of(spots, order)
    for name, mark in signatures(outside, level, page.number).items():
        around[name] = mark
    if (company := company_of(spots)) is not None:
        around.setdefault("company_name", company)
    for table in tables:
        _table(found, table, around, order)
    if not tables:
        found.fields.update({name: mark for name, mark in around.items() if name not in found.fields})


def _table(found: Found, table: PageTable, around: dict[str, Mark], order: DateOrder) -> None:
    period_of(around, [], days=max(len(table.heading.days), len(table.rows) if not table.heading.matrix else 7))
    start = around["period_start"].value if "period_start" in around else None
    start = start if isinstance(start, dt.date) else None
    near = DateOrder(order.day_first, start.year if start else None, start)
    table, first, last = _days(table, near, start)
    if first is not None and last is not None:
        for name, day in (("period_start", first), ("period_end", last)):
            mark = around.get(name)
            if mark is None or mark.derived or mark.value != day:
                around[name] = computed(day, 0.93)
            else:
                around[name] = mark.surer(0.985)
    found.take(table_of(table.heading, table.rows, near, first or start), around)


def _days(
    table: PageTable, order: DateOrder, start: dt.date | None
) -> tuple[PageTable, dt.date | None, dt.date | None]:
    """The table with its dates set right where most of them are days on end; with the first and last day."""
    if table.heading.matrix:
        columns = sorted(table.heading.days)
        dates = [day if isinstance(day, dt.date) else None for day in (table.heading.days[c] for c in columns)]
        first = consecutive(dates)
        if first is None and start is not None and _weekdays_fit(table.heading, start):
            first = start
        if first is None:
            return table, None, None
        days: dict[int, dt.date | int] = {c: first + dt.timedelta(days=i) for i, c in enumerate(columns)}
        last = first + dt.timedelta(days=len(columns) - 1)
        return replace(table, heading=Heading(table.heading.fields, days)), first, last
    place = next((column for column, name in table.heading.fields.items() if name == "date"), None)
    weekday = next((column for column, name in table.heading.fields.items() if name == "day"), None)
    if place is None:
        return table, None, None
    found = [_date(row, place, weekday, order) for row in table.rows]
    first = consecutive(found)
    if first is None or len(table.rows) < 5:
        return table, None, None
    rows = [list(row) for row in table.rows]
    kept = []
    for index, (row, own) in enumerate(zip(rows, found, strict=True)):
        day = first + dt.timedelta(days=index)
        if weekday is not None and own is not None and own != day:
            # date and weekday agree with each other: the sheet names a day twice or leaves one out
            kept.append(own)
            continue
        kept.append(day)
        row[place] = Spot(day.isoformat(), max(row[place].confidence, 0.9), row[place].page, row[place].box)
    return replace(table, rows=rows), min(kept), max(kept)


def _weekdays_fit(heading: Heading, start: dt.date) -> bool:
    return all(
        day == (start + dt.timedelta(days=index)).weekday()
        for index, day in enumerate(heading.days[c] for c in sorted(heading.days))
        if isinstance(day, int)
    )


def _date(row: Sequence[Spot], place: int, weekday: int | None, order: DateOrder) -> dt.date | None:
    dates = dates_of(row[place].text, order)
    if not dates:
        return None
    said = weekday_of(row[weekday].text) if weekday is not None else None
    return dates[0] if said is None or said == dates[0].weekday() else None
