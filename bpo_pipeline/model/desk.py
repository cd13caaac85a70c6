"""Words of the review desk: claims, what was typed and not yet sent, and the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.ledger import Arrival
from bpo_pipeline.model.reasons import Disposition
from bpo_pipeline.model.states import State


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody works on a document until a moment; then it is free again."""

    document_id: str
    client: str
    actor: str
    since: dt.datetime
    until: dt.datetime
    assigned_by: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person has typed about one version of a document and not yet sent."""

    document_id: str
    actor: str
    version: int
    corrections: dict[str, str]
    """Dotted path -> text, as in a correction."""
    comment: str
    revision: int
    """From 1; grows with each save."""
    saved_at: dt.datetime
    held: bool = False
    """Whether the person has the document, as of this save."""


@dataclass(frozen=True, slots=True)
class CutOut:
    """Some pages of a file that become a document of their own."""

    pages: Pages
    arrival: Arrival
    document: Document
    disposition: Disposition


class Holder(StrEnum):
    """Whose documents the queue shows."""

    ANYBODY = "anybody"
    NOBODY = "nobody"
    ME = "me"
    OTHERS = "others"


class QueueOrder(StrEnum):
    """By what the queue is sorted; each falls back to the longest wait and then to the id."""

    DUE = "due"
    AGE = "age"
    VALUE = "value"
    CLIENT = "client"
    TYPE = "type"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which parked documents the queue shows; an empty part does not limit, but for *clients*."""

    clients: tuple[str, ...]
    """The clients that the person may see; with none, nothing is shown."""
    types: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    holder: Holder = Holder.ANYBODY
    me: str = ""
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    since_before: dt.datetime | None = None
    """Waiting since before this moment."""
    overdue: bool = False
    text: str = ""
    """First letters of the id, a part of the file's name, or the document's number."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One parked document as the queue shows it."""

    document_id: str
    client: str
    key: str
    state: State
    document_type: str | None
    reason: str | None
    sentence: str
    sender: str
    """Who the document is from, as read; empty when not known."""
    number: str | None
    gross: Decimal | None
    currency: str | None
    received_at: dt.datetime
    since: dt.datetime
    due_at: dt.datetime | None
    """When the contract's turnaround ends; None while the client is asked."""
    version: int
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many documents the filter finds, and how they divide."""

    total: int = 0
    overdue: int = 0
    claimed: int = 0
    by_client: Mapping[str, int] = field(default_factory=dict)
    by_type: Mapping[str, int] = field(default_factory=dict)
    """An empty name stands for documents of which nothing was understood."""
    by_reason: Mapping[str, int] = field(default_factory=dict)
    """An empty name stands for corrected documents of which the checks have nothing left to say."""


class CallBackOutcome(StrEnum):
    """What the vendor said about its bank details."""

    CONFIRMED = "confirmed"
    DENIED = "denied"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class CallBack:
    """Somebody called the vendor about its bank details, on a number that was known before."""

    document_id: str
    actor: str
    phone: str
    known_from: str
    """Where the number was known from, never from the document."""
    known_since: dt.date
    spoke_with: str
    called_at: dt.datetime
    outcome: CallBackOutcome
    account: str
    """Fingerprint of the bank details that were talked about."""


class KeyingPurpose(StrEnum):
    """Why a document is keyed blind: the contract names its fields, or it is one of the random sample."""

    FIELDS = "fields"
    SAMPLE = "sample"


class KeyingState(StrEnum):
    """Where a blind keying stands."""

    OPEN = "open"
    DIFFERS = "differs"
    DONE = "done"
    VOID = "void"


class KeyingRole(StrEnum):
    """What a person does in a blind keying."""

    KEY = "key"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class NewKeying:
    """Fields of a document that are to be keyed blind."""

    purpose: KeyingPurpose
    people: int
    machine: dict[str, str]
    """Dotted path -> what the machine read."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What one person keyed."""

    actor: str
    role: KeyingRole
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Keying:
    """A blind keying with everything in it; pages show a part of it only."""

    document_id: str
    client: str
    document_type: str
    purpose: KeyingPurpose
    people: int
    state: KeyingState
    machine: dict[str, str]
    opened_at: dt.datetime
    keyed: tuple[Keyed, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyedField:
    """How one field came out."""

    path: str
    machine: str
    settled: str
    agreed: bool
    machine_right: bool


class QuestionState(StrEnum):
    """Where a question to the client stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the client about one document."""

    question_id: str
    document_id: str
    client: str
    asked_by: str
    asked_at: dt.datetime
    fields: tuple[str, ...]
    question: str
    state: QuestionState = QuestionState.OPEN
    written_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    answer: str = ""
    answer_key: str = ""
    answer_sha256: str = ""
    """The reply's bytes in the vault; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One value that a person put right; the client's truth until it is taken back."""

    truth_id: int
    client: str
    document_id: str
    sha256: str
    document_type: str
    vendor_id: str | None
    path: str
    machine: str
    value: str
    actor: str
    at: dt.datetime
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list: where it stands and why."""

    document_id: str
    client: str
    key: str
    state: State
    document_type: str | None
    reason: str | None
    gross: Decimal | None
    currency: str | None
