"""Calibrated confidence: what it is made from, that it rises with its evidence, and the thresholds that follow."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from qa_builder import LINES, draft, page

from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.extraction import calibrated, thresholds
from bpo_pipeline.extraction.dates import date_of
from bpo_pipeline.extraction.learned import MODELS
from bpo_pipeline.extraction.learned.calibration import load
from bpo_pipeline.extraction.learned.evidence import GROUPS, NAMES, Weighed, group_of
from bpo_pipeline.extraction.learned.letters import NAMES as NAMES_OF_LETTERS
from bpo_pipeline.extraction.learned.letters import letters, strange
from bpo_pipeline.extraction.learned.proofs import proofs
from bpo_pipeline.flow.understanding import MasterData, draft_of
from bpo_pipeline.learning.accepted import accepted_money, bound
from bpo_pipeline.learning.calibrating import Judged, asked_for, cross_calibrated
from bpo_pipeline.learning.judging import same
from bpo_pipeline.learning.measures import calibration_table, chance_error, error_of, lacking_table
from bpo_pipeline.learning.smoothing import smooth
from bpo_pipeline.learning.unseen import unseen
from bpo_pipeline.learning.valued import Value
from bpo_pipeline.model.reading import Reading, Source

READING = Reading((page(*LINES),))


def test_each_value_of_a_page_is_weighed_by_one_row() -> None:
    rows = list(Weighed(draft(), READING).rows())
    assert {one.path for one, _, _ in rows} >= {"gross_total", "invoice_number", "issue_date", "supplier_name"}
    assert all(len(row) == len(NAMES) for _, _, row in rows)


def test_less_of_the_first_confidence_never_makes_a_value_surer() -> None:
    sure, doubtful = (calibrated(draft(confidence=one), READING) for one in (0.97, 0.4))
    for one in sure.evidence:
        other = doubtful.evidence_for(one.path)
        assert other is not None
        assert other.confidence <= one.confidence


def test_values_of_people_and_of_e_invoices_keep_theirs() -> None:
    for source in (Source.HUMAN, Source.XML):
        known = calibrated(draft(source=source, confidence=1.0), READING)
        assert {one.confidence for one in known.evidence} == {1.0}


def test_the_draft_names_the_model_that_calibrated_it() -> None:
    _, known = draft_of(READING, contract=None, master=MasterData())
    assert known is not None
    assert known.versions["model-calibration"] == load().version


def test_every_header_field_has_its_group_and_lines_have_theirs() -> None:
    assert group_of("gross_total") == "money"
    assert group_of("line_items.2.line_total") == "line"
    assert group_of("line_items.2.gross_total") is None
    assert group_of("taxes.0.rate") is None
    assert set(load().groups) <= set(GROUPS)


def test_a_smaller_allowed_error_asks_for_no_less_confidence() -> None:
    few = thresholds(money=0.001, identifiers=0.001, other=0.001)
    many = thresholds(money=0.05, identifiers=0.05, other=0.05)
    assert {"gross_total", "invoice_number", "issue_date", "supplier_name"} <= set(few)
    assert all(few[name] >= many[name] for name in few)


def _values(count: int = 400) -> list[Value]:
    """Values that are right as often as their first number says, of forty vendors."""
    return [
        Value(
            f"d{place}", f"v{place % 40}", "real", "gross_total", "money",
            ((place * 7 % 100) / 100, *[0.0] * (len(NAMES) - 1)), (place * 13 % 100) < place * 7 % 100,
        )
        for place in range(count)
    ]  # fmt: skip


def test_cross_validated_confidence_is_the_share_of_right_values() -> None:
    found = cross_calibrated(unseen(_values(), jobs=1))
    assert len(found) == 400
    assert error_of([(one.confidence, one.value.right) for one in found]) < 0.1


def test_few_values_do_not_bend_confidence_far_and_many_do() -> None:
    scores = [0.9] * 400
    right = [place % 4 != 0 for place in range(400)]
    assert smooth(scores, right, [1.0] * 400).of(0.9) == pytest.approx(0.75, abs=0.03)
    assert smooth(scores[:4], right[:4], [1.0] * 4).of(0.9) > 0.82
    known = smooth([place / 100 for place in range(100)], [place >= 40 for place in range(100)], [1.0] * 100)
    assert known.chances == sorted(known.chances)


def test_what_is_found_where_the_field_lacks_counts_against_a_threshold_and_not_in_the_table() -> None:
    value = _values(1)[0]
    real = [Judged(replace(value, right=True, document=f"d{place}"), 0.9 + place / 2000) for place in range(100)]
    lacking = [Judged(replace(value, right=False, lacking=True), 0.92) for _ in range(20)]
    assert asked_for([*real, *lacking])["0.01"] > 0.92
    assert calibration_table([*real, *lacking])[0].right == 1.0
    (row,) = lacking_table([*real, *lacking])
    assert (row.values, row.taken) == (20, 0.0)


def test_the_threshold_leaves_no_larger_share_of_wrong_values() -> None:
    value = _values(1)[0]
    found = [Judged(replace(value, right=place >= 50), place / 1000) for place in range(1000)]
    limit = asked_for(found)["0.01"]
    taken = [one for one in found if one.confidence >= limit]
    assert sum(not one.value.right for one in taken) <= 0.01 * len(taken)
    assert len(taken) > 950
    assert asked_for([Judged(replace(value, right=False), 0.9)])["0.05"] > 1


def test_no_wrong_value_in_a_sample_excludes_three_in_it() -> None:
    assert bound(0, 300) == pytest.approx(0.01, abs=1e-4)
    assert bound(1, 100) == pytest.approx(0.0474, abs=1e-3)
    assert bound(0, 10) < bound(1, 10) < bound(5, 10)


def test_accepted_money_is_counted_above_a_threshold_that_other_vendors_gave() -> None:
    value = _values(1)[0]
    found = [
        Judged(replace(value, right=place >= 50 or place == 3, vendor=f"v{place % 40}"), place / 1000)
        for place in range(1000)
    ]
    wrong, taken = accepted_money(found, 0.01)
    assert wrong <= 0.01 * taken
    assert taken > 900
    assert accepted_money([replace(one, value=replace(one.value, source="generated")) for one in found], 0.01) == (0, 0)


def test_few_values_show_an_error_by_chance_and_sure_ones_none() -> None:
    assert chance_error([1.0] * 50) == 0
    assert chance_error([0.9] * 100) == pytest.approx(0.8 * (0.09 / 10) ** 0.5, rel=0.01)
    assert chance_error([0.9] * 1000) < chance_error([0.9] * 100)


def test_only_sums_of_values_that_were_read_prove() -> None:
    fields = {"net_total": Decimal(100), "tax_total": Decimal(19), "gross_total": Decimal(119)}
    known = draft()
    assert isinstance(known.record, Invoice)
    read = replace(known, record=known.record.model_copy(update=fields))
    assert proofs(read)["gross_total"] >= 1
    computed = replace(read, evidence=tuple(replace(one, source=Source.DERIVED) for one in read.evidence))
    assert not proofs(computed)


@pytest.mark.parametrize(
    ("name", "value", "truth", "right"),
    [
        ("gross_total", Decimal("119.00"), "119", True),
        ("gross_total", Decimal("119.01"), "119.00", False),
        ("issue_date", dt.date(2024, 2, 1), "2024-02-01", True),
        ("supplier_tax_id", "DE 123.456", "de123456", True),
        ("supplier_name", "Müller & Co", "MULLER CO", True),
    ],
)
def test_values_are_compared_as_a_bookkeeper_would(name: str, value: object, truth: str, *, right: bool) -> None:
    assert same(name, value, truth) is right


def test_a_word_that_is_nearly_a_familiar_one_is_strange() -> None:
    assert "selangor" in json.loads((MODELS / "words.json").read_text(encoding="utf-8"))["words"]
    assert not strange("SELANGOR")
    assert strange("SELANGDR")


@pytest.mark.parametrize(
    ("name", "misread", "read"),
    [
        ("unmarked", "NO.12,JA:AN SS4C", "NO.12,JALAN SS4C"),
        ("unmarked", "Lot $25, Johor", "Lot S25, Johor"),
        ("clear_numbers", "4600D PETALING JAYA", "46000 PETALING JAYA"),
        ("whole_words", "WESTE RN E AS TERN", "WESTERN EASTERN"),
        ("one_case", "JlN SETIA", "JLN SETIA"),
        ("known_words", "JALIN JALAN", "JALAN JALAN"),
        ("spelling", "XQZWKV JALAN", "JALAN JALAN"),
        ("closed", "(M SDN BHD", "(M) SDN BHD"),
    ],
)
def test_letters_tell_a_misread_text_from_one_that_was_read_well(name: str, misread: str, read: str) -> None:
    place = NAMES_OF_LETTERS.index(name)
    assert letters(misread)[place] < letters(read)[place] <= 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/12/20 18", dt.date(2018, 12, 25)),
        ("25/Feb/20 17", dt.date(2017, 2, 25)),
        ("25/12/20", dt.date(2020, 12, 25)),
    ],
)
def test_a_blank_within_the_year_does_not_make_it_another_year(text: str, day: dt.date) -> None:
    assert date_of(text) == day
