"""Posting words: the bill that is sent, and what the target answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bpo_pipeline.model.document import short_key


def posting_key(client: str, sha256: str, target: str, kind: str) -> str:
    """The key of one posting, for ever: the same document never makes a second bill in the same target."""
    return short_key("posting", client, sha256, target, kind)


class PostingState(StrEnum):
    """Where an outbox row stands; UNCERTAIN waits for a read-back, STUCK for a person."""

    WAITING = "waiting"
    AWAITING_APPROVAL = "awaiting_approval"
    LEASED = "leased"
    UNCERTAIN = "uncertain"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The target's own word that a posting exists, read back after posting."""

    key: str
    target: str
    number: str
    """The target's own number, e.g. the ERP's invoice id or the name of the import file."""
    total: Decimal
    """As the target computed it."""
    currency: str
    posted_at: dt.datetime
    """UTC."""
    attachment: bool = False
    """Whether the original is attached in the target."""
