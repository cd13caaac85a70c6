"""Reading: what is on the pages, word by word with boxes, and the data that came along.

Tasks for the sandbox, each ``function(content, arguments) -> Output``: ``read_document``, ``render_page``,
``reread``. The parent side uses ``reading_from_json`` alone.

An OCR engine sits behind ``OcrEngine``; ``ENGINES`` lists them, one file each in ``engines/``.
"""

from __future__ import annotations

from bpo_pipeline.reading.output import Output
from bpo_pipeline.reading.read import read_document, reading_from_json, reading_to_json
from bpo_pipeline.reading.render import render_page
from bpo_pipeline.reading.second_reading import reread

__all__ = ["Output", "read_document", "reading_from_json", "reading_to_json", "render_page", "reread"]
