"""Invoice: what a supplier asks to be paid (EN 16931; UNTDID 1001 code 380)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.documents.fields import CommercialRecord


class Invoice(CommercialRecord):
    """A supplier's invoice; amounts in ``currency``."""

    invoice_number: str | None = None
    """BT-1."""
    due_date: dt.date | None = None
    """BT-9."""
    payment_terms: str | None = None
    """BT-20."""
    supplier_iban: str | None = None
    """BT-84, IBAN or account number."""
    supplier_bic: str | None = None
    """BT-86."""
    prepaid: Decimal | None = None
    """BT-113, amount already paid."""
    rounding: Decimal | None = None
    """BT-114."""
    amount_due: Decimal | None = None
    """BT-115."""
