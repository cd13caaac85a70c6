"""Line totals that OCR misread, put right where two sums prove it.

A line total is replaced by quantity x price only when then all lines meet a total that is printed and proved by
itself, and before they did not. A single misread figure cannot do that by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.item import Item, meets
from bpo_pipeline.model.money import to_cents

_CENT = Decimal("0.01")
_PROVED = 0.95
"""Least confidence of a total that may correct the lines."""
_REPAIRED = 0.9


def repair_totals(items: Sequence[Item], net: Found | None, *, extras: Decimal) -> None:
    """Replace misread line totals; *extras* is what stands between the lines and the net total (charges - discount)."""
    if net is None or net.derived or net.confidence < _PROVED or not isinstance(net.value, Decimal):
        return
    wanted = {net.value, net.value - extras}
    made = [_product(item) for item in items]
    before = sum((item.total for item in items), Decimal(0))
    after = sum((item.total if one is None else one for item, one in zip(items, made, strict=True)), Decimal(0))
    if any(abs(before - one) <= _CENT for one in wanted) or not any(abs(after - one) <= _CENT for one in wanted):
        return
    for item, one in zip(items, made, strict=True):
        ink = item.values["line_total"]
        if one is not None:
            item.values["line_total"] = Found(one, ink.raw, _REPAIRED, ink.page, ink.box, derived=True)
            for name in ("quantity", "unit_price"):
                item.values[name] = item.values[name].surer(_REPAIRED)


def _product(item: Item) -> Decimal | None:
    """Quantity x price where it is not the line's total, else None."""
    quantity, price = (item.values[name].value if name in item.values else None for name in ("quantity", "unit_price"))
    if not isinstance(quantity, Decimal) or not isinstance(price, Decimal):
        return None
    return None if meets(quantity, price, item.total) is not None else to_cents(quantity * price)
