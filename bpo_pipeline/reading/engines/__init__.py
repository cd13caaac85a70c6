"""OCR engines: one file each, all behind ``port.OcrEngine``."""

from __future__ import annotations

from collections.abc import Callable

from bpo_pipeline.reading.engines import ppocr, tesseract
from bpo_pipeline.reading.engines.port import Grey, Layout, OcrEngine, Seen
from bpo_pipeline.reading.engines.ppocr import PpOcr
from bpo_pipeline.reading.engines.tesseract import Tesseract

ENGINES: dict[str, Callable[[], OcrEngine]] = {"tesseract": Tesseract, "pp-ocr": PpOcr}
"""Name to engine, in the order in which a letter-size scan is given to them; a slip goes to the last alone."""

__all__ = ["ENGINES", "Grey", "Layout", "OcrEngine", "Seen", "load_models", "other_than"]


def other_than(name: str) -> str:
    """The name of an engine to check what this one read."""
    return next((one for one in ENGINES if one != name), name)


def load_models() -> None:
    """Do once what each process forked from this one would else do again: load models, look for language packs."""
    ppocr.load_models()
    tesseract.look_for_packs()
