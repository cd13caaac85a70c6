"""Tables that go on: sums carried over, sections, discounts and returns, a description cut by the page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft

LEFTS = (50.0, 300.0, 380.0, 480.0)
Row = tuple[str, str, str, str]
HEADS: dict[str, Row] = {
    "en": ("Description", "Quantity", "Unit price", "Amount"),
    "de": ("Bezeichnung", "Menge", "Einzelpreis", "Betrag"),
    "fr": ("Désignation", "Quantité", "Prix unitaire", "Montant HT"),
    "nl": ("Omschrijving", "Aantal", "Prijs", "Bedrag"),
    "es": ("Descripción", "Cantidad", "Precio", "Importe"),
}
TITLES = {"en": "Invoice", "de": "Rechnung", "fr": "Facture", "nl": "Factuur", "es": "Factura"}
NETS = {"en": "Net total", "de": "Nettobetrag", "fr": "Total HT", "nl": "Totaal excl. btw", "es": "Base imponible"}
GOODS: list[Row] = [
    ("Desk lamp", "2", "50.00", "100.00"),
    ("Chair", "3", "20.00", "60.00"),
    ("Table", "1", "150.00", "150.00"),
    ("Shelf", "4", "25.00", "100.00"),
]


def _draft(*pages: list[Row], net: str, language: str = "en", heads: bool = True) -> Draft:
    """An invoice with one page per list of rows and its net total under the last one."""
    made = []
    for number, rows in enumerate(pages, 1):
        top: list[Placed] = [(50.0, 60.0, "Lamp Works Ltd", 16.0)]
        if number == 1:
            top.append((50.0, 230.0, f"{TITLES[language]} R-7", 14.0))
        listed = [HEADS[language], *rows] if heads or number == 1 else rows
        texts = [*top, *table(300, listed, LEFTS)]
        if number == len(pages):
            texts += [(380.0, 600.0, NETS[language]), (480.0, 600.0, net)]
        made.append(page(*texts, number=number))
    return extract(reading(*made, language=language), "invoice")


def _totals(draft: Draft) -> list[str]:
    return [str(one["line_total"]) for one in draft.record.model_dump()["line_items"]]


def _net(draft: Draft) -> Decimal:
    value = draft.record.model_dump()["net_total"]
    assert isinstance(value, Decimal)
    return value


CARRIED = [
    ("en", "Carried forward", "Brought forward"),
    ("en", "Subtotal carried forward", "Balance brought forward"),
    ("en", "Continued on next page", "Continued from page 1"),
    ("de", "Übertrag", "Übertrag von Seite 1"),
    ("de", "Zwischensumme", "Übertrag"),
    ("de", "Summe Seite 1", "Vortrag"),
    ("fr", "À reporter", "Report à nouveau"),
    ("fr", "Sous-total à reporter", "Report"),
    ("nl", "Transport", "Transport"),
    ("es", "Suma y sigue", "Suma anterior"),
]


@pytest.mark.parametrize("heads", [True, False], ids=["headings again", "headings once"])
@pytest.mark.parametrize(("language", "carried", "brought"), CARRIED)
def test_a_sum_that_is_carried_over_is_no_item(language: str, carried: str, brought: str, heads: bool) -> None:
    first: list[Row] = [*GOODS[:2], (carried, "", "", "160.00")]
    second: list[Row] = [(brought, "", "", "160.00"), *GOODS[2:3], (carried, "", "", "310.00")]
    third: list[Row] = [(brought, "", "", "310.00"), *GOODS[3:]]
    draft = _draft(first, second, third, net="410.00", language=language, heads=heads)
    assert _totals(draft) == ["100.00", "60.00", "150.00", "100.00"]
    assert _net(draft) == Decimal("410.00")


@pytest.mark.parametrize("label", ["Subtotal Head office", "Total Head office", "Head office in all", "Sum"])
def test_sections_have_headings_and_sums_that_are_no_items(label: str) -> None:
    first: list[Row] = [("1. Head office", "", "", ""), *GOODS[:2], (label, "", "", "160.00")]
    second: list[Row] = [("2. Workshop", "", "", ""), *GOODS[2:], ("Total Workshop", "", "", "250.00")]
    draft = _draft([*first, *second], net="410.00")
    items = draft.record.model_dump()["line_items"]
    assert [one["description"] for one in items] == ["Desk lamp", "Chair", "Table", "Shelf"]
    assert _totals(draft) == ["100.00", "60.00", "150.00", "100.00"]


def test_goods_taken_back_are_lines_below_zero() -> None:
    draft = _draft([*GOODS[:2], ("Chair, returned", "-1", "20.00", "-20.00"), *GOODS[2:]], net="390.00")
    assert _totals(draft) == ["100.00", "60.00", "-20.00", "150.00", "100.00"]


def test_a_discount_between_the_lines_is_taken_off() -> None:
    draft = _draft([*GOODS[:2], ("Discount 5 %", "", "", "-8.00"), *GOODS[2:]], net="402.00")
    assert sum(map(Decimal, _totals(draft))) == Decimal("402.00")


def test_a_description_goes_on_over_the_page() -> None:
    second: list[Row] = [("brass and walnut", "", "", ""), *GOODS[2:]]
    draft = _draft([GOODS[0], ("Chair made of", "3", "20.00", "60.00")], second, net="410.00", heads=False)
    items = draft.record.model_dump()["line_items"]
    assert [one["description"] for one in items] == ["Desk lamp", "Chair made of brass and walnut", "Table", "Shelf"]


def test_totals_beside_a_margin_with_an_account_number_are_no_sums_between_items() -> None:
    found = page(
        (50, 60, "Lamp Works Ltd", 16.0),
        (200, 100, "Invoice", 18.0),
        *table(
            300,
            [("Description", "Qty", "Price", "Amount"), *[(name, *rest) for name, *rest in GOODS[:2]]],
            (200.0, 360.0, 430.0, 500.0),
        ),
        (430, 350, "Subtotal"),
        (500, 350, "160.00"),
        (50, 366, "Payment Details"),
        (430, 366, "Total"),
        (500, 366, "160.00"),
        (50, 382, "Account No."),
        (50, 398, "436338750047"),
    )
    draft = extract(reading(found, language="en"), "invoice")
    assert _totals(draft) == ["100.00", "60.00"]
    assert _net(draft) == Decimal("160.00")
