"""One digit that OCR misread in a total, or the point of a charge, put right where the sums leave no other way.

When net, tax and gross are printed and do not add up, one of them may have a misread digit. Each could be the one: it
is, when the other two give an amount that differs in one digit, and when another sum (lines, rate, amount due) agrees
with the repaired three. Two ways to repair, or no second sum, and nothing is touched: the rules say what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.total_candidates import Candidate
from bpo_pipeline.model.draft import DIGIT_REPAIR
from bpo_pipeline.model.money import to_cents

_CENT = Decimal("0.01")
_GROSS = 2
"""Its place among net, tax and gross."""
_REPAIRED = 0.9
"""Confidence of an amount with a repaired digit."""


@dataclass(frozen=True)
class Sums:
    """What else the document says about its totals."""

    nets: frozenset[Decimal]
    """What the lines may come to, before tax."""
    rates: tuple[Decimal, ...]
    dues: frozenset[Decimal]
    """What is to be paid, where it is printed apart from the total, and what that was before payments."""
    gaps: frozenset[Decimal]
    """Discounts, shipping, tips and roundings: what may stand between the three without a misreading."""

    def held(self, net: Decimal, tax: Decimal, gross: Decimal) -> tuple[str, ...]:
        """The sums that speak for three totals."""
        rules = ["BR-CO-13"] if any(abs(net - one) <= _CENT for one in self.nets) else []
        if tax and any(abs(to_cents(net * one / 100) - tax) <= _CENT for one in self.rates):
            rules.append("BR-CO-17")
        return (*rules, "BR-CO-16") if gross in self.dues else tuple(rules)


def one_digit_apart(read: Decimal, meant: Decimal) -> bool:
    """Whether two amounts are printed alike but for one digit."""
    exponent = read.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    one, other = f"{read:.{places}f}", f"{meant:.{places}f}"
    return len(one) == len(other) and sum(left != right for left, right in zip(one, other, strict=True)) == 1


def repaired(
    net: Candidate, tax: Candidate, gross: Candidate, sums: Sums
) -> tuple[Candidate, Candidate, Candidate] | None:
    """Net, tax and gross with the one digit put right that makes them add up; None when that is not certain."""
    read = (net, tax, gross)
    gap = abs(net.value + tax.value - gross.value)
    if gap <= _CENT or any(abs(gap - one) <= _CENT for one in sums.gaps):
        return None
    meant = (gross.value - tax.value, gross.value - net.value, net.value + tax.value)
    ways: list[tuple[int, tuple[str, ...]]] = []
    for place, value in enumerate(meant):
        if value < 0 or not one_digit_apart(read[place].value, value):
            continue
        if place == _GROSS and gross.value in sums.dues:
            continue  # the total is printed twice
        three = [value if place == index else one.value for index, one in enumerate(read)]
        ways.append((place, sums.held(*three)))
    most = max((len(rules) for _, rules in ways), default=0)
    best = [way for way in ways if len(way[1]) == most]
    if most == 0 or len(best) != 1:
        return None
    place, rules = best[0]
    net, tax, gross = (
        _put_right(one, meant[at], ("BR-CO-15", *rules)) if at == place else one for at, one in enumerate(read)
    )
    return net, tax, gross


def with_point(charge: Candidate, meant: Decimal) -> Candidate:
    """A charge or discount whose decimal point OCR lost (``810`` for ``8.10``), if just that is left for it."""
    return _put_right(charge, meant, ("BR-CO-13",)) if meant > 0 and charge.value == meant * 100 else charge


def _put_right(one: Candidate, value: Decimal, rules: Sequence[str]) -> Candidate:
    ink: Found = replace(one.ink, value=value, confidence=_REPAIRED, rules=(DIGIT_REPAIR, *rules))
    return Candidate(value, one.score, ink)
