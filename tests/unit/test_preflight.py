"""The pre-flight finds what changed since last period, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from payroll_week import ADP, BATCH, EMPLOYEES, LINES

from bpo_pipeline.model.payroll import PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollTerms
from bpo_pipeline.model.preflight import Change, Preflight
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.qa.preflight import preflight
from bpo_pipeline.reporting.preflight_page import preflight_json, preflight_page

TERMS = PayrollTerms(files=(ADP,))
ADA, BEN, CLEO = EMPLOYEES


def batch(*people: object, lines: tuple[PayLine, ...] = LINES) -> PayrollBatch:
    return replace(BATCH, employees=people or EMPLOYEES, lines=lines)  # type: ignore[arg-type]


def found(report: Preflight) -> dict[str, set[Change]]:
    return {row.employee_id: {one.change for one in row.pointed} for row in report.rows if row.pointed}


def test_the_same_week_twice_has_nothing_to_look_at() -> None:
    report = preflight(BATCH, BATCH, terms=TERMS)
    assert found(report) == {}
    assert (
        report.gross
        == report.last_gross
        == Decimal("900.00") + Decimal("634.30") + Decimal("240.00") + Decimal("1270.00")
    )


@pytest.mark.parametrize(
    ("now", "who", "change"),
    [
        (batch(replace(ADA, account=account("5555")), BEN, CLEO), "1000", Change.BANK_CHANGED),
        (batch(replace(ADA, routing="091000019"), BEN, CLEO), "1000", Change.BANK_CHANGED),
        (batch(replace(ADA, rate=Decimal("20.01")), BEN, CLEO), "1000", Change.RATE_CHANGED),
        (batch(replace(ADA, left=dt.date(2026, 11, 20)), BEN, CLEO), "1000", Change.LEAVER),
        (batch(replace(ADA, rate=None), BEN, CLEO), "1000", Change.NO_RATE),
        (batch(lines=LINES[1:]), "1000", Change.GROSS_CHANGED),
        (batch(lines=LINES[2:]), "1000", Change.MISSING),
        (batch(lines=(*LINES, PayLine("9999", "regular", minutes=60))), "9999", Change.UNKNOWN),
    ],
)
def test_a_change_is_pointed_out_at_the_employee(now: PayrollBatch, who: str, change: Change) -> None:
    told = found(preflight(now, BATCH, terms=TERMS))
    assert change in told[who]
    assert set(told) == {who}


def test_somebody_new_is_pointed_out() -> None:
    assert found(preflight(BATCH, batch(lines=LINES[2:]), terms=TERMS)) == {"1000": {Change.NEW}}


def test_two_people_with_one_account_are_both_pointed_out() -> None:
    same = batch(ADA, replace(BEN, account=ADA.account, routing=ADA.routing), CLEO)
    assert found(preflight(same, same, terms=TERMS)) == {
        "1000": {Change.SHARED_ACCOUNT},
        "1007": {Change.SHARED_ACCOUNT},
    }


@pytest.mark.parametrize(("percent", "told"), [("19.99", True), ("20", False), ("20.01", False)])
def test_the_gross_may_move_up_to_the_limit(percent: str, told: bool) -> None:
    before = batch(lines=(PayLine("1000", "bonus", amount=Decimal(100)),))
    now = batch(lines=(PayLine("1000", "bonus", amount=Decimal(120)),))
    terms = TERMS.model_copy(update={"gross_change_percent": Decimal(percent)})
    assert (Change.GROSS_CHANGED in found(preflight(now, before, terms=terms)).get("1000", set())) is told


def test_unconfirmed_bank_details_stop_the_batch() -> None:
    report = preflight(BATCH, BATCH, terms=TERMS, confirmed={"1000", "1007"})
    assert found(report) == {"1014": {Change.BANK_UNCONFIRMED}}
    assert not preflight_json(report)["can_be_released"]


def test_the_page_shows_no_account_and_lets_no_name_run() -> None:
    nasty = batch(replace(ADA, first_name="<script>alert(1)</script>", account=account("777788889999")), BEN, CLEO)
    page = preflight_page(preflight(nasty, BATCH, terms=TERMS, held=(("doc1", "No signature."),)))
    assert "<script>" not in page
    assert "77778888" not in page
    assert "****9999" in page
    assert "http" not in page
    assert "No signature." in page


def test_the_json_has_no_names() -> None:
    assert "Stone" not in str(preflight_json(preflight(BATCH, None, terms=TERMS)))
