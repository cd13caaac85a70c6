"""JPEG, PNG, TIFF and WebP files to grey pictures, one a page, the way a person sees them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.reading.engines import Grey

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""Pillow may try these alone: for a PostScript file named .jpg it would otherwise start Ghostscript."""
_MOST_PIXELS = 100_000_000
_MOST_FRAMES = 500
_PLAUSIBLE = (100, 1200)
_LETTER_HEIGHT = 11.5
_SLIP_WIDTH = 3.15
_SLIP_SHAPE = 1.75


@dataclass(frozen=True, slots=True)
class Picture:
    """One upright page as pixels."""

    pixels: Grey
    dots_per_inch: float
    """As stored, or guessed from the shape when what is stored can't be."""

    @property
    def is_slip(self) -> bool:
        """Narrow, as a till receipt."""
        height, width = self.pixels.shape
        return bool(height > _SLIP_SHAPE * width or width / self.dots_per_inch < 4.5)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.pixels.shape
        return width * 72 / self.dots_per_inch, height * 72 / self.dots_per_inch


def pictures(content: bytes) -> Iterator[Picture]:
    """The pages of an image file.

    Raises Refused: corrupt, unsupported_type, pixel_limit or too_many_pages.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if getattr(opened, "n_frames", 1) > _MOST_FRAMES:
                    raise Refused(Reason.TOO_MANY_PAGES, f"The image has more than {_MOST_FRAMES} pages.")
                for frame in ImageSequence.Iterator(opened):
                    yield _picture(frame)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
            raise _too_many_pixels() from problem
        except UnidentifiedImageError as problem:
            raise Refused(Reason.UNSUPPORTED_TYPE, "The file is no JPEG, PNG, TIFF or WebP image.") from problem
        except (
            OSError,
            ValueError,
            SyntaxError,
            TypeError,
            EOFError,
            KeyError,
            IndexError,
            ZeroDivisionError,
        ) as problem:
            # what Pillow's decoders raise on damaged data
            raise Refused(Reason.CORRUPT, "The image is damaged; please send it again.") from problem


def _too_many_pixels() -> Refused:
    return Refused(Reason.PIXEL_LIMIT, "The image has more pixels than any page needs.", DispositionKind.QUARANTINE)


def _picture(frame: Image.Image) -> Picture:
    if frame.width * frame.height > _MOST_PIXELS:
        raise _too_many_pixels()
    stored = frame.info.get("dpi")
    upright = ImageOps.exif_transpose(frame)
    pixels = _grey(upright)
    return Picture(pixels, _resolution(stored, *reversed(pixels.shape)))


def _grey(image: Image.Image) -> Grey:
    if image.mode.startswith(("I", "F")):
        # 16 bits and more: ``convert("L")`` would cut everything above 255, so scale first
        deep = np.asarray(image).astype(np.float64)
        low, high = float(deep.min()), float(deep.max())
        span = 65535.0 if image.mode.startswith("I") and low >= 0 and 255 < high <= 65535 else max(high - low, 1.0)
        start = 0.0 if span == 65535.0 else low
        return ((deep - start) * (255.0 / span)).clip(0, 255).astype(np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, layered)
    return np.asarray(image.convert("L"))


def _resolution(stored: object, width: int, height: int) -> float:
    if isinstance(stored, tuple) and len(stored) == 2:
        value = float(stored[0])
        if _PLAUSIBLE[0] <= value <= _PLAUSIBLE[1] and max(width, height) / value < 24:
            return value
    if height > _SLIP_SHAPE * width:
        return max(width / _SLIP_WIDTH, 72.0)
    return max(max(width, height) / _LETTER_HEIGHT, 50.0)
