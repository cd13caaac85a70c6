"""A page laid over its blank: which boxes are ticked, which are signed, and what is written in the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bpo_pipeline.documents.known_form import FormBox
from bpo_pipeline.model.reading import Box, Word
from bpo_pipeline.reading.engines.port import Grey, Layout
from bpo_pipeline.reading.engines.ppocr import PpOcr, read_line
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.reading.registration import Registered
from bpo_pipeline.reading.words import lines

_DOTS = 220
_SCALE = _DOTS / 72
"""Pixels per point on the laid-over page."""
_FRAMED = 7.2
"""Width in points from which a check box is its printed frame; a smaller one is the place within it."""
_TICKED = 0.055
"""Share of dark pixels inside a box's frame from which it is ticked."""
_SPREAD = 0.45
"""Share of the box's width and height over which a tick runs."""
_DOUBT = 0.03
_BLACK = 0.75
"""Share of dark pixels from which a box is blacked out."""
_SIGNED = 22.0
"""Square points of ink from which a signature line is signed."""
_STROKE = 3.5
"""Points of height from which a piece of ink may belong to a signature."""
_SPECK = 1.2
"""Square points below which ink is dirt."""
_LINE = 28.0
"""Points from which a straight stroke is a rule of the form."""
_SIDE = 18.0
"""The same for a stroke that runs down: higher than any letter."""
_CELL = 14.4
"""Width of one digit in boxes that are divided into cells, points."""
_TALL = 20.0
"""Height from which a box takes several lines, points."""

_TOUCHING = (5, 9)
"""Rows and columns of pixels over which pieces of ink belong together."""
_LETTER = 3.8
"""Height in points that letters have and dirt has not, with these rows."""
_STREAK, _THIN = 0.55, 6
"""Share of the box's height that a scanner's streak crosses, and its width in pixels."""
_EDGE = 6
"""Pixels at both ends that lie outside of the box."""
_FADED, _DARKER, _SPOT = 80, 0.6, 3.0
"""How light faded writing is; how much darker than it dirt is, and the dirt's size in points."""
_DOUBTFUL = 0.97
_DIRT = re.compile(r"^[^\w#$%]+ | [^\w#$%]+$")
"""What stands alone before or behind a text and is no character."""

_Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Sheet:
    """The levelled page: grey pixels and ink, one point of the blank is ``_SCALE`` pixels."""

    grey: Grey
    ink: _Mask
    """1 where the page is dark."""
    rules: _Mask
    """1 where a long straight line runs across."""
    sides: _Mask
    """1 where a long straight line runs down."""
    printed: tuple[Word, ...]
    """What the blank prints."""

    @classmethod
    def of(cls, picture: Picture, registered: Registered) -> Sheet:
        """Lay a picture over the form."""
        form = registered.form
        to_pixels = np.diag([picture.dots_per_inch / 72, picture.dots_per_inch / 72, 1.0])
        from_canvas = np.diag([1 / _SCALE, 1 / _SCALE, 1.0])
        matrix = to_pixels @ registered.onto_page @ from_canvas
        size = (round(form.width * _SCALE), round(form.height * _SCALE))
        laid = cv2.warpPerspective(
            picture.pixels, matrix, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderValue=255
        )
        light = cv2.medianBlur(cv2.dilate(laid, np.ones((15, 15), np.uint8)), 31)
        grey = np.asarray(cv2.divide(laid, light, scale=255), dtype=np.uint8)
        level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        ink = (grey < min(level, 190.0)).astype(np.uint8)
        return cls(grey, ink, _rules(ink, across=True), _rules(ink, across=False), form.words)

    def tick(self, one: FormBox) -> tuple[bool, float]:
        """Whether a check box is ticked, and how sure that is."""
        framed = one.box.width >= _FRAMED
        left, top, right, bottom = self._snapped(one.box) if framed else self._pixels(one.box)
        edge = max(round(0.2 * (right - left)), 3) if framed else 0
        inside = self.ink[top + edge : bottom - edge, left + edge : right - edge]
        share = float(inside.mean()) if inside.size else 0.0
        spread = min(float(inside.any(axis=axis).mean()) if inside.size else 0.0 for axis in (0, 1))
        least = _SPREAD if share < 2 * _TICKED else 0.75 * _SPREAD  # a typed x is small, but a drop of dirt less dark
        ticked = share > _TICKED and spread > least
        return ticked, 0.6 if share > _DOUBT and (share < 1.6 * _TICKED or spread < 1.3 * _SPREAD) else 0.97

    def blackened(self, one: FormBox) -> bool:
        """Whether a box is filled all over, which takes a mark back."""
        left, top, right, bottom = self._snapped(one.box)
        edge = max(round(0.2 * (right - left)), 3)
        inside = self.ink[top + edge : bottom - edge, left + edge : right - edge]
        return bool(inside.size) and float(inside.mean()) > _BLACK

    def signature(self, one: FormBox) -> tuple[bool, float]:
        """Whether there is ink on a signature line."""
        clean, _ = self._clean(one.box)
        _, _, stats, _ = cv2.connectedComponentsWithStats(clean, connectivity=8)
        tall = stats[1:, cv2.CC_STAT_HEIGHT] > _STROKE * _SCALE  # what is flat is left of a dotted line
        area = float(stats[1:, cv2.CC_STAT_AREA][tall].sum()) / _SCALE**2
        return area > _SIGNED, 0.6 if 0.5 * _SIGNED < area < 1.5 * _SIGNED else 0.95

    def text(self, one: FormBox) -> tuple[str, float]:
        """What is written in a box, lines with a newline between, and how sure the reading is."""
        clean, grey = self._clean(one.box, reach=2.5)
        if one.box.height > _TALL:
            return _several_lines(clean, grey)
        read = [_read(part) for part in _lines(clean, grey)]
        found = [(_DIRT.sub("", text.strip(" _|")), sure) for text, sure in read if any(map(str.isalnum, text))]
        if not found:
            return "", 0.9
        return "\n".join(text for text, _ in found), min(sure for _, sure in found)

    def digits(self, parts: Sequence[FormBox]) -> tuple[str, float]:
        """A number written digit by digit: the cells without their frames, side by side."""
        strips: list[Grey] = []
        for cell in _cells(parts):
            clean, grey = self._clean(cell, reach=-0.3)
            clean = _without_frame(clean)
            if clean.sum() / _SCALE**2 > _SPECK:
                grey[cv2.dilate(clean, np.ones((5, 5), np.uint8)) == 0] = 255
                strips.append(
                    np.asarray(cv2.resize(grey, (round(grey.shape[1] * 64 / grey.shape[0]), 64)), dtype=np.uint8)
                )
        if not strips:
            return "", 0.9
        looks = []
        for gap in (2, 10, 20):
            white = np.full((64, gap), 255, np.uint8)
            row = np.hstack([white, white, *(part for strip in strips for part in (strip, white)), white])
            text, sure = read_line(np.pad(row, ((6, 6), (8, 8)), constant_values=255))
            looks.append(("".join(filter(str.isalnum, text)), sure))
        fitting = [one for one in looks if len(one[0]) == len(strips) and one[0].isdigit()]
        return max(fitting or looks[:1], key=lambda one: one[1])

    def _clean(self, box: Box, reach: float = 0.0) -> tuple[_Mask, Grey]:
        """Ink inside a box without the form's rules, words and dirt; and the pixels with these painted over."""
        left, top = (max(round((side - reach) * _SCALE), 0) for side in (box.left, box.top))
        right, bottom = (round((side + reach) * _SCALE) for side in (box.right, box.bottom))
        ink = self.ink[top:bottom, left:right].copy()
        gone = self.rules[top:bottom, left:right].copy()
        tall = self.sides[top:bottom, left:right]
        gone = np.maximum(gone, tall)
        for word in self.printed:
            a, b, c, d = self._pixels(word.box)
            if a < right and c > left and b < bottom and d > top:
                margin = round(0.18 * (d - b))
                gone[max(b + margin - top, 0) : max(d - margin - top, 0), max(a - left, 0) : max(c - left, 0)] = 1
        ink[gone > 0] = 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        small = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] < _SPECK * _SCALE**2 * 0.25]
        ink[np.isin(labels, small)] = 0
        grey = self.grey[top:bottom, left:right].copy()
        crossed = cv2.dilate(ink, np.ones((13, 3), np.uint8))  # a rule that writing runs into keeps its strokes whole
        grey[(gone > 0) & (crossed == 0)] = 255
        grey[tall > 0] = 255
        return ink, grey

    @staticmethod
    def _pixels(box: Box) -> tuple[int, int, int, int]:
        return (
            round(box.left * _SCALE), round(box.top * _SCALE), round(box.right * _SCALE), round(box.bottom * _SCALE)
        )  # fmt: skip

    def _snapped(self, box: Box) -> tuple[int, int, int, int]:
        """The box where its printed frame really is, sought within two points."""
        left, top, right, bottom = self._pixels(box)
        best, most = (left, top, right, bottom), 0.0
        reach = round(2.2 * _SCALE)
        for down in range(-reach, reach + 1):
            for aside in range(-reach, reach + 1):
                a, b, c, d = left + aside, top + down, right + aside, bottom + down
                if a < 0 or b < 0 or c >= self.ink.shape[1] or d >= self.ink.shape[0]:
                    continue
                frame = (
                    self.ink[b, a:c].mean(), self.ink[d, a:c].mean(), self.ink[b:d, a].mean(), self.ink[b:d, c].mean()
                )  # fmt: skip
                score = float(sum(frame)) - 0.01 * (abs(down) + abs(aside)) / _SCALE
                if score > most:
                    best, most = (a, b, c, d), score
        return best if most > 2.0 else (left, top, right, bottom)


def _without_frame(clean: _Mask) -> _Mask:
    """Ink without what runs along an edge of the cell: the rest of its frame."""
    height, width = clean.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(clean, connectivity=8)
    for number in range(1, count):
        left, top, wide, tall, _ = stats[number]
        aside = left <= 1 or left + wide >= width - 1
        across = top <= 1 or top + tall >= height - 1
        if (aside and wide < 0.2 * width) or (across and tall < 0.2 * height):
            clean[labels == number] = 0
    return clean


def _rules(ink: _Mask, *, across: bool) -> _Mask:
    """Long straight lines, a little fattened."""
    length = round((_LINE if across else _SIDE) * _SCALE)
    shape = (1, length) if across else (length, 1)
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _writing(clean: _Mask, grey: Grey) -> tuple[tuple[int, int, int, int], Grey] | None:
    """Left, top, right, bottom of what is as high as letters, and the pixels without what is not; None without any.

    Dirt, leftovers of a rule and a scanner's streak would otherwise shrink the line that the engine sees.
    """
    inner = clean.copy()
    inner[:, :_EDGE] = inner[:, -_EDGE:] = 0  # the box's own frame
    near = cv2.dilate(inner, np.ones(_TOUCHING, np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH] - _TOUCHING[1], stats[:, cv2.CC_STAT_HEIGHT]
    thick = np.bincount(labels.ravel(), weights=inner.ravel(), minlength=count) / tall
    first, last = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_TOP] + tall
    goes_on = (first == 0) | (last == clean.shape[0])
    streak = goes_on & (tall > _STREAK * clean.shape[0]) & (wide < 0.35 * tall) & (thick < _THIN)
    letters = [n for n in range(1, count) if tall[n] > _LETTER * _SCALE and not streak[n]]
    if not letters:
        return None
    kept = np.isin(labels, letters)
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    left, top, right, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    shown = grey.copy()
    shown[(near > 0) & ~kept] = 255
    return (left, top, right, bottom), _without_dirt(shown, (inner > 0) & kept)


def _without_dirt(grey: Grey, ink: npt.NDArray[np.bool_]) -> Grey:
    """The pixels without small spots that are far darker than faded writing around them: no dot of an i is."""
    usual = float(np.percentile(grey[ink], 8))
    if usual < _FADED:
        return grey
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (grey < _DARKER * usual).astype(np.uint8), connectivity=8
    )
    side = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    spots = [n for n in range(1, count) if side[n] < _SPOT * _SCALE]
    if not spots:
        return grey
    mask = cv2.dilate(np.isin(labels, spots).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(cv2.inpaint(grey, mask, 3, cv2.INPAINT_TELEA), dtype=np.uint8)


def _lines(clean: _Mask, grey: Grey) -> Iterator[Grey]:
    """The pixels of the one line of writing, with a margin."""
    found = _writing(clean, grey)
    if found is None or clean.sum() < _SPECK * _SCALE**2:
        return
    (left, top, right, bottom), shown = found
    part = shown[max(top - 2, 0) : bottom + 2, max(left - 4, 0) : right + 4]
    yield np.pad(part, ((4, 4), (8, 8)), constant_values=255)


def _read(line: Grey) -> tuple[str, float]:
    """The text of a line; a doubtful one is read again with its grain smoothed, and the surer reading holds."""
    read = read_line(line)
    if read[1] >= _DOUBTFUL:
        return read
    smooth = np.asarray(cv2.GaussianBlur(line, (0, 0), 1.0), dtype=np.uint8)
    return max(read, read_line(smooth), key=lambda one: one[1])


def _several_lines(clean: _Mask, grey: Grey) -> tuple[str, float]:
    """The lines of writing in a tall box, found by the engine itself."""
    found = _writing(clean, grey)
    if found is None or clean.sum() < _SPECK * _SCALE**2:
        return "", 0.9
    padded = np.pad(found[1], 24, constant_values=255)
    seen = PpOcr().see(padded, dots_per_inch=_DOTS, languages=(), layout=Layout.SPARSE)
    words = [Word(one.text, Box(one.left, one.top, one.right, one.bottom), one.confidence) for one in seen]
    rows = [_DIRT.sub("", " ".join(word.text for word in line)) for line in lines(words)]
    text = "\n".join(row for row in rows if any(map(str.isalnum, row)))
    return text, min((word.confidence for word in words), default=0.9)


def _cells(parts: Sequence[FormBox]) -> Iterator[Box]:
    for part in parts:
        box = part.box
        count = max(round(box.width / _CELL), 1)
        wide = box.width / count
        for number in range(count):
            yield Box(box.left + number * wide, box.top, box.left + (number + 1) * wide, box.bottom)
