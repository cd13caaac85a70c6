"""Layouts of vendors that no template knows: Indian taxes, totals beside the terms, gross shops, freight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.amounts import parse_number
from bpo_pipeline.model.draft import Draft


def _draft(*texts: Placed, kind: str = "invoice", language: str = "en") -> Draft:
    return extract(reading(page(*texts), language=language), kind)


def _values(draft: Draft, *names: str) -> tuple[str, ...]:
    return tuple(str(getattr(draft.record, name, None)) for name in names)


_TOTALS = ("net_total", "tax_total", "gross_total")


@pytest.mark.parametrize(
    ("text", "value"), [("2,11,250.00", "211250.00"), ("1,04,32,118", "10432118"), ("12,50", "12.50")]
)
def test_indian_grouping_is_one_number(text: str, value: str) -> None:
    assert parse_number(text, ",") == Decimal(value)


@pytest.mark.parametrize("rounded", [True, False])
def test_central_and_state_tax_of_one_rate_are_two_taxes(rounded: bool) -> None:
    rows = [
        ("Sl No.", "Description of Goods", "HSN", "Quantity", "Rate", "Amount"),
        ("1", "Bearing housing", "84833000", "300 Nos", "912.50", "2,73,750.00"),
        (
            "2",
            "Shaft seal",
            "84842000",
            "75 Nos",
            "333.45" if rounded else "334.00",
            "25,008.75" if rounded else "25,050.00",
        ),
        ("", "Taxable Value", "", "", "", "2,98,758.75" if rounded else "2,98,800.00"),
        ("", "CGST @ 9%", "", "", "", "26,888.29" if rounded else "26,892.00"),
        ("", "SGST @ 9%", "", "", "", "26,888.29" if rounded else "26,892.00"),
        *([("", "Round Off", "", "", "", "(-)0.33")] if rounded else []),
        ("", "Total", "", "", "", "₹ 3,52,535.00" if rounded else "₹ 3,52,584.00"),
    ]
    foot = [
        ("HSN", "Taxable Value", "CGST Rate", "CGST Amount", "SGST Amount", "Total Tax"),
        (
            "Total",
            *(
                ("2,98,758.75", "9%", "26,888.29", "26,888.29", "53,776.58")
                if rounded
                else ("2,98,800.00", "9%", "26,892.00", "26,892.00", "53,784.00")
            ),
        ),
    ]
    lefts = (50.0, 90.0, 280.0, 340.0, 410.0, 480.0)
    draft = _draft(*table(200, rows, lefts), *table(360, foot, lefts))
    wanted = ("298758.75", "53776.58", "352535.00") if rounded else ("298800.00", "53784.00", "352584.00")
    assert _values(draft, *_TOTALS) == wanted


def test_two_taxes_inside_a_gross_total_are_added_and_the_freight_is_none_of_them() -> None:
    rows = [
        ("Menge", "Artikel", "MwSt.", "Einzelpreis (brutto)", "Gesamt (brutto)"),
        ("1", "Zelt Fjord 2", "19 %", "238,00 €", "238,00 €"),
        ("2", "Studentenfutter", "7 %", "5,35 €", "10,70 €"),
    ]
    sums = [
        ("Zwischensumme", "248,70 €"),
        ("Versandkosten", "5,95 €"),
        ("Gesamtsumme", "254,65 €"),
        ("enthaltene MwSt. 7 %", "0,70 €"),
        ("enthaltene MwSt. 19 %", "38,95 €"),
    ]
    draft = _draft(*table(200, rows, (50, 90, 250, 330, 450)), *table(300, sums, (330, 450)), language="de")
    assert _values(draft, *_TOTALS) == ("215.00", "39.65", "254.65")


def test_a_printed_grand_total_is_not_set_aside_for_a_tax_that_could_not_be_read() -> None:
    draft = _draft(
        *table(
            300,
            [
                ("Subtotaal", "€ 930,00"),
                ("BTW 9% over € 130,00", "€ 11,70"),
                ("BTW 21% over € 800,00", "1683008"),
                ("Totaal", "€ 1.109,70"),
            ],
            (300, 450),
        ),
        language="nl",
    )
    assert _values(draft, *_TOTALS) == ("930.00", "179.70", "1109.70")


def test_totals_that_stand_right_of_the_terms_end_the_items() -> None:
    rows = [
        ("Item", "Description", "Unit Cost", "Quantity", "Line Total"),
        ("Rig", "Boat with skipper", "€310.00", "3", "€930.00"),
        ("Fuel", "Diesel surcharge", "€45.00", "1", "€45.00"),
    ]
    sums = [
        ("We thank you for your trust!", "Subtotal", "€975.00"),
        ("Terms", "Discount 10%", "-€97.50"),
        ("Payment due within 21 days", "VAT 23%", "€201.83"),
        ("", "Total", "€1,079.33"),
    ]
    draft = _draft(*table(200, rows, (50, 110, 330, 400, 480)), *table(280, sums, (50, 330, 480)))
    assert _values(draft, *_TOTALS, "discount_total") == ("877.50", "201.83", "1079.33", "97.50")
    assert [str(line.line_total) for line in draft.record.line_items] == ["930.00", "45.00"]


def test_a_surcharge_with_a_tax_of_its_own_is_a_line() -> None:
    rows = [
        ("Charge", "Curr.", "Amount", "VAT amount"),
        ("Road freight Lyon - Turin", "EUR", "880.00", "0.00"),
        ("Fuel surcharge", "EUR", "96.80", "0.00"),
        ("Terminal handling", "EUR", "50.00", "10.00"),
    ]
    sums = [("A", "VAT 0%", "976.80", "0.00"), ("B", "VAT 20%", "50.00", "10.00"), ("Total", "", "1,026.80", "10.00")]
    draft = _draft(
        *table(200, rows, (50, 270, 360, 480)), *table(290, sums, (50, 90, 150, 230)), (400, 350, "TOTAL EUR 1,036.80")
    )
    assert _values(draft, *_TOTALS) == ("1026.80", "10.00", "1036.80")
    assert [str(line.line_total) for line in draft.record.line_items] == ["880.00", "96.80", "50.00"]
