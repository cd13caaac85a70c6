"""A payment to a vendor or an employee, and what the bank says about it afterwards."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bpo_pipeline.model.sensitive import Sensitive


@dataclass(frozen=True, slots=True)
class Payment:
    """Money to one account."""

    payment_id: str
    """Ours, at most 15 letters and digits, once for ever: ACH carries no more."""
    payee_id: str
    name: str
    amount: Decimal
    currency: str
    account: Sensitive
    """Account number, or IBAN."""
    routing: str = ""
    """ABA routing number, or BIC where it is known."""
    savings: bool = False
    reference: str = ""
    """What the payee sees: invoice numbers, or the pay period."""
    prenote: bool = False
    """A test without money, sent before the first payment to an account."""
    document_id: str = ""

    @property
    def cents(self) -> int:
        """The amount in cents. Raises ValueError for parts of a cent."""
        cents = self.amount * 100
        if cents != int(cents):
            message = f"payment {self.payment_id} is no whole number of cents"
            raise ValueError(message)
        return int(cents)


def new_payment_id(*parts: str) -> str:
    """15 capital letters and digits that are the same however often they are asked for."""
    return base64.b32encode(hashlib.sha256("\0".join(parts).encode()).digest()).decode()[:15]


class Outcome(StrEnum):
    """What the bank says became of a payment."""

    ACCEPTED = "accepted"
    SETTLED = "settled"
    RETURNED = "returned"
    CHANGE = "change"
    """It was paid, and the bank asks to use other details from now on (NOC); such a change needs two people."""


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """One line of a status, statement or return file."""

    payment_id: str
    outcome: Outcome
    amount: Decimal
    code: str = ""
    """R01 ..., C01 ..., AC04 ...; empty where the payment went through."""
    booked_on: dt.date | None = None
