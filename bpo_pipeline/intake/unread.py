"""A file that is refused without being read: too large to be taken into memory."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.intake.receive import Received
from bpo_pipeline.intake.screen import Screened
from bpo_pipeline.intake.sniff import BINARY
from bpo_pipeline.model.document import Document, document_id, short_key
from bpo_pipeline.model.ledger import Arrival
from bpo_pipeline.model.reasons import Disposition


def receive_unread(
    *, client: str, key: str, etag: str, sha256: str, size: int, disposition: Disposition, received_at: dt.datetime
) -> tuple[Received, ...]:
    """The arrival of a file whose bytes stay where they are; *sha256* was computed while streaming."""
    identity = document_id(client, sha256)
    document = Document(identity, client, sha256, size, BINARY, key, received_at)
    arrival = Arrival(short_key("arrival", client, key, etag), client, key, sha256, size, received_at, identity)
    return (Received(document, arrival, disposition, Screened(disposition, BINARY), b""),)
