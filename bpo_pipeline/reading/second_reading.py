"""A second, independent reading of single fields: what the ink says, whatever the text layer claims.

A font may map the drawn "1,284.50" to the text "9,784.50". So the boxes of money, bank and identifier
fields are cut out of the rendered page, put below each other on one sheet and read by OCR in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from bpo_pipeline.reading.engines import ENGINES, Grey, Layout, Seen, other_than
from bpo_pipeline.reading.images import pictures
from bpo_pipeline.reading.output import Output
from bpo_pipeline.reading.render import open_for_pictures
from bpo_pipeline.reading.rendering import grey_page

_DOTS = 300
_MARGIN = (1.5, 0.3)
"""Points beside and above or below a box: enough for what sticks out, too little for the neighbours."""
_RULE = 0.85
"""A row or column of pixels this full is a table's rule, not print."""
_GAP = 40
_LEFT = 40
_SHEET_HEIGHT = 8000
_LEAST_GROWTH, _MOST_GROWTH = 1.15, 3.0


@dataclass(slots=True)
class _Strip:
    """One field's cut-out, and where it lies on the sheet."""

    path: str
    page: int
    pixels: Grey
    sheet: int = 0
    top: int = 0


def reread(content: bytes, arguments: dict[str, Any]) -> Output:
    """What OCR reads in the given boxes: value {path: text}, "" where it reads nothing.

    *arguments*: ``media_type``; ``boxes``: list of {"path", "page" (from 1), "box": [left, top, right, bottom] or
    the same as an object, in points on the upright page}; ``rotations`` {page: degrees} from the Reading's pages;
    ``languages``; ``engines`` {page: the engine that read it first}, so that another one looks now (a text layer's
    pages are left out: ``tesseract`` looks); ``dots_per_inch`` of the rendered page (300 unless told).
    """
    dots = int(arguments.get("dots_per_inch", _DOTS))
    first = {int(page): str(name) for page, name in dict(arguments.get("engines", {})).items()}
    texts = {str(one["path"]): "" for one in arguments["boxes"]}
    strips = _cut(content, arguments, dots)
    for name in ENGINES:
        mine = [strip for strip in strips if _second(first.get(strip.page, "")) == name]
        for number, sheet in enumerate(_sheets(mine)):
            languages = arguments.get("languages", ())
            seen = ENGINES[name]().see(sheet, dots_per_inch=dots, languages=languages, layout=Layout.SLIP)
            texts |= {strip.path: _inside(seen, strip) for strip in mine if strip.sheet == number}
    return Output(texts)


def _second(first: str) -> str:
    """The engine that reads again what the *first* (none: a text layer) has read."""
    return other_than(first) if first else next(iter(ENGINES))


def _cut(content: bytes, arguments: dict[str, Any], dots_per_inch: int) -> list[_Strip]:
    wanted: dict[int, list[tuple[str, tuple[float, ...]]]] = {}
    for one in arguments["boxes"]:
        box = one["box"]
        sides = tuple(float(box[side]) for side in ("left", "top", "right", "bottom")) if isinstance(box, dict) else box
        wanted.setdefault(int(one["page"]), []).append((str(one["path"]), tuple(sides)))
    rotations = {int(page): int(turn) for page, turn in dict(arguments.get("rotations", {})).items()}
    strips: list[_Strip] = []
    media_type = str(arguments.get("media_type", "application/pdf"))
    for number, pixels, dots in _pages(content, media_type, sorted(wanted), dots_per_inch):
        upright = np.rot90(pixels, -rotations.get(number, 0) // 90)
        growth = min(dots_per_inch / dots, _MOST_GROWTH)
        strips.extend(
            _Strip(path, number, _grown(_crop(upright, sides, dots), growth)) for path, sides in wanted[number]
        )
    return strips


def _grown(crop: Grey, factor: float) -> Grey:
    """A photograph's cut-out in as many pixels as a rendered page would have."""
    if factor < _LEAST_GROWTH:
        return crop
    height, width = crop.shape
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    return np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC))


def _pages(
    content: bytes, media_type: str, numbers: Sequence[int], dots_per_inch: int
) -> list[tuple[int, Grey, float]]:
    if media_type.startswith("image/"):
        return [
            (number, one.pixels, one.dots_per_inch)
            for number, one in enumerate(pictures(content), start=1)
            if number in numbers
        ]
    found: list[tuple[int, Grey, float]] = []
    with open_for_pictures(content) as document:
        for number in numbers:
            if number <= len(document):
                page = document[number - 1]
                found.append((number, *grey_page(page, float(dots_per_inch))))
                page.close()
    return found


def _crop(pixels: Grey, sides: tuple[float, ...], dots: float) -> Grey:
    scale = dots / 72
    height, width = pixels.shape
    left = max(int((sides[0] - _MARGIN[0]) * scale), 0)
    top = max(int((sides[1] - _MARGIN[1]) * scale), 0)
    right = min(int((sides[2] + _MARGIN[0]) * scale) + 1, width)
    bottom = min(int((sides[3] + _MARGIN[1]) * scale) + 1, height)
    if right <= left or bottom <= top:
        return np.full((1, 1), 255, dtype=np.uint8)
    crop = pixels[top:bottom, left:right]
    if float(np.median(crop)) < 128:
        crop = 255 - crop  # light print on a dark ground
    return _without_rules(crop.copy(), margin=int(_MARGIN[0] * scale))


def _without_rules(crop: Grey, *, margin: int) -> Grey:
    """Paint over the rules of a table, which would make OCR see letters in figures.

    An upright rule stands beside the value, in its margin (in pixels); a full column within it is the stroke of a 1.
    """
    dark = crop < 160
    rows = np.flatnonzero(dark.mean(axis=1) > _RULE)
    columns = np.flatnonzero(dark.mean(axis=0) > _RULE)
    columns = columns[(columns < margin) | (columns >= crop.shape[1] - margin)]
    if len(rows) + len(columns) < min(crop.shape) // 2:
        for nudge in (-1, 0, 1):
            crop[np.clip(rows + nudge, 0, crop.shape[0] - 1), :] = 255
            crop[:, np.clip(columns + nudge, 0, crop.shape[1] - 1)] = 255
    return crop


def _sheets(strips: Sequence[_Strip]) -> list[Grey]:
    """The cut-outs below each other, in as few pictures as possible; notes in each strip where it went."""
    sheets: list[Grey] = []
    placed: list[_Strip] = []
    top = _GAP
    for strip in strips:
        height = strip.pixels.shape[0]
        if placed and top + height + _GAP > _SHEET_HEIGHT:
            sheets.append(_sheet(placed, top))
            placed, top = [], _GAP
        strip.sheet, strip.top = len(sheets), top
        placed.append(strip)
        top += height + _GAP
    if placed:
        sheets.append(_sheet(placed, top))
    return sheets


def _sheet(strips: Sequence[_Strip], height: int) -> Grey:
    width = max(strip.pixels.shape[1] for strip in strips) + 2 * _LEFT
    sheet = np.full((height, width), 255, dtype=np.uint8)
    for strip in strips:
        tall, wide = strip.pixels.shape
        sheet[strip.top : strip.top + tall, _LEFT : _LEFT + wide] = strip.pixels
    return sheet


def _inside(seen: Sequence[Seen], strip: _Strip) -> str:
    bottom = strip.top + strip.pixels.shape[0]
    return " ".join(one.text for one in seen if strip.top - _GAP / 2 <= (one.top + one.bottom) / 2 <= bottom + _GAP / 2)
