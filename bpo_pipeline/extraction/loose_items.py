"""Line items without table headings: text on the left, an amount on the right, above the totals.

Taken only when their sum meets the net or the gross total: the sum is the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import takewhile

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import derived, found
from bpo_pipeline.extraction.item import Item, looks_priced, meets
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.total_candidates import FIELDS
from bpo_pipeline.model.reading import Word

_LONGEST = 120
_STARTS = 13
"""Rows above the first item that are tried as something else."""
_ENDS = frozenset({"net_total", "subtotal", "gross_total", "tax_total", "amount_due"})
_NAMED = frozenset({*FIELDS, "other_amount", "payment_terms", "supplier_iban", "tax_id", "due_date"})


def loose_items(sheet: Sheet, targets: Iterable[Decimal]) -> list[Item]:
    """The rows whose sum meets one of the targets, none when no run of rows between two totals does."""
    wanted = [one for one in targets if one > 0]
    for rows in _runs(sheet):
        for start in range(min(len(rows), _STARTS)):
            running = Decimal(0)
            for stop in range(start, len(rows)):
                running += rows[stop].total
                if any(abs(running - one) <= Decimal("0.01") for one in wanted) and (
                    stop > start or "description" in rows[stop].values
                ):
                    free = list(takewhile(lambda row: row.total == 0, rows[stop + 1 :]))  # free of charge, but goods
                    return [*rows[start : stop + 1], *free]
    return []


def _runs(sheet: Sheet) -> Iterator[list[Item]]:
    """The rows, cut where a total is named with its amount."""
    rows: list[Item] = []
    for line in sheet.lines:
        amounts = sheet.amounts.get(line.index, ())
        if any(one.money for one in amounts) and any(
            mark.opens and mark.fields & _ENDS for mark in sheet.marks_by_line.get(line.index, ())
        ):
            yield rows
            rows = []
        elif len(rows) < _LONGEST and (row := _row(sheet, line)) is not None:
            rows.append(row)
    yield rows


def _row(sheet: Sheet, line: Line) -> Item | None:
    amounts = [one for one in sheet.amounts.get(line.index, ()) if not one.percent]
    if not amounts or not amounts[-1].money:
        return None
    if any(mark.fields & _NAMED for mark in sheet.marks_by_line.get(line.index, ())):
        return None
    last = amounts[-1]
    item = Item(last)
    _quantity(item, amounts)
    counted = [value.box for value in item.values.values()]
    leading = amounts[0].words[0] is line.words[0]
    inked = {id(word) for day in sheet.days.get(line.index, ()) for word in day.words if word in line.words[:1]}
    inked |= {
        id(word)
        for one in amounts
        if one is last or one.money or (one is amounts[0] and leading) or one.box in counted
        for word in one.words
    }
    words = [word for word in line.words if id(word) not in inked and word.box.left < last.box.left]
    text = " ".join(word.text for word in words)
    if sum(one.isalpha() for one in text) < 3:
        words = _text_above(sheet, line)
        text = " ".join(word.text for word in words)
    if sum(one.isalpha() for one in text) < 3:
        return None
    item.values["line_total"] = found(last.value, last.words, last.page, 0.75)
    item.values["description"] = found(text[:300], words, last.page, 0.7)
    if "quantity" not in item.values:  # one piece, as tills and insurers print it
        item.values["quantity"] = derived(Decimal(1), 0.6)
        item.values["unit_price"] = derived(last.value, 0.6)
    return item


def _text_above(sheet: Sheet, line: Line) -> list[Word]:
    """The words of the line before, where the goods' name stands over ``3 x 5.31``."""
    if line.index == 0:
        return []
    above = sheet.lines[line.index - 1]
    near = above.page == line.page and line.box.top - above.box.bottom < 1.2 * line.box.height
    if not near or any(amount.money for amount in sheet.amounts.get(above.index, ())):
        return []
    return list(above.words)


def _quantity(item: Item, amounts: list[Amount]) -> None:
    for number in amounts[:-1]:
        for price in amounts[:-1]:
            turned = looks_priced(number) > looks_priced(price)
            if number is not price and meets(number.value, price.value, item.total) == 1 and not turned:
                item.values["quantity"] = found(number.value, number.words, number.page, 0.9)
                item.values["unit_price"] = found(price.value, price.words, price.page, 0.9)
                return
