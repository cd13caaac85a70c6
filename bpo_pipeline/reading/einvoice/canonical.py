"""An e-invoice written anew by our own parser: the only form in which it leaves the sandbox as XML."""

from __future__ import annotations

from typing import Any

from lxml import etree

from bpo_pipeline.reading.einvoice.xml import parse
from bpo_pipeline.reading.output import Output


def canonical(content: bytes, arguments: dict[str, Any]) -> Output:
    """The document without type declaration, entities, comments and processing instructions; run it in the sandbox.

    Raises Refused as ``read_einvoice`` does.
    """
    del arguments
    return Output(etree.tostring(parse(content), encoding="unicode"))
