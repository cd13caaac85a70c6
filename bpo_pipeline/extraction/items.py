"""Line items out of the item table: one item per line total, quantity x price settling what belongs together.

Confidence: 0.97 when quantity x price meets the line total, 0.8 when only the total and a text are there,
0.55 when the arithmetic fails; ``extract`` raises it when the lines' sum meets the net or gross total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, product

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.descriptions import describe
from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.gaps import fill, is_scan, without_total
from bpo_pipeline.extraction.item import Item, looks_priced, meets
from bpo_pipeline.extraction.item_texts import add_texts, go_on
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.table import Table
from bpo_pipeline.extraction.tables import tables

_CENTS = 2
_MADE = 0.6
"""Confidence of a line total that could not be read, before the sum of the lines speaks."""


def items(sheet: Sheet, parts: Sequence[Table] | None = None) -> list[Item]:
    """All line items of the document's tables."""
    result: list[Item] = []
    for table in tables(sheet) if parts is None else parts:
        rows = _rows(sheet, table)
        for item in rows:
            _settle(item)
            if is_scan(sheet, item.anchor.page):
                fill(table, item)
        describe(sheet, table, rows)
        if result:
            go_on(sheet, table, result[-1])
        for item in rows:
            add_texts(table, item, sheet)
        result.extend(one for one in rows if _is_item(one))
    return result


def _is_item(item: Item) -> bool:
    """Whether it says what was sold, or how many at which price; a page number under a total is no item."""
    counted = {"quantity", "unit_price"} <= item.values.keys()
    return counted or (item.anchor.money and "description" in item.values)


def _rows(sheet: Sheet, table: Table) -> list[Item]:
    """An item for each amount in the total column, with the other columns' numbers nearest to it."""
    for name in _by_proof(sheet, table):
        anchors = [one for one in table.amounts(sheet, name) if not one.percent]
        if anchors:
            break
    else:
        return []
    money = [one for one in anchors if one.money]
    if money:
        anchors = money if len(money) >= 0.5 * len(anchors) else anchors
    lines: dict[int, Amount] = {}
    for one in anchors:
        lines[one.line] = one  # the rightmost of a line
    made = {id(one): one for one in without_total(sheet, table, tuple(lines.values()))} if name == "line_total" else {}
    anchors = sorted([*lines.values(), *made.values()], key=lambda one: one.box.middle)
    rows = [Item(one, made=id(one) in made) for one in anchors]
    for name in ("quantity", "unit_price", "tax_rate", "discount", "base_quantity", "tax_amount"):
        for amount in table.amounts(sheet, name):
            near = min(rows, key=lambda row: abs(row.anchor.box.middle - amount.box.middle))
            distance = abs(near.anchor.box.middle - amount.box.middle)
            if (
                amount is not near.anchor
                and (amount.line == near.anchor.line or not near.made)
                and distance < 2.6 * max(amount.box.height, 6.0)
            ):
                near.amounts.setdefault(name, []).append(amount)
    for row in rows:
        taken = {id(one) for several in row.amounts.values() for one in several} | {id(row.anchor)}
        line = sheet.amounts.get(row.anchor.line, ())
        row.amounts["unnamed"] = [one for one in line if id(one) not in taken and not one.percent]
        for several in row.amounts.values():
            several.sort(key=lambda one: (round(abs(one.box.middle - row.anchor.box.middle) / 4), one.box.left))
    return rows


def _by_proof(sheet: Sheet, table: Table) -> Iterable[str]:
    """The columns that may hold the line totals: the one that quantity x price meets in most lines comes first."""
    names = ("line_total", "gross_amount", "tax_amount", "tax_rate")  # beside it where their own heading was not read
    proofs = dict.fromkeys(names, 0)
    columns = {name: table.amounts(sheet, name) for name in (*names, "quantity", "unit_price")}
    for name in names:
        for total in columns[name]:
            counts, prices = (
                [one.value for one in columns[each] if one.line == total.line] for each in ("quantity", "unit_price")
            )
            pairs = product(counts, prices) if total.value else ()
            proofs[name] += any(meets(count, price, total.value) == 1 for count, price in pairs)
    best = max(names, key=lambda name: proofs[name])
    usual = ("line_total", "gross_amount", "unit_price")
    return dict.fromkeys((best, *usual)) if proofs[best] > 2 * proofs["line_total"] else usual


def _settle(item: Item) -> None:
    """Choose quantity, price, rate by arithmetic."""
    prices = [one for one in item.amounts.get("unit_price", []) if not one.percent][:3]
    quantities = [one for one in item.amounts.get("quantity", []) if not one.percent][:3]
    discounts = [one.value for one in item.amounts.get("discount", []) if one.percent or 0 < abs(one.value) < 100][:2]
    bases = [one.value for one in item.amounts.get("base_quantity", []) if one.value > 1][:2]
    total = item.total
    quantity: Amount | None = quantities[0] if quantities else None
    price: Amount | None = prices[0] if prices else None
    basis: Decimal | None = None
    for several, each in product(quantities, prices):
        basis = meets(several.value, each.value, total, discounts, bases)
        if basis is not None:
            quantity, price = several, each
            break
    if basis == 1 and quantity is not None and price is not None and _turned(quantity, price):
        quantity, price = price, quantity
    if basis is None and (pair := _unnamed(item)) is not None:
        quantity, price, basis = *pair, Decimal(1)
    proved = basis is not None
    sure = 0.97 if proved else 0.55 if quantity and price else 0.8
    item.values["line_total"] = derived(item.total, _MADE) if item.made else _amount(item.anchor, sure)
    if quantity is not None:
        item.values["quantity"] = _amount(quantity, sure)
    if price is not None:
        item.values["unit_price"] = _amount(price, sure)
    if basis is not None and basis > 1:
        item.values["price_basis_quantity"] = Found(basis, str(basis), 0.8, derived=True)
    rate = next((one for one in item.amounts.get("tax_rate", []) if 0 <= one.value <= 30), None)
    if rate is not None:
        item.values["tax_rate"] = _amount(rate, 0.9)


def _turned(quantity: Amount, price: Amount) -> bool:
    """Whether a count and a price were taken for each other: the whole number on the left counts."""
    return quantity.decimals == _CENTS and price.decimals == 0 and price.box.right < quantity.box.left


def _unnamed(item: Item) -> tuple[Amount, Amount] | None:
    """Quantity and price under headings that nobody could read: the one pair left of the total that makes it."""
    left = [one for several in item.amounts.values() for one in several if not one.percent]
    left = sorted((one for one in left if one.box.right <= item.anchor.box.left), key=lambda one: one.box.left)
    pairs = [
        (first, second)
        for first, second in combinations(left, 2)
        if first.line == second.line == item.anchor.line and meets(first.value, second.value, item.total) == 1
    ]
    if len({frozenset((first.value, second.value)) for first, second in pairs}) != 1 or item.total == 0:
        return None
    first, second = pairs[0]
    priced = any(first is one for one in item.amounts.get("unit_price", ()))
    return (second, first) if priced or looks_priced(first) > looks_priced(second) else (first, second)


def _amount(amount: Amount, confidence: float) -> Found:
    value = (
        amount.value.normalize() if amount.value == amount.value.to_integral() and amount.decimals > 2 else amount.value
    )
    return found(Decimal(f"{value:f}"), amount.words, amount.page, confidence)
