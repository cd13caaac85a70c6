"""The table of payroll results: one per run, sealed, taken over by one and approved by another."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base


class PayResultRow(Base):
    """What the processor made of a run. A trigger refuses an approval by who released the run, and any later change."""

    __tablename__ = "pay_result"
    __table_args__ = (
        CheckConstraint("entered_by not in ('', 'pipeline')", name="by_somebody"),
        CheckConstraint(
            "approved_by is null or (approved_by not in ('', 'pipeline') and approved_by <> entered_by)",
            name="four_eyes",
        ),
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.run_id"), primary_key=True)
    client: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[str]
    entered_by: Mapped[str]
    entered_at: Mapped[dt.datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[dt.datetime | None]
