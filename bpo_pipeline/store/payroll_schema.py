"""Tables of payroll: employees, where their pay goes, pay runs and payments. Personal values are sealed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base, words_of


class AccountState(StrEnum):
    """Where bank details stand."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REPLACED = "replaced"


class RunState(StrEnum):
    """Where a pay run stands."""

    PREPARED = "prepared"
    RELEASED = "released"
    SENT = "sent"
    DECLINED = "declined"


class PaymentState(StrEnum):
    """Where a payment stands."""

    SENT = "sent"
    SETTLED = "settled"
    RETURNED = "returned"


class EmployeeRow(Base):
    """A person on a client's payroll."""

    __tablename__ = "employee"

    client: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    entered_by: Mapped[str]
    entered_at: Mapped[dt.datetime]


class PayeeAccountRow(Base):
    """Where a payee's money goes: active only after a call-back and by two people; a payment needs an active one."""

    __tablename__ = "payee_account"
    __table_args__ = (
        Index(None, "client", "payee_id"),
        CheckConstraint("entered_by not in ('', 'pipeline')", name="by_a_person"),
        CheckConstraint(
            "called_by is null or (called_by not in ('', 'pipeline') and called_at is not null"
            " and length(phone) >= 5 and known_from <> '' and spoke_with <> '')",
            name="call_can_be_checked",
        ),
        CheckConstraint(
            "approved_by is null or (approved_by not in ('', 'pipeline') and approved_by <> entered_by"
            " and called_by is not null and approved_by <> called_by)",
            name="four_eyes",
        ),
        CheckConstraint("state <> 'active' or approved_by is not null", name="approved_before_active"),
    )

    account_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    client: Mapped[str]
    payee_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[str]
    """Fingerprint of the bank details under the client's key."""
    state: Mapped[AccountState] = mapped_column(words_of(AccountState, "state"))
    entered_by: Mapped[str]
    entered_at: Mapped[dt.datetime]
    called_by: Mapped[str | None]
    called_at: Mapped[dt.datetime | None]
    phone: Mapped[str | None]
    known_from: Mapped[str | None]
    spoke_with: Mapped[str | None]
    approved_by: Mapped[str | None]
    approved_at: Mapped[dt.datetime | None]


class PayRunRow(Base):
    """One batch of a period. Whoever touched a timesheet in it does not release it."""

    __tablename__ = "pay_run"
    __table_args__ = (
        Index(None, "client", "last_day"),
        CheckConstraint(
            "state not in ('released', 'sent') or (can_be_released and released_by is not null"
            " and released_by not in ('', 'pipeline') and not (released_by = any (touched_by)))",
            name="four_eyes",
        ),
    )

    run_id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[str]
    state: Mapped[RunState] = mapped_column(words_of(RunState, "state"))
    can_be_released: Mapped[bool]
    touched_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    released_by: Mapped[str | None]
    prepared_at: Mapped[dt.datetime]
    released_at: Mapped[dt.datetime | None]


class PayRunDocumentRow(Base):
    """A timesheet is paid once."""

    __tablename__ = "pay_run_document"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.run_id"))


class PaymentRow(Base):
    """Money that went out; a trigger refuses one to an account that is not active, and one of a run not released."""

    __tablename__ = "payment"
    __table_args__ = (
        Index(None, "client", "run_id"),
        Index(None, "payment_run_id"),
        CheckConstraint("num_nonnulls(run_id, payment_run_id) = 1", name="of_one_run"),
    )

    payment_id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    run_id: Mapped[str | None] = mapped_column(ForeignKey("pay_run.run_id"))
    """Net pay of this payroll run."""
    payment_run_id: Mapped[str | None] = mapped_column(ForeignKey("payment_run.run_id"))
    """Bills of this payment run."""
    payee_id: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("payee_account.account_id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    file_name: Mapped[str]
    state: Mapped[PaymentState] = mapped_column(words_of(PaymentState, "state"))
    code: Mapped[str]
    sent_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
