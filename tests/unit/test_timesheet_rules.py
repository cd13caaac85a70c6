"""What the rules say about timesheets: each defect is found by name, and a clean sheet is left alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bpo_pipeline.contracts import load_contract
from bpo_pipeline.documents import document_type
from bpo_pipeline.errors import WrongContract
from bpo_pipeline.extraction import with_employees
from bpo_pipeline.flow.files import no_contract, sheet_issues
from bpo_pipeline.flow.processing import overlaps
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.employee import Employee, employees_from_csv
from bpo_pipeline.model.reading import Reading, Source

STAFF = (
    Employee(employee_id="E1", name="Eve Hall", department="Office", rate=Decimal(20), hired=dt.date(2020, 1, 1)),
    Employee(employee_id="E2", name="Bo Ray", active=False),
)
DAY: dict[str, Any] = {
    "date": "2025-06-30",
    "time_in": "08:00",
    "time_out": "16:30",
    "break_hours": "0.5",
    "hours": "8",
}
CLEAN: dict[str, Any] = {
    "employee_id": "E1", "employee_name": "Eve Hall", "period_start": "2025-06-30", "period_end": "2025-07-06",
    "printed_total_hours": "8", "computed_total_hours": "8", "regular_hours_flsa": "8", "overtime_hours_flsa": "0",
    "employee_signed": True, "supervisor_approved": True, "approver_name": "Chris Bryan", "rows": (DAY,),
}  # fmt: skip


def draft(kind: str = "timesheet", source: Source = Source.CELL, **changes: Any) -> Draft:
    record = document_type(kind).record.model_validate({**CLEAN, **changes})
    paths = [*CLEAN, *(f"rows.{i}.{name}" for i in range(len(record.rows)) for name in DAY)]  # type: ignore[attr-defined]
    return Draft(kind, 1.0, record, tuple(Evidence(path, "", source, 0.99) for path in paths))


def issues(**changes: Any) -> list[str]:
    contract = no_contract().model_copy(update={"employees": STAFF})
    return sheet_issues(draft(**changes), Reading(()), contract=contract)


def test_a_clean_sheet_is_left_alone() -> None:
    assert issues() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rows": ({**DAY, "time_out": None},)}, ["missing_punch"]),
        (
            {"rows": ({**DAY, "time_in": "04:00", "time_out": "22:30", "hours": "18"},), "printed_total_hours": None},
            ["implausible_day_over_16h"],
        ),
        ({"rows": ({**DAY, "hours": "9"},)}, ["row_hours"]),
        ({"printed_total_hours": "9"}, ["total_mismatch"]),
        ({"printed_overtime_hours": "2"}, ["overtime_mismatch"]),
        ({"employee_id": "E9", "employee_name": "Al Fox"}, ["unknown_employee"]),
        ({"employee_id": "E2", "employee_name": "Bo Ray"}, ["employee_not_active"]),
        ({"employee_name": "Al Fox"}, ["name_differs"]),
        ({"rows": ({**DAY, "rate": "25"},)}, ["rate_differs"]),
        ({"employee_signed": False}, ["missing_signature"]),
        ({"supervisor_approved": False}, ["missing_supervisor_approval"]),
        ({"approver_name": "Hall Eve"}, ["self_approved"]),
        ({"rows": (DAY, DAY)}, ["duplicate_row:E1:2025-06-30"]),
        ({"rows": (DAY, {**DAY, "time_in": "15:00", "time_out": "23:30"})}, ["overlapping_shifts"]),
        ({"rows": ({**DAY, "date": "2025-07-09"},)}, ["outside_period"]),
        ({"rows": (DAY, {**DAY, "date": "2025-07-01", "employee_id": "E2"})}, ["two_employees"]),
    ],
)
def test_each_defect_is_found_by_name(changes: dict[str, Any], found: list[str]) -> None:
    hours = sum(Decimal(row["hours"]) for row in changes.get("rows", ()))
    if hours:
        changes = {"regular_hours_flsa": hours, "computed_total_hours": hours, "printed_total_hours": None} | changes
    assert issues(**changes) == found


def test_a_sheet_for_next_month_is_not_paid() -> None:
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40)
    row = {**DAY, "date": later}
    assert issues(period_start=later, period_end=later + dt.timedelta(days=6), rows=(row,)) == ["future_period"]


def test_overtime_averaged_over_two_weeks_is_named() -> None:
    days = [dt.date(2025, 6, 30) + dt.timedelta(days=n) for n in (*range(5), 7, 8, 9)]
    rows = tuple({"date": day, "hours": 10} for day in days)
    changes = {"rows": rows, "computed_total_hours": 80, "printed_total_hours": 80, "period_end": "2025-07-13"}
    changes |= {"regular_hours_flsa": 70, "overtime_hours_flsa": 10, "printed_overtime_hours": 0}
    assert issues(**changes) == ["overtime_mismatch"]


def test_a_name_that_ocr_garbled_is_the_one_on_file() -> None:
    fixed = with_employees(draft(source=Source.OCR, employee_name="EVE. HA.L", department=None), STAFF).record
    assert (fixed.employee_name, fixed.department) == ("Eve Hall", "Office")  # type: ignore[attr-defined]


def test_another_persons_name_is_never_overwritten() -> None:
    kept = with_employees(draft(source=Source.OCR, employee_name="Al Fox"), STAFF).record
    assert kept.employee_name == "Al Fox"  # type: ignore[attr-defined]


def test_periods_overlap_when_they_share_a_day() -> None:
    assert overlaps("2025-06-30/2025-07-13", "2025-07-13/2025-07-19")
    assert not overlaps("2025-06-30/2025-07-06", "2025-07-07/2025-07-13")


def test_the_contract_takes_its_employees_from_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("employee_id,first_name,last_name,status\nE7,Jo,Low,terminated\n")
    text = (
        "client: acme\nname: Acme\ncountry: US\ncurrency: USD\ndocuments: [{type: invoice}]\n"
        "targets: [{kind: csv}]\napproval_limit: 10\nemployees_file: "
    )
    (tmp_path / "acme.yaml").write_text(text + "staff.csv\n")
    one = load_contract(tmp_path / "acme.yaml").employees[0]
    assert (one.employee_id, one.name, one.active) == ("E7", "Jo Low", False)
    (tmp_path / "acme.yaml").write_text(text + "missing.csv\n")
    with pytest.raises(WrongContract, match=r"missing\.csv"):
        load_contract(tmp_path / "acme.yaml")


def test_bank_and_ssn_columns_are_not_looked_at() -> None:
    listed = employees_from_csv("employee_id,name,ssn_last4,bank_account\nE1,Eve Hall,1234,999888777\n")
    assert "999888777" not in repr(listed)
