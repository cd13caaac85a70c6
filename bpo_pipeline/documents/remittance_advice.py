"""Remittance advice: which invoices a payment is for (fields: UiPath's remittance advice model, and ANSI X12 820)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.model.draft import Record


class PaidInvoice(Record):
    """One invoice that the payment covers, in whole or in part."""

    invoice_number: str | None = None
    invoice_date: dt.date | None = None
    gross: Decimal | None = None
    """The invoice's own total."""
    discount: Decimal | None = None
    deduction: Decimal | None = None
    """Withheld or set off, positive."""
    paid: Decimal | None = None


class RemittanceAdvice(Record):
    """Who paid whom, how, and for what."""

    payer_name: str | None = None
    payee_name: str | None = None
    vendor_number: str | None = None
    """What the payer calls the payee."""
    document_number: str | None = None
    document_date: dt.date | None = None
    payment_date: dt.date | None = None
    payment_method: str | None = None
    payment_reference: str | None = None
    """Number of the check or transfer."""
    currency: str | None = None
    total_amount: Decimal | None = None
    """What was paid."""
    rows: tuple[PaidInvoice, ...] = ()
