"""A document as a digital PDF, in the design and typeface of its sender."""

from __future__ import annotations

from bpo_pipeline.generator.blocks import Text, put_into_words
from bpo_pipeline.generator.commerce import Paper
from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.layouts import LAYOUTS, till
from bpo_pipeline.generator.sheet import A4, LETTER, Sheet

ORDER_LAYOUTS = {"lakeside": ("columns", "helvetica"), "nordlicht": ("boxed", "helvetica")}
"""Design and typeface in which each client writes its purchase orders."""


def render_pdf(paper: Paper, *, embedded_fonts: bool = False) -> bytes:
    """The document as a PDF with a text layer; the same paper always gives the same bytes.

    With *embedded_fonts* only typefaces are used that are put into the file: for scans, and for PDF/A.
    """
    return render_text(put_into_words(paper), embedded_fonts=embedded_fonts)


def render_text(text: Text, *, embedded_fonts: bool = False) -> bytes:
    """Like ``render_pdf``, for texts that were changed after they were put into words."""
    layout_name, font = design(text.paper)
    layout = LAYOUTS[layout_name]
    size = (till.WIDTH, till.height(text)) if layout.receipt else paper_size(text.paper)
    title = f"{text.title} {text.paper.number}"
    sheet = Sheet(typeface(font, embedded=embedded_fonts), size, title, text.words.language)
    layout.draw(sheet, text)
    return sheet.finish()


def design(paper: Paper) -> tuple[str, str]:
    """The sender's design and typeface: keys of ``LAYOUTS`` and ``FONTS``."""
    if paper.doc_type == "purchase_order":
        return ORDER_LAYOUTS[paper.customer.client]
    return paper.vendor.layout, paper.vendor.font


def paper_size(paper: Paper) -> tuple[float, float]:
    """US letter for US senders, A4 for the rest; points."""
    return LETTER if paper.vendor.country == "US" else A4
