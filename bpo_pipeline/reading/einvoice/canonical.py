"""An e-invoice written anew by our own parser: the only form in which it leaves the sandbox as XML."""

from __future__ import annotations

from typing import Any

from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.einvoice import embedded
from bpo_pipeline.reading.einvoice.xml import parse
from bpo_pipeline.reading.output import Output
from bpo_pipeline.reading.pdf_file import repair

_PDF = "application/pdf"


def canonical(content: bytes, arguments: dict[str, Any]) -> Output:
    """The document without type declaration, entities, comments and processing instructions; run it in the sandbox.

    *arguments*: ``media_type``; of a PDF (Factur-X, ZUGFeRD) it is the XML inside.
    Raises Refused as ``read_einvoice`` and ``repair`` do.
    """
    if arguments.get("media_type") == _PDF:
        inside = embedded(repair(content).attachments)
        if inside is None:
            raise Refused(Reason.CORRUPT, "The PDF holds no data any more.")
        content = inside
    return Output(etree.tostring(parse(content), encoding="unicode"))
