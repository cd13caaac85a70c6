"""Line items that OCR misread, put right where two sums prove it.

A line total is replaced by quantity x price only when then all lines meet a total that is printed and proved by
itself, and before they did not. A single misread figure cannot do that by chance. Where the lines do meet the total,
a quantity or price may be one digit off: it is put right when only one of the two can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.extraction.digit_repair import one_digit_apart
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.gaps import mend
from bpo_pipeline.extraction.item import Item, meets
from bpo_pipeline.model.draft import DIGIT_REPAIR
from bpo_pipeline.model.money import to_cents

_CENT = Decimal("0.01")
_PROVED = 0.95
"""Least confidence of a total that may correct the lines."""
_REPAIRED = 0.9


def repair_lines(items: Sequence[Item], net: Found | None, *, extras: Decimal) -> None:
    """Put misread lines right; *extras* is what stands between the lines and the net total (charges - discount)."""
    if net is None or net.derived or net.confidence < _PROVED or not isinstance(net.value, Decimal):
        return
    wanted = {net.value, net.value - extras}
    if _meet(sum((item.total for item in items), Decimal(0)), wanted):
        for item in items:
            _repair_factor(item)
            mend(item)
    else:
        _repair_totals(items, wanted)


def _meet(total: Decimal, wanted: set[Decimal]) -> bool:
    return any(abs(total - one) <= _CENT for one in wanted)


def _repair_totals(items: Sequence[Item], wanted: set[Decimal]) -> None:
    made = [_product(item) for item in items]
    after = sum((item.total if one is None else one for item, one in zip(items, made, strict=True)), Decimal(0))
    if not _meet(after, wanted):
        return
    for item, one in zip(items, made, strict=True):
        ink = item.values["line_total"]
        if one is not None:
            item.values["line_total"] = replace(
                ink, value=one, confidence=_REPAIRED, derived=True, rules=(DIGIT_REPAIR, "BR-CO-10")
            )
            for name in ("quantity", "unit_price"):
                item.values[name] = item.values[name].surer(_REPAIRED)


def _repair_factor(item: Item) -> None:
    """The quantity or the price, whichever alone can be one digit off; a discount on the line explains it as well."""
    if _product(item) is None or item.amounts.get("discount"):
        return
    quantity, price = (item.values[name].value for name in ("quantity", "unit_price"))
    if not isinstance(quantity, Decimal) or not isinstance(price, Decimal) or not quantity or not price:
        return
    ways: list[tuple[str, Decimal]] = []
    for name, read, other in (("quantity", quantity, price), ("unit_price", price, quantity)):
        meant = (item.total / other).quantize(Decimal(1).scaleb(min(_places(read), 0)))
        if to_cents(meant * other) == item.total and one_digit_apart(read, meant):
            ways.append((name, meant))
    if len(ways) == 1:
        name, meant = ways[0]
        item.values[name] = replace(item.values[name], value=meant, confidence=_REPAIRED, rules=(DIGIT_REPAIR,))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _product(item: Item) -> Decimal | None:
    """Quantity x price where it is not the line's total, else None."""
    quantity, price = (item.values[name].value if name in item.values else None for name in ("quantity", "unit_price"))
    if not isinstance(quantity, Decimal) or not isinstance(price, Decimal):
        return None
    return None if meets(quantity, price, item.total) is not None else to_cents(quantity * price)
