"""Purchase order: what a customer orders (Peppol Order; Order-X type code 220)."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.documents.fields import CommercialRecord


class PurchaseOrder(CommercialRecord):
    """An order or an order change; the number is ``purchase_order_number``."""

    requested_delivery_date: dt.date | None = None
    """The day the buyer wants the goods."""
    payment_terms: str | None = None
    """As agreed, free text."""
