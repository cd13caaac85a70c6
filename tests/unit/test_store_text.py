"""How texts are kept, hashed and compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bpo_pipeline.store.text import canonical, clean, fingerprint, normal_number


@pytest.mark.parametrize(
    ("one", "other"),
    [("INV-0012", "inv 0012"), ("0012", "12"), ("RE/2026.7", "re20267"), ("000", "0"), ("Ä-1", "ä1")],
)
def test_numbers_that_differ_in_punctuation_only_are_the_same(one: str, other: str) -> None:
    assert normal_number(one) == normal_number(other) is not None


@pytest.mark.parametrize(("one", "other"), [("INV-12", "INV-0012"), ("12", "120"), ("A1", "B1")])
def test_numbers_that_differ_in_a_sign_are_not_the_same(one: str, other: str) -> None:
    assert normal_number(one) != normal_number(other)


@pytest.mark.parametrize("nothing", [None, "", " - / "])
def test_a_number_without_a_letter_or_digit_is_none(nothing: str | None) -> None:
    assert normal_number(nothing) is None


def test_a_number_of_a_thousand_signs_fits_an_index() -> None:
    assert normal_number("9" * 100_000) == "9" * 200


@given(some.text())
def test_a_cleaned_text_can_be_stored_and_is_cleaned_once(text: str) -> None:
    stored = clean(text)

    assert "\x00" not in stored
    assert stored.encode("utf-8").decode() == stored
    assert clean(stored) == stored
    assert len(stored) == len(text)


@given(some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_an_honest_text_is_kept_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(some.dictionaries(some.text(), some.one_of(some.integers(), some.text(), some.none())))
def test_equal_values_have_one_canonical_text_that_reads_back(value: dict[str, object]) -> None:
    backwards = dict(reversed(value.items()))

    assert canonical(value) == canonical(backwards)
    assert json.loads(canonical(value)) == value
    assert fingerprint(value) == fingerprint(backwards)
