"""Numbers as printed: separators, signs and digits that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction_pages import page
from hypothesis import given
from hypothesis import strategies as st

from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.extraction.amounts import amounts_of, convention, parse_number


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ",", "1234.56"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("3,3333", ",", "3.3333"),
        ("0.125", ",", "0.125"),
        ("12'500.00", ".", "12500.00"),
        ("27 946,00", ",", "27946.00"),
        ("1.234.567,89", ",", "1234567.89"),
    ],
)
def test_separators_are_told_apart(text: str, decimal: str, value: str) -> None:
    assert parse_number(text, decimal) == Decimal(value)


@pytest.mark.parametrize("text", ["1２3,00", "１２", "1,23,4.5.6", "12.34.56", "", "abc", "1..2", "٣٤"])
def test_what_is_no_plain_number_gives_no_value(text: str) -> None:
    assert parse_number(text, ".") is None


def test_a_line_gives_its_amounts_with_signs_percent_and_currency() -> None:
    (line,) = lines_of([page((50, 50, "Rabatt 10 % -1.250,00 €"))])

    rate, amount = amounts_of(line, ",")

    assert rate.percent
    assert rate.value == 10
    assert amount.value == Decimal("-1250.00")
    assert amount.currency


def test_full_width_digits_are_no_amount() -> None:
    (line,) = lines_of([page((50, 50, "Total １２３.00 EUR"))])

    assert amounts_of(line, ".") == ()


def test_reference_numbers_and_dates_are_no_amounts() -> None:
    (line,) = lines_of([page((50, 50, "2018-51112 05/03/2024 10:30 A4-12"))])

    assert amounts_of(line, ".") == ()


def test_the_document_decides_its_decimal_separator() -> None:
    german = lines_of([page((50, 50, "1.200,00"), (50, 70, "3.500"))])
    english = lines_of([page((50, 50, "1,200.00"), (50, 70, "3,500"))])

    assert convention(german, None) == ","
    assert convention(english, "de") == "."


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_every_printed_amount_is_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert parse_number(english, ".") == value
    assert parse_number(german, ",") == value


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for line in lines_of([page((50, 50, text))]):
        for amount in amounts_of(line, ","):
            assert amount.value.is_finite()
