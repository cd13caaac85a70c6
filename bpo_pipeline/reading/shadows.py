"""Photographs of paper: even light, as if scanned."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from bpo_pipeline.reading.engines import Grey

_SHRINK = 8
_DARKEST = 48.0
"""Ground darker than this is no paper; dividing by it would blow up noise."""
_PAPER = 190.0
_EVEN = 40.0
"""Paper brighter than the one, and no more uneven than the other, needs no help."""


def without_shadows(picture: Grey) -> Grey:
    """Each pixel relative to the brightness of the paper around it; an evenly bright scan stays as it is."""
    image = Image.fromarray(picture)
    small = image.resize((max(image.width // _SHRINK, 1), max(image.height // _SHRINK, 1)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(5))
    dim, bright = np.percentile(np.asarray(ground), (10, 90))
    if dim > _PAPER and bright - dim < _EVEN:
        return picture
    paper = np.asarray(ground.resize(image.size, Image.Resampling.BILINEAR)).astype(np.float32)
    even = picture.astype(np.float32) * (245.0 / np.maximum(paper, _DARKEST))
    return even.clip(0, 255).astype(np.uint8)
