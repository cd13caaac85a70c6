"""What a bill still asks for, and until when: due date, banking day and the discount for paying early.

Source: EN 16931 BT-9 (due date), BT-20 (terms), BT-113 to BT-115 (paid, rounding, due). A discount is taken only where
the terms name one percentage and one number of days; anything more is left to people.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.labels_amounts import CASH_DISCOUNT
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.payables_terms import PayablesTerms
from bpo_pipeline.posting.payments.banking_days import banking_day_until

ZERO = Decimal(0)
MOST_PERCENT = Decimal(10)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_DISCOUNT = re.compile(rf"{CASH_DISCOUNT}|\bnet\b", re.IGNORECASE)
_DAYS = re.compile(
    r"(\d{1,3})\s?(?:calendar |werk)?(?:days?|tage?n?|jours?|dagen|d[ií]as|giorni|dias)\b", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\d.,/])(\d{1,2}(?:[.,]\d{1,2})?)\s?%?\s?[/,]?\s(?:in )?(\d{1,3}),?\s+net\b", re.IGNORECASE)
_SLASH = re.compile(r"(?<![\d.,/])(\d{1,2}(?:[.,]\d{1,2})?)\s?%?\s?/\s?(\d{1,3}),?\s*n(?:et)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """What is paid for one bill; negative for a credit note that is set off."""

    amount: Decimal
    discount: Decimal
    pay_by: dt.date | None
    """Last banking day on which the money is in time; None for a credit note."""


def due_of(record: Invoice, terms: PayablesTerms, *, execution: dt.date, system: str) -> Due:
    """What *record* asks for when it is paid on *execution*.

    Raises ValueError with a sentence for a bill whose amounts do not say one thing.
    """
    if record.gross_total is None or record.gross_total <= 0:
        message = "the bill has no gross total to pay"
        raise ValueError(message)
    amount = record.gross_total - (record.prepaid or ZERO) + (record.rounding or ZERO)
    if record.amount_due is not None and record.amount_due != amount:
        message = f"the bill asks for {record.amount_due}, its total less what was paid is {amount}"
        raise ValueError(message)
    if amount <= 0:
        message = "the bill says that nothing is due"
        raise ValueError(message)
    if isinstance(record, CreditNote):
        return Due(-amount, ZERO, None)
    issued = record.issue_date or execution
    last = record.due_date or issued + dt.timedelta(days=terms.usual_days)
    early = discount_of(record.payment_terms or "") if terms.take_discounts and not record.prepaid else None
    if early is not None:
        percent, days = early
        until = banking_day_until(issued + dt.timedelta(days=days), system)
        if execution <= until:
            discount = to_cents(amount * percent / 100)
            return Due(amount - discount, discount, until)
    return Due(amount, ZERO, banking_day_until(last, system))


def discount_of(terms: str) -> tuple[Decimal, int] | None:
    """Percent and days of ``2% discount within 10 days, net 30`` or ``2/10 net 30``; None where it is not plain."""
    text = " ".join(terms.split())[:300]
    short = _SLASH.search(text) or _SHORT.search(text)
    percents = _PERCENT.findall(text)
    if short is not None and len(percents) <= 1:
        return _plain(short[1], short[2])
    if len(percents) != 1 or not _DISCOUNT.search(text):
        return None
    days = _DAYS.search(text, _PERCENT.search(text).end())  # type: ignore[union-attr]
    days = days or _DAYS.search(text)
    return _plain(percents[0], days[1]) if days else None


def _plain(percent: str, days: str) -> tuple[Decimal, int] | None:
    value = Decimal(percent.replace(",", "."))
    return (value, int(days)) if 0 < value <= MOST_PERCENT else None
