"""An e-invoice that is nothing but data is held against the official rules of EN 16931 before it is understood."""

from __future__ import annotations

from dataclasses import replace

from bpo_pipeline.intake import Parser
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading.einvoice.rules import broken_rules

_XML = frozenset({"application/xml", "text/xml"})
_INVOICES = frozenset({"ubl", "cii"})


def with_norm_rules(sandbox: Parser, content: bytes, media_type: str, reading: Reading) -> Reading:
    """The reading with a remark for each rule that the invoice breaks; other files stay as they are."""
    if media_type not in _XML or reading.structured is None or reading.structured.syntax not in _INVOICES:
        return reading
    text: str = sandbox.run("canonical", content).value
    return replace(reading, remarks=(*reading.remarks, *broken_rules(text, reading.structured.syntax)))
