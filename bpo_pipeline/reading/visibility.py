"""Which characters leave ink on the page: a text layer may hold what no eye can see.

The page is rendered once, small and grey, and each letter or digit must show an edge where the text
layer says it is (upright edges are counted, so that a table's rules don't pass for ink). One look finds
white on white, text off the page, clipped, covered and switched-off text alike. Render modes 3 and 7
are asked for as well, since an invisible text layer may lie on top of a scan, where there is ink.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.rendering import grey_page
from bpo_pipeline.reading.words import Runs

_PIXELS = 1600.0
"""Longest side of the small picture; one pixel a point up to that."""
_CONTRAST = 8
"""Difference of grey (0 to 255) between neighbouring pixels that an eye can see as an edge."""
_BAND = (0.25, 0.80)
"""Part of the character's box, from the top, where every letter and digit has ink."""

_NARROW = 0.5
"""Width by height of the letters whose stem may fall between two pixels."""
_BESIDE = 2.0
"""Points by which ink may stick out of a word's box."""


class Ink:
    """Where the displayed page has ink; answers for many boxes at once."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._upright = Upright.of(page)
        width, height = self._upright.size
        self._scale = min(1.0, _PIXELS / max(width, height, 1.0))
        pixels, _ = grey_page(page, self._scale * 72, rough=True)
        self.blank = bool(pixels.min() == pixels.max())
        _, marks = cv2.threshold(cv2.absdiff(pixels[:, :-1], pixels[:, 1:]), _CONTRAST, 1, cv2.THRESH_BINARY)
        self._marks = np.asarray(marks, dtype=np.uint8)
        self._edges = np.asarray(cv2.integral(self._marks))

    def beyond(self, sides: npt.NDArray[np.float64]) -> bool:
        """Whether the displayed page has ink outside the boxes: rows of left, bottom, right, top on the page itself."""
        edges = self._marks.copy()
        for box in self._upright.boxes(sides).tolist():
            left, top = (max(int((side - _BESIDE) * self._scale), 0) for side in box[:2])
            right, bottom = (int((side + _BESIDE) * self._scale) + 1 for side in box[2:])
            edges[top:bottom, left:right] = 0
        return bool(edges.any())

    def shows(self, sides: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """For each letter or digit (rows as above): does the page show an upright edge where it should be."""
        boxes = self._upright.boxes(sides) * self._scale
        tall = boxes[:, 3] - boxes[:, 1]
        height, width = self._edges.shape[0] - 1, self._edges.shape[1] - 1
        left = np.clip(np.floor(boxes[:, 0]), 0, width).astype(int)
        right = np.clip(np.ceil(boxes[:, 2]), 0, width).astype(int)
        top = np.clip(np.floor(boxes[:, 1] + tall * _BAND[0]), 0, height).astype(int)
        bottom = np.clip(np.ceil(boxes[:, 1] + tall * _BAND[1]), 0, height).astype(int)
        table = self._edges
        count = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
        result: npt.NDArray[np.bool_] = count > 0
        return result


def hide(runs: Runs, ink: Ink) -> tuple[Runs, Runs]:
    """Part words into visible and hidden; a word that is partly hidden keeps what can be seen."""
    some = runs.characters
    letters = some.letters
    blank = letters.copy()
    blank[letters] = ~ink.shows(some.boxes[letters])
    unseen = some.invisible | (blank & ~_too_narrow(runs, blank))
    if not unseen.any():
        return runs, runs.where(unseen)
    count = int(runs.word[-1]) + 1
    kept = np.bincount(runs.word[letters & ~unseen], minlength=count) > 0
    touched = np.bincount(runs.word[unseen], minlength=count) > 0
    unseen |= (touched & ~kept)[runs.word]
    return runs.where(~unseen), runs.where(unseen)


def _too_narrow(runs: Runs, blank: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Lone letters such as i and l whose stem falls between two pixels; figures are never given the benefit."""
    result = np.zeros_like(blank)
    word, last = runs.word, len(blank) - 1
    for place in np.flatnonzero(blank).tolist():
        left, bottom, right, top = runs.characters.boxes[place].tolist()
        beside = [one for one in (place - 1, place + 1) if 0 <= one <= last and word[one] == word[place]]
        narrow = right - left < _NARROW * (top - bottom)
        alone = bool(beside) and not any(blank[one] for one in beside)
        result[place] = narrow and alone and chr(runs.characters.codes[place]).isalpha()
    return result
