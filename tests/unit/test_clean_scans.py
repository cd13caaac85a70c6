"""What clean scans need: level rows, misread labels, look-alikes put right, sums that correct a misread figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from extraction_pages import german_invoice, page, reading, scanned
from stdnum.eu import vat

from bpo_pipeline.classification import classify
from bpo_pipeline.documents.layout import lines_of, slope_of
from bpo_pipeline.documents.lookalikes import repaired
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.extraction import extract
from bpo_pipeline.model.reading import Page, Source
from bpo_pipeline.model.vendor import Vendor


def _texts(pages: tuple[Page, ...]) -> list[str]:
    return [line.text for line in lines_of(pages)]


@pytest.mark.parametrize("sinks", [0.02, -0.05, 0.09, -0.122, 0.14])
def test_lines_of_a_page_that_lies_askew_stay_together(sinks: float) -> None:
    level = german_invoice()

    assert _texts(scanned(level, sinks=sinks).pages) == _texts(level.pages)


def test_a_level_page_has_no_slope() -> None:
    assert slope_of(german_invoice().pages[0].words) == 0.0


def test_a_misread_label_still_ends_the_items() -> None:
    draft = extract(scanned(german_invoice(), misread={"Nettobetrag": "Nettabetrag"}), "invoice")

    assert draft.record.model_dump()["net_total"] == Decimal("1200.00")
    assert len(draft.record.model_dump()["line_items"]) == 2


def test_a_misread_line_total_is_put_right_by_two_sums() -> None:
    draft = extract(scanned(german_invoice(), misread={"99,00": "99,90"}), "invoice")

    line = draft.record.model_dump()["line_items"][0]
    evidence = draft.evidence_for("line_items.0.line_total")
    assert line["line_total"] == Decimal("99.00")
    assert evidence is not None
    assert (evidence.raw, evidence.source) == ("99,90", Source.DERIVED)


def test_a_line_total_of_a_text_layer_is_never_put_right() -> None:
    read = german_invoice()
    words = tuple(replace(one, text="99,90") if one.text == "99,00" else one for one in read.pages[0].words)

    draft = extract(reading(replace(read.pages[0], words=words), language="de"), "invoice")

    assert draft.record.model_dump()["line_items"][0]["line_total"] == Decimal("99.90")


def test_a_wide_blank_between_thousands_is_part_of_the_number_on_a_scan() -> None:
    words = page((50, 100, "Total TTC"), (400, 100, "2"), (411, 100, "969,21")).words

    draft = extract(
        scanned(reading(Page(1, 595.0, 842.0, words, Source.TEXT), language="fr")),
        "invoice",
    )

    assert draft.record.model_dump()["gross_total"] == Decimal("2969.21")


def test_a_vat_number_with_one_look_alike_is_repaired() -> None:
    assert repaired("IE40552031", vat.is_valid) == "IE4055203I"


def test_two_possible_repairs_are_none() -> None:
    assert repaired("A0", lambda one: one in {"AO", "AQ"}) is None


def test_a_tax_number_that_looks_like_the_one_on_file_is_that_one() -> None:
    vendor = Vendor("7", "Lampenwerk GmbH", tax_ids=("DE136695976",), ibans=("DE89370400440532013000",), country="DE")

    draft = extract(scanned(german_invoice(), misread={"DE136695976": "DEI36695976"}), "invoice", vendors=(vendor,))

    evidence = draft.evidence_for("supplier_tax_id")
    assert draft.record.model_dump()["supplier_tax_id"] == "DE136695976"
    assert evidence is not None
    assert evidence.raw == "DEI36695976"


def test_tax_by_rate_without_bases_is_kept_with_its_sign() -> None:
    draft = extract(
        reading(
            page(
                (50, 80, "Rechnung", 18.0),
                (300, 300, "Summe netto"),
                (500, 300, "632,42"),
                (300, 320, "MwSt. 19 %"),
                (500, 320, "-5,38"),
                (300, 340, "MwSt. 7 %"),
                (500, 340, "46,25"),
                (300, 360, "Gesamtsumme"),
                (500, 360, "673,29"),
            ),
            language="de",
        ),
        "invoice",
    )

    record = draft.record.model_dump()
    assert record["tax_total"] == Decimal("40.87")
    assert [one["amount"] for one in record["taxes"]] == [Decimal("-5.38"), Decimal("46.25")]


def test_an_iban_is_traced_to_its_own_words_alone() -> None:
    draft = extract(reading(page((50, 700, "Förde Sparkasse DE89 3704 0044 0532 0130 00")), language="de"), "invoice")

    evidence = draft.evidence_for("supplier_iban")
    assert evidence is not None
    assert evidence.raw == "DE89 3704 0044 0532 0130 00"


def test_loose_items_end_where_a_total_is_named() -> None:
    draft = extract(
        reading(
            page(
                (50, 100, "Coffee beans"),
                (400, 100, "10.00"),
                (50, 120, "Filters"),
                (400, 120, "5.00"),
                (50, 140, "Subtotal"),
                (400, 140, "15.00"),
                (50, 160, "Service fee waived"),
                (400, 160, "1.00"),
                (50, 180, "Total"),
                (400, 180, "16.00"),
            ),
            language="en",
        ),
        "receipt",
    )

    assert isinstance(draft.record, Receipt)
    assert [one.description for one in draft.record.line_items] == ["Coffee beans", "Filters"]


def test_large_letters_that_ocr_cut_apart_are_a_title() -> None:
    words = german_invoice().pages[0].words
    rest = tuple(one for one in words if one.text != "Rechnung")
    title = page((50, 230, "Rech nu ng", 18.0)).words

    read = scanned(reading(Page(1, 595.0, 842.0, (*rest, *title), Source.TEXT), language="de"))

    assert classify(read).document_type == "invoice"
    assert classify(read).confidence > 0.9


def test_an_invoice_without_a_title_is_known_by_its_labels_with_less_confidence() -> None:
    read = reading(
        page(
            (350, 130, "Factuurnr."),
            (460, 130, "Datum"),
            (350, 145, "0001111"),
            (460, 145, "1 november 2026"),
            (350, 400, "Totaalbedrag"),
            (480, 400, "EUR 1.198,42"),
            (50, 700, "IBAN"),
            (100, 700, "NL91 ABNA 0417 1643 00"),
        ),
        language="nl",
    )

    kind = classify(read)

    assert kind.document_type == "invoice"
    assert kind.confidence <= 0.9


def test_a_letter_that_only_mentions_an_invoice_stays_unknown() -> None:
    read = reading(
        page(
            (50, 100, "Dear Sir or Madam,"),
            (50, 130, "our invoice number 4711 is still open. Please tell us when you will pay."),
            (50, 160, "Kind regards"),
        ),
        language="en",
    )

    assert classify(read).document_type == "unknown"


def test_a_second_invoice_is_seen_by_the_number_under_its_label() -> None:
    pages = [
        page(
            (50, 60, "FACTUUR", 22.0),
            (350, 130, "Factuurnr."),
            (460, 130, "Datum"),
            (350, 145, f"000111{number}"),
            (460, 145, "1 november 2026"),
            (350, 400, "Totaalbedrag"),
            (480, 400, "EUR 1.198,42"),
            number=number,
        )
        for number in (1, 2)
    ]

    assert [one.page for one in classify(reading(*pages, language="nl")).cuts] == [2]
