"""A page that was scanned askew, laid level for as long as it is understood: rows of a table stand at one height.

Reading leaves words where they are on the picture, so that crops and frames show the right ink. Each is moved up or
down by the page's slope here, and what was found is moved back in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpo_pipeline.documents.layout import slope_of
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.model.reading import Box, Page, Reading, Source


def slopes_of(reading: Reading) -> dict[int, float]:
    """Page number -> how far its lines sink per point to the right, for scans that lie askew."""
    scans = {page.number: slope_of(page.words) for page in reading.pages if page.source is Source.OCR}
    return {number: slope for number, slope in scans.items() if slope}


def levelled(reading: Reading, slopes: Mapping[int, float]) -> Reading:
    """The same with the words of these pages at the height that they would have on a level page."""
    if not slopes:
        return reading
    return replace(reading, pages=tuple(_level(page, slopes.get(page.number, 0.0)) for page in reading.pages))


def _level(page: Page, slope: float) -> Page:
    words = (replace(word, box=_moved(word.box, -slope * (word.box.left + word.box.right) / 2)) for word in page.words)
    return replace(page, words=tuple(words)) if slope else page


def _moved(box: Box, down: float) -> Box:
    return Box(box.left, box.top + down, box.right, box.bottom + down)


def put_back(fields: Mapping[str, Found], slopes: Mapping[int, float]) -> dict[str, Found]:
    """What was found on the levelled pages, with the boxes where the ink is on the picture."""
    return {path: _put_back(one, slopes.get(one.page or 0, 0.0)) for path, one in fields.items()}


def _put_back(one: Found, slope: float) -> Found:
    if one.box is None or not slope:
        return one
    box, half = one.box, abs(slope) * one.box.width / 2
    sunk = _moved(box, slope * (box.left + box.right) / 2)
    return replace(one, box=Box(sunk.left, sunk.top - half, sunk.right, sunk.bottom + half))
