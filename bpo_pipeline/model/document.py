"""A Document: one file of one client, identified by the client and the SHA-256 of its bytes."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass

from bpo_pipeline.model.states import State


def content_hash(content: bytes) -> str:
    """SHA-256 of the bytes, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def short_key(*parts: str) -> str:
    """A 24-character base32 key (120 bits) made of the parts: the same parts give the same key."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()


def document_id(client: str, sha256: str) -> str:
    """The document's identity: the same bytes of the same client are the same document."""
    return short_key("document", client, sha256)


@dataclass(frozen=True, slots=True)
class Document:
    """What intake took: where it came from, what it is, and where it stands. The bytes never change."""

    document_id: str
    client: str
    sha256: str
    size: int
    """Length in bytes."""
    media_type: str
    """Found by content, never by name: ``application/pdf``, ``image/png``, ``application/xml`` ..."""
    key: str
    """Object key in the client's inbox, or ``<key>!<member>`` for a file from a mail or an archive."""
    received_at: dt.datetime
    """UTC."""
    state: State = State.RECEIVED
    attempt: int = 0
    """Fencing token: grows with each attempt; a state change names the attempt it belongs to."""
    parent: str | None = None
    """Document id of the archive, mail or larger file that this one was taken from."""

    @property
    def folder(self) -> str:
        """The folder of the inbox that it lay in, e.g. one named like a form; empty at the top."""
        parts = self.key.split("!")[0].split("/")
        return parts[-2] if len(parts) > _TOP else ""


_TOP = 2
"""Parts of a key that lies at the top of an inbox: ``incoming/<name>``."""
