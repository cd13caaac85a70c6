"""The Bill: an approved invoice, credit note or receipt, made ready for any accounting target.

Its amounts tie: the lines (with discount and shipping) add up to the net total, net and tax to the gross total. Where
the document's own lines do not (receipts print gross lines), the bill has one line per tax rate "as invoiced".
Source: EN 16931-1, BR-CO-10, BR-CO-13, BR-CO-15.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.fields import CommercialRecord, LineItem, TaxLine
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.purchase_order import PurchaseOrder
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting import to_a_person

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


class BillKind(StrEnum):
    """Which way the money goes, and whether it went already."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    PURCHASE_ORDER = "purchase_order"
    """Not a bill: only a target that hands records on (CSV) takes it."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line; ``amount`` is net. Quantity times price need not give it (discounts, price per hundred)."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    """Price of one unit."""
    amount: Decimal
    unit: str = ""
    sku: str = ""
    tax_rate: Decimal | None = None
    """Percent; None when the document does not say."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What a target needs to book; amounts are positive for a credit note too, ``kind`` says the direction."""

    kind: BillKind
    number: str
    """The vendor's own number; empty for a receipt without one."""
    vendor: Vendor | None
    """None only for a purchase order."""
    issue_date: dt.date
    due_date: dt.date | None
    currency: str
    lines: tuple[BillLine, ...]
    discount: Decimal
    """Allowances on the whole document, positive."""
    shipping: Decimal
    """Charges on the whole document."""
    net: Decimal
    tax: Decimal
    total: Decimal
    """Gross (BT-112)."""
    taxes: tuple[TaxLine, ...]
    """One per rate, complete (rate, base, amount, category) and adding up to ``tax``."""
    content: str
    """SHA-256 of the canonical record."""
    record: CommercialRecord
    """What was approved."""


def canonical(record: CommercialRecord) -> bytes:
    """The record as bytes that do not depend on how it was written down: equal records give equal bytes."""
    values = record.model_dump(mode="python", exclude_none=True)
    document = {"type": type(record).__name__, "values": values}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=_plain, ensure_ascii=False).encode()


def body_hash(record: CommercialRecord) -> str:
    """SHA-256 of the canonical record, as it goes into the outbox row at approval."""
    return hashlib.sha256(canonical(record)).hexdigest()


def make_bill(record: CommercialRecord, vendor: Vendor | None) -> Bill:
    """The bill of an approved record.

    Raises Refused (to a person) naming what is missing or does not add up.
    """
    kind, number = _kind(record)
    if vendor is None and kind is not BillKind.PURCHASE_ORDER:
        raise to_a_person("no vendor is chosen for this bill; choose one")
    if record.issue_date is None or not record.currency:
        raise to_a_person("a bill needs an issue date and a currency; complete the record")
    net, tax, total = _totals(record)
    tip = record.tip_total if isinstance(record, Receipt) and record.tip_total else ZERO
    if net + tax != total:
        if net + tax + tip != total:
            raise to_a_person(f"net {net} and tax {tax} do not make the gross total {total} {record.currency}")
        net += tip
    taxes = _taxes(record, net, tax)
    discount, shipping = record.discount_total or ZERO, record.shipping_total or ZERO
    lines = tuple(_line(one, taxes) for one in record.line_items if one.line_total is not None)
    if not lines or sum((one.amount for one in lines), ZERO) - discount + shipping != net:
        discount = shipping = ZERO
        lines = lines_as_invoiced(taxes, number)
    return Bill(
        kind=kind,
        number=number,
        vendor=vendor,
        issue_date=record.issue_date,
        due_date=record.due_date if isinstance(record, Invoice) else None,
        currency=record.currency,
        lines=lines,
        discount=discount,
        shipping=shipping,
        net=net,
        tax=tax,
        total=total,
        taxes=taxes,
        content=body_hash(record),
        record=record,
    )


def lines_as_invoiced(taxes: tuple[TaxLine, ...], number: str) -> tuple[BillLine, ...]:
    """One line per tax rate over its whole base, for documents whose own lines do not add up."""
    name = f"As invoiced, {number}" if number else "As invoiced"
    return tuple(BillLine(name, ONE, one.base or ZERO, one.base or ZERO, tax_rate=one.rate) for one in taxes)


def _plain(value: object) -> str:
    """Decimals without trailing zeros, dates as ISO 8601."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"a record has no field of type {type(value).__name__}"
    raise TypeError(message)


def _kind(record: CommercialRecord) -> tuple[BillKind, str]:
    if isinstance(record, Receipt):
        return BillKind.RECEIPT, record.invoice_number or ""
    if isinstance(record, PurchaseOrder):
        return BillKind.PURCHASE_ORDER, record.purchase_order_number or ""
    if not isinstance(record, Invoice):
        raise to_a_person(f"a {type(record).__name__} is not something to book")
    if not record.invoice_number:
        raise to_a_person("a bill needs the vendor's own number; complete the record")
    return BillKind.CREDIT_NOTE if isinstance(record, CreditNote) else BillKind.INVOICE, record.invoice_number


def _totals(record: CommercialRecord) -> tuple[Decimal, Decimal, Decimal]:
    """Net, tax and gross; a missing net or tax follows from the others."""
    total = record.gross_total
    if total is None and isinstance(record, PurchaseOrder) and record.net_total is not None:
        # an order often has no tax yet
        total = record.net_total + (record.tax_total or ZERO)
    if total is None:
        raise to_a_person("a bill needs a gross total; complete the record")
    if record.net_total is None:
        tax = record.tax_total or ZERO
        tip = record.tip_total if isinstance(record, Receipt) and record.tip_total else ZERO
        return total - tax - tip, tax, total
    tax = record.tax_total if record.tax_total is not None else total - record.net_total
    return record.net_total, tax, total


def _taxes(record: CommercialRecord, net: Decimal, tax: Decimal) -> tuple[TaxLine, ...]:
    """The breakdown that the document gives, or its lines; where neither ties, one line for the whole."""
    given = [one for one in record.taxes if one.amount is not None and one.base is not None and one.rate is not None]
    complete = given and len(given) == len(record.taxes)
    if complete and _sum(one.amount for one in given) == tax and _sum(one.base for one in given) == net:
        return tuple(one.model_copy(update={"category": one.category or _category(one.rate)}) for one in given)
    by_rate = _taxes_of_lines(record.line_items)
    if _sum(one.amount for one in by_rate) == tax and _sum(one.base for one in by_rate) == net:
        return by_rate
    printed = {one.rate for one in (*record.taxes, *by_rate) if one.rate is not None}
    rate = printed.pop() if len(printed) == 1 else None
    if rate is None or to_cents(net * rate / HUNDRED) != to_cents(tax):
        rate = (tax * HUNDRED / net).quantize(Decimal("0.001")).normalize() if net else ZERO
    category = next((one.category for one in record.taxes if one.category), None) if not rate else None
    return (TaxLine(rate=rate, base=net, amount=tax, category=category or _category(rate)),)


def _taxes_of_lines(items: tuple[LineItem, ...]) -> tuple[TaxLine, ...]:
    """The breakdown that the lines' own rates give; empty when a line does not say its rate or amount."""
    bases: dict[Decimal, Decimal] = {}
    for one in items:
        if one.tax_rate is None or one.line_total is None:
            return ()
        bases[one.tax_rate] = bases.get(one.tax_rate, ZERO) + one.line_total
    return tuple(
        TaxLine(rate=rate, base=base, amount=to_cents(base * rate / HUNDRED), category=_category(rate))
        for rate, base in bases.items()
    )


def _category(rate: Decimal | None) -> str:
    """UNCL5305: standard rate where there is tax, zero rated where there is none."""
    return "S" if rate else "Z"


def _line(item: LineItem, taxes: tuple[TaxLine, ...]) -> BillLine:
    amount = item.line_total if item.line_total is not None else ZERO
    quantity = item.quantity or ONE
    price = amount / quantity if item.unit_price is None else item.unit_price / (item.price_basis_quantity or ONE)
    rate = taxes[0].rate if len(taxes) == 1 else item.tax_rate
    description = item.description or item.sku or "As invoiced"
    return BillLine(description, quantity, price, amount, item.unit or "", item.sku or "", rate)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), ZERO)
