"""Discounts printed in a row of their own under the item that they are for: ``less 16.7 % discount -2.00``.

They are taken off the item above only when the lines then meet a total of the document and before they did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.item import Item
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.total_candidates import labelled_amounts

_CENT = Decimal("0.01")
_PROVED = 0.95
_TO_ITEM = 6
"""Lines at most between an item and its discount."""


def with_discounts(sheet: Sheet, items: Sequence[Item], targets: Sequence[Decimal]) -> list[Item]:
    """The items, each less the discount in the row under it; unchanged where the sum of the lines does not say so."""
    total = sum((one.total for one in items), Decimal(0))
    wanted = [*targets, *(one.value for one in labelled_amounts(sheet, "subtotal", frozenset()))]
    if any(abs(total - one) <= _CENT for one in wanted if one):
        return list(items)
    by_item = _discounts(sheet, items)
    less = sum((abs(one.value) for one in by_item.values()), Decimal(0))
    if not less or not any(abs(total - less - one) <= _CENT for one in wanted if one):
        return list(items)
    return [_reduced(one, by_item[index]) if index in by_item else one for index, one in enumerate(items)]


def _discounts(sheet: Sheet, items: Sequence[Item]) -> dict[int, Amount]:
    """Place of the item -> the amount taken off it, for rows that a discount's label opens."""
    found: dict[int, Amount] = {}
    last = max((one.anchor.line for one in items), default=0)
    sums = [mark.line for mark in sheet.marks if mark.line > last and mark.fields & {"subtotal", "net_total"}]
    end = min(sums, default=len(sheet.lines))
    for mark in sheet.marks:
        if not mark.weight("discount_total") or mark.line >= end:
            continue
        above = [index for index, one in enumerate(items) if 0 < mark.line - one.anchor.line <= _TO_ITEM]
        below = [one for one in items if one.anchor.line > mark.line]
        money = [one for one in sheet.amounts.get(mark.line, ()) if one.money]
        if above and money and (below or money[-1].value < 0) and above[-1] not in found:
            found[above[-1]] = money[-1]
    return found


def _reduced(item: Item, discount: Amount) -> Item:
    value = item.total - abs(discount.value)
    anchor = replace(item.anchor, value=value)
    total = replace(item.values["line_total"], value=value, confidence=_PROVED, derived=True)
    values = {**item.values, "line_total": total}
    return Item(anchor, values, {**item.amounts, "discount": [discount]}, item.description)
