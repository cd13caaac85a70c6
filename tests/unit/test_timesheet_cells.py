"""Timesheets as spreadsheets: any dialect, any layout; a stray quote costs its own line only."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from bpo_pipeline.classification import classify
from bpo_pipeline.documents.timesheet import Timesheet, TimesheetBatch
from bpo_pipeline.documents.timesheet_values import DateOrder, clock_of, dates_of, hours_of
from bpo_pipeline.extraction import extract, prediction
from bpo_pipeline.intake.screen import screen, screened_from_json
from bpo_pipeline.model.draft import Record
from bpo_pipeline.reading.read import read_document, reading_from_json
from bpo_pipeline.reading.tables import XLSX


def record_of(content: bytes, media_type: str = "text/csv") -> Record:
    reading = reading_from_json(read_document(content, {"media_type": media_type}).value)
    return extract(reading, classify(reading).document_type).record


def workbook(*rows: tuple[object, ...], hidden: tuple[object, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        other = book.create_sheet("old")
        other.append(hidden)
        other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "hours"),
    [("7:30", "7.5"), ("7,5", "7.5"), ("7.5h", "7.5"), ("７．５", "7.5"), ("7½", "7.5"), ("7h30", "7.5")],
)  # fmt: skip
def test_hours_are_read_in_every_spelling(text: str, hours: str) -> None:
    assert hours_of(text) == Decimal(hours)


@pytest.mark.parametrize("text", ["5:00 PM", "17:00", "17h00", "1700", "5p", "５:００ pm"])
def test_times_are_read_in_every_spelling(text: str) -> None:
    assert clock_of(text) == dt.time(17)


@pytest.mark.parametrize("text", ["06/30/2025", "30.06.2025", "2025-06-30", "June 30, 2025", "30-Jun-2025", "Mon 6/30"])
def test_dates_are_read_in_every_spelling(text: str) -> None:
    assert dates_of(text, DateOrder(year=2025)) == [dt.date(2025, 6, 30)]


@pytest.mark.parametrize(
    "content",
    [
        'Emp No,Name,Work Date,Hours\nE1,"Hall, Eve",03/31/2025,7.5\nE2,"Ray, Bo",04/01/2025,8\n',
        "id;datum;stunden\nE1;31.03.2025;7,5\nE2;01.04.2025;8\n",
        "sep=|\nEmployee ID|Date|In|Out|Break (min)\nE1|2025-03-31|9:00|17:00|30\nE2|2025-04-01|8:00 AM|5:00 PM|60\n",
        "matricule\tdate\theures\nE1\t31/03/2025\t7h30\nE2\t01/04/2025\t8h00\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_dialect_gives_the_same_rows(content: str, encoding: str) -> None:
    record = record_of(content.encode(encoding))
    assert isinstance(record, TimesheetBatch)
    found = [(row.employee_id, row.date, row.hours) for row in record.rows]
    assert found == [("E1", dt.date(2025, 3, 31), Decimal("7.5")), ("E2", dt.date(2025, 4, 1), Decimal(8))]


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    lines = ["id;datum;stunden", *(f"E{number};31.03.2025;8" for number in range(1, 11))]
    lines[4] = 'E4;"31.03.2025;8'
    reading = reading_from_json(read_document("\n".join(lines).encode(), {"media_type": "text/csv"}).value)
    rows = reading.sheets[0].rows
    assert len(rows) == len(lines) - 1
    assert "line 5" in reading.remarks[0].sentence


def test_one_line_per_employee_with_days_across() -> None:
    content = workbook(
        ("Acme Inc", None, "Timesheet"), ("Period ending", "2025-11-02"),
        ("Emp #", "Last, First", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Total", "OT"),
        ("E1056", "Cooper, Kristin", 4, 8.5, 7.5, 8, 18.5, 0, 0, 46.5, 6.5), ("Supervisor", "Jo Low"),
    )  # fmt: skip
    record = record_of(content, XLSX)
    assert isinstance(record, Timesheet)
    assert (record.employee_name, record.printed_total_hours) == ("Kristin Cooper", Decimal("46.5"))
    assert [row.hours for row in record.rows] == [Decimal(one) for one in ("4", "8.5", "7.5", "8", "18.5")]
    assert record.rows[0].date == dt.date(2025, 10, 27)
    assert record.supervisor_approved is True


def test_several_employees_below_each_other_are_a_batch() -> None:
    blocks: list[tuple[object, ...]] = []
    for employee in ("E1", "E2"):
        blocks += [("Employee ID", employee), ("Date", "In", "Out", "Hours")]
        blocks += [(dt.date(2025, 5, day), "8:00", "16:00", 8) for day in (5, 6)]
        blocks += [("Total", None, None, 16)]
    record = record_of(workbook(*blocks), XLSX)
    assert isinstance(record, TimesheetBatch)
    assert [(one.employee_id, one.total) for one in record.employees] == [("E1", 16), ("E2", 16)]


def test_a_hidden_sheet_is_not_taken_and_said() -> None:
    content = workbook(("Date", "In", "Out", "Hours"), ("2025-05-05", "8:00", "16:00", 8), hidden=("Date", "x"))
    reading = reading_from_json(read_document(content, {"media_type": XLSX}).value)
    assert [one.reason for one in reading.remarks] == ["hidden_text"]


def test_a_formula_without_a_stored_value_is_said() -> None:
    content = workbook(("Date", "In", "Out", "Hours"), ("2025-05-05", "8:00", "16:00", "=8"))
    reading = reading_from_json(read_document(content, {"media_type": XLSX}).value)
    assert "D2" in reading.remarks[0].sentence


def test_merged_cells_are_read_once() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (
        ("Employee ID", "E1"), ("Employee Name", "Ann Fox"), ("Date", "In", "Out", "Hours"),
        ("2025-05-05", "8:00", "16:00", 8), ("2025-05-06", "8:00", "16:00", 8), ("Total", None, None, 16),
    ):  # fmt: skip
        page.append(row)
    for merged in ("B1:D1", "B2:D2", "A6:C6"):
        page.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    record = record_of(out.getvalue(), XLSX)
    assert isinstance(record, Timesheet)
    assert (record.employee_id, record.employee_name) == ("E1", "Ann Fox")
    assert (len(record.rows), record.printed_total_hours, record.computed_total_hours) == (2, 16, 16)


def test_a_million_empty_rows_are_no_rows() -> None:
    content = workbook(("Date", "In", "Out", "Hours"), ("2025-05-05", "8:00", "16:00", 8))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = part.replace(b'ref="A1:D2"', b'ref="A1:D1048576"')
                part = part.replace(b"</sheetData>", b'<row r="1048576" ht="15" customHeight="1"/></sheetData>')
                assert b"1048576" in part
            after.writestr(name, part)
    assert screened_from_json(screen(out.getvalue(), {"name": "x.xlsx"}).value).disposition.code == "accept"
    record = record_of(out.getvalue(), XLSX)
    assert isinstance(record, Timesheet)
    assert [row.hours for row in record.rows] == [8]


def test_overtime_is_counted_week_by_week() -> None:
    rows = "".join(f"E1,2025-05-{day:02d},10\n" for day in (5, 6, 7, 8, 9, 12, 13, 14))
    record = record_of(f"id,date,hours\n{rows}".encode())
    assert isinstance(record, Timesheet)
    assert (record.regular_hours_flsa, record.overtime_hours_flsa) == (Decimal(70), Decimal(10))


def test_the_prediction_lists_the_rows() -> None:
    reading = reading_from_json(read_document(b"id,date,hours\nE1,2025-05-05,8\n", {"media_type": "text/csv"}).value)
    found = prediction(extract(reading, classify(reading).document_type), "one.csv")
    assert [row["hours"]["value"] for row in found["rows"]] == ["8"]
