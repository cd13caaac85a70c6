"""What stands on a page: its lines, amounts and accounts; and dotted paths into a record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from qa_builder import IBAN, draft, page

from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.ink import amounts_on_pages, ibans_on_pages, page_lines, readings_of
from bpo_pipeline.qa.paths import label, missing
from bpo_pipeline.qa.wording import ending, money


def test_lines_come_as_they_are_printed() -> None:
    assert list(page_lines(page("INVOICE 7", "Total: 1.00"))) == ["INVOICE 7", "Total: 1.00"]
    assert list(page_lines(page())) == []


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("Total 1,284.50 USD", "1284.50"),
        ("Total 1.284,50 EUR", "1284.50"),
        ("Total 1 284,50 EUR", "1284.50"),
        ("Total 1'284.50 CHF", "1284.50"),
        ("Total 1284", "1284"),
        ("Total 1.284", "1284"),
        ("Total $84.50", "84.50"),
        ("Total 84,5", "84.5"),
    ],
)
def test_an_amount_is_found_in_each_countrys_writing(printed: str, amount: str) -> None:
    assert Decimal(amount) in amounts_on_pages(Reading((page(printed),)))


def test_only_an_unclear_separator_has_two_meanings() -> None:
    assert set(readings_of("1.284")) == {Decimal(1284), Decimal("1.284")}
    assert set(readings_of("1.284,50")) == {Decimal("1284.50")}
    assert set(readings_of("abc")) == set()


@pytest.mark.parametrize("printed", [f"IBAN {IBAN}", "IBAN DE89 3704 0044 0532 0130 00 BIC DEUTDEFF", IBAN.lower()])
def test_an_iban_is_found_however_it_is_grouped(printed: str) -> None:
    assert ibans_on_pages(Reading((page(printed),))) == {IBAN}


def test_what_only_looks_like_an_iban_is_none() -> None:
    assert ibans_on_pages(Reading((page("IBAN DE89 3704 0044 0532 0130 01"),))) == frozenset()


def test_a_missing_part_is_named_on_each_line_that_lacks_it() -> None:
    record = draft().record

    assert list(missing(record, "line_items.sku")) == ["line_items.0.sku", "line_items.1.sku"]
    assert list(missing(record, "line_items.1.quantity")) == []
    assert list(missing(record, "line_items.9.quantity")) == ["line_items.9.quantity"]
    assert list(missing(draft(line_items=()).record, "line_items")) == ["line_items"]


def test_a_bookkeeper_counts_lines_from_one() -> None:
    assert label("line_items.0.line_total") == "line 1, line total"
    assert label("taxes.1.amount") == "tax 2, amount"
    assert label("gross_total") == "gross total"


def test_sentences_hide_all_but_the_last_four_of_a_number() -> None:
    assert ending(IBAN) == "ending in 3000"
    assert ending("1234") == "ending in 34"
    assert ending("") == "(hidden)"
    assert money(Decimal("15.5"), "EUR") == "15.50 EUR"
    assert money(Decimal("0.1234"), "EUR") == "0.1234 EUR"
