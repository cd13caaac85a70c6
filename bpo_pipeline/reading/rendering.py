"""PDFium's pages as grey pixels, straight into an array."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

_MOST_PIXELS = 40_000_000


def grey_page(
    page: pdfium.PdfPage, dots_per_inch: float, *, rough: bool = False
) -> tuple[npt.NDArray[np.uint8], float]:
    """The displayed page in grey and its real resolution, which is lower for a page that would grow too large.

    *rough*: pictures on the page are sampled instead of averaged, three times as fast.
    """
    width, height = page.get_size()
    scale = min(dots_per_inch / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, no_smoothimage=rough)
    pixels: npt.NDArray[np.uint8] = bitmap.to_numpy().copy()
    bitmap.close()
    return (pixels if pixels.ndim == 2 else pixels[:, :, 0]), scale * 72
