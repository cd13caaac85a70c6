"""Payroll in a real Tryton: hours and journal once, whatever happens to the answer, and never half of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from tryton_office import LosesAnswers, Office, today

from bpo_pipeline.errors import Refused
from bpo_pipeline.generator.staff import STAFF
from bpo_pipeline.model.payroll import WorkedDay
from bpo_pipeline.model.payroll_result import JournalLine
from bpo_pipeline.posting.targets.tryton_payroll import TrytonPayroll

pytestmark = pytest.mark.integration
MONDAY = dt.date(2026, 11, 9)
JOURNAL = (
    JournalLine("5.8.1", "gross", debit=Decimal("1200.00")),
    JournalLine("5.8.2", "employer", debit=Decimal("91.80")),
    JournalLine("2.2.8", "taxes", credit=Decimal("391.81")),
    JournalLine("2.2.9", "net", credit=Decimal("899.99")),
)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office.open(tmp_path_factory.mktemp("tryton-home"))
    yield office
    office.close()


@pytest.fixture
def run_id() -> str:
    return f"lakeside-{next(_numbers)}"


def books(office: Office, *, through: int | None = None) -> TrytonPayroll:
    company = office.company
    url = company.url if through is None else f"http://127.0.0.1:{through}"
    return TrytonPayroll(replace(company, url=url))


def week(*minutes: int) -> list[WorkedDay]:
    return [
        WorkedDay(one.employee_id, MONDAY + dt.timedelta(days=day), "regular", length, "d1")
        for one in STAFF[:3]
        for day, length in enumerate(minutes)
    ]


def test_hours_are_booked_once_to_the_minute(office: Office, run_id: str) -> None:
    booked = books(office).book_hours(run_id, week(480, 485, 451))
    assert (booked.lines, booked.employees, booked.minutes) == (9, 3, 3 * (480 + 485 + 451))
    assert books(office).book_hours(run_id, week(480, 485, 451)) == booked == books(office).find_hours(run_id)
    assert books(office).find_hours(f"{run_id}0").lines == 0


def test_what_an_earlier_sender_left_out_is_added(office: Office, run_id: str) -> None:
    books(office).book_hours(run_id, week(480)[:2])
    assert books(office).book_hours(run_id, week(480)).lines == 3


def test_an_answer_that_was_lost_leaves_hours_and_journal_once(office: Office, run_id: str) -> None:
    proxy = LosesAnswers(office.port)
    weak = books(office, through=proxy.port)
    proxy.lose = b"timesheet.line/create"
    assert weak.book_hours(run_id, week(480, 480)).lines == 6
    proxy.lose = b"POST /lakeside/rest/model/account.move?"
    assert weak.book_journal(run_id, JOURNAL, day=today()).posted
    proxy.lose = b"/post"
    assert weak.book_journal(f"{run_id} again", JOURNAL, day=today()).posted
    proxy.close()
    assert proxy.lost == 3
    assert books(office).find_hours(run_id).lines == 6


def test_a_stranger_stops_the_whole_run(office: Office, run_id: str) -> None:
    days = [*week(480), WorkedDay("E6666", MONDAY, "regular", 480, "d2"), WorkedDay("E2000", MONDAY, "magic", 1, "d2")]
    with pytest.raises(Refused, match=r"create it there: E6666, magic"):
        books(office).book_hours(run_id, days)
    assert books(office).find_hours(run_id).lines == 0


def test_hours_that_somebody_changed_there_do_not_tie(office: Office, run_id: str) -> None:
    books(office).book_hours(run_id, week(480))
    with pytest.raises(Refused, match=r"1440 minutes .* the run has 3 with 1443"):
        books(office).book_hours(run_id, week(481))


def test_the_journal_is_posted_once_and_balances(office: Office, run_id: str) -> None:
    booked = books(office).book_journal(run_id, JOURNAL, day=today())
    assert (booked.posted, booked.debit, booked.credit) == (True, Decimal("1291.80"), Decimal("1291.80"))
    assert books(office).book_journal(run_id, JOURNAL, day=today()) == booked == books(office).find_journal(run_id)


@pytest.mark.parametrize(
    ("lines", "day", "sentence"),
    [
        (JOURNAL[:-1], None, "does not balance"),
        ((*JOURNAL[1:], replace(JOURNAL[0], account="9.9.9")), None, "account 9.9.9 .* not in Tryton"),
        (JOURNAL, dt.date(2019, 1, 4), "no accounting period"),
    ],
)
def test_a_journal_that_cannot_be_booked_says_why(
    office: Office, run_id: str, lines: tuple[JournalLine, ...], day: dt.date | None, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        books(office).book_journal(run_id, lines, day=day or today())
    assert books(office).find_journal(run_id) is None
