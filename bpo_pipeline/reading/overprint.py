"""Text over other text: where two words stand in the same place, their ink cannot say which of them is seen.

Hidden text that is laid over visible text has ink beneath it, so that ``visibility`` takes it for visible. Text that
was printed twice in the same place (some programs' bold) is the same text, and no matter here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bpo_pipeline.reading.characters import OBLIQUE
from bpo_pipeline.reading.words import Runs

_BESIDE = 0.5
"""Letters closer than this share of the narrower one's width stand in one place ..."""
_BELOW = 0.7
"""... when they are no further from each other in height than this share of the lower one."""
_ALIKE = 0.5
"""Letters of very different size are a water mark over text."""
_LETTERS = 2
"""So many letters of a word must lie over others."""
_STRIP = 6.0
"""Height in points of the strips in which letters are compared; twice, so that none falls between two of them."""

_WIDEST = 1e5
"""Points; no page is wider (ISO 32000-1, Annex C.2)."""


def overprinted(runs: Runs) -> Runs:
    """The words of which several letters stand where other letters stand."""
    some = runs.characters
    letters = some.letters & (some.turns != OBLIQUE)
    places = np.flatnonzero(letters)
    found = np.zeros(len(some.codes), dtype=bool)
    if len(places) > 1:
        for shift in (0.0, _STRIP / 2):
            _mark(runs, places, shift, found)
    if not found.any():
        return runs.where(found)
    over = np.bincount(runs.word[found], minlength=int(runs.word[-1]) + 1) >= _LETTERS
    return runs.where(over[runs.word])


def _mark(runs: Runs, places: npt.NDArray[np.int64], shift: float, found: npt.NDArray[np.bool_]) -> None:
    boxes = runs.characters.boxes[places]
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    order = np.argsort(np.floor((middle_y + shift) / _STRIP) * _WIDEST + middle_x)
    one, other = order[:-1], order[1:]
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    low, high = np.minimum(tall[one], tall[other]), np.maximum(tall[one], tall[other])
    same_place = abs(middle_x[one] - middle_x[other]) < _BESIDE * np.minimum(wide[one], wide[other])
    same_place &= (abs(middle_y[one] - middle_y[other]) < _BELOW * low) & (low > _ALIKE * high)
    first, second = places[one], places[other]
    same_place &= runs.characters.codes[first] != runs.characters.codes[second]
    same_place &= runs.word[first] != runs.word[second]
    found[first[same_place]] = True
    found[second[same_place]] = True
