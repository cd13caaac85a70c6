"""A PDF document: repaired first, then read page by page, its page count agreed between engines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pypdfium2 as pdfium

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import FormField, Page, Remark
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.at_once import PagesAtOnce
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.reading.pdf_file import RepairedPdf, repair
from bpo_pipeline.reading.pdf_text import read_page
from bpo_pipeline.reading.rendering import grey_page

_DOTS = 300


@dataclass(frozen=True, slots=True)
class PdfReading:
    """Pages and remarks of a PDF, and the files that were attached to it."""

    pages: tuple[Page, ...]
    remarks: tuple[Remark, ...]
    attachments: tuple[tuple[str, bytes], ...]
    scanned: tuple[int, ...]
    """Numbers of the pages that were (or would have to be) read by OCR."""
    form_fields: tuple[FormField, ...] = ()


@contextmanager
def open_pdf(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a repaired PDF with PDFium, form fields included.

    Raises Refused(corrupt) when PDFium can't, here or for a page inside the ``with`` block.
    """
    document: pdfium.PdfDocument | None = None
    try:
        document = pdfium.PdfDocument(content)
        if document.get_formtype():
            document.init_forms()
        yield document
    except pdfium.PdfiumError as problem:  # also from the caller's block: a page that can't be loaded
        message = "The PDF is damaged and can't be repaired; please send it again."
        raise Refused(Reason.CORRUPT, message) from problem
    finally:
        if document is not None:
            document.close()


def read_pdf(content: bytes, *, scans: PagesAtOnce | None) -> PdfReading:
    """Read all pages; those without usable text by *scans* (None: they stay as the text layer gave them).

    Raises Refused(encrypted) or Refused(corrupt), see ``repair``.
    """
    repaired = repair(content)
    pages: dict[int, Page] = {}
    remarks: list[Remark] = []
    scanned: list[int] = []
    displayed: dict[int, Upright] = {}
    with open_pdf(repaired.content) as document:
        remarks.extend(_page_counts(content, repaired, len(document)))
        for number in range(1, len(document) + 1):
            loaded = document[number - 1]
            try:
                text = read_page(loaded, number, simple=number in repaired.simple)
                pages[number] = text.page
                displayed[number] = Upright.of(loaded)
                if text.needs_ocr:
                    scanned.append(number)
                if text.needs_ocr and scans:
                    scans.start(Picture(*grey_page(loaded, _DOTS)), number, partial(pages.__setitem__, number))
            finally:
                loaded.close()
            remarks.extend(text.remarks)
        if scans:
            scans.finish()
    fields = [one.on(displayed[one.page].turned(pages[one.page].rotation)) for one in repaired.form_fields
              if one.page in pages]  # fmt: skip
    return PdfReading(tuple(pages.values()), tuple(remarks), repaired.attachments, tuple(scanned), tuple(fields))


def _page_counts(original: bytes, repaired: RepairedPdf, by_pdfium: int) -> tuple[Remark, ...]:
    counts = {"qpdf": repaired.page_count, "PDFium": by_pdfium}
    if repaired.content is not original:
        counts |= _count_as_sent(original)
    if repaired.was_damaged or len(set(counts.values())) > 1:
        counts["pdfplumber"] = _plumber_count(repaired.content)
    if len(set(counts.values())) == 1:
        return ()
    listed = ", ".join(f"{engine} {count}" for engine, count in counts.items())
    return (Remark(Reason.PAGE_COUNT_DIFFERS.value, f"The engines don't agree on the number of pages: {listed}."),)


def _count_as_sent(content: bytes) -> dict[str, int]:
    try:
        with pdfium.PdfDocument(content) as untouched:
            return {"PDFium on the file as sent": len(untouched)}
    except pdfium.PdfiumError:
        return {}  # needed repair: the copy's counts are what there is


def _plumber_count(content: bytes) -> int:
    import pdfplumber  # noqa: PLC0415 - costs half a second, and only a damaged file needs a third opinion

    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            return len(document.pages)
    except Exception:  # noqa: BLE001  pdfminer lets bare TypeError and IndexError out; "can't" is a count of none
        return 0
