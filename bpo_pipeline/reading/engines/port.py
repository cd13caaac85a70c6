"""What an OCR engine must offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""A picture, rows from the top, 0 black to 255 white."""


class Layout(Enum):
    """How the text stands on a picture."""

    PAGE = "page"
    """Letter-size: columns, tables, blocks."""
    SLIP = "slip"
    """Narrow: one column of text lines, as on a till receipt."""
    SPARSE = "sparse"
    """Bits of text anywhere."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One word that an engine saw, in pixels from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    """0.0 to 1.0."""
    second: str | None = None
    """What another engine saw in its place; None when none looked."""


class OcrEngine(Protocol):
    """Sees words in a grey picture."""

    @property
    def name(self) -> str:
        """Short name, for the reading's record of what had a part in it."""

    @property
    def version(self) -> str:
        """Version as the engine gives it."""

    @property
    def wants_clean(self) -> bool:
        """Whether it needs pictures at 300 dots per inch without shadows and dark bands."""

    @property
    def poor(self) -> float:
        """Mean confidence below which another look at the page pays."""

    @property
    def hopeless(self) -> float:
        """Mean confidence below which the page may stand on its head or side."""

    def knows(self, language: str) -> bool:
        """Whether it reads this language (ISO 639-1) better when it is told; no for one model for all languages."""

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        """Words line by line; *languages* are ISO 639-1, most likely first, those not installed are left out."""
