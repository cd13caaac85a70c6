"""How many sums of the document a value takes part in and confirms: EN 16931 BR-CO-10 to 17, quantity times price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.reading import Source

_NEAR = Decimal("0.02")
_ZERO = Decimal(0)


def proofs(draft: Draft) -> Counter[str]:
    """Path -> number of sums that hold, of values that were read; what was computed proves nothing."""
    record = draft.record
    found: Counter[str] = Counter()
    if not isinstance(record, CommercialRecord):
        return found
    read = {one.path for one in draft.evidence if one.source is not Source.DERIVED}
    amounts = {
        name: value
        for name in type(record).model_fields
        if name in read and isinstance(value := getattr(record, name), Decimal)
    }
    _totals(amounts, found)
    _lines(record, read, amounts, found)
    _taxes(record, read, amounts, found)
    return found


def _totals(amounts: dict[str, Decimal], found: Counter[str]) -> None:
    net, tax, gross, due = (amounts.get(name) for name in ("net_total", "tax_total", "gross_total", "amount_due"))
    prepaid = amounts.get("prepaid", _ZERO)
    if net is not None and tax is not None and gross is not None and tax:  # BR-CO-15
        tips = (_ZERO, amounts.get("tip_total", _ZERO))
        if any(abs(net + tax + tip - gross) <= _NEAR for tip in tips):
            found.update(("net_total", "tax_total", "gross_total"))
    if gross is not None and due is not None and prepaid and abs(gross - prepaid - due) <= _NEAR:  # BR-CO-16
        found.update(("gross_total", "amount_due", "prepaid"))
    elif gross is not None and due is not None and not prepaid and gross == due:
        found.update(("gross_total", "amount_due"))


def _lines(record: CommercialRecord, read: set[str], amounts: dict[str, Decimal], found: Counter[str]) -> None:
    totals = [one.line_total for one in record.line_items]
    for index, line in enumerate(record.line_items):
        if line.quantity is None or line.unit_price is None or line.line_total is None:
            continue
        if not {f"line_items.{index}.{name}" for name in ("quantity", "unit_price", "line_total")} <= read:
            continue
        per = line.price_basis_quantity or Decimal(1)
        if abs(to_cents(line.quantity * line.unit_price / per) - line.line_total) <= _NEAR:
            found.update(f"line_items.{index}.{name}" for name in ("quantity", "unit_price", "line_total"))
    if not totals or any(one is None for one in totals):
        return
    total = _sum(totals)
    extras = amounts.get("shipping_total", _ZERO) - amounts.get("discount_total", _ZERO)
    for name in ("net_total", "gross_total"):  # BR-CO-10, BR-CO-13
        if name in amounts and any(abs(abs(total) + more - amounts[name]) <= _NEAR for more in (_ZERO, extras)):
            found[name] += 1
            found.update(f"line_items.{index}.line_total" for index in range(len(totals)))
            break


def _taxes(record: CommercialRecord, read: set[str], amounts: dict[str, Decimal], found: Counter[str]) -> None:
    rows = [one for index, one in enumerate(record.taxes) if f"taxes.{index}.amount" in read]
    tax, net = amounts.get("tax_total"), amounts.get("net_total")
    if rows and tax is not None and abs(_sum([one.amount for one in rows]) - tax) <= _NEAR:  # BR-CO-14
        found["tax_total"] += 1
    rates = {one.rate for one in record.taxes if one.rate} | {one.tax_rate for one in record.line_items if one.tax_rate}
    if tax and net and any(abs(to_cents(net * rate / 100) - tax) <= _NEAR for rate in rates):  # BR-CO-17
        found.update(("tax_total", "net_total"))


def _sum(values: Sequence[Decimal | None]) -> Decimal:
    return sum((one for one in values if one is not None), _ZERO)
