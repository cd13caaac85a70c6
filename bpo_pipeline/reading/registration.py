"""Laying a page over the blank that it was filled in on: words that both print, and the map between the two.

The map is a homography (photographs are taken at an angle), estimated by RANSAC from the ends of words that the
page and the blank share, so that misread and written-in words have no say (Fischler and Bolles, 1981).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from bpo_pipeline.documents.known_form import KnownForm, known_forms
from bpo_pipeline.documents.layout import folded
from bpo_pipeline.model.reading import Box, Page

Matrix = npt.NDArray[np.float64]

_LEAST_LETTERS = 3
_MOST_PLACES = 3
"""A word that the blank prints more often than this says nothing about places."""
_LEAST_WORDS = 12
_LEAST_SHARE = 0.25
"""Of the blank's telling words that must be found where they should be."""
_NEAR = 3.0
"""Points by which a word may be off."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A page that was recognised as a known form."""

    form: KnownForm
    page: int
    onto_page: Matrix
    """3 by 3: from points on the blank to points on the page."""
    share: float
    """Of the blank's telling words that were found in their places."""

    def place(self, box: Box) -> Box:
        """Where a box of the blank lies on the page."""
        corners = np.array([[(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]])
        there = cv2.perspectiveTransform(corners.astype(np.float64), self.onto_page)[0]
        return Box(*(float(side) for side in (*there.min(axis=0), *there.max(axis=0))))


def register(page: Page) -> Registered | None:
    """The known form that the page is, None when no form's words stand where they should."""
    keys = list(map(_key, (word.text for word in page.words)))
    known = frozenset(keys)
    likely = [(form, telling) for form, telling, least in _telling()
              if sum(len(telling[key]) for key in telling.keys() & known) >= least]  # fmt: skip
    if not likely:
        return None
    places: dict[str, list[Box]] = defaultdict(list)
    for key, word in zip(keys, page.words, strict=True):
        places[key].append(word.box)
    best: Registered | None = None
    for form, telling in likely:
        found = _laid_over(form, telling, page, places)
        if found is not None and (best is None or _rank(found, places) > _rank(best, places)):
            best = found
    return best


def _key(text: str) -> str:
    """A word as it is compared; most are plain enough to be spared the long way."""
    return text.lower() if text.isascii() and text.isalnum() else "".join(folded(text))


def register_as(page: Page, form: KnownForm) -> Registered | None:
    """The page laid over this one form, None when its words do not stand where they should."""
    places: dict[str, list[Box]] = defaultdict(list)
    for word in page.words:
        places[_key(word.text)].append(word.box)
    telling, least = _telling_words(form)
    if sum(len(telling[key]) for key in telling.keys() & places.keys()) < least:
        return None
    return _laid_over(form, telling, page, places)


def _rank(found: Registered, places: dict[str, list[Box]]) -> tuple[int, float]:
    """The edition's own signs first (two editions of one form share most words), then the share of words."""
    signs = sum(all("".join(folded(part)) in places for part in sign.split()) for sign in found.form.signs)
    return (min(signs, 1), found.share)


@cache
def _telling() -> tuple[tuple[KnownForm, dict[str, list[Box]], float], ...]:
    """Each known form with the words that say where they are, and how many of them a page must share.

    Worked out once, since every page is asked.
    """
    return tuple((form, *_telling_words(form)) for form in known_forms())


def _telling_words(form: KnownForm) -> tuple[dict[str, list[Box]], float]:
    own: dict[str, list[Box]] = defaultdict(list)
    for word in form.words:
        key = _key(word.text)
        if len(key) >= _LEAST_LETTERS:
            own[key].append(word.box)
    telling = {key: boxes for key, boxes in own.items() if len(boxes) <= _MOST_PLACES}
    return telling, max(_LEAST_WORDS, _LEAST_SHARE * sum(map(len, telling.values())))


def _laid_over(
    form: KnownForm, telling: dict[str, list[Box]], page: Page, places: dict[str, list[Box]]
) -> Registered | None:
    pairs = [(mine, there) for key, boxes in telling.items() for mine in boxes for there in places.get(key, ())[:6]]
    from_points = np.array([point for mine, _ in pairs for point in _ends(mine)])
    to_points = np.array([point for _, there in pairs for point in _ends(there)])
    cv2.setRNGSeed(4)
    found, good = cv2.findHomography(from_points, to_points, cv2.RANSAC, _NEAR, maxIters=4000)
    if found is None:
        return None
    matrix = np.asarray(found, dtype=np.float64)
    inside = good.ravel().astype(bool)
    words = {id(mine) for (mine, _), both in zip(pairs, inside.reshape(-1, 2), strict=True) if both.all()}
    share = len(words) / max(sum(map(len, telling.values())), 1)
    if len(words) < _LEAST_WORDS or share < _LEAST_SHARE or not _sane(matrix, form, page):
        return None
    return Registered(form, page.number, matrix, share)


def _ends(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right end of a word at its foot: ascenders come and go with the engine, the base line stays."""
    return (box.left, box.middle), (box.right, box.middle)


def _sane(matrix: Matrix, form: KnownForm, page: Page) -> bool:
    """Whether the blank lands upright on the page and about as large as it."""
    corners = np.array([[[0.0, 0.0], [form.width, 0.0], [form.width, form.height], [0.0, form.height]]])
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cv2.perspectiveTransform(corners, matrix)[0]
    area = abs((x0 * y1 - x1 * y0) + (x1 * y2 - x2 * y1) + (x2 * y3 - x3 * y2) + (x3 * y0 - x0 * y3)) / 2
    return bool(x1 > x0 and x2 > x3 and y3 > y0 and y2 > y1 and 0.3 < area / max(page.width * page.height, 1.0) < 1.6)
