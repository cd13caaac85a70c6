"""Text that nobody sees is no text of the page, in whatever way it was hidden; and it is remarked."""

from __future__ import annotations

import datetime as dt

import pytest

from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.generator.tampering import HIDING, with_hidden
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.reading.pdf import open_pdf
from bpo_pipeline.reading.pdf_text import read_page
from bpo_pipeline.reading.read import read_document

HIDDEN = "98,765.43"


def read(content: bytes) -> Reading:
    return reading_from_json(read_document(content, {"ocr": False}).value)


def invoice(client: str) -> bytes:
    return render_pdf(Order(seeded(2, client), client, dt.date(2026, 11, 20), 900, "").invoice())


@pytest.mark.parametrize("way", HIDING)
def test_hidden_text_never_counts_as_visible(way: str) -> None:
    plain = invoice("nordlicht")
    clean, tampered = read(plain), read(with_hidden(plain, way, f"Total due {HIDDEN}"))

    assert HIDDEN not in tampered.text
    assert [word.text for page in tampered.pages for word in page.words] == [
        word.text for page in clean.pages for word in page.words
    ]
    assert [one.reason for one in clean.remarks] == []
    assert [one.reason for one in tampered.remarks] == ["hidden_text"]


@pytest.mark.parametrize("way", ["white", "clipped", "switched_off"])
def test_text_over_text_is_remarked_and_only_the_picture_of_the_page_is_believed(way: str) -> None:
    """The footer of this design stands where the hidden line is put, so that there is ink beneath it."""
    content = with_hidden(invoice("lakeside"), way, f"Total due {HIDDEN}")
    with open_pdf(content) as document:
        found = read_page(document[0], 1)

    assert found.needs_ocr
    assert any("lie over other text" in one.sentence for one in found.remarks)


def test_a_page_without_text_over_text_is_read_by_its_text() -> None:
    for client in ("lakeside", "nordlicht"):
        with open_pdf(invoice(client)) as document:
            found = read_page(document[0], 1)
        assert (found.needs_ocr, found.remarks) == (False, ())
