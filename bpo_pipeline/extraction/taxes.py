"""The tax breakdown: rows in which rate x base = amount (EN 16931 BR-CO-17), whatever their headings are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.money import to_cents

_HIGHEST_RATE = Decimal(30)


@dataclass(frozen=True)
class TaxRow:
    """One rate with its base and amount."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    rate_ink: Found
    base_ink: Found
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
    return _without_sums(tuple(rows.values()))


def _in_line(numbers: Sequence[Amount]) -> Iterator[TaxRow]:
    percents = [one for one in numbers if one.percent and 0 <= one.value <= _HIGHEST_RATE]
    rates = percents or [one for one in numbers if 0 < one.value <= _HIGHEST_RATE and one.decimals <= 2]
    for rate in rates:
        others = [one for one in numbers if one is not rate and not one.percent and one.decimals == 2]
        for base, tax in permutations(others, 2):
            if base.value == 0 or abs(tax.value) > abs(base.value) or (rate.value == 0 and not percents):
                continue
            if abs(to_cents(abs(base.value) * rate.value / 100) - abs(tax.value)) <= Decimal("0.011") and (
                tax.value or rate.value == 0
            ):
                yield TaxRow(
                    rate.value,
                    abs(base.value),
                    abs(tax.value),
                    found(rate.value, rate.words, rate.page, 0.95),
                    found(abs(base.value), base.words, base.page, 0.95),
                    found(abs(tax.value), tax.words, tax.page, 0.95),
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
