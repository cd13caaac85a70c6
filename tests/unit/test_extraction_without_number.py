"""Invoices that carry no number: nothing else on them is taken for one."""

from __future__ import annotations

import datetime as dt

import pytest

from bpo_pipeline.extraction import extract
from bpo_pipeline.generator.awkward import AWKWARD, Order
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.reading import read_document, reading_from_json


@pytest.mark.parametrize("client", ["nordlicht", "lakeside"])
@pytest.mark.parametrize("seed", range(24))
def test_no_other_number_is_taken_for_the_number_of_an_invoice_without_one(seed: int, client: str) -> None:
    """Neither an article's nor the bank's: a posted demo invoice once had its routing number."""
    order = Order(seeded(seed, client), client, dt.date(2026, 11, 27), 2126 + seed, "incoming/")
    (paper,) = AWKWARD["missing_number"](order)

    reading = reading_from_json(read_document(paper.content, {"media_type": "application/pdf", "ocr": False}).value)

    assert extract(reading, "invoice").record.invoice_number is None  # type: ignore[attr-defined]
