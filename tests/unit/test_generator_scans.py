"""The demo's clean scans can be read by an OCR engine."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pypdfium2 as pdfium
import pytesseract
import pytest
from PIL import Image

from bpo_pipeline.generator.demo import demo_batch

LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "nl": "nld"}


def _picture(content: bytes) -> Image.Image:
    if content.startswith(b"%PDF"):
        return pdfium.PdfDocument(content)[0].render(scale=300 / 72).to_pil()
    return Image.open(BytesIO(content))


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


@pytest.mark.integration
@pytest.mark.slow
def test_tesseract_finds_number_total_and_supplier_on_every_clean_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    scans = [
        one
        for one in demo_batch(seed=1, today=dt.date(2026, 11, 20))
        if one.truth.form.startswith("scan") and one.expected == "posted"
    ]

    assert scans
    for one in scans:
        read = pytesseract.image_to_string(_picture(one.content), lang=LANGUAGES[one.truth.language])
        fields = one.truth.fields
        assert _digits(fields["gross_total"]) in _digits(read), one.key
        assert _digits(fields["invoice_number"]) in _digits(read), one.key
        assert "".join(fields["supplier_name"].split()) in "".join(read.split()), one.key
