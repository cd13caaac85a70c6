"""A page's picture the way its Reading has it: upright, so that boxes fit."""

from __future__ import annotations

from itertools import islice

import numpy as np

from bpo_pipeline.model.reading import Page
from bpo_pipeline.reading.images import Picture, pictures
from bpo_pipeline.reading.pdf import open_pdf
from bpo_pipeline.reading.pdf_file import repair
from bpo_pipeline.reading.rendering import grey_page

_DOTS = 220


def upright_picture(content: bytes, media_type: str, page: Page) -> Picture | None:
    """The picture of one page of a PDF or an image file; None when the file has no such page."""
    if media_type.startswith("image/"):
        picture = next(islice(pictures(content), page.number - 1, None), None)
    else:
        picture = _rendered(content, page.number)
    if picture is None or not page.rotation:
        return picture
    return Picture(np.ascontiguousarray(np.rot90(picture.pixels, -page.rotation // 90)), picture.dots_per_inch)


def _rendered(content: bytes, number: int) -> Picture | None:
    with open_pdf(repair(content).content) as document:
        if not 1 <= number <= len(document):
            return None
        loaded = document[number - 1]
        pixels, dots = grey_page(loaded, _DOTS)
        loaded.close()
        return Picture(pixels, dots)
