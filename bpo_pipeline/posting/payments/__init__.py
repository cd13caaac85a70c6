"""Payments: files for the bank that were checked as the bank would, and what the bank says about them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A file for the bank and what must be the same in it and in the list that two people released."""

    name: str
    content: bytes
    count: int
    total: Decimal
    content_type: str
