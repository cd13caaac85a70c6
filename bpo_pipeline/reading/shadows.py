"""Photographs of paper: even light, as if scanned."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from bpo_pipeline.reading.engines import Grey

_SHRINK = 8
_DARKEST = 48.0
"""Ground darker than this is no paper; dividing by it would blow up noise."""


def without_shadows(picture: Grey) -> Grey:
    """Each pixel relative to the brightness of the paper around it."""
    image = Image.fromarray(picture)
    small = image.resize((max(image.width // _SHRINK, 1), max(image.height // _SHRINK, 1)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(5))
    paper = np.asarray(ground.resize(image.size, Image.Resampling.BILINEAR)).astype(np.float32)
    even = picture.astype(np.float32) * (245.0 / np.maximum(paper, _DARKEST))
    return even.clip(0, 255).astype(np.uint8)
