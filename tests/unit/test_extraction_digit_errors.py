"""A digit that OCR misread in an amount is put right and said, or goes to a person: never silently wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from extraction_pages import page, reading, table
from hypothesis import given, settings
from hypothesis import strategies as st
from qa_builder import TODAY, contract

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.digit_repair import Sums, one_digit_apart, repaired
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.total_candidates import Candidate
from bpo_pipeline.model.draft import DIGIT_REPAIR, Draft
from bpo_pipeline.model.finding import Severity
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.reading import Reading, Source
from bpo_pipeline.qa import Subject, check

RATES = ("7", "10", "19", "20", "21")
AMOUNTS = ("net", "tax", "gross", "total", "quantity", "price")


@dataclass(frozen=True)
class Paper:
    """What a scanned invoice says."""

    lines: tuple[tuple[int, Decimal], ...]
    rate: str

    @property
    def net(self) -> Decimal:
        return sum((count * price for count, price in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return to_cents(self.net * Decimal(self.rate) / 100)

    def read(self, misread: str = "", place: int = 0, digit: int = 0) -> Reading:
        """The page with one digit of one amount exchanged, if one is named."""

        def shown(name: str, value: object, first: bool = True) -> str:
            return _exchanged(str(value), place, digit) if misread == name and first else str(value)

        rows = [("Item", "Quantity", "Unit price", "Amount")]
        for number, (count, price) in enumerate(self.lines):
            first = number == 0
            cells = shown("quantity", count, first), shown("price", price, first), shown("total", count * price, first)
            rows.append((f"Widget {'ABCDE'[number]}", *cells))
        bottom = 340 + 14 * len(rows)
        found = page(
            (50, 60, "Lamp Works Ltd", 16.0),
            (50, 230, "Invoice", 18.0),
            (350, 130, "Invoice number: R-2024-0815"),
            (350, 144, "Invoice date: 2024-03-25"),
            *table(300, rows, (50.0, 300.0, 380.0, 480.0)),
            (380, bottom, "Net total"),
            (480, bottom, shown("net", self.net)),
            (380, bottom + 14, f"VAT {self.rate}%"),
            (480, bottom + 14, shown("tax", self.tax)),
            (380, bottom + 28, "Gross total"),
            (480, bottom + 28, shown("gross", self.net + self.tax)),
            source=Source.OCR,
        )
        seen = tuple(replace(word, confidence=0.97) for word in found.words)
        return reading(replace(found, words=seen), language="en")


def _exchanged(text: str, place: int, digit: int) -> str:
    places = [index for index, one in enumerate(text) if one.isdigit()]
    at = places[place % len(places)]
    other = str(digit) if str(digit) != text[at] else str(digit % 9 + 1)
    return text[:at] + other + text[at + 1 :]


papers = st.builds(
    Paper,
    st.lists(st.tuples(st.integers(1, 40), st.decimals("1.00", "900.00", places=2)), min_size=2, max_size=4).map(tuple),
    st.sampled_from(RATES),
)


def _errors(draft: Draft, seen: Reading) -> list[str]:
    subject = Subject(draft, seen, contract(country="US", currency="EUR"), TODAY)
    wrong = {"MATH", "AMOUNT", "CONFIDENCE"}
    found = (one for one in check(subject) if one.severity is Severity.ERROR and one.reason is not None)
    return [one.rule for one in found if any(part in one.reason.name for part in wrong) and one.rule != "gross-proved"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(papers, st.sampled_from(AMOUNTS), st.integers(0, 8), st.integers(0, 9))
def test_a_planted_digit_error_is_repaired_or_said(paper: Paper, misread: str, place: int, digit: int) -> None:
    seen = paper.read(misread, place, digit)
    draft = extract(seen, "invoice")
    record = draft.record.model_dump()
    truth = {"net_total": paper.net, "tax_total": paper.tax, "gross_total": paper.net + paper.tax}
    right = all(record.get(name) == value for name, value in truth.items())
    lines = [(one["quantity"], one["unit_price"], one["line_total"]) for one in record["line_items"]]
    right = right and lines == [(count, price, count * price) for count, price in paper.lines]
    assert right or _errors(draft, seen)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(papers)
def test_what_is_read_well_is_never_repaired(paper: Paper) -> None:
    draft = extract(paper.read(), "invoice")
    assert not [one for one in draft.evidence if one.repaired]
    assert getattr(draft.record, "gross_total", None) == paper.net + paper.tax


def test_a_misread_gross_total_is_put_right_and_its_ink_is_kept() -> None:
    paper = Paper(((2, Decimal("50.00")), (1, Decimal("20.00"))), "20")
    seen = paper.read("gross", 0, 7)
    draft = extract(seen, "invoice")
    evidence = draft.evidence_for("gross_total")
    assert evidence is not None
    assert (evidence.raw, evidence.repaired, evidence.source) == ("744.00", True, Source.OCR)
    assert getattr(draft.record, "gross_total", None) == Decimal("144.00")
    assert "digit-repair" in _errors(draft, seen)


def test_a_second_reading_that_shows_the_repaired_total_settles_it() -> None:
    seen = Paper(((2, Decimal("50.00")), (1, Decimal("20.00"))), "20").read("gross", 0, 7)
    subject = Subject(extract(seen, "invoice"), seen, contract(), TODAY, rereadings={"gross_total": "144.00"})
    said = [one for one in check(subject) if one.rule in {DIGIT_REPAIR, "two-readings"}]
    assert [(one.rule, one.severity) for one in said] == [(DIGIT_REPAIR, Severity.NOTE)]


def test_a_text_layer_is_never_repaired() -> None:
    seen = Paper(((2, Decimal("50.00")), (1, Decimal("20.00"))), "20").read("gross", 0, 7)
    printed = tuple(replace(one, confidence=1.0) for one in seen.pages[0].words)
    text = replace(seen, pages=(replace(seen.pages[0], words=printed, source=Source.TEXT),))
    draft = extract(text, "invoice")
    assert not [one for one in draft.evidence if one.repaired]
    assert getattr(draft.record, "gross_total", None) == Decimal("744.00")


def _read(value: str) -> Candidate:
    return Candidate(Decimal(value), 1.0, Found(Decimal(value), value, 0.8, 1))


def test_two_ways_to_put_it_right_are_none() -> None:
    """100 + 20 = 130: either the gross is 120, or the tax 30; no other sum says which."""
    sums = Sums(frozenset({Decimal(100)}), (), frozenset(), frozenset())
    assert repaired(_read("100.00"), _read("20.00"), _read("130.00"), sums) is None


def test_what_shipping_explains_is_no_misreading() -> None:
    sums = Sums(frozenset({Decimal(100)}), (Decimal(20),), frozenset(), frozenset({Decimal(10)}))
    assert repaired(_read("100.00"), _read("20.00"), _read("130.00"), sums) is None


@given(st.decimals("1.00", "99999.99", places=2), st.integers(0, 7), st.integers(1, 9))
def test_one_digit_apart(value: Decimal, place: int, digit: int) -> None:
    assert one_digit_apart(value, Decimal(_exchanged(f"{value:.2f}", place, digit)))
    assert not one_digit_apart(value, value)


@pytest.mark.parametrize(("source", "said"), [(Source.OCR, "8.10"), (Source.TEXT, "810")])
def test_a_lost_decimal_point_of_a_charge_is_put_back_on_a_scan_where_the_sums_leave_just_that(
    source: Source, said: str
) -> None:
    found = page(
        (50, 60, "Lamp Works Ltd", 16.0),
        (50, 230, "Invoice", 18.0),
        (350, 130, "Invoice number: R-2024-0815"),
        (350, 144, "Invoice date: 2024-03-25"),
        *table(
            300,
            [("Item", "Quantity", "Unit price", "Amount"), ("Basket", "7", "40.54", "283.78")],
            (50.0, 300.0, 380.0, 480.0),
        ),
        *table(
            380,
            [("Shipping", "810"), ("Net total", "291.88"), ("VAT 20%", "58.38"), ("Gross total", "350.26")],
            (380.0, 480.0),
        ),
        source=source,
    )

    draft = extract(reading(found, language="en"), "invoice")

    assert getattr(draft.record, "shipping_total", None) == Decimal(said)
    assert [one.rules for one in draft.evidence if one.repaired] == (
        [("digit-repair", "BR-CO-13")] if source is Source.OCR else []
    )
