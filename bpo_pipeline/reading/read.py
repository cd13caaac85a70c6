"""Read a document inside the sandbox: bytes in, a Reading as JSON out."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading.language import guess
from bpo_pipeline.reading.pdf import read_pdf

_READING: TypeAdapter[Reading] = TypeAdapter(Reading)


def read_document(content: bytes, arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """Read a document and give (Reading as JSON values, no blobs); run it in the sandbox.

    *arguments*: ``media_type``; ``ignore_embedded_xml`` (default false); ``languages`` (ISO 639-1, most likely
    first); ``ocr`` (default true). Raises Refused with the reason when the document can't be read.
    """
    pdf = read_pdf(content, picture=None)
    language = guess(word.text for page in pdf.pages for word in page.words)
    reading = Reading(pages=pdf.pages, remarks=pdf.remarks, language=language)
    return reading_to_json(reading), ()


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A Reading as JSON-ready values; ``reading_from_json`` gives it back unchanged."""
    value: dict[str, Any] = _READING.dump_python(reading, mode="json")
    return value


def reading_from_json(value: Any) -> Reading:
    """The Reading that ``read_document`` wrote down."""
    return _READING.validate_python(value)
