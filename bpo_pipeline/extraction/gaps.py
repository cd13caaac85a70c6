"""Cells of an item table that OCR lost or garbled, put in by quantity x price = line total, on scans alone.

Tesseract leaves out lone digits in ruled cells and reads ``2,72`` as ``2212``. Two figures of three give the third when
it comes out even: a price in whole cents, a quantity in whole or half units. A figure that is printed is overruled only
where one way alone comes out even. What was put in is derived and shown as such, less sure than what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found, derived
from bpo_pipeline.extraction.item import Item, meets
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.table import Table
from bpo_pipeline.extraction.tables import in_column
from bpo_pipeline.model.draft import DIGIT_REPAIR
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.reading import Source

_PUT_IN = 0.75
_HALVES = 2
_TELLING = 3
"""From this quantity on a total that divides into whole cents says something."""


def is_scan(sheet: Sheet, page: int | None) -> bool:
    """Whether OCR read the page (from 1)."""
    return any(one.number == page and one.source is Source.OCR for one in sheet.reading.pages)


def without_total(sheet: Sheet, table: Table, anchors: Sequence[Amount]) -> Iterator[Amount]:
    """A total for each row of a scan that has quantity, price and text and whose own total could not be read."""
    taken = {one.line for one in anchors}
    for line in table.body:
        if line.index in taken or not is_scan(sheet, line.page):
            continue
        counts, prices = in_column(sheet, table, line, "quantity"), in_column(sheet, table, line, "unit_price")
        told = any(word.text[:1].isalpha() for word in line.words[:6])
        if told and len(counts) == 1 and len(prices) == 1 and prices[0].money:
            value = to_cents(counts[0].value * prices[0].value)
            yield replace(prices[0], value=value, decimals=2, currency=True)


def fill(table: Table, item: Item) -> None:
    """Put in the quantity or the price that the row lacks."""
    price, quantity = _number(item, "unit_price"), _number(item, "quantity")
    if item.total <= 0 or item.amounts.get("discount"):
        return
    if quantity is None and price and table.of("quantity"):
        _put(item, "quantity", _quantity(item.total, price))
    elif price is None and quantity and table.of("unit_price"):
        _put(item, "unit_price", _price(item.total, quantity))


def mend(item: Item) -> None:
    """Overrule the quantity or the price of a row that does not come out, whichever alone can be wrong."""
    price, quantity = _number(item, "unit_price"), _number(item, "quantity")
    if not price or not quantity or item.total <= 0 or item.amounts.get("discount"):
        return
    if meets(quantity, price, item.total) is not None:
        return
    ways = (
        ("quantity", _quantity(item.total, price)),
        ("unit_price", _price(item.total, quantity) if quantity >= _TELLING else None),
    )
    possible = [(name, value) for name, value in ways if value is not None]
    if len(possible) == 1:
        name, value = possible[0]
        read = item.values[name]
        item.values[name] = replace(read, value=value, confidence=_PUT_IN, rules=(DIGIT_REPAIR,))


def _quantity(total: Decimal, price: Decimal) -> Decimal | None:
    """How many cost the total, where that is a whole number or a half."""
    halves = total * _HALVES / price
    if halves != halves.to_integral_value() or not halves:
        return None
    count = halves / _HALVES
    return count.quantize(Decimal(1)) if count == count.to_integral_value() else count


def _price(total: Decimal, quantity: Decimal) -> Decimal | None:
    """What one costs, where that is whole cents."""
    price = to_cents(total / quantity)
    return price if price and price * quantity == total else None


def _put(item: Item, name: str, value: Decimal | None) -> None:
    if value is None:
        return
    item.values[name] = derived(value, _PUT_IN)
    total: Found = item.values["line_total"]
    item.values["line_total"] = total.surer(max(total.confidence, _PUT_IN))


def _number(item: Item, name: str) -> Decimal | None:
    value = item.values[name].value if name in item.values else None
    return value if isinstance(value, Decimal) else None
