"""What a paper is, and where a new one begins."""

from __future__ import annotations

import datetime as dt

import pytest
from extraction_pages import Placed, german_invoice, page, reading

from bpo_pipeline.classification import classify
from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.other_papers import WORDS, statement_of_account
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.reading import Structured
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.reading.read import read_document

_TOTAL: tuple[Placed, ...] = ((350, 400, "Total"), (480, 400, "120.00 EUR"))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("INVOICE", "invoice"), ("Rechnung", "invoice"), ("Facture", "invoice"), ("FACTUUR", "invoice"),
        ("Factura", "invoice"), ("Fattura", "invoice"), ("Fatura", "invoice"),
        ("Credit Note", "credit_note"), ("GUTSCHRIFT", "credit_note"), ("Avoir", "credit_note"),
        ("Creditfactuur", "credit_note"), ("Nota de crédito", "credit_note"), ("Nota di credito", "credit_note"),
        ("Quittung", "receipt"), ("Ricevuta", "receipt"), ("Purchase Order", "purchase_order"),
        ("Bestellung", "purchase_order"), ("Bon de commande", "purchase_order"), ("Encomenda", "purchase_order"),
        ("Purchase Order Change", "purchase_order_change"),
    ],
)  # fmt: skip
def test_the_title_says_what_it_is(title: str, kind: str) -> None:
    answer = classify(reading(page((50, 60, title, 18.0), (50, 120, "No. 4711"), *_TOTAL)))

    assert answer.document_type == kind
    assert answer.confidence > 0.5


def test_letter_spaced_titles_are_read() -> None:
    answer = classify(reading(page((50, 60, "R E C H N U N G", 16.0), *_TOTAL)))

    assert answer.document_type == "invoice"


@pytest.mark.parametrize(
    "texts",
    [
        ((50, 60, "Dear Sir or Madam,"), (50, 90, "thank you for your letter about our invoice of last week.")),
        ((50, 60, "Statement of Account", 18.0), (50, 200, "Invoice 4711"), (400, 200, "120.00 EUR"), *_TOTAL),
        (
            (50, 60, "Service Agreement", 18.0),
            (50, 120, "The Supplier shall invoice monthly."),
            (50, 140, "Fee 500.00 EUR"),
        ),
        ((50, 60, "Kontoauszug", 18.0), (50, 200, "Rechnung 4711"), (400, 200, "120,00 EUR")),
        (),
    ],
)
def test_other_papers_are_unknown(texts: tuple[Placed, ...]) -> None:
    assert classify(reading(page(*texts))).document_type == "unknown"


def test_a_receipt_needs_no_title_on_a_till_roll() -> None:
    texts = (
        (20, 30, "Copper Kettle"),
        (20, 60, "Soup"),
        (150, 60, "8.22"),
        (20, 90, "Total"),
        (150, 90, "8.22"),
        (20, 110, "Cash"),
    )

    assert classify(reading(page(*texts, width=226.0))).document_type == "receipt"


def test_structured_data_decides_outright() -> None:
    data = Structured("ubl", "urn:x", "credit_note", {}, {})

    answer = classify(reading(page((50, 60, "Rechnung", 18.0), *_TOTAL), structured=data))

    assert (answer.document_type, answer.confidence) == ("credit_note", 1.0)


def test_two_invoices_in_one_file_are_cut_apart() -> None:
    first = page((50, 60, "Invoice", 18.0), (350, 60, "Invoice No. A-100"), *_TOTAL)
    more = page((50, 60, "Page 2"), *_TOTAL, number=2)
    second = page((50, 60, "Invoice", 18.0), (350, 60, "Invoice No. A-101"), *_TOTAL, number=3)

    assert [(one.page, one.ends) for one in classify(reading(first, more, second)).cuts] == [(3, 2)]


def test_a_repeated_letterhead_with_the_same_number_is_one_document() -> None:
    first = page((50, 60, "Invoice", 18.0), (350, 60, "Invoice No. A-100"), *_TOTAL)
    second = page((50, 60, "Invoice", 18.0), (350, 60, "Invoice No. A-100"), *_TOTAL, number=2)

    assert classify(reading(first, second)).cuts == ()


def test_classifying_twice_gives_the_same_answer() -> None:
    assert classify(german_invoice()) == classify(german_invoice())


@pytest.mark.parametrize("title", ["Statement of Account", "Invoice overview", "Invoice"])
@pytest.mark.parametrize("client", ["lakeside", "nordlicht"])
def test_a_list_of_bills_is_no_bill_whatever_it_is_called(
    monkeypatch: pytest.MonkeyPatch, title: str, client: str
) -> None:
    for words in WORDS.values():
        monkeypatch.setitem(words, "statement", title)
    order = Order(seeded(1, client), client, dt.date(2026, 11, 20), 900, "")
    content = statement_of_account(order)
    read = reading_from_json(read_document(content, {"ocr": False}).value)

    assert classify(read).document_type == "unknown"


def test_a_table_of_goods_with_dates_stays_an_invoice() -> None:
    rows: list[Placed] = [
        placed
        for row in range(4)
        for placed in (
            (50, 220 + 20 * row, f"2026-11-0{row + 1}"),
            (150, 220 + 20 * row, f"Report {row}"),
            (330, 220 + 20 * row, "2"),
            (480, 220 + 20 * row, "60.00"),
        )
    ]
    heading: tuple[Placed, ...] = (
        (50, 200, "Date"),
        (150, 200, "Description"),
        (330, 200, "Qty"),
        (480, 200, "Amount"),
    )
    answer = classify(
        reading(page((50, 60, "Invoice", 18.0), (350, 60, "Invoice No. A-100"), *heading, *rows, *_TOTAL))
    )

    assert answer.document_type == "invoice"
