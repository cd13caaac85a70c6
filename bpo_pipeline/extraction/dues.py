"""Prepaid, rounding and amount due (EN 16931 BR-CO-16: due = gross - prepaid + rounding)."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.deductions import Settled, settled
from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.total_candidates import NEAR, Candidate

_CREDITED = 0.6
"""A credit note that names no amount due may be set off: whether anything is paid out is not on it."""
_UNTOLD = 0.5
"""Confidence of a rest that the paper does not print."""
_FIRM = 0.7
"""Confidence of a gross total from which a withheld tax is taken off."""


def _instalments(sheet: Sheet) -> Candidate | None:
    """The sum of several payments on account, each in a line of its own behind its label."""
    paid: dict[int, Decimal] = {}
    for mark in sheet.marks:
        money = [one for one in sheet.amounts.get(mark.line, ()) if one.money]
        if mark.weight("prepaid") and money:
            paid[mark.line] = abs(money[-1].value)
    total = sum(paid.values(), Decimal(0))
    return Candidate(total, 0.5, derived(total, 0.9)) if len(paid) > 1 else None


def _settle(below: Settled, rest: Amount, result: dict[str, Found]) -> None:
    """The rest that is printed under the deductions, and what of these has been paid."""
    result["amount_due"] = found(rest.value, rest.words, rest.page, 0.97)
    paid = below.total - below.withheld
    if paid:
        first = below.taken[0]
        alone = len(below.taken) == 1
        result["prepaid"] = found(paid, first.words, first.page, 0.97) if alone else derived(paid, 0.9)


def _withhold(pool: dict[str, list[Candidate]], gross: Found, total: Decimal, result: dict[str, Found]) -> None:
    """A withheld tax that does not stand right under the total: the rest is due, with little doubt where printed."""
    for held, paid in product(pool["withheld"], [*pool["prepaid"], None]):
        rest = total - held.value - (paid.value if paid else Decimal(0))
        named = [one for one in (*pool["amount_due"], *pool["gross_total"]) if one.value == rest > 0]
        if named:
            result["amount_due"] = named[0].ink.surer(0.97 if gross.confidence > _FIRM else _UNTOLD)
            if paid:
                result["prepaid"] = paid.ink.surer(0.97)
            return
    result["amount_due"] = derived(max(Decimal(0), total - pool["withheld"][0].value), _UNTOLD)


def settle_due(sheet: Sheet, pool: dict[str, list[Candidate]], result: dict[str, Found]) -> None:
    """Prepaid, rounding and amount due, by BR-CO-16; the due amount is derived when it is not printed."""
    gross = result.get("gross_total")
    if (
        gross is None
        or not isinstance(gross.value, Decimal)
        or sheet.document_type in {"receipt", "purchase_order", "purchase_order_change"}
    ):
        return
    below = settled(sheet, gross)
    if below is not None and below.rest is not None:
        _settle(below, below.rest, result)
    elif pool["withheld"]:
        _withhold(pool, gross, gross.value, result)
    elif not _balanced(sheet, pool, gross.value, result) and not _paid_somewhere(sheet, pool, gross.value, result):
        _untied(sheet, pool, gross, gross.value, below, result)


def _prepaid(sheet: Sheet, pool: dict[str, list[Candidate]]) -> list[Candidate]:
    prepaid = [one for one in pool["prepaid"] if one.score > 0.4]
    if (instalments := _instalments(sheet)) is not None:
        prepaid.insert(0, instalments)
    return prepaid


def _balanced(sheet: Sheet, pool: dict[str, list[Candidate]], gross: Decimal, result: dict[str, Found]) -> bool:
    """Whether printed amounts meet BR-CO-16; they are taken then."""
    prepaid = _prepaid(sheet, pool)
    for paid, due, rounding in product([*prepaid, None], pool["amount_due"], [*pool["rounding"][:1], None]):
        less = paid.value if paid else Decimal(0)
        rest = gross - less - due.value
        slack = rounding.value if rounding else Decimal(0)
        if abs(rest) <= NEAR or (rounding is not None and abs(abs(rest) - slack) <= Decimal("0.005")):
            result["amount_due"] = due.ink.surer(0.97)
            if paid:
                result["prepaid"] = paid.ink.surer(0.97)
            if rounding and abs(rest) > Decimal("0.005"):
                result["rounding"] = derived(-rest, 0.9)
            return True
    return False


def _paid_somewhere(sheet: Sheet, pool: dict[str, list[Candidate]], gross: Decimal, result: dict[str, Found]) -> bool:
    """Whether what is missing between gross and due is printed somewhere: a payment."""
    for due in pool["amount_due"]:
        rest = gross - due.value
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
            return True
    return False


def _untied(
    sheet: Sheet,
    pool: dict[str, list[Candidate]],
    gross: Found,
    total: Decimal,
    below: Settled | None,
    result: dict[str, Found],
) -> None:
    """What is due where no printed amounts prove it."""
    due, prepaid = pool["amount_due"], _prepaid(sheet, pool)
    if due and due[0].score >= 0.9 and due[0].ink.box != gross.box:
        result["amount_due"] = due[0].ink.surer(0.7)
    elif prepaid and prepaid[0].score >= 0.7 and prepaid[0].value < total:
        result["prepaid"] = prepaid[0].ink.surer(0.6)
        result["amount_due"] = derived(total - prepaid[0].value, 0.55)
    elif below is not None:
        result["amount_due"] = derived(total - below.total, _UNTOLD)
    else:
        sure = min(gross.confidence, _CREDITED) if sheet.document_type == "credit_note" else gross.confidence
        result["amount_due"] = derived(total, max(0.0, sure - 0.05))
