"""Payment runs of bills as the store gives them, and where a vendor's money goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.model.sensitive import Sensitive

VENDOR = "vendor/"
"""Bank details of vendors stand beside those of employees; the prefix keeps their ids apart."""


@dataclass(frozen=True, slots=True)
class BankDetails:
    """An account that money goes to."""

    account: Sensitive
    routing: str = ""
    """ABA routing number, or BIC where it is known."""
    savings: bool = False


@dataclass(frozen=True, slots=True)
class PaidBill:
    """One bill of a run, or a credit note that is set off (negative)."""

    document_id: str
    payment_id: str
    payee_id: str
    account_id: int
    number: str
    issue_date: dt.date | None
    gross: Decimal
    discount: Decimal
    """Taken for paying early."""
    amount: Decimal
    """What is paid: the part that is still due, less the discount."""


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """Bills that are paid by one file on one day."""

    run_id: str
    client: str
    system: str
    """``nacha`` or ``sepa``."""
    currency: str
    execution: dt.date
    total: Decimal
    body_hash: str
    state: str = "proposed"
    touched_by: tuple[str, ...] = ()
    """Who decided on a bill of it, or proposed it: they do not release it."""
    released_by: tuple[str, ...] = ()
    released_at: dt.datetime | None = None
    sent_total: Decimal | None = None
    """As the bank's file says it, read back."""
    bills: tuple[PaidBill, ...] = ()


@dataclass(frozen=True, slots=True)
class Prenote:
    """A test without money that went to an account before the first payment."""

    account_id: int
    payment_id: str
    file_name: str
    effective: dt.date
    good_from: dt.date
    """First day on which money may follow."""
    state: str = "sent"


@dataclass(frozen=True, slots=True)
class RunTally:
    """A run's sums from three places that must agree."""

    run_id: str
    currency: str
    state: str
    bills: int
    payees: int
    """Payments that the bills ask for."""
    payments: int
    """Kept with their account, before the file left."""
    returned: int
    total: Decimal
    """That two people released."""
    bills_total: Decimal
    """Sum of the bills in it."""
    sent_total: Decimal | None
    """As the bank's file says it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposal came to."""

    waiting: Sequence[str]
    """Runs that wait for release."""
    held: Sequence[tuple[str, str]]
    """Bills that are due and cannot be paid yet, and why."""
