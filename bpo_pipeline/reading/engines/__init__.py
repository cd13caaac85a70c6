"""OCR engines: one file each, all behind ``port.OcrEngine``."""

from __future__ import annotations

from collections.abc import Callable

from bpo_pipeline.reading.engines.port import Grey, Layout, OcrEngine, Seen
from bpo_pipeline.reading.engines.tesseract import Tesseract

ENGINES: dict[str, Callable[[], OcrEngine]] = {"tesseract": Tesseract}
"""Name to engine; the first is used unless the ``engine`` argument names another."""

__all__ = ["ENGINES", "Grey", "Layout", "OcrEngine", "Seen"]
