"""The tax breakdown: rows in which rate x base = amount (EN 16931 BR-CO-17), whatever their headings are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.money import to_cents

_HIGHEST_RATE = Decimal(30)
_TWINS = frozenset({"cgst", "sgst", "utgst", "gst", "pst", "qst"})
"""Taxes that are charged together, often at one rate: India's central and state tax, Canada's."""


@dataclass(frozen=True)
class TaxRow:
    """One rate with its base and amount."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    rate_ink: Found
    base_ink: Found
    amount_ink: Found


@dataclass(frozen=True)
class RateLine:
    """One rate with its amount alone, as totals blocks print it: ``21 % VAT 19.15``."""

    rate: Decimal
    amount: Decimal
    rate_ink: Found
    amount_ink: Found


def tax_rows(sheet: Sheet, *, skip: frozenset[int]) -> tuple[TaxRow, ...]:
    """The tax rows outside of the item table (*skip*: its lines); a rate counts once, the last print of it."""
    rows: dict[tuple[Decimal, Decimal], TaxRow] = {}
    for line in sheet.lines:
        numbers = sheet.amounts.get(line.index, ())
        if line.index in skip or not 3 <= len(numbers) <= 9:
            continue
        for row in _in_line(numbers):
            rows[row.rate, row.base] = row
            break
    return _positive(_without_sums(tuple(rows.values())))


def _positive(rows: tuple[TaxRow, ...]) -> tuple[TaxRow, ...]:
    """A credit note may print all its amounts with a minus; a single negative rate is a discount and stays so."""
    if sum((row.base for row in rows), Decimal(0)) >= 0:
        return rows
    return tuple(
        replace(
            row,
            base=-row.base,
            amount=-row.amount,
            base_ink=replace(row.base_ink, value=-row.base),
            amount_ink=replace(row.amount_ink, value=-row.amount),
        )
        for row in rows
    )


def rate_lines(sheet: Sheet, *, skip: frozenset[int]) -> tuple[RateLine, ...]:
    """The lines that name one rate and its tax; the last print of a rate counts, of each tax that has its own name.

    India's CGST and SGST are two taxes of one rate.
    """
    by_rate: dict[tuple[str, Decimal], RateLine] = {}
    for mark in sheet.marks:
        numbers = sheet.amounts.get(mark.line, ())
        rates = [one for one in numbers if one.percent]
        money = [one for one in numbers if one.money]
        if mark.weight("tax_total") and mark.line not in skip and len(rates) == 1 and money:
            rate, amount = rates[0], money[-1]
            name = " ".join(folded(" ".join(word.text for word in mark.words)))
            by_rate[name if name in _TWINS else "", rate.value] = RateLine(
                rate.value,
                amount.value,
                found(rate.value, rate.words, rate.page, 0.95),
                found(amount.value, amount.words, amount.page, 0.95),
            )
    if sum((one.amount for one in by_rate.values()), Decimal(0)) >= 0:
        return tuple(by_rate.values())
    return tuple(
        replace(one, amount=-one.amount, amount_ink=replace(one.amount_ink, value=-one.amount))
        for one in by_rate.values()
    )


def _in_line(numbers: Sequence[Amount]) -> Iterator[TaxRow]:
    percents = [one for one in numbers if one.percent and 0 <= one.value <= _HIGHEST_RATE]
    rates = percents or [one for one in numbers if 0 < one.value <= _HIGHEST_RATE and one.decimals <= 2]
    for rate in rates:
        others = [one for one in numbers if one is not rate and not one.percent and one.decimals == 2]
        for base, tax in permutations(others, 2):
            if base.value == 0 or abs(tax.value) > abs(base.value) or (rate.value == 0 and not percents):
                continue
            if abs(to_cents(base.value * rate.value / 100) - tax.value) <= Decimal("0.011") and (
                tax.value or rate.value == 0
            ):
                yield TaxRow(
                    rate.value,
                    base.value,
                    tax.value,
                    found(rate.value, rate.words, rate.page, 0.95),
                    found(base.value, base.words, base.page, 0.95),
                    found(tax.value, tax.words, tax.page, 0.95),
                )


def _without_sums(rows: tuple[TaxRow, ...]) -> tuple[TaxRow, ...]:
    """Without rows that only repeat the sum of the others."""
    if len(rows) < 3:
        return rows
    for row in rows:
        rest = [one for one in rows if one is not row]
        if sum((one.base for one in rest), Decimal(0)) == row.base:
            return tuple(rest)
    return rows
