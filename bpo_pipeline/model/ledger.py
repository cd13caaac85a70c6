"""What our own tables keep: arrivals, events, drafts with their findings, decisions and postings to send."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.states import State


def utc_now() -> dt.datetime:
    """The time now, in UTC; the one clock that the product reads."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One object that was found in an inbox, or one member of a mail or archive found there.

    The same bytes arriving twice are two arrivals of one document; the second is a duplicate.
    A container (zip, eml, multi-document file) is replaced by its members when files are counted.
    """

    arrival_id: str
    client: str
    key: str
    """Object key, ``<key>!<member>`` for a member."""
    sha256: str
    size: int
    received_at: dt.datetime
    document_id: str
    duplicate: bool = False
    container: bool = False
    parent: str | None = None
    """Arrival id of the container."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a client's append-only, hash-chained history."""

    sequence: int
    """From 1, without gaps, per client."""
    client: str
    document_id: str
    name: str
    """``received``, ``read``, ``drafted``, ``ready``, ``in_review``, ``corrected``, ``posted`` ..."""
    actor: str
    """``pipeline`` or a user's name."""
    at: dt.datetime
    data: dict[str, Any]
    """Codes, ids and counts; never document contents."""
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Case:
    """A document with everything that is known about it now."""

    document: Document
    version: int
    """Grows with each change of the draft; a decision names the version it was taken on."""
    draft: Draft | None = None
    findings: tuple[Finding, ...] = ()
    vendor_id: str | None = None
    reason: str | None = None
    """Why it stands where it stands (a ``Reason`` value), None when nothing is wrong."""
    sentence: str = ""
    since: dt.datetime | None = None
    """When it entered its state, UTC."""
    account: str | None = None
    """Fingerprint of the bank details in the draft."""
    four_eyes: bool = False
    """Whoever edited it may not approve it."""
    needs_call_back: bool = False
    """Somebody calls the vendor before anybody approves."""


class DecisionKind(StrEnum):
    """What a person decided."""

    CORRECT = "correct"
    APPROVE = "approve"
    REJECT = "reject"
    HOLD = "hold"
    RESUME = "resume"
    RETYPE = "retype"
    ASK = "ask"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on a document."""

    document_id: str
    kind: DecisionKind
    actor: str
    at: dt.datetime
    version: int
    """The draft's version that the person saw."""
    corrections: dict[str, str] = field(default_factory=dict)
    """Dotted path -> new value as text; an empty text removes the value."""
    comment: str = ""
    before: dict[str, str] = field(default_factory=dict, compare=False)
    """Dotted path -> value before the correction; filled by the store."""


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A posting to be put into the outbox, in the transaction that makes the document ready."""

    key: str
    """``model.posting.posting_key``."""
    target: str
    """``tryton``, ``ubl``, ``csv``; with the contract's index when there are several of a kind."""
    body_hash: str
    """SHA-256 of the canonical record: what was approved is what is sent."""
    total: Decimal
    currency: str
    needs_approval: bool = False
    """Over the contract's approval limit: waits at the gate."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A posting to send, being sent, or sent."""

    key: str
    client: str
    document_id: str
    target: str
    body_hash: str
    total: Decimal
    currency: str
    state: PostingState
    tries: int
    lease_token: int
    """Fencing token: settle and fail name it."""
    number: str | None = None
    """The target's own number once posted."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One arrival's line in the control report."""

    client: str
    day: dt.date
    """UTC day of arrival."""
    arrival_id: str
    document_id: str
    state: State
    """The document's state; a duplicate arrival counts as rejected."""
    duplicate: bool
    currency: str | None
    """None while nothing was read."""
    amount_read: Decimal | None
    """Gross total as first drafted."""
    amount: Decimal | None
    """Gross total as it stands now, after corrections."""
    amounts_posted: dict[str, Decimal]
    """Target -> total that the target read back; empty before posting."""
