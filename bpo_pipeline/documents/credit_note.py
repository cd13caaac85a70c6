"""Credit note: what a supplier gives back (EN 16931; UNTDID 1001 code 381). Amounts are positive."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.documents.invoice import Invoice


class CreditNote(Invoice):
    """A supplier's credit note; amounts are kept positive, the type says the direction."""

    preceding_invoice_number: str | None = None
    """BT-25, the invoice that is corrected."""
    preceding_invoice_date: dt.date | None = None
    """BT-26."""
