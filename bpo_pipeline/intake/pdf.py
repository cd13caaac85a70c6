"""PDF: bounded before any library unpacks it, then opened, walked, repaired and counted by three engines."""

from __future__ import annotations

import io
import logging

import pdfplumber
import pikepdf
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.intake.pdf_actions import screen_actions
from bpo_pipeline.intake.pdf_drawing import screen_drawing
from bpo_pipeline.intake.pdf_fonts import screen_fonts
from bpo_pipeline.intake.pdf_pages import pages_of
from bpo_pipeline.intake.pdf_revisions import visibly_changed
from bpo_pipeline.intake.pdf_streams import Tally, scan
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import Reason

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings quote the document
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)


def screen_pdf(content: bytes, limits: Limits) -> tuple[int, tuple[Remark, ...]]:
    """Number of pages, and remarks for a person.

    Raises Refused with the reason for everything that is refused or set apart.
    """
    refuse_malware(content)
    scan(content, Tally(limits))
    if b"endobj" not in content:
        raise Refused(Reason.TRUNCATED, "The PDF breaks off before its end. Please send it again.")
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _screen_open(pdf, content, limits)
    except pikepdf.PasswordError:
        raise Refused(Reason.ENCRYPTED, "The PDF needs a password. Please send it without one.") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as problem:
        # what a library says of a structure it cannot make sense of; the text may quote the document
        if b"trailer" not in content and b"/XRef" not in content:
            raise Refused(Reason.TRUNCATED, "The PDF breaks off before its end. Please send it again.") from None
        sentence = f"The PDF is damaged ({type(problem).__name__}). Please export and send it again."
        raise Refused(Reason.CORRUPT, sentence) from None


def _screen_open(pdf: pikepdf.Pdf, content: bytes, limits: Limits) -> tuple[int, tuple[Remark, ...]]:
    if b"trailer" not in content and b"/XRef" not in content:
        raise Refused(Reason.TRUNCATED, "The PDF breaks off before its end. Please send it again.")
    tally = Tally(limits)
    pages = pages_of(pdf, limits)
    remarks = list(screen_actions(pdf, tally, limits))
    screen_fonts(pdf, tally, limits)
    tally.damaged.clear()
    drawing = screen_drawing(pages, tally, limits)
    if drawing.damaged_pages:
        sentence = f"Part of page {drawing.damaged_pages[0]} cannot be unpacked; compare with the original."
        remarks.append(Remark(Reason.EXTRACTION_INCOMPLETE.value, sentence, page=drawing.damaged_pages[0]))
    elif drawing.empty:
        raise Refused(Reason.NO_TEXT, "The PDF's pages are empty. Please send the document again.")
    changed = visibly_changed(content, pages, limits)
    counts = _page_counts(pdf)
    if changed:  # readers that overlook the update may even find other pages
        counts = (*counts, _count_by_pdfplumber(content) or len(pages))
    if len({*counts, len(pages)}) > 1:
        sentence = f"Readers disagree on how many pages the PDF has ({', '.join(map(str, counts))})."
        remarks.append(Remark(Reason.PAGE_COUNT_DIFFERS.value, sentence))
    if changed:
        sentence = "The PDF was changed after it was first saved: a page shows something else than before."
        remarks.append(Remark(Reason.INCREMENTAL_UPDATE.value, sentence))
    return len(pages), tuple(remarks)


def _page_counts(pdf: pikepdf.Pdf) -> tuple[int, ...]:
    """Pages of the repaired copy as pikepdf, PDFium and pdfplumber count them; 0 where one cannot open it."""
    saved = io.BytesIO()
    pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    try:
        with pypdfium2.PdfDocument(saved.getvalue()) as opened:
            by_pdfium = len(opened)
    except pypdfium2.PdfiumError:
        by_pdfium = 0
    return len(pdf.pages), by_pdfium, _count_by_pdfplumber(saved.getvalue())


def _count_by_pdfplumber(content: bytes) -> int:
    try:
        with pdfplumber.open(io.BytesIO(content)) as read:
            return len(read.pages)
    except (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return 0
