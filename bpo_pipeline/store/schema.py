"""Our own tables: what is known about each file, who did what, and what is to be sent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bpo_pipeline.model.ledger import DecisionKind
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.states import State
from bpo_pipeline.store.text import CleanText

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def words_of(kind: type[StrEnum], name: str) -> Enum:
    """A text column that takes the words of *kind* only; a new word needs a migration of the check."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda words: [word.value for word in words],
    )


class Base(DeclarativeBase):
    """Base of all tables: times with time zone, amounts exact, texts without NUL."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: DateTime(timezone=True),
        Decimal: Numeric(),
        str: CleanText(),
        # the json type keeps the text as written, also an escaped NUL that jsonb would refuse
        dict[str, Any]: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


class DocumentRow(Base):
    """One file of one client and where it stands now."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("client", "sha256"),
        Index(None, "client", "state", "since"),
        Index(None, "client", "received_at"),
        Index(None, "client", "vendor_id", "number_normal"),
        Index(
            "ix_document_parked",
            "client",
            "since",
            "document_id",
            postgresql_where=text("state in ('in_review', 'on_hold')"),
            postgresql_include=["state", "document_type", "reason", "received_at", "gross", "due_at"],
        ),
    )

    document_id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    key: Mapped[str]
    parent: Mapped[str | None]
    received_at: Mapped[dt.datetime]
    state: Mapped[State] = mapped_column(words_of(State, "state"))
    since: Mapped[dt.datetime]
    reason: Mapped[str | None]
    sentence: Mapped[str]
    attempt: Mapped[int]
    """Fencing token; grows with each attempt, decision and reprocessing."""
    tries: Mapped[int]
    """Attempts of ``tries_stage`` that have not come back."""
    tries_stage: Mapped[str]
    version: Mapped[int]
    """Grows with each change of the draft and with each decision."""
    revision: Mapped[int]
    """Grows with each change that the client is told about."""
    draft: Mapped[dict[str, Any] | None]
    draft_hash: Mapped[str | None]
    findings: Mapped[list[dict[str, Any]] | None]
    document_type: Mapped[str | None]
    vendor_id: Mapped[str | None]
    number: Mapped[str | None]
    number_normal: Mapped[str | None]
    gross: Mapped[Decimal | None]
    currency: Mapped[str | None]
    amount_read: Mapped[Decimal | None]
    """Gross total of the first draft; never changed again."""
    last_editor: Mapped[str | None]
    """Who corrected the draft last; None while it is the machine's."""
    due_at: Mapped[dt.datetime | None]
    """When the turnaround ends; later by the working time for which the client was asked."""
    account: Mapped[str | None]
    """Fingerprint of the bank details in the draft; a call-back confirms exactly these."""
    four_eyes: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Bank details changed or were edited: whoever edited may not approve. Only a new start takes it back."""
    needs_call_back: Mapped[bool] = mapped_column(default=False, server_default="false")
    """The bank details are not those on file: somebody calls the vendor before anybody approves."""


class ArrivalRow(Base):
    """One object found in an inbox, or one member of a container found there.

    Without a foreign key to ``document``: a container that was opened has arrivals, but is no document.
    """

    __tablename__ = "arrival"
    __table_args__ = (Index(None, "client", "received_at"), Index(None, "document_id"))

    arrival_id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[dt.datetime]
    document_id: Mapped[str]
    duplicate: Mapped[bool]
    container: Mapped[bool]
    parent: Mapped[str | None]
    acknowledged: Mapped[int | None]
    """The document's revision that the client was told last."""


class EventRow(Base):
    """One line of a client's history; a trigger refuses UPDATE, DELETE and TRUNCATE."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "document_id"),)

    client: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[str]
    name: Mapped[str]
    actor: Mapped[str]
    at: Mapped[dt.datetime]
    data: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class DecisionRow(Base):
    """A person's word; one per document and version, so that it cannot be applied twice."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("document_id", "version"),
        CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),
    )

    decision_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    client: Mapped[str]
    kind: Mapped[DecisionKind] = mapped_column(words_of(DecisionKind, "kind"))
    actor: Mapped[str]
    at: Mapped[dt.datetime]
    version: Mapped[int]
    corrections: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any] | None]
    """Dotted path -> value before, of what was corrected."""
    comment: Mapped[str]
    fingerprint: Mapped[str]


class PostingRow(Base):
    """A posting to send, being sent, or sent. Nobody releases what they prepared or corrected themselves."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "client", "target", "state"),
        Index(None, "document_id"),
        CheckConstraint(
            "not needs_approval or approved_by is null"
            " or (approved_by is distinct from edited_by and approved_by is distinct from prepared_by)",
            name="four_eyes",
        ),
        CheckConstraint(
            "not needs_approval or approved_by is not null or state in ('awaiting_approval', 'refused')",
            name="approved_before_sent",
        ),
        CheckConstraint("state <> 'posted' or number is not null", name="posted_with_number"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """Order of sending."""
    client: Mapped[str]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    target: Mapped[str]
    body_hash: Mapped[str]
    total: Mapped[Decimal]
    currency: Mapped[str]
    state: Mapped[PostingState] = mapped_column(words_of(PostingState, "state"))
    needs_approval: Mapped[bool]
    edited_by: Mapped[str | None]
    prepared_by: Mapped[str | None]
    approved_by: Mapped[str | None]
    tries: Mapped[int]
    maybe_sent: Mapped[bool]
    """An earlier sender did not come back: read back before sending."""
    lease_token: Mapped[int]
    lease_owner: Mapped[str]
    lease_until: Mapped[dt.datetime | None]
    not_before: Mapped[dt.datetime | None]
    error: Mapped[str]
    number: Mapped[str | None]
    posted_total: Mapped[Decimal | None]
    posted_currency: Mapped[str | None]
    posted_at: Mapped[dt.datetime | None]
    attachment: Mapped[bool]
