"""Cutting a file into documents: the pages of each as a file of its own, in the same kind; runs inside the sandbox.

The same pages of the same file give the same bytes, so that cutting twice makes the same documents. A file embedded in
a PDF (an e-invoice's XML) stays with the original: it cannot be said which of the documents it belongs to.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pikepdf
from PIL import Image, ImageOps, ImageSequence

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.screen import Output
from bpo_pipeline.intake.sniff import PDF, TIFF
from bpo_pipeline.model.reasons import Reason

CUT_TASK = "bpo_pipeline.intake.cut:cut"
CUTS = frozenset({PDF, TIFF})
"""Kinds of files that have pages to cut between."""

Range = tuple[int, int]
"""First and last page, from 1, both included."""


def cut(content: bytes, arguments: dict[str, Any]) -> Output:
    """The file's pages in parts, a blob each. *arguments*: ``media_type``; ``parts``, [[first, last], ...].

    Raises Refused for a page that the file does not have, and for a file that cannot be cut.
    """
    parts = [(int(first), int(last)) for first, last in arguments["parts"]]
    take = _of_tiff if arguments["media_type"] == TIFF else _of_pdf
    try:
        blobs = take(content, parts)
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, RuntimeError) as problem:
        # what the libraries say of a structure they cannot make sense of; the text may quote the document
        sentence = f"The file cannot be cut ({type(problem).__name__}): ask the client for its documents one by one."
        raise Refused(Reason.CORRUPT, sentence) from None
    return Output({"parts": len(blobs)}, tuple(blobs))


def _of_pdf(content: bytes, parts: Sequence[Range]) -> list[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _require(parts, len(pdf.pages))
        if "/AcroForm" in pdf.Root:
            # the form's own list of fields stays behind; what was filled in has to be on the pages
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("screen")
        return [_pages(pdf, *one) for one in parts]


def _pages(pdf: pikepdf.Pdf, first: int, last: int) -> bytes:
    saved = io.BytesIO()
    with pikepdf.new() as part:
        part.pages.extend(pdf.pages[first - 1 : last])
        part.remove_unreferenced_resources()
        part.save(saved, deterministic_id=True)
    return saved.getvalue()


def _of_tiff(content: bytes, parts: Sequence[Range]) -> list[bytes]:
    with Image.open(io.BytesIO(content), formats=["TIFF"]) as image:
        _require(parts, getattr(image, "n_frames", 1))
        frames = [ImageOps.exif_transpose(frame) for frame in ImageSequence.Iterator(image)]
    return [_frames(frames[first - 1 : last]) for first, last in parts]


def _frames(frames: Sequence[Image.Image]) -> bytes:
    saved = io.BytesIO()
    kind = "group4" if all(one.mode == "1" for one in frames) else "tiff_deflate"
    dots = frames[0].info.get("dpi", (72, 72))
    frames[0].save(saved, "TIFF", save_all=True, append_images=frames[1:], compression=kind, dpi=dots)
    return saved.getvalue()


def _require(parts: Sequence[Range], pages: int) -> None:
    apart = all(later[0] > one[1] for one, later in pairwise(parts))
    if len(parts) < 2 or not apart or not all(1 <= first <= last <= pages for first, last in parts):
        raise Refused(Reason.NOT_A_DOCUMENT, f"The file has {pages} pages; these are no pages of it.")
