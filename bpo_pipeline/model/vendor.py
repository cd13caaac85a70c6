"""What a target (the ERP) knows: vendors and purchase orders. Read, never created by us."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Vendor:
    """A supplier in the client's master data."""

    vendor_id: str
    """The target's own id."""
    name: str
    code: str = ""
    tax_ids: tuple[str, ...] = ()
    """Compact (no blanks or punctuation), upper case."""
    ibans: tuple[str, ...] = ()
    """IBAN or account numbers, compact, upper case."""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """An open order in the target."""

    order_id: str
    number: str
    vendor_id: str
    currency: str
    net_total: Decimal
