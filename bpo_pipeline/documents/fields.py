"""Field types that several documents share, with their EN 16931 business terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.model.draft import Record


class LineItem(Record):
    """One line of an invoice, order or receipt (EN 16931 BG-25)."""

    description: str | None = None
    """BT-153 / BT-154."""
    sku: str | None = None
    """BT-155, the seller's article number."""
    quantity: Decimal | None = None
    """BT-129."""
    unit: str | None = None
    """BT-130, as printed or UNECE Rec 20 code."""
    unit_price: Decimal | None = None
    """BT-146, net price of one unit (or of ``price_basis_quantity`` units)."""
    price_basis_quantity: Decimal | None = None
    """BT-149."""
    tax_rate: Decimal | None = None
    """BT-152, percent."""
    line_total: Decimal | None = None
    """BT-131, net amount of the line."""


class TaxLine(Record):
    """One VAT category and rate (EN 16931 BG-23)."""

    rate: Decimal | None = None
    """BT-119, percent."""
    base: Decimal | None = None
    """BT-116, taxable amount."""
    amount: Decimal | None = None
    """BT-117, tax amount."""
    category: str | None = None
    """BT-118, UNCL5305 code (S, Z, E, AE, K, G, O)."""


class CommercialRecord(Record):
    """What invoices, credit notes, receipts and orders have in common."""

    issue_date: dt.date | None = None
    """BT-2."""
    currency: str | None = None
    """BT-5, ISO 4217."""
    purchase_order_number: str | None = None
    """BT-13."""
    supplier_name: str | None = None
    """BT-27."""
    supplier_address: str | None = None
    """BT-35 to BT-40, one line, parts separated by commas."""
    supplier_tax_id: str | None = None
    """BT-31 (VAT id) or BT-32 (tax registration)."""
    customer_name: str | None = None
    """BT-44."""
    customer_tax_id: str | None = None
    """BT-48."""
    net_total: Decimal | None = None
    """BT-109."""
    tax_total: Decimal | None = None
    """BT-110."""
    gross_total: Decimal | None = None
    """BT-112."""
    discount_total: Decimal | None = None
    """BT-107, sum of allowances, positive."""
    shipping_total: Decimal | None = None
    """BT-108, sum of charges."""
    line_items: tuple[LineItem, ...] = ()
    """BG-25."""
    taxes: tuple[TaxLine, ...] = ()
    """BG-23."""
