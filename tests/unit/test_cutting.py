"""When the machine may cut a file by itself: each document stands alone and each page says whose it is."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from bpo_pipeline.classification import classify
from bpo_pipeline.flow.cutting import certain, sentence_of
from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.generator import files
from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.masterdata import CLIENTS
from bpo_pipeline.generator.other_papers import two_columns
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.generator.sheet import A4, Sheet
from bpo_pipeline.model.cut import Cut
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.rules.document_kind import several_documents
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.reading.read import read_document

TODAY = dt.date(2026, 11, 20)
CLIENT = "nordlicht"


def order(serial: int) -> Order:
    return Order(seeded(5, serial), CLIENT, TODAY, serial, "incoming/")


@cache
def invoice(serial: int, lines: int = 0) -> bytes:
    """A clean invoice; with so many *lines* it has several pages."""
    one = order(serial)
    if not lines:
        return render_pdf(one.invoice())
    rng = seeded(5, serial, lines)
    paper = invent(
        rng, doc_type="invoice", vendor=one.vendor(), client=CLIENT, today=TODAY, serial=serial, line_count=lines
    )
    return render_pdf(paper)


@cache
def text_page(*lines: str) -> bytes:
    sheet = Sheet(typeface("helvetica"), A4, "Page", "de")
    sheet.lines(60, 80, lines, size=11)
    return sheet.finish()


def blank() -> bytes:
    return Sheet(typeface("helvetica"), A4, "Page", "de").finish()


def read(*parts: bytes) -> Reading:
    content = files.joined(parts)
    return reading_from_json(read_document(content, {"ocr": False, "languages": ["de", "en"]}).value)


def cut(*parts: bytes) -> tuple[tuple[Cut, ...], str]:
    """Where the machine sees documents begin, and the pages of those that it would cut by itself."""
    reading = read(*parts)
    cuts = classify(reading).cuts
    ranges = certain(reading, cuts, contract=no_contract(), master=MasterData())
    return cuts, ", ".join(map(str, ranges))


def test_invoices_of_one_and_of_several_pages_are_cut_apart() -> None:
    long = invoice(52, lines=45)
    pages = files.page_count(long)

    assert pages > 1
    assert cut(invoice(51), long, invoice(53))[1] == f"1, 2-{1 + pages}, {2 + pages}"


def test_a_separator_sheet_belongs_to_neither_and_a_blank_page_to_the_one_before() -> None:
    sheet = files.separator_sheet(order(51).vendor())
    cuts, ranges = cut(invoice(51), sheet, invoice(52), blank(), invoice(53))

    assert ranges == "1, 3-4, 5"
    assert "a separator sheet lies before it" in cuts[0].sentence


def test_one_invoice_is_never_cut() -> None:
    assert cut(invoice(52, lines=45)) == ((), "")


@pytest.mark.parametrize(
    "between",
    [
        files.letter(order(51).vendor(), CLIENTS[CLIENT], TODAY, serial=7),
        text_page("Allgemeine Geschäftsbedingungen", "Alle Preise verstehen sich ab Werk."),
        text_page("Lieferschein 4711", "Seite 2 von 3", "6 Kartons Papier"),
    ],
    ids=["letter", "conditions", "page of something else"],
)
def test_a_page_that_may_belong_to_either_is_for_a_person(between: bytes) -> None:
    cuts, ranges = cut(invoice(51), between, invoice(53))

    assert [one.page for one in cuts] == [3]
    assert ranges == ""


def test_a_document_of_which_a_page_is_missing_is_for_a_person() -> None:
    short = text_page("RECHNUNG", "Rechnungsnummer: 4711", "Seite 1 von 2", "Gesamtbetrag 119,00 EUR")
    cuts, ranges = cut(invoice(51), short)

    assert [one.page for one in cuts] == [2]
    assert ranges == ""


def test_a_part_without_a_total_is_for_a_person() -> None:
    empty = text_page("RECHNUNG", "Rechnungsnummer: 4711", "Bitte beachten Sie die neue Anschrift.")

    assert cut(invoice(51), empty)[1] == ""


def test_the_same_invoice_twice_is_no_second_document() -> None:
    assert cut(invoice(51), invoice(51))[1] == ""


def test_a_later_page_that_says_so_is_no_new_document() -> None:
    more = text_page("RECHNUNG", "Rechnungsnummer: 4711", "Seite 2 von 2", "Gesamtbetrag 119,00 EUR")

    assert cut(invoice(51), more)[0] == ()


def test_the_sentence_tells_pages_and_reasons() -> None:
    reading = read(invoice(51), invoice(53))
    cuts = classify(reading).cuts
    sentence = sentence_of(cuts, certain(reading, cuts, contract=no_contract(), master=MasterData()))

    assert sentence.startswith("Cut into 2 documents (pages 1, 2); each has its own answer. Page 2: a title of its own")


@pytest.mark.parametrize("client", ["lakeside", "nordlicht"])
def test_two_invoices_side_by_side_on_one_sheet_are_for_a_person(client: str) -> None:
    content = two_columns(Order(seeded(3, client), client, TODAY, 900, ""))
    reading = reading_from_json(read_document(content, {"ocr": False}).value)
    cuts = classify(reading).cuts

    assert [(one.page, one.ends) for one in cuts] == [(1, 1)]
    assert certain(reading, cuts, contract=no_contract(), master=MasterData()) == ()
    (said,) = several_documents(reading, classify(reading))
    assert "ask for them one by one" in said.sentence
