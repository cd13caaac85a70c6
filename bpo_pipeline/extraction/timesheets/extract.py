"""``extract_timesheet``: a Draft of a timesheet or of a batch of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bpo_pipeline.documents import document_type as kind_of
from bpo_pipeline.documents.timesheet import TimesheetRow, split_hours
from bpo_pipeline.extraction.timesheets.found import Found, person_of
from bpo_pipeline.extraction.timesheets.header import period_of
from bpo_pipeline.extraction.timesheets.pages import from_pages
from bpo_pipeline.extraction.timesheets.sheets import from_sheets
from bpo_pipeline.extraction.timesheets.spots import Mark, Row, Value, computed
from bpo_pipeline.extraction.timesheets.table import total_of
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Reading, Source

TYPES = frozenset({"timesheet", "timesheet_batch"})
_PERSON = ("employee_id", "employee_name", "department")
_TOTALS = {"total": "printed_total_hours", "regular_total": "printed_regular_hours",
           "overtime_total": "printed_overtime_hours"}  # fmt: skip
_LONGEST = 200


def extract_timesheet(reading: Reading, document_type: str, *, languages: Sequence[str] = ()) -> Draft:
    """Read header and rows; *languages* decide on day and month where nothing else does.

    Raises KeyError for a document type that is not in ``DOCUMENT_TYPES``.
    """
    american = not languages or languages[0] == "en"
    found = from_sheets(reading.sheets, american=american)
    if reading.pages:
        found = from_pages(reading.pages, american=american)
    fields = _header(found, batch=document_type == "timesheet_batch")
    return _draft(reading, document_type, found, fields)


def _header(found: Found, *, batch: bool) -> dict[str, Mark]:
    fields = dict(found.fields)
    dates = [day for row in found.rows if isinstance(day := row.get("date"), dt.date)]
    period_of(fields, dates)
    for name, shown in _TOTALS.items():
        if name in fields:
            fields[shown] = fields.pop(name)
    if found.rows:
        fields["computed_total_hours"] = computed(total_of(found.rows), _least(found.rows, "hours"))
    if batch:
        fields["n_rows"] = computed(len(found.rows))
        fields["n_employees"] = computed(len(found.people))
        return fields
    for name in _PERSON:
        mark = next((row.marks[name] for row in found.rows if name in row.marks), None)
        if mark is not None:
            fields.setdefault(name, mark)
    if found.rows:
        regular, overtime = split_hours([_record(row) for row in found.rows])
        sure = _least(found.rows, "hours")
        fields["regular_hours_flsa"], fields["overtime_hours_flsa"] = computed(regular, sure), computed(overtime, sure)
    return fields


def _least(rows: Sequence[Row], name: str) -> float:
    return min((row.marks[name].confidence for row in rows if name in row.marks), default=0.0)


def _record(row: Row) -> TimesheetRow:
    known = {name: mark.value for name, mark in row.marks.items() if name in TimesheetRow.model_fields}
    return TimesheetRow.model_validate(known)


def _draft(reading: Reading, document_type: str, found: Found, fields: dict[str, Mark]) -> Draft:
    kind = kind_of(document_type)
    names = kind.record.model_fields
    record: dict[str, Any] = {}
    evidence: list[Evidence] = []
    source = _source(reading)
    for name, mark in fields.items():
        if name in names:
            record[name] = _cut(mark.value)
            evidence.append(_evidence(name, mark, source))
    rows = []
    single = document_type == "timesheet"
    for index, row in enumerate(found.rows):
        cells: dict[str, Any] = {}
        for name, mark in row.marks.items():
            if name in TimesheetRow.model_fields and not (single and name in _PERSON):
                cells[name] = _cut(mark.value)
                evidence.append(_evidence(f"rows.{index}.{name}", mark, source))
        rows.append(cells)
    record["rows"] = tuple(rows)
    if "employees" in names:
        record["employees"] = tuple(_employees(found))
    return Draft(
        document_type=kind.name,
        type_confidence=0.0,
        record=kind.record.model_validate(record),
        evidence=tuple(evidence),
        versions={**reading.engines, "timesheets": "1"},
    )


def _employees(found: Found) -> list[dict[str, Any]]:
    result = []
    for person in found.people:
        rows = [row for row in found.rows if person_of(row) == person]
        regular, overtime = split_hours([_record(row) for row in rows])
        one: dict[str, Any] = {"total": total_of(rows), "regular": regular, "overtime": overtime}
        for name in ("employee_id", "employee_name"):
            if (value := rows[0].get(name)) is not None:
                one[name] = value
        result.append(one)
    return result


def _cut(value: Value) -> Value:
    return value[:_LONGEST] if isinstance(value, str) else value


def _evidence(path: str, mark: Mark, source: Source) -> Evidence:
    spot = mark.spot
    origin = Source.DERIVED if mark.derived else source
    return Evidence(path, spot.text[:_LONGEST], origin, round(mark.confidence, 4), spot.page, spot.box, spot.location)


def _source(reading: Reading) -> Source:
    if reading.sheets:
        return Source.CELL
    return Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
