"""The control report ties when everything is accounted for, and says by how much when it is not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import ControlLine
from bpo_pipeline.model.states import State
from bpo_pipeline.reporting import ChunkOutcome, ControlReport, DayCount, as_text, control_report, tie_chunks
from bpo_pipeline.reporting.frame import as_frame

DAY = dt.date(2026, 11, 20)
NEXT = dt.date(2026, 11, 21)


def _line(number: int, state: State = State.POSTED, amount: str | None = "119.00", **changes: object) -> ControlLine:
    total = None if amount is None else Decimal(amount)
    posted = {"tryton": total} if state is State.POSTED and total is not None else {}
    line = ControlLine(
        "acme", DAY, f"a{number}", f"d{number}", state, False, "EUR" if total else None, total, total, posted
    )
    return replace(line, **changes)


LINES = (
    _line(1),
    _line(2, amount="81.00"),
    _line(3, State.REJECTED, duplicate=True),
    _line(4, State.QUARANTINED, None),
    _line(5, State.IN_REVIEW, "50.00"),
    _line(6, State.ON_HOLD, "7.50", currency="USD"),
    _line(7, day=NEXT, amount="10.00", amount_read=Decimal("1.00")),
)


def _report(lines: tuple[ControlLine, ...], *, counted: tuple[ControlLine, ...] | None = None) -> ControlReport:
    files = Counter(one.day for one in (lines if counted is None else counted))
    received = [DayCount(day=day, files=number, containers=1) for day, number in files.items()]
    return control_report(
        lines, received, client="acme", day_from=DAY, day_to=NEXT, corrected={"d7"}, closed_until=NEXT
    )


def test_files_in_are_posted_rejected_quarantined_in_review_and_on_hold() -> None:
    report = _report(LINES)

    assert report.ties
    unknown, euro, dollar = report.days[0].currencies
    assert (unknown.currency, unknown.quarantined.count, unknown.quarantined.without_amount) == (None, 1, 1)
    assert (euro.files.count, euro.posted.count, euro.rejected.count, euro.in_review.count) == (4, 2, 1, 1)
    assert euro.files.amount == Decimal("369.00")
    assert euro.posted.amount == euro.targets[0].amount == Decimal("200.00")
    assert euro.duplicates == 1
    assert dollar.on_hold.amount == Decimal("7.50")
    assert report.days[1].currencies[0].corrections == Decimal("9.00")


def test_the_report_is_the_same_when_it_is_made_twice_or_from_lines_in_another_order() -> None:
    assert _report(LINES) == _report(LINES) == _report(LINES[::-1])


def test_the_report_comes_back_from_its_json_with_exact_amounts() -> None:
    report = _report(LINES)

    assert ControlReport.model_validate_json(report.model_dump_json()) == report
    assert '"119.00"' in _report(LINES[:1]).model_dump_json()


def test_the_table_shows_the_sums_and_the_verdict() -> None:
    good, bad = as_text(_report(LINES)), as_text(_report(LINES[1:], counted=LINES))

    assert "369.00" in good
    assert "All counts and sums tie." in good
    assert "6 files arrived, 5 are accounted for: 1 lost sight of." in bad


def test_the_frame_adds_up_to_what_came_in() -> None:
    frame = as_frame(_report(LINES))

    assert frame["files"].sum() == len(LINES)
    assert frame[frame["currency"] == "EUR"]["amount"].sum() == Decimal("379.00")


@pytest.mark.parametrize("dropped", range(len(LINES)))
def test_a_line_that_is_dropped_never_ties(dropped: int) -> None:
    report = _report(LINES[:dropped] + LINES[dropped + 1 :], counted=LINES)

    assert not report.ties


def _generated() -> st.SearchStrategy[tuple[ControlLine, ...]]:
    amounts = st.none() | st.decimals("-1000000", "1000000", places=2).map(str)
    resting = st.sampled_from((State.POSTED, State.REJECTED, State.QUARANTINED, State.IN_REVIEW, State.ON_HOLD))
    line = st.tuples(resting, amounts, st.sampled_from((DAY, NEXT))).filter(
        lambda one: one[0] is not State.POSTED or one[1] is not None
    )
    return st.lists(line, min_size=1, max_size=12).map(
        lambda lines: tuple(_line(i, state, amount, day=day) for i, (state, amount, day) in enumerate(lines, start=100))
    )


@given(_generated(), st.data(), st.decimals("0.01", "1000", places=2))
def test_whatever_came_in_it_ties_until_a_line_is_dropped_or_an_amount_is_changed(
    lines: tuple[ControlLine, ...], data: st.DataObject, by: Decimal
) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    victim = lines[index]
    changed = replace(victim, amount=(victim.amount or Decimal(0)) + by)

    assert _report(lines).ties
    assert not _report(lines[:index] + lines[index + 1 :], counted=lines).ties
    assert not _report((*lines[:index], changed, *lines[index + 1 :])).ties
    assert not _report((*lines, lines[index]), counted=lines).ties


def test_a_timesheet_has_no_amount_and_no_target_of_its_own() -> None:
    accepted = _line(1, amount=None, amount_read=None, amounts_posted={})
    assert _report((accepted,)).ties


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            _line(1, amounts_posted={"tryton": Decimal("118.00")}),
            "119.00 EUR here, 118.00 EUR in tryton: 1.00 EUR apart",
        ),
        (_line(1, amounts_posted={}), "no target read it back"),
        (_line(1, State.REJECTED, amounts_posted={"tryton": Decimal("119.00")}), "is rejected, but tryton has it"),
        (_line(1, amount=None, amounts_posted={"csv": Decimal(5)}), "has no amount, csv has 5"),
        (_line(1, amount_read=Decimal("1.00")), "nobody corrected it"),
        (_line(1, State.READY), "still in progress"),
        (_line(1, client="other"), "of another client or day"),
        (_line(1, day=dt.date(2026, 1, 1)), "of another client or day"),
    ],
)
def test_a_difference_says_what_and_by_how_much(line: ControlLine, sentence: str) -> None:
    report = _report((line,))

    assert not report.ties
    assert any(sentence in one for one in report.differences), report.differences


def test_two_errors_that_cancel_are_two_differences() -> None:
    high, low = (_line(n, amounts_posted={"tryton": Decimal(f"{119 + by}.00")}) for n, by in ((1, 1), (2, -1)))

    assert len(_report((high, low)).differences) == 2


def test_an_open_day_may_have_documents_in_progress() -> None:
    report = control_report(
        [_line(1, State.READY)], [DayCount(day=DAY, files=1)], client="acme", day_from=DAY, day_to=DAY
    )

    assert report.ties
    assert report.days[0].currencies[0].in_progress.count == 1


def test_a_run_says_how_many_went_where() -> None:
    chunks = [ChunkOutcome(600, {"ready": 580, "in_review": 20}), ChunkOutcome(400, {"ready": 383, "in_review": 17})]

    assert tie_chunks(chunks, documents_in=1000).require().sentence == "1000 in, 963 through, 37 to review"


@pytest.mark.parametrize(
    ("chunks", "sentence"),
    [
        ([ChunkOutcome(3, {"ready": 2})], "chunk 1 took 3 documents and accounts for 2: 1 apart"),
        ([ChunkOutcome(2, {"ready": 2})], "3 documents were given, the chunks took 2: 1 apart"),
        ([ChunkOutcome(3, {"readi": 3})], "states that do not exist: readi"),
        (
            [ChunkOutcome(3, {"posted": 3}, {"EUR": Decimal("9.99")})],
            "10.00 EUR were given, the chunks account for 9.99: 0.01",
        ),
    ],
)
def test_a_run_that_does_not_tie_fails_and_says_by_how_much(chunks: list[ChunkOutcome], sentence: str) -> None:
    with pytest.raises(AskAPerson, match=sentence.replace(".", r"\.")):
        tie_chunks(chunks, documents_in=3, amounts_in={"EUR": Decimal("10.00")}).require()
