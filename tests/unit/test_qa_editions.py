"""Editions and deadlines of government forms, each with a right and a wrong example."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bpo_pipeline import qa
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.model.draft import Classification, Draft
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word
from bpo_pipeline.qa.rules.editions import EDITION_RULES, business_days_after

I9_RIGHT = I9(
    signed=True, form_revision="08/01/23", citizenship_status="alien_authorized", signature_date=dt.date(2026, 5, 4),
    first_day=dt.date(2026, 5, 8), employer_signed=True, employer_date=dt.date(2026, 5, 13),
    list_b_title="Driver's license", list_c_title="Social security card", list_b_expires=dt.date(2029, 1, 1),
    work_auth_expiration=dt.date(2027, 1, 1),
)  # fmt: skip
W4_RIGHT = W4(signed=True, form_year="2026", exempt=True)
W9_RIGHT = W9(signed=True, form_revision="2024-03")


def said(record: SignedForm) -> set[str]:
    subject = qa.Subject(Draft("i9", 1.0, record, ()), Reading(()), no_contract(), dt.date(2026, 11, 27))
    return {one.rule for rule in EDITION_RULES for one in rule(subject)}


@pytest.mark.parametrize("record", [I9_RIGHT, W4_RIGHT, W9_RIGHT], ids=lambda one: type(one).__name__)
def test_a_form_in_time_is_left_alone(record: SignedForm) -> None:
    assert said(record) == set()


@pytest.mark.parametrize(
    ("record", "changes", "rule"),
    [
        (I9_RIGHT, {"list_a_title": "Passport"}, "i9-lists"),
        (I9_RIGHT, {"list_c_title": None}, "i9-lists"),
        (I9_RIGHT, {"list_b_expires": dt.date(2026, 5, 1)}, "i9-document-expired"),
        (I9_RIGHT, {"signature_date": dt.date(2026, 5, 9)}, "i9-section-1-late"),
        (I9_RIGHT, {"employer_date": dt.date(2026, 5, 14)}, "i9-section-2-late"),
        (I9_RIGHT, {"work_auth_expiration": dt.date(2026, 11, 1)}, "i9-reverify"),
        (I9_RIGHT, {"form_revision": "07/17/17"}, "outdated-edition"),
        (W4_RIGHT, {"form_year": "2025"}, "exempt-ended"),
        (W4_RIGHT, {"form_year": "2025", "exempt": None}, "outdated-edition"),
        (W9_RIGHT, {"form_revision": "2018-10"}, "outdated-edition"),
    ],
)
def test_each_lapse_is_said(record: SignedForm, changes: dict[str, Any], rule: str) -> None:
    assert rule in said(record.model_copy(update=changes))


def test_three_business_days_leave_out_the_weekend() -> None:
    assert business_days_after(dt.date(2026, 5, 8)) == dt.date(2026, 5, 13)
    assert business_days_after(dt.date(2026, 5, 4)) == dt.date(2026, 5, 7)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Form W-4 (2019) Employee's Withholding Allowance Certificate", "W-4 of 2019"),
        ("Form W-9 (Rev. August 2013) Request for Taxpayer", "W-9 of August 2013"),
        ("An ordinary letter about the W-4 form", ""),
    ],
)
def test_an_unknown_edition_is_named(text: str, named: str) -> None:
    words = tuple(Word(word, Box(0, 0, 1, 1)) for word in text.split())
    reading = Reading((Page(1, 612, 792, words, Source.TEXT),))
    found = qa.check_without_draft(reading, Classification("unknown", 0.9))
    sentences = [one.sentence for one in found if one.rule == "unknown-edition"]
    assert bool(sentences) == bool(named)
    assert all(named in one for one in sentences)
