"""Two readings of the same ink: digits must be the same, letters may look alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qa_builder import draft, structured, subject, with_evidence

from bpo_pipeline.model.finding import Severity
from bpo_pipeline.model.reading import Source
from bpo_pipeline.qa import check, fields_to_reread
from bpo_pipeline.qa.rereading import same_amount, same_number
from bpo_pipeline.qa.rules.confidence import field_confidence


def test_money_account_and_number_of_a_text_layer_are_read_again() -> None:
    assert fields_to_reread(draft()) == ("gross_total", "amount_due", "supplier_iban", "invoice_number")


def test_a_scans_fields_are_read_again_too() -> None:
    assert fields_to_reread(draft(source=Source.OCR)) == fields_to_reread(draft())


def test_two_engines_that_differ_on_a_scan_are_both_quoted() -> None:
    scan = replace(subject(source=Source.OCR), rereadings={"invoice_number": "RE-99", "supplier_iban": "DE00 1234"})
    said = {one.path: one for one in check(scan) if one.rule == "two-readings"}

    assert set(said) == {"invoice_number", "supplier_iban"}
    assert "'RE-99'" in said["invoice_number"].sentence
    assert scan.draft.evidence_for("invoice_number").raw in said["invoice_number"].sentence
    assert "DE00 1234" not in said["supplier_iban"].sentence
    assert {one.severity for one in said.values()} == {Severity.ERROR}


def test_what_comes_from_xml_or_a_person_has_no_ink_to_read_again() -> None:
    assert fields_to_reread(structured(subject()).draft) == ()
    assert fields_to_reread(draft(source=Source.HUMAN)) == ()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("1,284.50", "1,284.50"),
        ("1,284.50", "USD 1.284,50"),
        ("1,284.50", "Total due 1,284.5O"),
        ("1 284,50", "1 284,50 €"),
        ("1284.50", "I,284.50"),
        ("$84.50", "$ 84.50"),
    ],
)
def test_the_same_amount_however_it_is_separated(text: str, seen: str) -> None:
    assert same_amount(text, seen)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("9,784.50", "1,284.50"),
        ("284.50", "1,284.50"),
        ("284.50", "1 284.50"),
        ("1,284.50", "284.50"),
        ("1,284.50", ""),
        ("1,284.50", "smudge"),
        ("", "1,284.50"),
    ],
)
def test_another_amount_is_another_amount(text: str, seen: str) -> None:
    assert not same_amount(text, seen)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("INV-20417", "INV-20417"),
        ("INV-20417", "lNV 2O417"),
        ("RE-B8", "No. RE-88"),
        ("DE89 3704", "DE893704"),
        ("WO/01103/2026", "WOVO1103/2026"),
        ("WO/01103/2026", "WOY01103X2026"),
        ("(12)-7", "12 7"),
    ],
)
def test_a_number_may_be_read_with_look_alike_letters(text: str, seen: str) -> None:
    assert same_number(text, seen)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("INV-20417", "INV-20471"),
        ("INV-20417", "INV-204178"),
        ("20417", "120417"),
        ("INV-1", "RNV-1"),
        ("1", ""),
        ("WO/01103/2026", "WOV01108/2026"),
        ("WO/01103/2026", "WO101103/2026"),
        ("WO/01103/2026", "WO/O1103/I2026"),
        ("WO/01103/2026", "WOVV01103/2026"),
        ("WO01103", "WOV01103"),
        ("-", "V"),
        ("A-", "V"),
    ],
)
def test_another_digit_is_another_number(text: str, seen: str) -> None:
    assert not same_number(text, seen)


@given(st.decimals("0.01", "9999999", places=2), st.data())
def test_one_changed_digit_is_always_seen(amount: object, data: st.DataObject) -> None:
    text = f"{amount:,}"
    place = data.draw(st.sampled_from([index for index, char in enumerate(text) if char.isdigit()]))
    digit = data.draw(st.sampled_from([char for char in "0123456789" if char != text[place]]))
    other = text[:place] + digit + text[place + 1 :]

    assert same_amount(text, text)
    assert not same_amount(text, other)
    assert not same_number(text, other)


def test_a_second_reading_of_a_value_that_a_person_typed_is_ignored() -> None:
    from bpo_pipeline.qa import check

    typed = replace(subject(source=Source.HUMAN), rereadings={"gross_total": "1.00"})

    assert not [one for one in check(typed) if one.rule == "two-readings"]


@pytest.mark.parametrize(("confidence", "severity"), [(0.9, Severity.NOTE), (0.72, Severity.ERROR)])
def test_a_second_reading_settles_a_small_doubt_about_a_total_and_not_whether_it_is_the_total(
    confidence: float, severity: Severity
) -> None:
    alone = subject(net_total=None, tax_total=None, taxes=None, line_items=None, amount_due=None)
    doubtful = with_evidence(alone, "gross_total", confidence=confidence)
    evidence = doubtful.draft.evidence_for("gross_total")
    assert evidence is not None
    known = replace(doubtful, thresholds={"gross_total": 0.97}, rereadings={"gross_total": evidence.raw})

    found = [one for one in field_confidence(known) if one.path == "gross_total"]

    assert [one.severity for one in found] == [severity]
