"""From the rows of timesheets to paid minutes: what the contract says about overtime, breaks, rounding and holidays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bpo_pipeline.documents.timesheet import Timesheet, TimesheetRow
from bpo_pipeline.flow.batching import batch_of, lines_of
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.payroll_terms import PayrollTerms

FILE = {"kind": "payroll_csv", "pay_codes": {"regular": "REG", "overtime": "OT"}}
MONDAY = dt.date(2026, 7, 6)
ANN = PaidEmployee("E1", "Ann", "Fox", rate=Decimal(20))


def terms(**more: Any) -> PayrollTerms:
    return PayrollTerms.model_validate({"files": [FILE], **more})


def paid(rows: list[TimesheetRow], contract: PayrollTerms) -> dict[str, int]:
    """Minutes by pay code."""
    sheet = Timesheet(employee_id="E1", rows=tuple(rows))
    batch = batch_of(
        lines_of("d1", sheet, [ANN], contract),
        client="acme", batch_id="1", period=(MONDAY, MONDAY + dt.timedelta(days=6)), currency="USD",
        employees=[ANN], terms=contract,
    )  # fmt: skip
    assert sum(one.minutes for one in batch.days) == batch.totals.minutes
    return dict(batch.totals.hours_by_code)


def days(*hours: str, first: dt.date = MONDAY) -> list[TimesheetRow]:
    return [TimesheetRow(date=first + dt.timedelta(days=place), hours=Decimal(one)) for place, one in enumerate(hours)]


@pytest.mark.parametrize(
    ("hours", "daily", "regular", "overtime"),
    [
        (("8", "8", "8", "8", "8"), "8", 2400, 0),
        (("10", "6", "8", "8", "8"), "8", 38 * 60, 120),
        (("10", "6", "8", "8", "8"), None, 2400, 0),
        (("10", "10", "10", "10"), "8", 32 * 60, 8 * 60),
        (("9", "9", "9", "9", "9"), "8", 2400, 300),
        (("8", "8", "8", "8", "8", "4"), "8", 2400, 240),
        (("9", "8", "8", "8", "8", "8"), "8", 2400, 9 * 60),
    ],
)
def test_daily_overtime_is_never_counted_again_in_the_week(
    hours: tuple[str, ...], daily: str | None, regular: int, overtime: int
) -> None:
    expected = {"regular": regular} | ({"overtime": overtime} if overtime else {})
    assert paid(days(*hours), terms(daily_hours=daily)) == expected


def test_two_rows_of_one_day_share_its_limit() -> None:
    rows = [*days("5"), *days("5")]
    assert paid(rows, terms(daily_hours="8")) == {"regular": 480, "overtime": 120}


def test_the_workweek_begins_where_the_contract_says() -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    rows = days("8", "8", "8", "8", "8", "8", first=sunday)
    assert paid(rows, terms(first_weekday=6)) == {"regular": 2400, "overtime": 480}
    assert paid(rows, terms()) == {"regular": 2880}


@pytest.mark.parametrize(
    ("hours", "step", "minutes"),
    [("7.88", 15, 480), ("7.87", 15, 465), ("8.03", 6, 480), ("8.05", 6, 486), ("8.07", 5, 485), ("8.03", 1, 482)],
)
def test_hours_are_rounded_to_the_nearest_step(hours: str, step: int, minutes: int) -> None:
    assert paid(days(hours), terms(rounding_minutes=step)) == {"regular": minutes}


@pytest.mark.parametrize(
    ("row", "minutes"),
    [
        ({"hours": "8.5", "time_in": "08:00", "time_out": "16:30"}, 480),
        ({"hours": "8", "time_in": "08:00", "time_out": "16:30", "break_hours": "0.5"}, 480),
        ({"hours": "5", "time_in": "08:00", "time_out": "13:00"}, 300),
        ({"hours": "8.5"}, 510),
    ],
)
def test_a_break_is_taken_off_a_long_day_that_shows_none(row: dict[str, str], minutes: int) -> None:
    contract = terms(unpaid_break={"after_hours": "6", "minutes": 30})
    assert paid([TimesheetRow.model_validate({"date": MONDAY, **row})], contract) == {"regular": minutes}


def test_work_on_a_holiday_has_its_own_code_and_counts_in_the_week() -> None:
    fourth = dt.date(2025, 7, 4)
    assert paid(days("8", first=fourth), terms(holidays="US")) == {"holiday_worked": 480}
    assert paid(days("8", first=fourth), terms(holidays="DE-BY")) == {"regular": 480}
    week = days("10", "10", "10", "10", "8", first=dt.date(2025, 6, 30))
    assert paid(week, terms(holidays="US")) == {"regular": 2400, "overtime": 480}


def test_a_contract_with_a_step_that_no_law_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="rounding_minutes"):
        terms(rounding_minutes=30)
