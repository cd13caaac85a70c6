"""Tables of the review desk: who works on what, and what was typed but not yet sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.model.desk import CallBackOutcome, KeyingPurpose, KeyingRole, KeyingState, QuestionState
from bpo_pipeline.store.schema import Base, words_of


class ClaimRow(Base):
    """Somebody works on a document until a moment; one per document, so that nobody else does."""

    __tablename__ = "claim"
    __table_args__ = (
        Index(None, "actor"),
        CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),
    )

    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    client: Mapped[str]
    actor: Mapped[str]
    since: Mapped[dt.datetime]
    until: Mapped[dt.datetime]
    assigned_by: Mapped[str | None]
    """Who gave it to *actor*; None when they took it themselves."""


class AutosaveRow(Base):
    """What a person has typed about one version of a document and not yet sent."""

    __tablename__ = "autosave"
    __table_args__ = (CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    actor: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client: Mapped[str]
    typed: Mapped[dict[str, Any]]
    """Dotted path -> text, as in a correction."""
    comment: Mapped[str]
    revision: Mapped[int]
    """Grows with each save; the second of two tabs notices."""
    saved_at: Mapped[dt.datetime]


class CallBackRow(Base):
    """Somebody called the vendor about its bank details; triggers refuse a number that came with the document.

    Rows are only ever added; the last one about the account counts.
    """

    __tablename__ = "call_back"
    __table_args__ = (
        Index(None, "document_id"),
        CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),
        CheckConstraint(
            "length(phone) >= 5 and known_from <> '' and (spoke_with <> '' or outcome = 'not_reached')",
            name="can_be_checked",
        ),
    )

    call_back_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    client: Mapped[str]
    actor: Mapped[str]
    phone: Mapped[str]
    known_from: Mapped[str]
    """Where the number was known from: the vendor master, a signed contract, an earlier order."""
    known_since: Mapped[dt.date]
    """Before the day on which the document arrived."""
    spoke_with: Mapped[str]
    called_at: Mapped[dt.datetime]
    outcome: Mapped[CallBackOutcome] = mapped_column(words_of(CallBackOutcome, "outcome"))
    account: Mapped[str]
    """Fingerprint of the bank details that were talked about."""


class KeyingRow(Base):
    """Fields of one document that are keyed blind, next to what the machine read."""

    __tablename__ = "keying"
    __table_args__ = (Index(None, "client", "state", "opened_at"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    client: Mapped[str]
    document_type: Mapped[str]
    purpose: Mapped[KeyingPurpose] = mapped_column(words_of(KeyingPurpose, "purpose"))
    people: Mapped[int]
    """1: the machine and a person; 2: two people."""
    state: Mapped[KeyingState] = mapped_column(words_of(KeyingState, "state"))
    machine: Mapped[dict[str, Any]]
    """Dotted path -> what the machine read; empty for nothing."""
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]


class KeyedRow(Base):
    """What one person keyed. The key lets nobody key twice, so whoever settles is a third."""

    __tablename__ = "keyed"
    __table_args__ = (CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("keying.document_id"), primary_key=True)
    actor: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[KeyingRole] = mapped_column(words_of(KeyingRole, "role"))
    typed: Mapped[dict[str, Any]]
    at: Mapped[dt.datetime]


class KeyedFieldRow(Base):
    """How one field came out: who agreed, and whether the machine was right."""

    __tablename__ = "keyed_field"
    __table_args__ = (Index(None, "client", "closed_at"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("keying.document_id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    document_type: Mapped[str]
    purpose: Mapped[KeyingPurpose] = mapped_column(words_of(KeyingPurpose, "purpose"))
    machine: Mapped[str]
    settled: Mapped[str]
    agreed: Mapped[bool]
    """Whether the two keyings were the same."""
    machine_right: Mapped[bool]
    closed_at: Mapped[dt.datetime]


class QuestionRow(Base):
    """A question to the client about one document; one open at a time."""

    __tablename__ = "question"
    __table_args__ = (
        Index(None, "client", "state"),
        Index("uq_question_open", "document_id", unique=True, postgresql_where=text("state = 'open'")),
    )

    question_id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    client: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[dt.datetime]
    fields: Mapped[list[str]]
    question: Mapped[str]
    state: Mapped[QuestionState] = mapped_column(words_of(QuestionState, "state"))
    written_at: Mapped[dt.datetime | None]
    """When it lay in the client's outbox."""
    closed_at: Mapped[dt.datetime | None]
    answer: Mapped[str]
    answer_key: Mapped[str]
    """Key of the reply in the inbox."""
    answer_sha256: Mapped[str] = mapped_column(default="", server_default="")
    """The reply's bytes in the vault."""


class TruthRow(Base):
    """One value of a document that a person put right, as the client's truth; it can be taken back."""

    __tablename__ = "truth"
    __table_args__ = (
        Index(None, "client", "withdrawn_at", "document_type"),
        Index("uq_truth_valid", "document_id", "path", unique=True, postgresql_where=text("withdrawn_at is null")),
    )

    truth_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    client: Mapped[str]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    document_type: Mapped[str]
    vendor_id: Mapped[str | None]
    path: Mapped[str]
    machine: Mapped[str]
    """What the machine had read; empty for nothing."""
    value: Mapped[str]
    actor: Mapped[str]
    at: Mapped[dt.datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[dt.datetime | None]
