"""Tables of paid bills: runs that two people release, their bills, and prenotes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bpo_pipeline.store.schema import Base, words_of


class PaymentRunState(StrEnum):
    """Where a payment run stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    SENT = "sent"
    DECLINED = "declined"


class PrenoteState(StrEnum):
    """What became of a prenote."""

    SENT = "sent"
    RETURNED = "returned"


class PaymentRunRow(Base):
    """Bills paid by one file. Two people release it; nobody who decided on one of its bills is among them."""

    __tablename__ = "payment_run"
    __table_args__ = (
        Index(None, "client", "execution"),
        CheckConstraint(
            "not (released_by && touched_by) and not (released_by && array['', 'pipeline'])"
            " and array_position(released_by, null) is null and cardinality(released_by) <= 2"
            " and (cardinality(released_by) < 2 or released_by[1] <> released_by[2])",
            name="four_eyes",
        ),
        CheckConstraint("state not in ('released', 'sent') or cardinality(released_by) = 2", name="two_people"),
        CheckConstraint("state <> 'sent' or (sent_total is not null and sent_total = total)", name="sent_as_released"),
        CheckConstraint("total > 0", name="pays_something"),
    )

    run_id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    system: Mapped[str]
    currency: Mapped[str]
    execution: Mapped[dt.date]
    total: Mapped[Decimal]
    sent_total: Mapped[Decimal | None]
    body_hash: Mapped[str]
    state: Mapped[PaymentRunState] = mapped_column(words_of(PaymentRunState, "state"))
    touched_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    released_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    proposed_at: Mapped[dt.datetime]
    released_at: Mapped[dt.datetime | None]


class PaidBillRow(Base):
    """A bill in a run; in one live run at most. Not live any more: the run was declined, or the payment came back."""

    __tablename__ = "paid_bill"
    __table_args__ = (
        Index(None, "payment_id"),
        Index("uq_paid_bill_live", "document_id", unique=True, postgresql_where=text("live")),
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("payment_run.run_id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.document_id"), primary_key=True)
    payment_id: Mapped[str]
    payee_id: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("payee_account.account_id"))
    number: Mapped[str]
    issue_date: Mapped[dt.date | None]
    gross: Mapped[Decimal]
    discount: Mapped[Decimal]
    amount: Mapped[Decimal]
    live: Mapped[bool]


class PrenoteRow(Base):
    """A test without money to an account; money follows three banking days later, unless it came back."""

    __tablename__ = "prenote"
    __table_args__ = (CheckConstraint("good_from >= effective + 3", name="waited"),)

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("payee_account.account_id"), primary_key=True, autoincrement=False
    )
    client: Mapped[str]
    payment_id: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]
    effective: Mapped[dt.date]
    good_from: Mapped[dt.date]
    state: Mapped[PrenoteState] = mapped_column(words_of(PrenoteState, "state"))
    code: Mapped[str]
    sent_at: Mapped[dt.datetime]
