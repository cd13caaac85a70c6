"""Rules of tax, eligibility, leave and bank forms: each defect is said by name, a clean form is left alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bpo_pipeline import qa
from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.leave_request import LeaveRequest
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Reading, Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.rules.people_forms import ein_given_out

CLEAN_W4 = W4(
    signed=True, form_year="2025", ssn="219-09-9999", filing_status="single", children_amount=Decimal(4000),
    other_dependents_amount=Decimal(500), dependents_total=Decimal(4500),
)  # fmt: skip
CLEAN_W9 = W9(signed=True, ssn="219-09-9999", tax_classification="individual")
CLEAN_I9 = I9(signed=True, citizenship_status="citizen", ssn="219-09-9999")
CLEAN_DEPOSIT = DirectDeposit(
    signed=True, action="new", account_type="savings", routing_number="011000015", amount="50%"
)
CLEAN_LEAVE = LeaveRequest(
    signed=True, from_date=dt.date(2025, 5, 12), to_date=dt.date(2025, 5, 16), total_hours=Decimal(40)
)


def said(record: SignedForm, *evidence: Evidence) -> set[str]:
    """Names of the rules that have something to say."""
    draft = Draft("w4", 1.0, record, evidence)
    subject = qa.Subject(draft, Reading(()), no_contract(), dt.date(2026, 1, 1))
    return {one.rule for rule in qa.FORM_RULES for one in rule(subject)}


@pytest.mark.parametrize(
    "record", [CLEAN_W4, CLEAN_W9, CLEAN_I9, CLEAN_DEPOSIT, CLEAN_LEAVE], ids=lambda one: type(one).__name__
)
def test_a_clean_form_is_left_alone(record: SignedForm) -> None:
    assert said(record) == set()


@pytest.mark.parametrize(
    ("record", "changes", "rule"),
    [
        (CLEAN_W4, {"signed": False}, "missing-signature"),
        (CLEAN_W4, {"filing_status": None}, "missing-filing-status"),
        (CLEAN_W4, {"filing_status": ("single", "married_jointly")}, "multiple-filing-status"),
        (CLEAN_W4, {"dependents_total": Decimal(4000)}, "dependents-total-mismatch"),
        (CLEAN_W4, {"children_amount": Decimal(4100), "dependents_total": Decimal(4600)}, "dependents-not-a-multiple"),
        (CLEAN_W4, {"exempt": True, "multiple_jobs": True}, "exempt-with-step2c-checked"),
        (CLEAN_W4, {"exempt": True}, "exempt-with-amounts"),
        (CLEAN_W4, {"ssn": "666-12-3456"}, "ssn-range"),
        (CLEAN_W4, {"ssn": "219-00-9999"}, "ssn-range"),
        (CLEAN_W4, {"ssn": "905-66-1234"}, "ssn-range"),
        (CLEAN_W9, {"ein": "12-3456789"}, "both-ssn-and-ein"),
        (CLEAN_W9, {"ssn": None}, "missing-tin"),
        (CLEAN_W9, {"tax_classification": ("llc", "c_corp"), "llc_code": "C"}, "multiple-classifications"),
        (CLEAN_W9, {"tax_classification": "llc"}, "llc-code-missing"),
        (CLEAN_I9, {"citizenship_status": "permanent_resident"}, "missing-alien-number"),
        (CLEAN_I9, {"citizenship_status": None}, "one-status"),
        (CLEAN_DEPOSIT, {"routing_number": "011000016"}, "routing-checksum-invalid"),
        (CLEAN_DEPOSIT, {"amount": "150%"}, "deposit-share"),
        (CLEAN_LEAVE, {"total_hours": Decimal(48)}, "hours-do-not-match-dates"),
        (CLEAN_LEAVE, {"to_date": dt.date(2025, 5, 1)}, "dates-in-order"),
    ],
)  # fmt: skip
def test_each_defect_is_said_by_name(record: SignedForm, changes: dict[str, object], rule: str) -> None:
    assert said(record.model_copy(update=changes)) == {rule}


def test_an_itin_is_a_taxpayer_number() -> None:
    assert said(CLEAN_W9.model_copy(update={"ssn": "905-70-1234"})) == set()


def test_a_form_that_was_read_on_a_scan_goes_to_a_person() -> None:
    assert said(CLEAN_W4, Evidence("ssn", "219099999", Source.OCR, 0.75, 1)) == {"form-read-on-a-scan"}
    assert said(CLEAN_W4, Evidence("ssn", "219-09-9999", Source.TEXT, 0.97, 1)) == set()


@pytest.mark.parametrize(("ein", "rules"), [("12-3456789", set()), ("07-3456789", {"ein-prefix"})])
def test_an_employers_number_begins_as_the_irs_gives_them(ein: str, rules: set[str]) -> None:
    record = CLEAN_W4.model_copy(update={"employer_ein": ein})
    subject = qa.Subject(Draft("w4", 1.0, record, ()), Reading(()), no_contract(), dt.date(2026, 1, 1))
    assert {one.rule for one in ein_given_out(subject)} == rules


@pytest.mark.parametrize(
    ("source", "reason"), [(Source.OCR, Reason.LOW_CONFIDENCE), (Source.TEXT, Reason.IDENTIFIER_INVALID)]
)
def test_an_impossible_number_on_a_scan_may_be_our_misreading(source: Source, reason: Reason) -> None:
    record = CLEAN_W4.model_copy(update={"ssn": "666-12-3456"})
    draft = Draft("w4", 1.0, record, (Evidence("ssn", "666-12-3456", source, 0.75),))
    subject = qa.Subject(draft, Reading(()), no_contract(), dt.date(2026, 1, 1))
    found = [one for rule in qa.FORM_RULES for one in rule(subject) if one.rule == "ssn-range"]
    assert [one.reason for one in found] == [reason]
