"""What confirms a scan's doubtful reading, so that nobody needs to look: sums, the books, tax printed by rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from qa_builder import CLEAN, subject

from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reading import Source
from bpo_pipeline.qa import Subject, check, match_vendor
from bpo_pipeline.qa.rereading import same_number


def spoken(one: Subject, rule: str) -> list[Finding]:
    return [finding for finding in check(one) if finding.rule == rule]


def with_evidence(one: Subject, path: str, **changes: Any) -> Subject:
    evidence = tuple(replace(each, **changes) if each.path == path else each for each in one.draft.evidence)
    return replace(one, draft=replace(one.draft, evidence=evidence))


def test_a_second_reading_that_disagrees_is_a_note_when_a_scans_sums_prove_the_total() -> None:
    scan = replace(subject(source=Source.OCR), rereadings={"gross_total": "118.00"})

    assert [one.severity for one in spoken(scan, "two-readings")] == [Severity.NOTE]


def test_a_second_reading_that_disagrees_with_a_text_layer_stays_an_error() -> None:
    digital = replace(subject(), rereadings={"gross_total": "118.00"})

    assert [one.severity for one in spoken(digital, "two-readings")] == [Severity.ERROR]


@pytest.mark.parametrize("path", ["supplier_iban", "supplier_tax_id"])
def test_a_doubtful_number_that_is_on_file_for_the_vendor_is_a_note(path: str) -> None:
    doubtful = with_evidence(subject(source=Source.OCR), path, confidence=0.5)

    assert Severity.ERROR not in {one.severity for one in spoken(doubtful, "confidence") if one.path == path}


def test_a_doubtful_account_that_is_not_on_file_stays_an_error() -> None:
    doubtful = with_evidence(
        subject(source=Source.OCR, supplier_iban="DE75512108001245126199"), "supplier_iban", confidence=0.5
    )

    assert Severity.ERROR in {one.severity for one in spoken(doubtful, "confidence") if one.path == "supplier_iban"}


def test_a_tax_that_is_printed_by_rate_alone_counts_as_printed() -> None:
    lines = (
        {"description": "Paper", "quantity": "4", "unit_price": "15.00", "line_total": "60.00"},
        {"description": "Honey", "quantity": "8", "unit_price": "5.00", "line_total": "40.00"},
    )
    taxes = ({"rate": "19", "amount": "11.40"}, {"rate": "7", "amount": "2.80"})
    amounts: dict[str, Any] = {"tax_total": "14.20", "gross_total": "114.20", "amount_due": "114.20"}
    computed = with_evidence(subject(line_items=lines, taxes=taxes, **amounts), "tax_total", source=Source.DERIVED)

    assert spoken(computed, "computed-tax") == []
    assert spoken(computed, "gross-proved") == []


def test_a_computed_tax_that_no_rates_make_is_still_asked_about() -> None:
    taxes = ({"rate": "19", "amount": "11.40"}, {"rate": "7", "amount": "2.90"})
    amounts: dict[str, Any] = {"tax_total": "14.20", "gross_total": "114.20", "amount_due": "114.20"}
    computed = with_evidence(subject(taxes=taxes, **amounts), "tax_total", source=Source.DERIVED)

    assert len(spoken(computed, "computed-tax")) == 1


def test_a_tax_printed_beside_its_rate_is_quoted_when_the_total_is_wrong() -> None:
    wrong = subject(
        lines=("Subtotal: 100.00", "VAT 19 %: 19.00", "Total: 209.00"), tax_total="109.00", gross_total="209.00"
    )
    (told,) = spoken(with_evidence(wrong, "tax_total", source=Source.DERIVED), "computed-tax")

    assert "the tax of 19.00 EUR that the page prints make 119.00 EUR" in told.sentence
    assert "a difference of 90.00 EUR" in told.sentence


@pytest.mark.parametrize(("source", "matched"), [(Source.OCR, True), (Source.TEXT, False)])
def test_a_look_alike_tax_number_is_forgiven_on_scans_alone(source: Source, matched: bool) -> None:
    one = subject(source=source, supplier_tax_id="DEI36695976")
    draft: Draft = one.draft

    assert (match_vendor(draft, one.vendors).vendor is not None) is matched


def test_a_letter_that_ocr_sees_beside_a_digit_is_forgiven_but_a_further_digit_is_not() -> None:
    assert same_number("PTW001201", "PTWO001201")
    assert not same_number("PTW001201", "PTW0001201")


def test_the_clean_case_of_these_tests_is_clean() -> None:
    assert CLEAN["gross_total"] == "119.00"
    assert all(one.severity is Severity.NOTE for one in check(subject(source=Source.OCR)))
