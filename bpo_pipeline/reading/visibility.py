"""Which characters leave ink on the page: a text layer may hold what no eye can see.

The page is rendered once, small and grey, and each letter or digit must show an edge where the text
layer says it is (upright edges are counted, so that a table's rules don't pass for ink). One look finds
white on white, text off the page, clipped, covered and switched-off text alike. Render modes 3 and 7
are asked for as well, since an invisible text layer may lie on top of a scan, where there is ink.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from bpo_pipeline.model.reading import Box
from bpo_pipeline.reading.characters import Character, TextPage
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.rendering import grey_page
from bpo_pipeline.reading.words import Run

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
        here, beside = np.ascontiguousarray(pixels[:, :-1]), np.ascontiguousarray(pixels[:, 1:])
        self._marks = (cv2.absdiff(here, beside) > _CONTRAST).astype(np.uint8)
        self._edges = np.asarray(cv2.integral(self._marks))

    def beyond(self, boxes: Sequence[Box]) -> bool:
        """Whether the displayed page has ink outside the boxes (in points on the page as displayed)."""
        edges = self._marks.copy()
        for box in boxes:
            left, top = (max(int((side - _BESIDE) * self._scale), 0) for side in (box.left, box.top))
            right, bottom = (int((side + _BESIDE) * self._scale) + 1 for side in (box.right, box.bottom))
            edges[top:bottom, left:right] = 0
        return bool(edges.any())

    def shows(self, characters: Sequence[Character]) -> npt.NDArray[np.bool_]:
        """For each letter or digit: does the displayed page show an upright edge where it should be."""
        page = np.array([(one.left, one.bottom, one.right, one.top) for one in characters]).reshape(-1, 4)
        boxes = self._upright.boxes(page) * self._scale
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


def hide(runs: Sequence[Run], page: TextPage, ink: Ink) -> tuple[list[Run], list[Run]]:
    """Part words into visible and hidden; a word that is partly hidden keeps what can be seen."""
    letters = [(run, one) for run in runs for one in run.characters if one.text.isalnum()]
    shown = ink.shows([one for _, one in letters])
    blank = {id(one) for (_, one), visible in zip(letters, shown, strict=True) if not visible}
    visible_runs: list[Run] = []
    hidden_runs: list[Run] = []
    for run in runs:
        some = run.characters
        unseen = {id(one) for one in some if id(one) in blank} if blank else set()
        if unseen:
            unseen -= _too_narrow(some, blank)
        if page.invisible(some[0].index) or page.invisible(some[-1].index):
            unseen |= {id(one) for one in some if page.invisible(one.index)}
        if not unseen:
            visible_runs.append(run)
            continue
        kept = [one for one in some if id(one) not in unseen]
        if any(one.text.isalnum() for one in kept):
            visible_runs.append(Run(kept, run.turn))
            hidden_runs.append(Run([one for one in some if id(one) in unseen], run.turn))
        else:
            hidden_runs.append(run)
    return visible_runs, hidden_runs


def _too_narrow(characters: Sequence[Character], blank: set[int]) -> set[int]:
    """Lone letters such as i and l whose stem falls between two pixels; figures are never given the benefit."""
    lone: set[int] = set()
    for place, one in enumerate(characters):
        beside = (*characters[max(place - 1, 0) : place], *characters[place + 1 : place + 2])
        narrow = one.right - one.left < _NARROW * (one.top - one.bottom)
        if one.text.isalpha() and narrow and beside and not any(id(other) in blank for other in beside):
            lone.add(id(one))
    return lone
