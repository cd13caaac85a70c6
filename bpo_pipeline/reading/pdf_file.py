"""The PDF as a file: repaired, unlocked where no password is needed, its form values made part of the page.

``repair`` must come before anything else looks at a PDF: programs find other pages in a damaged or updated file,
up to *none and no error*, and a copy saved by qpdf cures 18 of 19 such files. A file that was saved once, and in
which qpdf finds nothing to mend, is read as it came.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.form_fields import RawField, form_fields
from bpo_pipeline.reading.plain import is_simple


@dataclass(frozen=True, slots=True)
class RepairedPdf:
    """A PDF that every engine reads the same way."""

    content: bytes
    page_count: int
    attachments: tuple[tuple[str, bytes], ...]
    """File name and bytes of each embedded file, in the file's order."""
    form_fields: tuple[RawField, ...] = ()
    was_damaged: bool = False
    """qpdf had to mend something."""
    simple: frozenset[int] = frozenset()
    """Numbers of the pages, from 1, that ``plain.is_simple``."""


def repair(content: bytes) -> RepairedPdf:
    """The PDF as all engines read it, saved anew by qpdf where that may change what they see.

    Form values and annotations become part of the page.

    Raises Refused(encrypted) when it needs a password, Refused(corrupt) when it can't be repaired.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            page_count = len(pdf.pages)
            attachments = _attachments(pdf)
            is_form = "/AcroForm" in pdf.Root
            fields = form_fields(pdf) if is_form else ()
            if is_form:
                pdf.generate_appearance_streams()
                pdf.flatten_annotations("screen")
            warned = pdf.get_warnings()
            simple = frozenset(number for number, page in enumerate(pdf.pages, start=1) if is_simple(page))
            if warned or is_form or pdf.is_encrypted or not _saved_once(content):
                saved = io.BytesIO()
                pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.preserve, compress_streams=False)
                content, warned = saved.getvalue(), [*warned, *pdf.get_warnings()]
    except pikepdf.PasswordError:
        message = "The PDF needs a password; please send it without one."
        raise Refused(Reason.ENCRYPTED, message) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as problem:
        # qpdf reports a structure it can't make sense of through any of these
        message = f"The PDF is damaged and can't be repaired ({type(problem).__name__}); please send it again."
        raise Refused(Reason.CORRUPT, message) from problem
    return RepairedPdf(content, page_count, attachments, fields, bool(warned), simple)


def _saved_once(content: bytes) -> bool:
    """Whether there is one list of objects, no other that a program might prefer (ISO 32000-1, 7.5.6, 7.5.8.4)."""
    return content.startswith(b"%PDF-") and content.count(b"startxref") == 1 and b"/XRefStm" not in content


def _attachments(pdf: pikepdf.Pdf) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for name, specification in pdf.attachments.items():
        try:
            stored = specification.get_file()
            found.append((specification.filename or name, stored.read_bytes()))
        except (pikepdf.PdfError, ValueError, KeyError):
            continue  # an attachment that can't be unpacked is none; intake has judged attachments already
    return tuple(found)
