"""Tesseract inside this process (tesserocr): three quarters of the processor time of the program for each picture.

No program is started, and the language models are loaded once a process, not once a picture. The wheel brings
Tesseract's code alone; the models are those of the installed program.
"""

from __future__ import annotations

from threading import local

import cv2
import numpy as np
import tesserocr

from bpo_pipeline.reading.engines.port import Grey

_MINE = local()

_LINE, _EDGE, _DOTS = 44, 8, 300
"""Pixels that a line alone is high at least and has around it, and the resolution that this is told to be."""


def table(picture: Grey, *, folder: str, packs: str, mode: int, dots_per_inch: int, seconds: int) -> str:
    """The words as a TSV table. Raises RuntimeError when it takes longer than *seconds*, OSError for missing models."""
    api = _loaded(folder, packs)
    api.SetPageSegMode(mode)
    height, width = picture.shape
    api.SetImageBytes(picture.tobytes(), width, height, 1, width)
    api.SetSourceResolution(dots_per_inch)
    if not api.Recognize(seconds * 1000):
        message = "Tesseract ran out of time"
        raise RuntimeError(message)
    found: str = api.GetTSVText(0)
    api.Clear()
    api.ClearAdaptiveClassifier()  # what a page taught must not change how the next is read
    return found


def line(crop: Grey, *, folder: str, packs: str) -> str:
    """The text of a picture that shows one line. Raises RuntimeError or OSError as ``table`` does."""
    api = _loaded(folder, packs)
    api.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
    grown = max(_LINE / crop.shape[0], 1.0)
    large = cv2.resize(crop, None, fx=grown, fy=grown, interpolation=cv2.INTER_CUBIC)
    picture = np.ascontiguousarray(cv2.copyMakeBorder(large, *(_EDGE,) * 4, cv2.BORDER_REPLICATE))
    height, width = picture.shape
    api.SetImageBytes(picture.tobytes(), width, height, 1, width)
    api.SetSourceResolution(_DOTS)
    found: str = api.GetUTF8Text()
    api.Clear()
    api.ClearAdaptiveClassifier()
    return found.strip()


def version() -> str:
    """Of Tesseract's code, and of the wheel that it came with."""
    return f"{tesserocr.tesseract_version().split()[1]} (tesserocr {tesserocr.__version__})"


def _loaded(folder: str, packs: str) -> tesserocr.PyTessBaseAPI:
    """Tesseract with its models, once a thread: it reads one picture at a time."""
    mine: dict[tuple[str, str], tesserocr.PyTessBaseAPI] = _MINE.__dict__.setdefault("loaded", {})
    if (folder, packs) not in mine:
        mine[folder, packs] = _load(folder, packs)
    return mine[folder, packs]


def _load(folder: str, packs: str) -> tesserocr.PyTessBaseAPI:
    try:
        api = tesserocr.PyTessBaseAPI(path=folder, lang=packs)
    except RuntimeError as problem:
        raise OSError(str(problem)) from problem
    api.SetVariable("debug_file", "/dev/null")
    return api
