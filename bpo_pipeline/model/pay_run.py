"""Pay runs and payee accounts as the store gives them; what is personal in them is sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PayRun:
    """One batch of a period and where it stands."""

    run_id: str
    client: str
    first_day: dt.date
    last_day: dt.date
    """Included."""
    sealed: bytes
    state: str
    can_be_released: bool
    touched_by: tuple[str, ...]
    released_by: str | None


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """Bank details of one payee, and who vouched for them."""

    account_id: int
    payee_id: str
    sealed: bytes
    mark: str
    state: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class SentPayment:
    """A payment that went out; the amount is sealed."""

    payment_id: str
    payee_id: str
    account_id: int
    sealed: bytes
    file_name: str
    state: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PayResult:
    """What the processor made of a run; the figures are sealed."""

    run_id: str
    sealed: bytes
    body_hash: str
    entered_by: str
    approved_by: str | None
