"""Tables of the review desk: who works on what, and what was typed but not yet sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base


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
