"""An e-invoice, as XML or inside of a PDF, is held against the official rules of EN 16931 before it is understood."""

from __future__ import annotations

from dataclasses import replace

from bpo_pipeline.intake import Parser
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading.einvoice.rules import broken_rules

_PDF = "application/pdf"
_CARRIERS = frozenset({"application/xml", "text/xml", _PDF})
_INVOICES = frozenset({"ubl", "cii"})


def with_norm_rules(sandbox: Parser, content: bytes, media_type: str, reading: Reading) -> Reading:
    """The reading with a remark for each rule that the invoice breaks; other files stay as they are."""
    if media_type not in _CARRIERS or reading.structured is None or reading.structured.syntax not in _INVOICES:
        return reading
    text: str = sandbox.run("canonical", content, arguments={"media_type": media_type}).value
    data = reading.structured
    # a file that is nothing but data claims to be a whole invoice of the norm, the data of a PDF what its profile says
    profile = data.profile if media_type == _PDF else ""
    return replace(reading, remarks=(*reading.remarks, *broken_rules(text, data.syntax, profile)))
