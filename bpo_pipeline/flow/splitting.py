"""Splitting a file at the desk: cut in the sandbox, each part checked and stored before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.receiving import door, keep
from bpo_pipeline.intake import CUTS, Limits, receive_parts
from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.desk import CutOut
from bpo_pipeline.model.document import Document

SECONDS = 60.0


def cut(parts: Parts, document: Document, ranges: Sequence[Pages]) -> tuple[CutOut, ...]:
    """The documents that the ranges of pages make; stored, but not registered. The same twice is the same once.

    Raises NotAllowed for a file without pages to cut between, Refused for one that cannot be cut.
    """
    if document.media_type not in CUTS:
        message = "only PDF and TIFF files have pages to cut between: ask the client for the documents one by one"
        raise NotAllowed(message)
    arrival = next(
        one for one in parts.store.arrivals(parts.client, document_id=document.document_id) if not one.duplicate
    )
    content = parts.vault.get_original(parts.client, document.sha256)
    arguments = {"media_type": document.media_type, "parts": [[one.first, one.last] for one in ranges]}
    blobs = parts.sandbox().run("cut", content, arguments=arguments, wall_seconds=SECONDS).blobs
    ending = document.media_type.rpartition("/")[2]
    named = [(f"pages-{one}.{ending}", blob) for one, blob in zip(ranges, blobs, strict=True)]
    found = receive_parts(document, arrival, named, sandbox=parts.sandbox(), limits=Limits())
    for one in found:
        keep(parts, one)
    return tuple(CutOut(pages, one.arrival, one.document, door(one)) for pages, one in zip(ranges, found, strict=True))
