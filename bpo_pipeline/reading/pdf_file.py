"""The PDF as a file: repaired, unlocked where no password is needed, its form values made part of the page.

``repair`` must come before anything else looks at a PDF: pdfplumber returns *no pages and no error* for
files that PDFium and qpdf read, and a re-saved copy cures 18 of 19 such files.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.form_fields import RawField, form_fields


@dataclass(frozen=True, slots=True)
class RepairedPdf:
    """A PDF that every engine reads the same way."""

    content: bytes
    page_count: int
    attachments: tuple[tuple[str, bytes], ...]
    """File name and bytes of each embedded file, in the file's order."""
    form_fields: tuple[RawField, ...] = ()


def repair(content: bytes) -> RepairedPdf:
    """Re-save a PDF with qpdf; form values and annotations become part of the page.

    Raises Refused(encrypted) when it needs a password, Refused(corrupt) when it can't be repaired.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            page_count = len(pdf.pages)
            attachments = _attachments(pdf)
            fields = form_fields(pdf) if "/AcroForm" in pdf.Root else ()
            if "/AcroForm" in pdf.Root:
                pdf.generate_appearance_streams()
                pdf.flatten_annotations("screen")
            saved = io.BytesIO()
            pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.preserve, compress_streams=False)
    except pikepdf.PasswordError:
        message = "The PDF needs a password; please send it without one."
        raise Refused(Reason.ENCRYPTED, message) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as problem:
        # qpdf reports a structure it can't make sense of through any of these
        message = f"The PDF is damaged and can't be repaired ({type(problem).__name__}); please send it again."
        raise Refused(Reason.CORRUPT, message) from problem
    return RepairedPdf(saved.getvalue(), page_count, attachments, fields)


def _attachments(pdf: pikepdf.Pdf) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for name, specification in pdf.attachments.items():
        try:
            stored = specification.get_file()
            found.append((specification.filename or name, stored.read_bytes()))
        except (pikepdf.PdfError, ValueError, KeyError):
            continue  # an attachment that can't be unpacked is none; intake has judged attachments already
    return tuple(found)
