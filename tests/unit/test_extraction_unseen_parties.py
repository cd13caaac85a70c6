"""Parties, accounts and items of vendors that no template knows: letterheads beside addressees, footers, slips."""

from __future__ import annotations

from dataclasses import replace

import pytest
from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Page

_LEFTS = (50.0, 250.0, 350.0, 450.0)
_ITEMS = [("Description", "Quantity", "Unit price", "Amount"), ("Oak shelf", "2", "40.00", "80.00")]


def _draft(*texts: Placed, kind: str = "invoice", language: str = "en") -> Draft:
    return extract(reading(page(*texts), language=language), kind)


def _values(draft: Draft, *names: str) -> tuple[str, ...]:
    return tuple(str(getattr(draft.record, name, None)) for name in names)


def _bold(one: Page, *names: str) -> Page:
    return replace(one, words=tuple(replace(word, bold=word.text in names) for word in one.words))


def _block(left: float, top: float, *lines: str) -> list[Placed]:
    return [(left, top + 12 * n, text) for n, text in enumerate(lines)]


def test_the_letterhead_is_the_right_block_in_bold_and_the_left_one_is_addressed() -> None:
    texts = [
        *_block(40, 40, "Bergbäckerei Huber", "Kirchweg 8", "83022 Rosenheim"),
        *_block(400, 41, "Kartonwerk Isar GmbH", "Uferweg 3", "80469 München"),
        (40, 110, "Gutschrift", 15.0),
    ]
    draft = extract(reading(_bold(page(*texts), "Kartonwerk", "Isar", "GmbH"), language="de"), "credit_note")
    assert _values(draft, "supplier_name", "customer_name") == ("Kartonwerk Isar GmbH", "Bergbäckerei Huber")
    assert _values(draft, "supplier_address") == ("Uferweg 3, 80469 München",)


@pytest.mark.parametrize(
    ("foot", "name", "address"),
    [
        (
            "Heron Fibre Limited. Registered office: Dock House, Quay Park, Cardiff CF10 4GA. Registered in Wales",
            "Heron Fibre Limited",
            "Dock House, Quay Park, Cardiff CF10 4GA",
        ),
        (
            "Énergie du Sud SA au capital de 900 000 € - Siège social : 7 quai des Docks, 13002 Marseille - RCS 4",
            "Énergie du Sud SA",
            "7 quai des Docks, 13002 Marseille",
        ),
    ],
)
def test_the_registered_office_in_the_foot_is_the_suppliers(foot: str, name: str, address: str) -> None:
    draft = _draft((40, 790, foot, 7.0), *_block(40, 110, "Mill Joinery", "9 Forge Lane", "Neath SA11 1RN"))
    assert _values(draft, "supplier_name", "supplier_address") == (name, address)
    assert _values(draft, "customer_name") == ("Mill Joinery",)


def test_a_sender_line_with_commas_under_a_logo_has_the_whole_name() -> None:
    sender = "Nordlicht Pumpen AG, Deichstraße 4, 20459 Hamburg"
    draft = _draft((40, 40, "NORDLICHT", 22.0), (40, 66, sender, 8.0), language="de")
    assert _values(draft, "supplier_name", "supplier_address") == (
        "Nordlicht Pumpen AG",
        "Deichstraße 4, 20459 Hamburg",
    )


def test_who_is_addressed_without_a_postcode_is_taken_at_low_confidence() -> None:
    draft = _draft(
        *_block(40, 40, "Ostsee Robotik GmbH", "Hafenstraße 12", "18055 Rostock"),
        *_block(350, 119, "Kells Packaging Ltd", "Unit 9, Mill Industrial Estate", "Kells, Co. Meath"),
        *table(300, _ITEMS, _LEFTS),
    )
    assert _values(draft, "customer_name") == ("Kells Packaging Ltd",)
    assert next(one.confidence for one in draft.evidence if one.path == "customer_name") < 0.7


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (("Unit 5 Lock Mill", "Halifax", "HX1 2AB"), "Unit 5 Lock Mill, Halifax HX1 2AB"),
        (("77 Pine Street", "Portland, Oregon 97204"), "77 Pine Street, Portland, Oregon 97204"),
        (("2-6 Castle Row, Wells BA5 2PX",), "2-6 Castle Row, Wells BA5 2PX"),
        (("Plot 7, Export Zone", "Chennai - 600058, Tamil Nadu"), "Plot 7, Export Zone, Chennai - 600058, Tamil Nadu"),
        (("NIF: B12345674", "Calle Mayor 4", "28013 Madrid"), "Calle Mayor 4, 28013 Madrid"),
    ],
)
def test_addresses_without_the_usual_postcode_line(lines: tuple[str, ...], address: str) -> None:
    draft = _draft(*_block(40, 40, "Cobble Works Ltd", *lines), (40, 130, "Invoice", 16.0))
    assert _values(draft, "supplier_name", "supplier_address") == ("Cobble Works Ltd", address)


def test_a_payment_slip_names_nobody_and_the_swiss_number_needs_no_label() -> None:
    draft = _draft(
        (34, 34, "Malerei Frei AG", 15.0),
        (34, 51, "Seestrasse 9, 8002 Zürich"),
        (34, 61, "CHE-192.535.479 MWST"),
        *_block(340, 94, "Baugenossenschaft Limmat", "Limmatweg 2", "8001 Zürich"),
        *_block(34, 560, "Empfangsschein", "Konto / Zahlbar an", "Malerei Frei AG", "Seestrasse 9", "8002 Zürich"),
        language="de",
    )
    assert _values(draft, "customer_name", "supplier_tax_id") == ("Baugenossenschaft Limmat", "CHE-192.535.479 MWST")


def test_labels_to_and_exmo_name_the_customer_but_not_on_a_payment_advice() -> None:
    up = _draft(*_block(57, 60, "To: Marsh Kitchens", "8 Spital Street", "Marlow SL7 1DB"))
    assert _values(up, "customer_name") == ("Marsh Kitchens",)
    low = _draft(
        *_block(40, 60, "Reed Trust", "8 Spital Street", "Marlow SL7 1DB"),
        *_block(40, 600, "To: Survey Bay Ltd", "4 Quay Street", "Ely CB7 4EX"),
    )
    assert _values(low, "customer_name") != ("Survey Bay Ltd",)
    draft = _draft(
        *_block(298, 74, "Exmo.(s) Sr.(s)", "Adega Azul, Lda", "Rua Direita 8", "1100-420 Lisboa"), language="pt"
    )
    assert _values(draft, "customer_name") == ("Adega Azul, Lda",)


def test_a_person_above_a_company_is_no_part_of_its_name() -> None:
    lines = ("Hr. Dr. Karl Moser", "Moser Technik GmbH", "Marktplatz 5", "5020 Salzburg")
    draft = _draft((40, 60, "Kunde"), *_block(40, 72, *lines), language="de")
    assert _values(draft, "customer_name") == ("Moser Technik GmbH",)


def test_a_bic_and_a_vat_number_need_no_label_beside_the_account() -> None:
    foot: list[Placed] = [
        (40, 777, "Atelier Linde", 8.0),
        (300, 777, "DE136695976", 8.0),
        (420, 777, "DE89 3704 0044 0532 0130 00", 8.0),
        (420, 786, "COBADEFFXXX", 8.0),
    ]
    draft = _draft(*foot, language="de")
    names = ("supplier_tax_id", "supplier_iban", "supplier_bic")
    assert _values(draft, *names) == ("DE136695976", "DE89370400440532013000", "COBADEFFXXX")


def test_the_tax_numbers_of_an_indian_paper() -> None:
    seller = ("Sri Works", "Plot 7", "Pune 411004, Maharashtra", "GSTIN/UIN: 27ABCDE1234F1Z5")
    buyer = ("Buyer (Bill to)", "Lotus Limited", "Plot 9", "Pune 411026, Maharashtra", "GSTIN/UIN : 27PQRSX9876L1Z2")
    draft = _draft(*_block(43, 53, *seller), *_block(43, 111, *buyer))
    assert _values(draft, "supplier_tax_id", "customer_tax_id") == ("27ABCDE1234F1Z5", "27PQRSX9876L1Z2")


def test_days_of_hire_are_no_terms_of_payment() -> None:
    rows = [*_ITEMS[:1], ("Crane with driver, 3 days", "3", "400.00", "1,200.00")]
    assert _values(_draft(*table(200, rows, _LEFTS)), "payment_terms") == ("None",)


def _lines(draft: Draft) -> list[tuple[str, ...]]:
    names = ("description", "quantity", "unit_price", "line_total")
    return [tuple(str(getattr(one, name)) for name in names) for one in draft.record.line_items]


def test_codes_in_smaller_print_are_no_part_of_the_name_but_words_are() -> None:
    name = "Oak shelf, waxed, with irons"
    texts = [*table(300, [_ITEMS[0], (name, *_ITEMS[1][1:]), ("",) * 4, ("Pine desk", "1", "90.00", "90.00")], _LEFTS)]
    note: list[Placed] = [(50, 325, "Code 94036010 FI", 8.0), (50, 353, "(with two drawers)", 8.0)]
    assert [one[0] for one in _lines(_draft(*texts, *note))] == [name, "Pine desk (with two drawers)"]


def test_taxable_lines_of_quickbooks_and_counts_left_of_prices() -> None:
    rows = [*_ITEMS[:1], ("Sod, per sq ft", "300", "0.50", "150.00T"), ("Mowing", "2", "35.00", "70.00T")]
    wanted = [("Sod, per sq ft", "300", "0.50", "150.00"), ("Mowing", "2", "35.00", "70.00")]
    assert _lines(_draft(*table(300, rows, _LEFTS))) == wanted


def test_a_folio_has_charges_and_credits_and_a_payment_is_no_item() -> None:
    rows = [
        ("Date", "Description", "Charges", "Credits"),
        ("04/14/25", "Room", "150.00", ""),
        ("04/14/25", "Parking", "20.00", ""),
        ("04/15/25", "Visa 1881", "", "170.00"),
        ("", "Total charges USD", "170.00", ""),
    ]
    draft = _draft(*table(300, rows, (50, 150, 400, 500)))
    assert [(one[0], one[3]) for one in _lines(draft)] == [("Room", "150.00"), ("Parking", "20.00")]


def test_codes_in_smaller_print_end_a_name_that_stands_below_its_amounts() -> None:
    rows = [("Description", "Quantity", "Price", "Value"), ("", "2", "40.00", "80.00")]
    texts = [*table(300, rows, _LEFTS), (50.0, 326.0, "Ball valve with flange"), (50.0, 338.0, "Code 84818085 FI", 8.0)]
    assert [one[0] for one in _lines(_draft(*texts))] == ["Ball valve with flange"]
