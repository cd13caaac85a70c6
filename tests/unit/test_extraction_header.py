"""Dates, accounts and parties where more than one reading is possible: what decides, and what stays in doubt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from extraction_pages import Placed, page, reading

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Source


def _draft(*texts: Placed, kind: str = "invoice", language: str = "en", scan: bool = False) -> Draft:
    one = page(*texts, source=Source.OCR if scan else Source.TEXT)
    if scan:
        one = replace(one, words=tuple(replace(word, confidence=0.97) for word in one.words))
    return extract(reading(one, language=language), kind)


def _value(draft: Draft, name: str) -> object:
    return getattr(draft.record, name, None)


def _sure(draft: Draft, name: str) -> float:
    evidence = draft.evidence_for(name)
    return evidence.confidence if evidence else 0.0


@pytest.mark.parametrize(
    ("number", "day"),
    [("INV/2025/07/0042", dt.date(2025, 7, 3)), ("FA03/2025/0042", dt.date(2025, 3, 7)), ("R-42", dt.date(2025, 3, 7))],
)
def test_the_month_in_the_number_tells_day_from_month(number: str, day: dt.date) -> None:
    draft = _draft((50, 100, f"Invoice number: {number}"), (50, 114, "Invoice date: 07/03/2025"))
    assert _value(draft, "issue_date") == day
    assert (_sure(draft, "issue_date") >= 0.9) is (number != "R-42")


def test_a_document_with_one_impossible_month_writes_the_day_first() -> None:
    draft = _draft(
        (50, 100, "Facture FA-17"), (50, 114, "Date: 2015-08-02"), (50, 128, "Echéance: 2015-30-04"), language="fr"
    )
    assert (_value(draft, "issue_date"), _value(draft, "due_date")) == (dt.date(2015, 2, 8), dt.date(2015, 4, 30))


def test_dates_that_ocr_glued_under_their_headings_are_told_apart() -> None:
    draft = _draft(
        (50, 100, "Invoice R-7"),
        (200, 100, "Invoice date"),
        (300, 100, "Due date"),
        (380, 100, "PO number"),
        (240, 114, "2025-07-12"),
        (293, 114, "2025-08-12"),
        (346, 114, "BC02214"),
    )
    assert (_value(draft, "issue_date"), _value(draft, "due_date")) == (dt.date(2025, 7, 12), dt.date(2025, 8, 12))


def test_the_last_day_for_the_discount_is_no_due_date() -> None:
    draft = _draft(
        (50, 100, "Rechnung R-7"),
        (50, 114, "Rechnungsdatum: 31.01.2025"),
        (50, 700, "Bis zum 14.02.2025 erhalten Sie 2 % Skonto"),
        (350, 690, "Fälligkeit"),
        (350, 702, "31.03.2025"),
        language="de",
    )
    assert _value(draft, "due_date") == dt.date(2025, 3, 31)


def test_who_is_named_among_the_items_is_no_customer() -> None:
    draft = _draft(
        (50, 60, "Rechnung R-7"),
        (50, 100, "Käufer"),
        (50, 114, "Musterkunde AG"),
        (50, 128, "Am Markt 5"),
        (50, 142, "80331 München"),
        (50, 300, "Bezeichnung"),
        (300, 300, "Menge"),
        (380, 300, "Einzelpreis"),
        (480, 300, "Gesamt"),
        (50, 314, "Lampe"),
        (300, 314, "2"),
        (380, 314, "50,00"),
        (480, 314, "100,00"),
        (50, 328, "Besteller: Herr Mayer, Personalnummer 4488"),
        (50, 342, "Stuhl"),
        (300, 342, "1"),
        (380, 342, "20,00"),
        (480, 342, "20,00"),
        language="de",
    )
    assert _value(draft, "customer_name") == "Musterkunde AG"


def test_the_only_party_of_an_invoice_is_its_seller() -> None:
    draft = _draft(
        (50, 20, "Invoice R-7"), (250, 130, "Wood Corner"), (250, 144, "18 Arbor Way"), (250, 158, "Turlock CA 95380")
    )
    assert (_value(draft, "supplier_name"), _value(draft, "customer_name")) == ("Wood Corner", None)
    assert _sure(draft, "supplier_name") < 0.8


def test_a_foreign_country_belongs_to_the_address_and_the_own_one_does_not() -> None:
    block = (
        (50, 40, "Wood Corner SARL"),
        (50, 54, "18 Arbor Way"),
        (50, 68, "Turlock CA 95380"),
        (50, 82, "États Unis"),
    )
    texts = (*block, (50, 300, "Facture FA-17"))
    assert _value(_draft(*texts, language="fr"), "supplier_address") == "18 Arbor Way, Turlock CA 95380, États Unis"
    home = ((50, 40, "Bon Moulin SARL"), (50, 54, "12 rue Mollien"), (50, 68, "92100 BOULOGNE"), (50, 82, "France"))
    domestic = _draft(*home, (50, 300, "Facture FA-17"), language="fr")
    assert _value(domestic, "supplier_address") == "12 rue Mollien, 92100 BOULOGNE"


def test_of_two_accounts_the_one_with_a_valid_checksum_counts() -> None:
    draft = _draft(
        (50, 40, "Invoice R-7"),
        (50, 700, "IBAN: DE33 9998 8877 0001 2345 67"),
        (50, 714, "IBAN: DE89 3704 0044 0532 0130 00"),
    )
    assert _value(draft, "supplier_iban") == "DE89370400440532013000"
    doubtful = _draft(
        (50, 40, "Invoice R-7"),
        (50, 700, "IBAN: DE33 9998 8877 0001 2345 67"),
        (50, 714, "IBAN: DE33 6005 0101 0001 2345 67"),
    )
    assert _sure(doubtful, "supplier_iban") <= 0.5


def test_a_credit_note_without_an_amount_due_is_not_sure_of_one() -> None:
    draft = _draft(
        (50, 40, "Credit note C-7"), (380, 400, "Net total"), (480, 400, "100.00"),
        (380, 414, "VAT 20%"), (480, 414, "20.00"),
        (380, 428, "Gross total"), (480, 428, "120.00"), kind="credit_note",
    )  # fmt: skip
    assert _sure(draft, "gross_total") > 0.9
    assert _sure(draft, "amount_due") < 0.6


def test_letter_o_between_digits_is_a_nought_on_a_scan_only() -> None:
    texts = ((50, 100, "Invoice number: R-20O4-7"), (50, 114, "Invoice date: 2025-07-13"))
    assert _value(_draft(*texts, scan=True), "invoice_number") == "R-2004-7"
    assert _value(_draft(*texts), "invoice_number") == "R-20O4-7"


def test_goods_with_a_weight_and_a_number_are_no_address() -> None:
    texts = [(50.0, 40.0, "Druckerei Alsterblick OHG"), (50.0, 54.0, "Lange Reihe 63"), (50.0, 68.0, "20099 Hamburg")]
    texts += [(50.0, 230.0, "Rechnung R-7")]
    heads = ("Bezeichnung", "Menge", "Einzelpreis", "Gesamt")
    for row, cells in enumerate((heads, *3 * (("Karten, 350 g/m², 500 Stück", "2", "48,06", "96,12"),))):
        texts += [(left, 300.0 + 14 * row, cell) for left, cell in zip((50.0, 300.0, 380.0, 480.0), cells, strict=True)]
    draft = _draft(*texts, language="de")
    assert (_value(draft, "supplier_name"), _value(draft, "customer_name")) == ("Druckerei Alsterblick OHG", None)


def test_the_spanish_sign_for_number_is_known_with_its_point() -> None:
    draft = _draft(
        (50, 100, "N.º de factura: H000108"), (50, 114, "Fecha de factura: 12 de mayo de 2026"), language="es"
    )
    assert _value(draft, "invoice_number") == "H000108"
