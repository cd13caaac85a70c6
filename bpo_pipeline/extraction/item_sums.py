"""Rows that are no items, told by the sum: notes such as ``of which copyright levy 4.24`` beside the goods.

A row without quantity x price that repeats what the rows before it come to, since the beginning or since the last
such row, is a subtotal or carried over to another page, whatever it is called. Where the lines do not add up to a
total of the document and leaving out such rows, or else rows without quantity x price in exactly one way, makes them
do so, those rows are no items. A row that its own arithmetic proves is never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from bpo_pipeline.extraction.item import Item

_CENT = Decimal("0.01")
_PROVED = 0.9
_MOST = 12
"""Doubtful rows among which is searched."""
_LEFT_OUT = 3
"""Rows that may be left out at most."""


def without_notes(items: Sequence[Item], targets: Sequence[Decimal]) -> list[Item]:
    """The items without rows that only explain others; all of them where the sum does not say."""
    total = sum((one.total for one in items), Decimal(0))
    wanted = [one for one in targets if one]
    if not wanted or any(abs(abs(total) - one) <= _CENT for one in wanted):
        return list(items)
    goods = _without_subtotals(items)
    if any(abs(abs(sum((one.total for one in goods), Decimal(0))) - one) <= _CENT for one in wanted):
        return goods
    doubtful = [one for one in items if one.total and one.values["line_total"].confidence < _PROVED][:_MOST]
    for count in range(1, min(_LEFT_OUT, len(doubtful), len(items) - 1) + 1):
        found = [
            several
            for several in combinations(doubtful, count)
            if any(abs(abs(total - sum((one.total for one in several), Decimal(0))) - one) <= _CENT for one in wanted)
        ]
        if len(found) == 1:
            left_out = {id(one) for one in found[0]}
            return [one for one in items if id(one) not in left_out]
        if found:
            break
    return list(items)


def _without_subtotals(items: Sequence[Item]) -> list[Item]:
    """The items without rows that repeat the sum of two or more before them."""
    result: list[Item] = []
    since = 0
    """Place of the first item after the last subtotal."""
    for item in items:
        sums = [
            sum((one.total for one in result[start:]), Decimal(0)) for start in (0, since) if len(result) > start + 1
        ]
        repeats = any(abs(item.total - one) <= _CENT for one in sums)
        if repeats and item.values["line_total"].confidence < _PROVED:
            since = len(result)
        else:
            result.append(item)
    return result
