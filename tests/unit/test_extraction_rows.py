"""Rows of item tables whose headings, labels or sub-lines mislead."""

from __future__ import annotations

from decimal import Decimal

from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.party import without_contact

LEFTS = (50.0, 280.0, 360.0, 420.0, 500.0)
NARROW = (50.0, 280.0, 360.0, 500.0)


def _items(*texts: Placed, language: str = "fr") -> list[dict[str, object]]:
    read = reading(page((50, 60, "Atelier Lamarck"), (50, 230, "Facture F-88"), *texts), language=language)
    draft = extract(read, "invoice")
    items: list[dict[str, object]] = draft.record.model_dump()["line_items"]
    return items


def _counted(items: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [(one["quantity"], one["unit_price"], one["line_total"]) for one in items]


def test_totals_under_a_heading_that_nobody_can_read_are_told_by_what_they_come_to() -> None:
    rows = [
        ("Description", "Quantité", "Prix", "Taxes", "Sxustxtzl"),
        ("Tabouret", "4 Unités", "25,00", "TVA 20%", "100,00"),
        ("Étagère en chêne", "2 Unités", "310,00", "TVA 20%", "620,00"),
    ]
    assert _counted(_items(*table(300, rows, LEFTS))) == [
        (Decimal(4), Decimal("25.00"), Decimal("100.00")),
        (Decimal(2), Decimal("310.00"), Decimal("620.00")),
    ]


def test_a_row_named_like_a_charge_is_a_row_where_its_amounts_multiply() -> None:
    rows = [
        ("Désignation", "Qté", "Tarxf", "Montant HT"),
        ("Armoire avec port", "3", "120,50", "361,50"),
        ("Tiroir", "2", "40,00", "80,00"),
    ]
    items = _items(*table(300, rows, (50.0, 280.0, 360.0, 480.0)))
    assert [one["line_total"] for one in items] == [Decimal("361.50"), Decimal("80.00")]


def test_one_counted_in_words_is_counted() -> None:
    rows = [("Description", "Rate", "Amount"), ("Room", "Rs 1450 x 1 Night x 1 Room", "Rs 1450.00")]
    items = _items(*table(300, rows, (50.0, 280.0, 500.0)), language="en")
    assert _counted(items) == [(Decimal(1), Decimal(1450), Decimal("1450.00"))]


def test_a_short_name_under_a_centred_heading_stands_at_the_others_edge() -> None:
    lefts = (40.0, 120.0, 340.0, 420.0, 500.0)
    texts: list[Placed] = [
        *table(300, [("Référence", "", "Qté", "Prix", "Montant")], lefts),
        (210, 300, "Désignation"),
        *table(320, [("", "Montage d'une cuisine en kit", "2", "90,00", "180,00")], lefts),
        *table(346, [("", "Repas", "4", "11,00", "44,00")], lefts),
    ]
    assert [one["description"] for one in _items(*texts)] == ["Montage d'une cuisine en kit", "Repas"]


def test_what_a_set_holds_is_no_part_of_its_name() -> None:
    texts: list[Placed] = [
        *table(300, [("Omschrijving", "Aantal", "Prijs", "Bedrag"), ("Werkset Pro", "1", "250,00", "250,00")], NARROW),
        (60, 326, "Boormachine 18V"),
        (280, 326, "1"),
        *table(340, [("Zaag", "2", "20,00", "40,00")], NARROW),
    ]
    assert [one["description"] for one in _items(*texts, language="nl")] == ["Werkset Pro", "Zaag"]


def test_numbers_before_the_name_do_not_end_the_description() -> None:
    texts: list[Placed] = [
        *table(
            300, [("Beschreibung", "Menge", "Preis", "Betrag"), ("GTIN: 4006381333931", "5", "2,00", "10,00")], NARROW
        ),
        (50, 325, "Artikel: T-77"),
        (50, 336, "Heftklammern"),
    ]
    assert _items(*texts, language="de")[0]["description"] == "GTIN: 4006381333931 Artikel: T-77 Heftklammern"


def test_notes_below_a_name_that_stands_under_its_amounts_are_left_out() -> None:
    texts: list[Placed] = [
        *table(300, [("Beschreibung", "Menge", "Preis", "Betrag"), ("", "5", "2,00", "10,00")], NARROW),
        (50, 325, "Heftklammern verzinkt"),
        (50, 336, "EAN-Lage: 4006381333"),
    ]
    assert _items(*texts, language="de")[0]["description"] == "Heftklammern verzinkt"


def test_totals_that_stand_half_a_line_beside_their_labels_are_theirs() -> None:
    texts: list[Placed] = [
        *table(300, [("Artikel", "Menge", "Einzelpreis", "Betrag"), ("Leiter", "2", "70,00", "140,00")], NARROW),
        *((500.0, 345.0 + 18 * n, text, 8.0) for n, text in enumerate(("140,00 EURO", "0,00 EURO", "140,00 EURO"))),
        *((400.0, 349.0 + 18 * n, text, 8.0) for n, text in enumerate(("Zwischensumme", "Steuer", "Rechnungsbetrag"))),
    ]
    read = reading(page((50, 60, "Leiternbau Voss"), (50, 230, "Rechnung R-88"), *texts), language="de")
    record = extract(read, "invoice").record.model_dump()
    assert (record["net_total"], record["tax_total"], record["gross_total"]) == (140, 0, 140)


def test_a_person_behind_a_company_is_no_part_of_its_name() -> None:
    names = {"Lumber Yard, Jane Doe": "Lumber Yard", "Doe, Jane": "Doe, Jane", "Reed, Holt Partners Ltd": ""}
    assert [without_contact(one) for one in names] == [names[one] or one for one in names]
