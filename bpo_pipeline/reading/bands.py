"""Light print on a dark band (a white title in a bar of colour) turned into dark print on white paper.

Tesseract often takes such a band for a picture and leaves it out, and with it the title of the paper. A band is a
large dark area with a dark rim and lighter print inside; shadows on photographs have neither.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from bpo_pipeline.reading.engines import Grey

_SHRINK = 8
_DARK = 128
_STROKE = 3
"""Shrunken pixels; dark areas less wide than this are print, not ground; odd."""
_LETTER = 7
"""Shrunken pixels that the strokes of a large letter may fill; odd."""
_LOWEST = 5
"""Shrunken pixels, about 10 points: the least height and width of a band."""
_FILLED = 0.6
"""Share of its rectangle that a band fills, even on a page that leans."""
_RIM = 0.75
_PRINT = (0.01, 0.5)
"""Share of a band's pixels that may be print."""
_CONTRAST = 60.0
_MOST = 0.5
"""A larger part of the page is no band: the page itself is dark."""

_Mask = npt.NDArray[np.bool_]


def without_bands(picture: Grey) -> Grey:
    """The picture with each dark band as dark print on white; the same picture when it has none."""
    height, width = picture.shape
    if min(height, width) < _SHRINK * _LOWEST:
        return picture
    image = Image.fromarray(picture)
    small = np.asarray(image.resize((width // _SHRINK, height // _SHRINK), Image.Resampling.BOX))
    dark = small < _DARK
    solid = _filtered(_filtered(dark, ImageFilter.MinFilter(_STROKE)), ImageFilter.MaxFilter(_STROKE))
    whole = _filtered(_filtered(solid, ImageFilter.MaxFilter(_LETTER)), ImageFilter.MinFilter(_LETTER))
    whole = _filtered(_filtered(whole, ImageFilter.MinFilter(_LOWEST)), ImageFilter.MaxFilter(_LOWEST))
    result: Grey | None = None
    for top, bottom, left, right in _areas(whole):
        part = _without_holes(whole[top:bottom, left:right])
        if part.mean() < _FILLED or part.sum() > _MOST * whole.size or not _rimmed(part, dark[top:bottom, left:right]):
            continue
        rows = slice(top * _SHRINK, bottom * _SHRINK)
        columns = slice(left * _SHRINK, right * _SHRINK)
        turned = _turned(picture[rows, columns], np.kron(part, np.ones((_SHRINK, _SHRINK), dtype=bool)))
        if turned is not None:
            result = picture.copy() if result is None else result
            _whiten_edges(result, picture, rows, columns)
            result[rows, columns] = turned
    return picture if result is None else result


def _filtered(mask: _Mask, kind: ImageFilter.Filter) -> _Mask:
    return np.asarray(Image.fromarray(mask.astype(np.uint8) * 255).filter(kind)) > 0


def _areas(mask: _Mask) -> Iterator[tuple[int, int, int, int]]:
    """The rectangles of separate areas: (top, bottom, left, right), ends excluded."""
    for top, bottom in _runs(mask, 1):
        for left, right in _runs(mask[top:bottom], 0):
            for first, last in _runs(mask[top:bottom, left:right], 1):
                if last - first >= _LOWEST and right - left >= _LOWEST:
                    yield top + first, top + last, left, right


def _runs(mask: _Mask, axis: int) -> list[tuple[int, int]]:
    """Where rows (*axis* 1) or columns (0) with anything in them begin and end."""
    edges = np.flatnonzero(np.diff(np.pad(mask.max(axis=axis).astype(np.int8), 1)))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _without_holes(part: _Mask) -> _Mask:
    """With everything that has dark ground left, right, above and below of it: the letters of a large title."""
    ways = [np.logical_or.accumulate(part, axis=axis) for axis in (0, 1)]
    back = [np.flip(np.logical_or.accumulate(np.flip(part, axis), axis=axis), axis) for axis in (0, 1)]
    result: _Mask = np.logical_and.reduce([*ways, *back])
    return result


def _rimmed(part: _Mask, dark: _Mask) -> bool:
    """Whether the outermost pixels of an area are dark themselves, as letters that stand close are not."""
    padded = np.pad(part, 1)
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    rim = part & ~inner
    return bool(rim.any()) and float(dark[rim].mean()) >= _RIM


def _turned(pixels: Grey, part: _Mask) -> Grey | None:
    """The area with its ground white and its print dark; None when nothing lighter is printed on it."""
    ground = float(np.median(pixels[part]))
    light = pixels > ground + _CONTRAST
    share = float(light[part].mean())
    if not _PRINT[0] <= share <= _PRINT[1]:
        return None
    white = max(float(np.percentile(pixels[part & light], 75)), ground + _CONTRAST)
    turned = (white - pixels.astype(np.float32)) * (255.0 / (white - ground))
    return np.where(part, turned.clip(0, 255), pixels).astype(np.uint8)


def _whiten_edges(result: Grey, picture: Grey, rows: slice, columns: slice) -> None:
    """Wipe out what is left of the dark ground around an area, whose edge fell within a shrunken pixel."""
    ground = float(np.median(picture[rows, columns]))
    around = (
        slice(max(rows.start - _SHRINK, 0), rows.stop + _SHRINK),
        slice(max(columns.start - _SHRINK, 0), columns.stop + _SHRINK),
    )
    left_over = np.abs(picture[around].astype(np.float32) - ground) < _CONTRAST / 2
    result[around] = np.where(left_over, 255, result[around])
