"""Hours of a run in QuickBooks and Xero: once, whatever happens to the answers, under the vendors' own schemas."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from payroll_service import Books, check_activity, check_timesheet, serving

from bpo_pipeline.errors import AskAPerson, Refused, Uncertain
from bpo_pipeline.flow.masterdata import books_of
from bpo_pipeline.model.payroll import WorkedDay
from bpo_pipeline.posting import KeyNotAccepted
from bpo_pipeline.posting.payroll_books import BookedHours, PayrollBooks

RUN = "acme-26112201"
MONDAY = dt.date(2026, 11, 16)
RATE, ANN, BEN, CALENDAR = (f"{n}75330e3-06f5-49f1-8a40-7f7cc3b0b4f2" for n in "abcd")
DAYS = tuple(
    WorkedDay(who, MONDAY + dt.timedelta(days=day), "regular", minutes, "d1")
    for who in ("E1", "E2")
    for day, minutes in enumerate((480, 485, 451))
)
MINUTES = 2 * (480 + 485 + 451)
CHECKS = {"quickbooks": check_activity, "xero_uk": check_timesheet, "xero_au": check_timesheet}


@pytest.fixture(params=list(CHECKS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def service(kind: str) -> Iterator[Books]:
    with serving(CHECKS[kind]) as books:
        yield books
    assert books.wrong == []


def connected(service: Books, kind: str, folder: Path, **more: Any) -> PayrollBooks:
    entry = {
        "kind": kind,
        "url": service.url,
        "token_url": f"{service.url}/token",
        "client_id": "id",
        "client_secret": "hidden",
        "access_token": "old",
        "refresh_token": "r0",
        "employees": {"E1": ANN, "E2": BEN},
        "realm": "4711",
        "tenant": "t",
        "calendar": CALENDAR,
        "rates": {"regular": RATE},
        **more,
    }
    (folder / "targets.json").write_text(json.dumps({"acme-pay": entry}))
    return books_of("acme-pay", targets_file=folder / "targets.json")


def test_hours_are_booked_once_to_the_minute(service: Books, kind: str, tmp_path: Path) -> None:
    lines = len(DAYS) if kind == "quickbooks" else 2
    for _ in range(2):
        booked = connected(service, kind, tmp_path).book_hours(RUN, DAYS)
        assert booked == BookedHours(lines, 2, MINUTES)
    assert (len(service.made), service.posts) == (lines, lines)
    assert connected(service, kind, tmp_path).find_hours("acme-26111501") == BookedHours(0, 0, 0)


def test_a_lost_answer_is_sent_again_under_the_same_key(service: Books, kind: str, tmp_path: Path) -> None:
    service.lose = 1
    assert connected(service, kind, tmp_path).book_hours(RUN, DAYS).minutes == MINUTES
    service.made.clear()
    service.lose = 2
    with pytest.raises(Uncertain):
        connected(service, kind, tmp_path).book_hours(RUN, DAYS)
    assert connected(service, kind, tmp_path).book_hours(RUN, DAYS).minutes == MINUTES
    assert len(service.made) == (len(DAYS) if kind == "quickbooks" else 2)


def test_a_new_pair_of_tokens_is_kept_for_the_next_process(service: Books, kind: str, tmp_path: Path) -> None:
    connected(service, kind, tmp_path).find_hours(RUN)
    kept = tmp_path / "acme-pay.tokens.json"
    assert json.loads(kept.read_text()) == {"access_token": "new", "refresh_token": "r1"}
    assert kept.stat().st_mode & 0o077 == 0
    connected(service, kind, tmp_path).find_hours(RUN)
    assert service.renewals == 1
    service.good = "other"
    connected(service, kind, tmp_path).find_hours(RUN)
    assert service.renewals == 2


def test_what_differs_there_goes_to_a_person(service: Books, kind: str, tmp_path: Path) -> None:
    connected(service, kind, tmp_path).book_hours(RUN, DAYS)
    longer = (*DAYS[:-1], replace(DAYS[-1], minutes=DAYS[-1].minutes + 60))
    with pytest.raises(Refused, match="minutes for payroll run"):
        connected(service, kind, tmp_path).book_hours(RUN, longer)


def test_a_stranger_or_a_poor_connection_goes_to_a_person(service: Books, kind: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="E2"):
        connected(service, kind, tmp_path, employees={"E1": ANN}).book_hours(RUN, DAYS)
    assert service.posts == 0
    entry = {"kind": kind, "url": "x"}
    (tmp_path / "targets.json").write_text(json.dumps({"acme-pay": entry}))
    with pytest.raises(AskAPerson, match="lacks"):
        books_of("acme-pay", targets_file=tmp_path / "targets.json")


def test_a_connection_that_was_cut_pauses(service: Books, kind: str, tmp_path: Path) -> None:
    books = connected(service, kind, tmp_path, token_url=f"{service.url}/nowhere")
    with pytest.raises(KeyNotAccepted):
        books.find_hours(RUN)
