"""Long generated invoices with sections, returns and pages without repeated headings are read whole."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from bpo_pipeline.extraction import extract
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.masterdata import VENDORS, VendorCard
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.sections import in_sections
from bpo_pipeline.reading import read_document, reading_from_json

CARRYING = {"ledger", "plain", "letter", "boxed"}
CARDS = [
    pytest.param(client, card, id=f"{card.layout}-{card.vendor_id}")
    for client, cards in VENDORS.items()
    for card in cards
    if card.layout in CARRYING
]


@pytest.mark.parametrize(("client", "card"), CARDS[::3])
def test_lines_of_many_pages_are_read_without_their_subtotals(client: str, card: VendorCard) -> None:
    rng = Random(7)
    paper = invent(
        rng, doc_type="invoice", vendor=card, client=client, today=dt.date(2026, 6, 1), serial=900, line_count=80
    )
    paper = in_sections(paper, rng)
    reading = reading_from_json(read_document(render_pdf(paper), {"ocr": False}).value)
    record = extract(reading, "invoice").record.model_dump()
    assert len(reading.pages) >= 3
    assert [one["line_total"] for one in record["line_items"]] == [line.line_total for line in paper.lines]
    assert any(line.line_total < 0 for line in paper.lines)
    assert paper.net_total == paper.lines_total - paper.discount + paper.shipping
    assert record["gross_total"] == paper.gross_total
