"""Pages as pictures, for people: reviewers see pixels made in the sandbox, never the file itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.images import pictures
from bpo_pipeline.reading.output import Output
from bpo_pipeline.reading.pdf import open_pdf
from bpo_pipeline.reading.pdf_file import repair

_MOST_PIXELS = 40_000_000
_DOTS = 110


@contextmanager
def open_for_pictures(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """A PDF as it came, repaired, ready to render."""
    with open_pdf(repair(content).content) as document:
        yield document


def render_page(content: bytes, arguments: dict[str, Any]) -> Output:
    """One page as a PNG, the only blob; value: {"width", "height"} in pixels and "pages", the number of pages.

    *arguments*: ``media_type``; ``page`` (from 1); ``dpi`` (default 110); ``rotation`` (the ``rotation`` of the
    page's Reading, so that boxes fit). Raises Refused(not_a_document) for a page that isn't there.
    """
    number = int(arguments.get("page", 1))
    dots = float(arguments.get("dpi", _DOTS))
    if str(arguments.get("media_type", "application/pdf")).startswith("image/"):
        image, pages = _from_image(content, number, dots)
    else:
        image, pages = _from_pdf(content, number, dots)
    turn = int(arguments.get("rotation", 0)) % 360
    if turn:
        image = image.rotate(-turn, expand=True)
    saved = io.BytesIO()
    image.save(saved, "PNG", compress_level=3)
    return Output({"width": image.width, "height": image.height, "pages": pages}, (saved.getvalue(),))


def _from_pdf(content: bytes, number: int, dots: float) -> tuple[Image.Image, int]:
    with open_for_pictures(content) as document:
        _check(number, len(document))
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dots / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        return image, len(document)


def _from_image(content: bytes, number: int, dots: float) -> tuple[Image.Image, int]:
    chosen: Image.Image | None = None
    count = 0
    for count, picture in enumerate(pictures(content), start=1):
        if count == number:
            chosen = Image.fromarray(np.asarray(picture.pixels))
            scale = min(dots / picture.dots_per_inch, 1.0)
            chosen = chosen.resize((max(round(chosen.width * scale), 1), max(round(chosen.height * scale), 1)))
    _check(number, count)
    if chosen is None:  # _check has raised already; this is for the type checker
        raise Refused(Reason.NOT_A_DOCUMENT, "The image has no page.")
    return chosen, count


def _check(number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise Refused(Reason.NOT_A_DOCUMENT, f"There is no page {number}; the document has {pages}.")
