"""Table of the vendor memory: one row per confirmed paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base


class MemoryRow(Base):
    """What is remembered of one confirmed paper; it can be taken back."""

    __tablename__ = "vendor_memory"
    __table_args__ = (
        Index(None, "client", "vendor", "at"),
        Index("uq_vendor_memory", "document_id", unique=True, postgresql_where=text("withdrawn_at is null")),
        CheckConstraint("actor not in ('', 'pipeline')", name="by_a_person"),
    )

    memory_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    client: Mapped[str]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"))
    vendor: Mapped[str]
    layout: Mapped[dict[str, Any]]
    actor: Mapped[str]
    at: Mapped[dt.datetime]
    hits: Mapped[int]
    misses: Mapped[int]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[dt.datetime | None]
