"""Amounts that may be totals: beside their labels, in the column below them, or out of the tax rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.extraction.taxes import RateLine, TaxRow

FIELDS = (
    "net_total",
    "tax_total",
    "gross_total",
    "subtotal",
    "discount_total",
    "shipping_total",
    "prepaid",
    "withheld",
    "amount_due",
    "rounding",
    "tip_total",
)


NEAR = Decimal("0.02")
"""Sums may be this far apart: EN 16931 allows rounding per line."""
_ROW = 3
_ROW_SCORE = 0.8
_LEVEL = 0.5
"""How much of their height a label and an amount that stand side by side share at least."""
_PARTS = 2
"""Cells of an amount and its currency."""
_PART = 0.5
"""What is left of a candidate that is only one of several taxes."""
_BEFORE = 0.6
"""What is left of a printed total's score for the total before something was withheld."""
_INCLUDED = re.compile(
    r"\((?:includes|including|incl|inkl|enthält|davon|darin|dont|inclusief|waarvan|incluye|di cui|inclui)\b[^()]*"
    r"(?:vat|tax|gst|mwst|ust|steuer|tva|btw|iva)\b[^()]*\)",
    re.IGNORECASE,
)
_KEEP = 6
"""Candidates kept per field."""


@dataclass(frozen=True)
class Candidate:
    """An amount that may be a total."""

    value: Decimal
    score: float
    ink: Found


def labelled_amounts(sheet: Sheet, field: str, skip: frozenset[int]) -> Iterable[Candidate]:
    """The amounts right of the field's labels, or in the column below them; *skip* are lines of the item table."""
    for mark in sheet.marks:
        weight = mark.weight(field)
        if not weight or mark.line in skip or (field == "net_total" and _in_terms(sheet, mark)):
            continue
        weight *= 1.0 if mark.opens else 0.75
        line = sheet.lines[mark.line]
        # lower on the page is where totals are
        page = sheet.reading.pages[line.page - 1]
        weight += 0.06 * line.box.top / page.height + 0.02 * (line.page - 1)
        right = [
            one
            for one in sheet.amounts.get(mark.line, ())
            if one.words[0].box.left >= mark.words[-1].box.right - 1 and not one.percent
        ]
        included = within(sheet, mark.line)
        if field == "tax_total" and included is not None:
            yield _candidate(included, weight)
            continue
        right = [one for one in right if one is not included]
        stop = next(
            (
                other.first
                for other in sheet.marks_by_line.get(mark.line, ())
                if other.first > mark.last and other.opens and _names_amount(other)
            ),
            None,
        )
        if stop is not None:
            right = [one for one in right if line.words.index(one.words[0]) < stop]
        if any(one.money for one in right):
            right = [one for one in right if one.money]
        for number, amount in enumerate(right):
            last = number == len(right) - 1
            yield _candidate(amount, weight * (1.0 if last else 0.5) * (1.0 if amount.money else 0.55))
        if not right and (level := beside(sheet, mark)) is not None:
            yield _candidate(level, weight * 0.9)
        elif not right:
            column = _below(sheet, mark, skip)
            for number, amount in enumerate(column):
                last = number == len(column) - 1
                yield _candidate(amount, weight * (0.85 if last else 0.6) * (1.0 if amount.money else 0.5))


def _in_terms(sheet: Sheet, mark: Mark) -> bool:
    """Whether a label is part of the terms of payment: ``Terms Net 30``."""
    before = (one for one in sheet.marks_by_line.get(mark.line, ()) if one.last == mark.first - 1)
    return not mark.opens and any(one.weight("payment_terms") for one in before)


def within(sheet: Sheet, line: int) -> Amount | None:
    """The tax that a total names in brackets as part of it: ``Total £114.95 (includes £19.16 VAT)``."""
    money = [one for one in sheet.amounts.get(line, ()) if one.money]
    text = sheet.lines[line].text[:300]
    match = _INCLUDED.search(text) if len(money) > 1 else None
    return money[-1] if match and text.index(money[-1].words[-1].text) >= match.start() else None


def beside(sheet: Sheet, mark: Mark) -> Amount | None:
    """The amount of a line that holds nothing else and stands right of a label, half a line higher or lower."""
    label = sheet.lines[mark.line]
    if label.words[-1] is not mark.words[-1]:
        return None
    for line in sheet.lines[max(0, mark.line - 1) : mark.line + 2]:
        shared = min(line.box.bottom, label.box.bottom) - max(line.box.top, label.box.top)
        money = [one for one in sheet.amounts.get(line.index, ()) if one.money]
        near = (
            line is not label and line.page == label.page and shared >= _LEVEL * min(line.box.height, label.box.height)
        )
        if near and len(money) == 1 and len(line.cells) <= _PARTS and line.box.left >= mark.box.right:
            return money[0]
    return None


def _names_amount(mark: Mark) -> bool:
    return bool(mark.fields & {*FIELDS, "other_amount"})


def _below(sheet: Sheet, mark: Mark, skip: frozenset[int]) -> list[Amount]:
    """The amounts in the column under a label, top to bottom, until the next label or a wide gap."""
    result: list[Amount] = []
    box, page, bottom = mark.box, sheet.lines[mark.line].page, mark.box.bottom
    heads = sheet.lines[mark.line].cells
    edges = [cell.box.left for cell in heads if cell.box.left > box.right] if len(heads) >= _ROW else []
    column = (box.left - 2, min(edges, default=box.right))
    for line in sheet.lines[mark.line + 1 : mark.line + 14]:
        if line.page != page or line.index in skip or line.box.top - bottom > 3.2 * max(box.height, 6.0):
            break
        hits = [one for one in sheet.amounts.get(line.index, ()) if not one.percent and _over(one, mark, column)]
        if hits:
            result.append(hits[0])
            bottom = line.box.bottom
        elif any(cell.box.left < box.right and cell.box.right > box.left for cell in line.cells):
            if result or sheet.days.get(line.index):
                break
            if any(mark.opens for mark in sheet.marks_by_line.get(line.index, ())):
                bottom = line.box.bottom
    return result


def _over(amount: Amount, mark: Mark, column: tuple[float, float]) -> bool:
    """Whether an amount stands under a label: same edge or middle, or in its column of a row of headings."""
    if column[0] <= amount.box.left and amount.box.right <= column[1]:
        return True
    box, above, height = amount.box, mark.box, max(mark.box.height, 6.0)
    if abs(box.right - above.right) < 1.2 * height or abs(box.left - above.left) < 1.2 * height:
        return True
    return above.left <= (box.left + box.right) / 2 <= above.right


def _candidate(amount: Amount, score: float) -> Candidate:
    return Candidate(
        abs(amount.value),
        score,
        found(abs(amount.value), amount.words, amount.page, 0.8 * min(1.0, 0.3 + 0.75 * score)),
    )


def sum_rows(sheet: Sheet, skip: frozenset[int], part: int) -> Iterable[Candidate]:
    """Net (*part* 0) and tax (1) in a row of column totals, ``Total 278.61 40.39 319.00``: the third is their sum."""
    for mark in sheet.marks:
        if mark.line in skip or not mark.opens or not mark.weight("gross_total"):
            continue
        money = [one for one in sheet.amounts.get(mark.line, ()) if one.money]
        if (
            len(money) >= _ROW
            and money[-3].value + money[-2].value == money[-1].value
            and (
                0 < abs(money[-2].value) < abs(money[-3].value)  # two halves of a tax are no net and tax
            )
        ):
            yield _candidate(money[part - 3], _ROW_SCORE)


def best_of(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate per value, best first; a value seen twice gains a little."""
    by_value: dict[Decimal, Candidate] = {}
    for one in candidates:
        known = by_value.get(one.value)
        if known is None:
            by_value[one.value] = one
        else:
            strong = max(known, one, key=lambda each: each.score)
            by_value[one.value] = Candidate(strong.value, strong.score + 0.04, strong.ink)
    return sorted(by_value.values(), key=lambda one: -one.score)[:_KEEP]


def before_withholding(gross: Sequence[Candidate], withheld: Sequence[Candidate]) -> Iterable[Candidate]:
    """The grand totals before a tax that the customer withholds: ``IRPF -15 %`` stands above the total to be paid."""
    for one, held in product(gross, withheld):
        total = one.value + held.value
        yield Candidate(total, one.score * _BEFORE, derived(total, 0.9))


def without_parts(candidates: Iterable[Candidate], lines: Sequence[RateLine]) -> Iterable[Candidate]:
    """The tax candidates, where several rates are charged with those that are one rate's tax set back."""
    parts = {abs(one.amount) for one in lines} if len(lines) > 1 else set()
    for one in candidates:
        yield Candidate(one.value, one.score * _PART, one.ink) if one.value in parts else one


def rate_sum(lines: Sequence[RateLine]) -> list[Candidate]:
    """The sum of tax lines that each name another rate: ``VAT 21 % 13.22`` and ``VAT 10 % 7.51``."""
    total = sum((one.amount for one in lines), Decimal(0))
    return [Candidate(total, 0.75, derived(total, 0.85))] if len(lines) > 1 else []


def row_sums(rows: Sequence[TaxRow], part: str) -> list[Candidate]:
    """The sum of all rates' ``base`` or ``amount``, read where there is one rate, else derived."""
    if not rows:
        return []
    values = [row.base if part == "base" else row.amount for row in rows]
    total = sum(values, Decimal(0))
    ink = next((row.base_ink if part == "base" else row.amount_ink for row in rows), None) if len(rows) == 1 else None
    return [Candidate(abs(total), 0.7, ink or derived(abs(total), 0.7))]


def largest(sheet: Sheet, skip: frozenset[int]) -> list[Candidate]:
    """Without any label: the largest sum of money on the page, with little confidence."""
    money = [one for line, several in sheet.amounts.items() if line not in skip for one in several if one.money]
    if not money:
        return []
    best = max(money, key=lambda one: (abs(one.value), one.line))
    return [Candidate(abs(best.value), 0.3, found(abs(best.value), best.words, best.page, 0.35))]
