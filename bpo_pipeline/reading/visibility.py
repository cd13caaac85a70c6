"""Which characters leave ink on the page: a text layer may hold what no eye can see.

The page is rendered once, small and grey, and each letter or digit must show some contrast where the
text layer says it is. One look finds white on white, text off the page, clipped, covered and
switched-off text alike. Render modes 3 and 7 are asked for as well, since an invisible text layer may
lie on top of a scan, where there is ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from bpo_pipeline.reading.characters import Character, TextPage
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.words import Run

_PIXELS = 1600.0
_SCALE = 1.5
_INK = 4.0
"""Standard deviation of grey (0 to 255) below which a spot is blank."""
_BAND = (0.25, 0.80)
"""Part of the character's box, from the top, where every letter and digit has ink; leaves out table rules."""


def grey_page(page: pdfium.PdfPage, scale: float) -> npt.NDArray[np.uint8]:
    """The displayed page in grey, *scale* pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True)
    pixels: npt.NDArray[np.uint8] = bitmap.to_numpy().copy()
    bitmap.close()
    return pixels if pixels.ndim == 2 else pixels[:, :, 0]


class Ink:
    """Where the displayed page has ink; answers for many boxes at once."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._upright = Upright.of(page)
        width, height = self._upright.size
        self._scale = min(_SCALE, _PIXELS / max(width, height, 1.0))
        pixels = grey_page(page, self._scale)
        self.blank = bool(pixels.min() == pixels.max())
        self._sum = _integral(pixels.astype(np.float64))
        self._squares = _integral(pixels.astype(np.float64) ** 2)

    def shows(self, characters: Sequence[Character]) -> npt.NDArray[np.bool_]:
        """For each upright-displayed character: does the page show contrast in its box."""
        boxes = np.array(
            [
                (box.left, box.top, box.right, box.bottom)
                for one in characters
                for box in (self._upright.box(one.left, one.bottom, one.right, one.top),)
            ],
            dtype=np.float64,
        ).reshape(-1, 4)
        height, width = self._sum.shape[0] - 1, self._sum.shape[1] - 1
        wide = boxes[:, 2] - boxes[:, 0]
        tall = boxes[:, 3] - boxes[:, 1]
        left = np.clip(np.floor(boxes[:, 0] * self._scale), 0, width).astype(int)
        right = np.clip(np.ceil((boxes[:, 0] + wide) * self._scale), 0, width).astype(int)
        top = np.clip(np.floor((boxes[:, 1] + tall * _BAND[0]) * self._scale), 0, height).astype(int)
        bottom = np.clip(np.ceil((boxes[:, 1] + tall * _BAND[1]) * self._scale), 0, height).astype(int)
        area = (right - left) * (bottom - top)
        safe = np.maximum(area, 1)
        mean = _inside(self._sum, left, top, right, bottom) / safe
        spread = _inside(self._squares, left, top, right, bottom) / safe - mean**2
        result: npt.NDArray[np.bool_] = (area > 0) & (spread > _INK**2)
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
        unseen = {id(one) for one in some if id(one) in blank}
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


def _integral(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    table = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    table[1:, 1:] = values.cumsum(0).cumsum(1)
    return table


def _inside(table: npt.NDArray[np.float64], left: Any, top: Any, right: Any, bottom: Any) -> npt.NDArray[np.float64]:
    result: npt.NDArray[np.float64] = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
    return result
