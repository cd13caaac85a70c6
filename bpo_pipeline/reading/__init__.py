"""Reading: what is on the pages, word by word with boxes, and the data that came along."""

from __future__ import annotations

from bpo_pipeline.reading.read import read_document, reading_from_json, reading_to_json

__all__ = ["read_document", "reading_from_json", "reading_to_json"]
