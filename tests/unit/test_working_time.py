"""The clock of the turnaround: nights, weekends, holidays, the hour that summer time takes, and pauses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bpo_pipeline.contracts import load_contract
from bpo_pipeline.model.working_hours import WorkingHours
from bpo_pipeline.model.working_time import Turnaround, WorkingTime
from bpo_pipeline.settings import PROJECT

BERLIN = WorkingHours(timezone="Europe/Berlin", opens=dt.time(8), closes=dt.time(18), holidays="DE").working_time
ALWAYS = WorkingTime()
HOUR = dt.timedelta(hours=1)


def at(text: str) -> dt.datetime:
    """A moment on Berlin's clocks."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("arrived", "hours", "due"),
    [
        ("2026-11-20 09:00", 4, "2026-11-20 13:00"),
        ("2026-11-20 09:00", 9, "2026-11-20 18:00"),
        ("2026-11-20 17:00", 4, "2026-11-23 11:00"),  # a Friday evening
        ("2026-11-21 12:00", 1, "2026-11-23 09:00"),  # a Saturday
        ("2026-11-20 03:00", 1, "2026-11-20 09:00"),
        ("2026-12-24 17:00", 2, "2026-12-28 09:00"),  # Christmas, on Friday and Saturday, and a Sunday
        ("2026-04-02 17:00", 2, "2026-04-07 09:00"),  # from Maundy Thursday to the Tuesday after Easter
    ],
)
def test_the_clock_runs_while_the_office_is_open(arrived: str, hours: int, due: str) -> None:
    assert Turnaround(hours * HOUR, BERLIN).due(at(arrived)) == at(due)


def test_an_office_that_is_always_open_counts_every_hour() -> None:
    night = dt.datetime(2026, 12, 24, 23, tzinfo=dt.UTC)
    assert Turnaround(24 * HOUR).due(night) == night + 24 * HOUR
    assert ALWAYS.spent(night, night + dt.timedelta(days=40)) == dt.timedelta(days=40)


def test_summer_time_takes_no_working_hour() -> None:
    saturdays = WorkingTime(ZoneInfo("Europe/Berlin"), opens=dt.time(0), closes=dt.time(0))
    assert saturdays.spent(at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 23 * HOUR
    assert BERLIN.spent(at("2026-03-27 17:00"), at("2026-03-30 09:00")) == 2 * HOUR


def test_what_the_client_was_asked_for_moves_the_end_by_working_time_only() -> None:
    turnaround = Turnaround(8 * HOUR, BERLIN)
    due = turnaround.due(at("2026-11-19 12:00"))
    assert due == at("2026-11-20 10:00")
    # asked on Thursday at 16, answered on Saturday: two hours of Thursday and the whole of Friday did not count
    assert turnaround.later(due, at("2026-11-19 16:00"), at("2026-11-21 11:00")) == at("2026-11-23 12:00")


def test_the_share_that_was_used_is_one_when_it_was_just_in_time() -> None:
    turnaround = Turnaround(10 * HOUR, BERLIN)
    due = turnaround.due(at("2026-11-19 13:00"))
    assert [
        turnaround.used(due, at(ended)) for ended in ("2026-11-20 13:00", "2026-11-19 18:00", "2026-11-23 13:00")
    ] == [
        1,
        0.5,
        2,
    ]


@given(st.integers(0, 365 * 1440), st.integers(0, 100_000))
def test_what_is_spent_until_the_end_is_what_was_allowed(begun: int, minutes: int) -> None:
    start, allowed = at("2026-01-01") + dt.timedelta(minutes=begun), dt.timedelta(minutes=minutes)
    for hours in (BERLIN, ALWAYS):
        assert hours.spent(start, hours.after(start, allowed)) == allowed


@pytest.mark.parametrize(
    "wrong",
    [{"timezone": "Europe/Nowhere"}, {"holidays": "XX"}, {"opens": "18:00", "closes": "08:00"}, {"days": []}],
)
def test_hours_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkingHours.model_validate(wrong)


def test_a_sample_contract_counts_working_hours() -> None:
    hours = load_contract(Path(PROJECT) / "dags" / "contracts" / "lakeside.yaml").turnaround.hours
    assert not hours.is_open(dt.date(2026, 7, 3)), "Independence Day is kept on the Friday before"
    assert not hours.is_open(dt.date(2026, 11, 26)), "Thanksgiving"
    assert hours.is_open(dt.date(2026, 11, 25))
