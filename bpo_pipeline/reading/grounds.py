"""What lies beneath words and over them: the lines and areas of a page as PDFium tells them, with colour and shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from bpo_pipeline.reading.pdfium_calls import AT, INT, function, numbers, rows

_LIGHT, _WHITE = 200.0, 255.0
"""Grey (0 to 255) from which an area is light; what is printed on a darker one must lie wholly within it."""
_RECTANGLE = 5
"""Segments of a closed rectangle."""
_MOST_CORNERS = 40
_SAME_POINT, _SAME_ANGLE = 1e-3, 1e-3
"""Points and radians that do not count."""

see_through = function("FPDFPageObj_HasTransparency", INT, AT)
_clip_of = function("FPDFPageObj_GetClipPath", AT, AT)
_clips_in = function("FPDFClipPath_CountPaths", INT, AT)
_fill_of = function("FPDFPageObj_GetFillColor", INT, AT, AT, AT, AT, AT)
_drawn_how = function("FPDFPath_GetDrawMode", INT, AT, AT, AT)
_segments_of = function("FPDFPath_CountSegments", INT, AT)
_width_of = function("FPDFPageObj_GetStrokeWidth", INT, AT, AT)
_segment_at = function("FPDFPath_GetPathSegment", AT, AT, INT)
_segment_kind = function("FPDFPathSegment_GetType", INT, AT)
_point_of = function("FPDFPathSegment_GetPoint", INT, AT, AT, AT)
_matrix_of = function("FPDFPageObj_GetMatrix", INT, AT, AT)

_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paths:
    """Lines and areas of a page, in the order in which they are drawn."""

    asked: list[int]
    bounds: npt.NDArray[np.float32]
    fills: _Numbers
    """Points of a word's height that the filled area may cover ..."""
    strokes: _Numbers
    """... and the stroke."""
    greys: _Numbers
    opaque: npt.NDArray[np.bool_]
    """Whether the fill is one solid colour, and there wherever the outline is."""

    @classmethod
    def of(cls, asked: list[int], bounds: npt.NDArray[np.float32]) -> Paths:
        """Of these paths, with their bounds: rows of left, bottom, right, top."""
        count = len(asked)
        modes = np.ones((count, 2), np.int32)
        start = modes.ctypes.data
        ways = [range(one, one + 8 * count, 8) for one in (start, start + 4)]
        drawn = numbers(_drawn_how, np.bool_, asked, *ways, count=count)
        filled, stroked = ~drawn | (modes[:, 0] != 0), ~drawn | (modes[:, 1] != 0)
        thin = np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]).astype(np.float64)
        lines = np.array([_lines(one) if stroke else 0 for one, stroke in zip(asked, stroked.tolist(), strict=True)])
        widths = rows(_width_of, asked, count=count, width=1)[:, 0]
        greys, told = greys_of(asked, count)
        opaque = told & ~numbers(see_through, np.bool_, asked, count=count) & ~clipped(asked)
        strokes = np.where(stroked, np.minimum(thin, widths * lines / 2), 0.0)
        return cls(asked, bounds, np.where(filled, thin, 0.0), strokes, greys, opaque)

    def grounds(self, beneath: npt.NDArray[np.bool_], words: _Numbers) -> tuple[_Numbers, _Numbers]:
        """For each word the darkest and the lightest that its ground may be; *beneath*: which paths lie under which."""
        greys = np.where(self.opaque, self.greys, 0.0)
        lowest = np.where(beneath, greys[:, None], _WHITE).min(axis=0, initial=_WHITE)
        highest = np.full(len(words), _WHITE)
        for area in np.flatnonzero(self.opaque & (greys < _LIGHT) & beneath.any(axis=1)).tolist():
            last = beneath[area] & ~beneath[area + 1 :].any(axis=0)
            last[last] = _within(self.asked[area], words[last])
            lowest[last] = highest[last] = greys[area]
        return lowest, highest


def greys_of(asked: list[int], count: int) -> tuple[_Numbers, npt.NDArray[np.bool_]]:
    """How light the fill of each thing is, and whether PDFium can tell."""
    colours = np.zeros((count, 4), np.uint32)
    places = [range(start, start + 16 * count, 16) for start in range(colours.ctypes.data, colours.ctypes.data + 16, 4)]
    told = numbers(_fill_of, np.bool_, asked, *places, count=count)
    return colours[:, :3] @ np.array((0.299, 0.587, 0.114)), told


def clipped(asked: list[int]) -> npt.NDArray[np.bool_]:
    """Which of these things are cut off by an outline or by text."""
    return np.asarray(numbers(_clips_in, np.int64, map(_clip_of, asked), count=len(asked)) != -1)


def _lines(path: int) -> float:
    """How many straight or bent lines a path consists of, the closing ones included."""
    count = _segments_of(path)
    if count <= _RECTANGLE:
        return float(count)
    kinds = [_segment_kind(_segment_at(path, one)) for one in range(count)]
    return float(count - kinds.count(pdfium_c.FPDF_SEGMENT_BEZIERTO) * 2 / 3)


def _within(path: int, words: _Numbers) -> npt.NDArray[np.bool_]:
    """Which words lie wholly in a filled area whose outline bends one way only; none, if it does not."""
    outside = np.zeros(len(words), dtype=bool)
    count, matrix = _segments_of(path), np.zeros(6, np.float32)
    if not 4 <= count <= _MOST_CORNERS or not _matrix_of(path, matrix.ctypes.data):
        return outside
    segments = [_segment_at(path, one) for one in range(count)]
    kinds = [_segment_kind(one) for one in segments]
    if kinds[0] != pdfium_c.FPDF_SEGMENT_MOVETO or kinds.count(pdfium_c.FPDF_SEGMENT_MOVETO) > 1:
        return outside
    points = np.zeros((count, 2), np.float32)
    start = points.ctypes.data
    told = [_point_of(one, start + 8 * row, start + 8 * row + 4) for row, one in enumerate(segments)]
    outline = points.astype(np.float64) @ matrix[:4].reshape(2, 2) + matrix[4:]
    bent = np.array(kinds) == pdfium_c.FPDF_SEGMENT_BEZIERTO
    on_it = ~bent | (np.cumsum(bent) % 3 == 0)  # of the three points of a curve the last
    way = _bends(outline)
    if not all(told) or not way:
        return outside
    corners = words[:, ((0, 1), (0, 3), (2, 1), (2, 3))]
    starts = _distinct(outline[on_it])
    sides = _sides(starts)
    to_x, to_y = corners[:, :, None, 0] - starts[:, 0], corners[:, :, None, 1] - starts[:, 1]
    beside = sides[:, 0] * to_y - sides[:, 1] * to_x
    return np.asarray((way * beside >= 0).all(axis=(1, 2)))


def _distinct(outline: _Numbers) -> _Numbers:
    """The corners of a closed outline, each but once."""
    differs = (abs(np.roll(outline, -1, axis=0) - outline) > _SAME_POINT).any(axis=1)
    return outline[differs]


def _sides(corners: _Numbers) -> _Numbers:
    """From each of the distinct corners to the next."""
    return np.roll(corners, -1, axis=0) - corners


def _bends(outline: _Numbers) -> int:
    """1 when an outline goes round once and always bends to the left, -1 to the right, 0 for any other."""
    sides = _sides(_distinct(outline))
    if len(sides) < 3:
        return 0
    after = np.roll(sides, -1, axis=0)
    cross = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    angles = np.arctan2(cross, (sides * after).sum(axis=1))
    one_way = (angles > -_SAME_ANGLE).all() or (angles < _SAME_ANGLE).all()
    if not one_way or abs(abs(angles.sum()) - 2 * np.pi) > _SAME_ANGLE:
        return 0
    return 1 if angles.sum() > 0 else -1
