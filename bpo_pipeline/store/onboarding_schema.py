"""Tables of onboarding: change requests, and what employees' forms say."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base, words_of


class RequestState(StrEnum):
    """Where a change request stands."""

    OPEN = "open"
    APPROVED = "approved"
    APPLIED = "applied"
    DECLINED = "declined"


class ChangeRequestRow(Base):
    """One accepted form that changes master data; another person than who accepted it approves."""

    __tablename__ = "change_request"
    __table_args__ = (
        Index(None, "client", "state"),
        CheckConstraint(
            "state not in ('approved', 'applied') or (approved_by is not null and approved_by not in ('', 'pipeline')"
            " and not (approved_by = any (touched_by)) and subject_id <> '')",
            name="four_eyes",
        ),
    )

    request_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    client: Mapped[str]
    kind: Mapped[str]
    subject_id: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[RequestState] = mapped_column(words_of(RequestState, "state"))
    touched_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    approved_by: Mapped[str | None]
    requested_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None]


class EmployeeFormRow(Base):
    """What an employee's form of one kind says, as it was approved last; sealed."""

    __tablename__ = "employee_form"

    client: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    request_id: Mapped[str] = mapped_column(ForeignKey("change_request.request_id"))
    applied_at: Mapped[dt.datetime]
