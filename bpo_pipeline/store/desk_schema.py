"""Tables of the review desk: who works on what, and what was typed but not yet sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.model.desk import CallBackOutcome
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
