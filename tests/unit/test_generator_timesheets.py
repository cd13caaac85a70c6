"""The invented payroll week: its digital sheets are read as they were written, its errors found by name."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bpo_pipeline.classification import classify
from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.extraction import extract
from bpo_pipeline.flow.files import no_contract, sheet_issues
from bpo_pipeline.generator.timesheet_folder import timesheet_folder
from bpo_pipeline.generator.timesheet_layouts import LAYOUTS
from bpo_pipeline.generator.timesheets import PLANTED, WeekSheet, payroll_week
from bpo_pipeline.model.employee import employees_from_csv
from bpo_pipeline.reading.read import read_document, reading_from_json
from bpo_pipeline.reading.tables import XLSX

MEDIA = {"xlsx": XLSX, "csv": "text/csv", "pdf": "application/pdf"}
WEEK = payroll_week(7, employees=16, planted=8)
LAID_OUT = payroll_week(9, employees=20, planted=0, layouts=tuple(LAYOUTS))
DIGITAL = [one for one in (*WEEK.sheets, *LAID_OUT.sheets) if one.name.rpartition(".")[2] in MEDIA]


@pytest.mark.parametrize("sheet", DIGITAL, ids=lambda one: f"{one.name} {one.layout} {one.planted}")
def test_a_sheet_is_read_as_it_was_written(sheet: WeekSheet) -> None:
    media_type = MEDIA[sheet.name.rpartition(".")[2]]
    reading = reading_from_json(read_document(sheet.content, {"media_type": media_type}).value)
    draft = extract(reading, classify(reading).document_type)
    contract = no_contract().model_copy(update={"employees": (WEEK if sheet in WEEK.sheets else LAID_OUT).employees})
    found = [one.partition(":")[0] for one in sheet_issues(draft, reading, contract=contract)]
    assert found == ([sheet.planted] if sheet.planted else [])
    assert isinstance(draft.record, Timesheet)
    assert draft.record.computed_total_hours == sheet.total
    read = [
        (row.date, row.time_in, row.time_out, row.time_in_2, row.time_out_2, row.hours) for row in draft.record.rows
    ]
    assert sheet.planted or read == [
        (day.date, *map(_time, (day.start, day.end, day.start_2, day.end_2)), day.hours) for day in sheet.days
    ]


def _time(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text.zfill(5)) if text else None


def test_every_layout_is_among_them() -> None:
    assert {one.layout for one in LAID_OUT.sheets if one.name.endswith("pdf")} == set(LAYOUTS)


def test_the_same_seed_gives_the_same_sheets_and_every_error_once() -> None:
    again = payroll_week(7, employees=16, planted=8)
    assert [(one.name, one.days) for one in again.sheets] == [(one.name, one.days) for one in WEEK.sheets]
    assert [one.planted for one in WEEK.sheets if one.planted] == list(PLANTED)


def test_a_folder_of_timesheets_has_its_truth_and_the_employee_list(tmp_path: Path) -> None:
    assert timesheet_folder(tmp_path, count=10, seed=3, awkward=True) == 10
    rows = [json.loads(row) for row in (tmp_path / "truth.jsonl").read_text().splitlines()]
    assert [one["qa_issues"] for one in rows] == [[], [], *([one] for one in PLANTED)]
    assert {one["file"] for one in rows} | {"truth.jsonl", "employees.csv"} == {one.name for one in tmp_path.iterdir()}
    known = {one.employee_id for one in employees_from_csv((tmp_path / "employees.csv").read_text())}
    assert {one["fields"]["employee_id"] for one in rows} - known == {"E9999"}
