"""Receipt: a till slip or expense proof; gross amounts, seldom a customer."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.documents.fields import CommercialRecord


class Receipt(CommercialRecord):
    """A receipt; the lines' totals include tax."""

    invoice_number: str | None = None
    """The slip's or bill's own number, where it has one."""
    tip_total: Decimal | None = None
    """Gratuity, included in ``gross_total``."""
