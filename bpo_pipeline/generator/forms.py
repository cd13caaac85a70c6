"""The forms in which a document can arrive: digital PDF, hybrid, XML, or a scan in one of four file types."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from random import Random

from bpo_pipeline.generator.cii import render_cii
from bpo_pipeline.generator.commerce import Paper
from bpo_pipeline.generator.facturx_pdf import render_facturx
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.scan import Quality, as_image_pdf, as_jpeg, as_png, as_tiff, scan
from bpo_pipeline.generator.ubl import render_ubl


class Form(StrEnum):
    """How a document is handed over."""

    PDF = "pdf"
    FACTURX = "facturx"
    UBL = "ubl"
    CII = "cii"
    SCAN_JPEG = "scan_jpeg"
    SCAN_PNG = "scan_png"
    SCAN_TIFF = "scan_tiff"
    SCAN_PDF = "scan_pdf"


SUFFIX = {
    Form.PDF: ".pdf", Form.FACTURX: ".pdf", Form.UBL: ".xml", Form.CII: ".xml", Form.SCAN_JPEG: ".jpg",
    Form.SCAN_PNG: ".png", Form.SCAN_TIFF: ".tif", Form.SCAN_PDF: ".pdf",
}  # fmt: skip
STRUCTURED = frozenset({Form.FACTURX, Form.UBL, Form.CII})


def possible(form: Form, paper: Paper) -> bool:
    """Whether that document exists in that form: e-invoices are invoices and credit notes of European vendors."""
    if form in STRUCTURED:
        return paper.doc_type in {"invoice", "credit_note"} and paper.vendor.country != "US"
    return True


def render(paper: Paper, form: Form, rng: Random, quality: Quality) -> bytes:
    """The document's file in that form; *rng* and *quality* matter for scans only.

    A JPEG or PNG holds one page: a longer document becomes as many pages as it has in TIFF or PDF, but only its
    first page here. Choose another form for documents of several pages.
    """
    if form in _WRITERS:
        return _WRITERS[form](paper)
    pictures = scan(render_pdf(paper, embedded_fonts=True), rng, quality)
    if form is Form.SCAN_JPEG:
        return as_jpeg(pictures[0], quality)
    if form is Form.SCAN_PNG:
        return as_png(pictures[0], quality)
    return as_tiff(pictures, quality) if form is Form.SCAN_TIFF else as_image_pdf(pictures, quality)


_WRITERS: dict[Form, Callable[[Paper], bytes]] = {
    Form.PDF: render_pdf, Form.FACTURX: render_facturx, Form.UBL: render_ubl, Form.CII: render_cii
}  # fmt: skip
