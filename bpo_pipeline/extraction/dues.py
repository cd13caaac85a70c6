"""Prepaid, rounding and amount due (EN 16931 BR-CO-16: due = gross - prepaid + rounding)."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.total_candidates import NEAR, Candidate

_CREDITED = 0.6
"""A credit note that names no amount due may be set off: whether anything is paid out is not on it."""


def _instalments(sheet: Sheet) -> Candidate | None:
    """The sum of several payments on account, each in a line of its own behind its label."""
    paid: dict[int, Decimal] = {}
    for mark in sheet.marks:
        money = [one for one in sheet.amounts.get(mark.line, ()) if one.money]
        if mark.weight("prepaid") and money:
            paid[mark.line] = abs(money[-1].value)
    total = sum(paid.values(), Decimal(0))
    return Candidate(total, 0.5, derived(total, 0.9)) if len(paid) > 1 else None


def settle_due(sheet: Sheet, pool: dict[str, list[Candidate]], result: dict[str, Found]) -> None:
    """Prepaid, rounding and amount due, by BR-CO-16; the due amount is derived when it is not printed."""
    gross = result.get("gross_total")
    if (
        gross is None
        or not isinstance(gross.value, Decimal)
        or sheet.document_type in {"receipt", "purchase_order", "purchase_order_change"}
    ):
        return
    prepaid = [one for one in pool["prepaid"] if one.score > 0.4]
    if (instalments := _instalments(sheet)) is not None:
        prepaid.insert(0, instalments)
    for paid, due, rounding in product([*prepaid, None], [*pool["amount_due"], None], [*pool["rounding"][:1], None]):
        if due is None:
            continue
        less = paid.value if paid else Decimal(0)
        rest = gross.value - less - due.value
        slack = rounding.value if rounding else Decimal(0)
        if abs(rest) <= NEAR or (rounding is not None and abs(abs(rest) - slack) <= Decimal("0.005")):
            result["amount_due"] = due.ink.surer(0.97)
            if paid:
                result["prepaid"] = paid.ink.surer(0.97)
            if rounding and abs(rest) > Decimal("0.005"):
                result["rounding"] = derived(-rest, 0.9)
            return
    for due in pool["amount_due"]:  # what is missing between gross and due is printed somewhere as a payment
        rest = gross.value - due.value
        payment = (
            next(
                (one for several in sheet.amounts.values() for one in several if one.money and abs(one.value) == rest),
                None,
            )
            if rest > 0
            else None
        )
        if payment is not None and due.score >= 0.8:
            result["amount_due"] = due.ink.surer(0.95)
            result["prepaid"] = found(rest, payment.words, payment.page, 0.85)
            return
    if pool["amount_due"] and pool["amount_due"][0].score >= 0.9 and pool["amount_due"][0].ink.box != gross.box:
        result["amount_due"] = pool["amount_due"][0].ink.surer(0.7)
        return
    if prepaid and prepaid[0].score >= 0.7 and prepaid[0].value < gross.value:
        result["prepaid"] = prepaid[0].ink.surer(0.6)
        result["amount_due"] = derived(gross.value - prepaid[0].value, 0.55)
        return
    sure = min(gross.confidence, _CREDITED) if sheet.document_type == "credit_note" else gross.confidence
    result["amount_due"] = derived(gross.value, max(0.0, sure - 0.05))
