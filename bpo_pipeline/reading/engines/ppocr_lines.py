"""Where text lines lie: from PP-OCR's map of likely text pixels to (leaning) rectangles.

Differentiable binarisation as in PaddleOCR: areas above a threshold, each grown by the margin that the network was
trained to leave off. A rectangle grown by a distance on all sides is a rectangle, so no polygon library is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bpo_pipeline.reading.engines.port import Grey

_LIKELY = 0.3
_SURE = 0.5
_GROWTH = 1.6
_LEAST = 3.0
_MOST_LINES = 1000
_UPRIGHT = 1.5
"""Height by width from which a line is taken for one that runs up the page."""

_Points = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its corners on the picture, clockwise from the top left as one reads it."""

    corners: _Points

    @property
    def size(self) -> tuple[int, int]:
        """Width along the text and height across it, in pixels."""
        one, two, three, four = self.corners
        wide = max(np.linalg.norm(two - one), np.linalg.norm(three - four))
        tall = max(np.linalg.norm(four - one), np.linalg.norm(three - two))
        return max(int(wide), 1), max(int(tall), 1)

    def cut(self, picture: Grey) -> Grey:
        """The line's pixels, level."""
        wide, tall = self.size
        level = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
        turned = cv2.getPerspectiveTransform(self.corners, level)
        return np.asarray(
            cv2.warpPerspective(picture, turned, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
            dtype=np.uint8,
        )

    def part(self, start: float, stop: float) -> tuple[float, float, float, float]:
        """The box (left, top, right, bottom) around a part of the line; 0.0 is its beginning, 1.0 its end."""
        one, two, three, four = self.corners
        points = np.stack(
            [one + (two - one) * at for at in (start, stop)] + [four + (three - four) * at for at in (start, stop)]
        )
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def text_lines(scores: npt.NDArray[np.float32], shape: tuple[int, ...]) -> list[Line]:
    """The lines on a picture of this *shape*, from the top."""
    found = list(_lines(scores, shape))
    return sorted(found, key=lambda one: (float(one.corners[:, 1].mean()), float(one.corners[:, 0].min())))


def _lines(scores: npt.NDArray[np.float32], shape: tuple[int, ...]) -> Iterator[Line]:
    mask = cv2.dilate((scores > _LIKELY).astype(np.uint8), np.ones((2, 2), dtype=np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    factor = np.array([shape[1] / scores.shape[1], shape[0] / scores.shape[0]], dtype=np.float32)
    edge = np.array([shape[1] - 1, shape[0] - 1], dtype=np.float32)
    for contour in contours[:_MOST_LINES]:
        middle, (wide, tall), lean = cv2.minAreaRect(contour)
        if min(wide, tall) < _LEAST or _mean(scores, _corners(middle, wide, tall, lean)) < _SURE:
            continue
        margin = wide * tall * _GROWTH / (2 * (wide + tall))
        grown = _corners(middle, wide + 2 * margin, tall + 2 * margin, lean)
        corners = np.clip(_clockwise(grown) * factor, 0, edge).astype(np.float32)
        line = Line(corners)
        wide, tall = line.size
        if wide > _LEAST and tall > _LEAST:
            yield Line(np.roll(corners, -1, axis=0)) if tall >= _UPRIGHT * wide else line


def _corners(middle: Sequence[float], wide: float, tall: float, lean: float) -> _Points:
    return np.asarray(cv2.boxPoints((middle, (wide, tall), lean)), dtype=np.float32)


def _mean(scores: npt.NDArray[np.float32], corners: _Points) -> float:
    """Mean score inside a rectangle."""
    height, width = scores.shape
    low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((high[1] - low[1] + 1, high[0] - low[0] + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [np.asarray(corners - low, dtype=np.int32)], 1)
    return float(cv2.mean(scores[low[1] : high[1] + 1, low[0] : high[0] + 1], mask)[0])


def _clockwise(corners: _Points) -> _Points:
    """Top left, top right, bottom right, bottom left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)
