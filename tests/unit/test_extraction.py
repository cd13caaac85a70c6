"""From a page to a draft, without a template."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from extraction_pages import Placed, german_invoice, page, reading, table

from bpo_pipeline.documents import draft_from_dict, draft_to_dict
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.purchase_order import PurchaseOrder
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.extraction import extract, prediction
from bpo_pipeline.model.reading import Source, Structured
from bpo_pipeline.model.vendor import Vendor


def _invoice(*texts: Placed, language: str | None = None) -> Invoice:
    record = extract(reading(page(*texts), language=language), "invoice").record
    assert isinstance(record, Invoice)
    return record


def test_a_bic_beside_the_word_iban_is_no_account() -> None:
    record = _invoice((50, 60, "Lamp Works Ltd", 16.0), (50, 230, "Invoice", 18.0), (50, 700, "IBAN SBREDE22XXX"))

    assert record.supplier_iban is None


def test_a_german_invoice_is_read_whole() -> None:
    draft = extract(german_invoice(), "invoice")

    record = draft.record
    assert isinstance(record, Invoice)
    assert record.invoice_number == "R-2024-0815"
    assert record.issue_date == dt.date(2024, 3, 5)
    assert record.due_date == dt.date(2024, 4, 4)
    assert record.currency == "EUR"
    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal(1200), Decimal(228), Decimal(1428))
    assert record.supplier_name == "Lampenwerk GmbH"
    assert record.supplier_address == "Hafenweg 3, 20457 Hamburg"
    assert record.supplier_tax_id == "DE136695976"
    assert record.supplier_iban == "DE89370400440532013000"
    assert record.customer_name == "Musterkunde AG"
    assert [(one.description, one.quantity, one.unit_price, one.line_total) for one in record.line_items] == [
        ("Schreibtischlampe", Decimal(2), Decimal("49.50"), Decimal("99.00")),
        ("Bürostuhl", Decimal(1), Decimal("1101.00"), Decimal("1101.00")),
    ]


def test_every_value_has_its_ink() -> None:
    draft = extract(german_invoice(), "invoice")

    evidence = draft.evidence_for("gross_total")
    assert evidence is not None
    assert evidence.box is not None
    assert evidence.raw == "1.428,00"
    assert evidence.source is Source.TEXT
    assert evidence.page == 1
    line = draft.evidence_for("line_items.1.line_total")
    assert line is not None
    assert line.box is not None


def test_amounts_that_tie_are_sure_and_amounts_that_do_not_are_not() -> None:
    tie = extract(german_invoice(), "invoice").evidence_for("gross_total")
    odd = extract(
        reading(page((300, 380, "Net total"), (500, 380, "100.00"), (300, 400, "VAT"), (500, 400, "20.00"),
                     (300, 420, "Grand total"), (500, 420, "999.00"))), "invoice",
    ).evidence_for("gross_total")  # fmt: skip

    assert tie is not None
    assert tie.confidence >= 0.95
    assert odd is not None
    assert odd.confidence < 0.6


def test_a_wrong_total_is_reported_as_printed_and_not_repaired() -> None:
    record = _invoice(
        (300, 380, "Net total"), (500, 380, "100.00"), (300, 394, "VAT 20%"), (500, 394, "20.00"),
        (300, 408, "Grand total"), (500, 408, "130.00"),
    )  # fmt: skip

    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal(100), Decimal(20), Decimal(130))


def test_a_plain_total_under_net_and_tax_is_what_the_paper_says_though_it_does_not_add_up() -> None:
    record = _invoice(
        (300, 380, "Subtotal"), (500, 380, "240.00"), (300, 394, "GST 10%"), (500, 394, "24.00"),
        (300, 408, "Total"), (500, 408, "281.40"),
    )  # fmt: skip

    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal(240), Decimal(24), Decimal("281.40"))


def test_tax_lines_of_several_rates_add_up() -> None:
    record = _invoice(
        (300, 380, "Net total"), (500, 380, "200.00"), (300, 394, "VAT 21 %"), (500, 394, "21.00"),
        (300, 408, "VAT 10 %"), (500, 408, "10.00"), (300, 422, "Grand total"), (500, 422, "231.00"),
    )  # fmt: skip

    assert record.tax_total == Decimal(31)


def test_the_third_total_is_derived_from_the_other_two() -> None:
    draft = extract(
        reading(page((300, 380, "Grand total"), (500, 380, "120.00"), (300, 400, "VAT 20%"), (500, 400, "20.00"))),
        "invoice",
    )

    evidence = draft.evidence_for("net_total")
    assert isinstance(draft.record, Invoice)
    assert draft.record.net_total == Decimal("100.00")
    assert evidence is not None
    assert evidence.source is Source.DERIVED


def test_prepaid_and_amount_due_follow_br_co_16() -> None:
    record = _invoice(
        (300, 380, "Net total"), (500, 380, "100.00"), (300, 394, "VAT 20%"), (500, 394, "20.00"),
        (300, 408, "Total"), (500, 408, "120.00"),
        (300, 422, "Deposit paid"), (500, 422, "50.00"), (300, 436, "Amount due"), (500, 436, "70.00"),
    )  # fmt: skip

    assert (record.prepaid, record.amount_due) == (Decimal("50.00"), Decimal("70.00"))


def test_an_ambiguous_date_is_said_to_be_one() -> None:
    draft = extract(reading(page((50, 50, "Invoice date:"), (150, 50, "03/07/2025")), language="en"), "invoice")

    evidence = draft.evidence_for("issue_date")
    assert evidence is not None
    assert evidence.confidence < 0.6


def test_an_order_date_is_not_the_issue_date() -> None:
    record = _invoice(
        (50, 50, "Order Date:"), (150, 50, "2024-01-02"), (50, 70, "Invoice Date:"), (150, 70, "2024-02-03")
    )

    assert record.issue_date == dt.date(2024, 2, 3)


def test_full_width_digits_give_no_amount_and_are_reported() -> None:
    draft = extract(reading(page((300, 400, "Grand total"), (450, 400, "１２３.００"))), "invoice")

    evidence = draft.evidence_for("gross_total")
    assert isinstance(draft.record, Invoice)
    assert draft.record.gross_total is None
    assert evidence is not None
    assert evidence.confidence == 0.0
    assert evidence.raw == "１２３.００"


def test_wrapped_descriptions_stay_with_their_line_and_subtotals_stay_out() -> None:
    rows = table(
        200,
        [
            ("Description", "Qty", "Unit price", "Amount"),
            ("Consulting for the new", "2", "50.00", "100.00"),
            ("web shop", "", "", ""),
            ("Subtotal", "", "", "100.00"),
            ("Hosting", "1", "20.00", "20.00"),
        ],
        (50, 300, 380, 480),
    )
    record = _invoice(*rows, (380, 320, "Total"), (480, 320, "120.00"))

    assert [one.description for one in record.line_items] == ["Consulting for the new web shop", "Hosting"]


def test_a_table_goes_on_over_pages_without_repeated_headings() -> None:
    first = page(
        *table(600, [("Description", "Qty", "Price", "Amount"), ("Lamp", "1", "10.00", "10.00")], (50, 300, 380, 480))
    )
    second = page(
        *table(60, [("Chair", "2", "20.00", "40.00")], (50, 300, 380, 480)),
        (380, 100, "Grand total"),
        (480, 100, "50.00"),
        number=2,
    )

    record = extract(reading(first, second), "invoice").record

    assert isinstance(record, Invoice)
    assert [one.line_total for one in record.line_items] == [Decimal("10.00"), Decimal("40.00")]
    assert record.gross_total == Decimal("50.00")


def test_a_receipt_without_headings_gives_lines_when_they_add_up() -> None:
    texts = ((20, 30, "Copper Kettle Diner", 14.0), (20, 60, "Soup"), (150, 60, "8.22"), (20, 74, "Burger"),
             (150, 74, "13.37"),
             (20, 100, "Total"), (150, 100, "21.59"))  # fmt: skip

    record = extract(reading(page(*texts, width=226.0)), "receipt").record

    assert isinstance(record, Receipt)
    assert [one.description for one in record.line_items] == ["Soup", "Burger"]
    assert record.gross_total == Decimal("21.59")


def test_an_order_is_the_customers_own_paper() -> None:
    texts = (
        (50, 60, "Lakeside Outfitters Inc.", 14.0), (50, 78, "1480 Harbor View Drive"), (50, 91, "Duluth, MN 55802"),
        (50, 160, "Purchase Order", 18.0), (350, 160, "P.O. No."), (450, 160, "PO-30112"),
        (50, 220, "Vendor"), (50, 234, "Bluestem Software LLC"), (50, 247, "98 Congress Plaza"),
        (50, 260, "Austin, TX 78701"),
    )  # fmt: skip
    record = extract(reading(page(*texts)), "purchase_order").record

    assert isinstance(record, PurchaseOrder)
    assert record.purchase_order_number == "PO-30112"
    assert record.supplier_name == "Bluestem Software LLC"
    assert record.supplier_address == "98 Congress Plaza, Austin, TX 78701"
    assert record.customer_name == "Lakeside Outfitters Inc."


def test_the_vendor_master_names_the_supplier_by_tax_number() -> None:
    vendor = Vendor("V-1", "Lampenwerk GmbH", tax_ids=("DE136695976",))

    evidence = extract(german_invoice(), "invoice", vendors=(vendor,)).evidence_for("supplier_name")

    assert evidence is not None
    assert evidence.confidence >= 0.99


def test_structured_data_is_taken_as_it_is_and_found_on_the_page() -> None:
    data = Structured(
        "cii", "urn:cen.eu:en16931:2017", "invoice",
        {"invoice_number": "R-2024-0815", "gross_total": "1428.00", "issue_date": "2024-03-05",
         "line_items.0.line_total": "99.00"},
        {"gross_total": "/rsm:X/ram:GrandTotalAmount"},
    )  # fmt: skip
    shown = german_invoice()

    draft = extract(reading(*shown.pages, structured=data), "invoice")

    evidence = draft.evidence_for("gross_total")
    assert isinstance(draft.record, Invoice)
    assert draft.record.gross_total == Decimal("1428.00")
    assert evidence is not None
    assert (evidence.source, evidence.confidence) == (Source.XML, 1.0)
    assert evidence.location == "/rsm:X/ram:GrandTotalAmount"
    assert evidence.box is not None
    assert evidence.box.top == 408


def test_extracting_twice_gives_the_same_draft_and_it_survives_storage() -> None:
    draft = extract(german_invoice(), "invoice")

    assert extract(german_invoice(), "invoice") == draft
    assert draft_from_dict(draft_to_dict(draft)) == draft


def test_a_prediction_has_the_benchmarks_shape() -> None:
    shown = prediction(extract(german_invoice(), "invoice"), "files/x.pdf")

    assert (shown["file"], shown["doc_type"]) == ("files/x.pdf", "invoice")
    assert Decimal(shown["fields"]["gross_total"]["value"]) == Decimal(1428)
    assert set(shown["fields"]["gross_total"]) == {"value", "confidence", "page", "box", "raw", "source", "rules"}
    assert shown["line_items"][0]["description"]["value"] == "Schreibtischlampe"


@pytest.mark.parametrize("kind", ["invoice", "credit_note", "receipt", "purchase_order", "purchase_order_change"])
def test_an_empty_page_gives_an_empty_draft(kind: str) -> None:
    assert extract(reading(page()), kind).evidence == ()


def test_hostile_text_takes_no_time_and_no_prisoners() -> None:
    nasty = ("1 " * 400, "a@" * 500, "(" * 800, "1,1.1,1." * 200, "DE" * 400, "x" * 5000)

    draft = extract(reading(page(*((10, 20 + 14 * n, text) for n, text in enumerate(nasty)))), "invoice")

    assert draft.document_type == "invoice"
