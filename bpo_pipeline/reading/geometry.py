"""From a PDF page's own coordinates to the upright page's: points, origin top left, y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from bpo_pipeline.model.reading import Box


@dataclass(frozen=True, slots=True)
class Upright:
    """How a page is turned: its crop box in page coordinates and the clockwise turn (0, 90, 180, 270)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @classmethod
    def of(cls, page: pdfium.PdfPage, turn: int | None = None) -> Upright:
        """The page as displayed, or turned clockwise by *turn* degrees from its own coordinates."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() if turn is None else turn % 360)

    def turned(self, degrees: int) -> Upright:
        """The same page turned further clockwise."""
        return replace(self, turn=(self.turn + degrees) % 360)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.turn in (0, 180) else (height, width)

    def box(self, left: Any, bottom: Any, right: Any, top: Any) -> Box:
        """A rectangle in page coordinates, on the upright page."""
        if self.turn == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turn == 90:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turn == 180:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)

    def boxes(self, page: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Many rectangles at once: rows of left, bottom, right, top to rows of left, top, right, bottom."""
        left, bottom, right, top = page.T
        one = self.box(left, bottom, right, top)
        return np.stack([one.left, one.top, one.right, one.bottom], axis=1)
