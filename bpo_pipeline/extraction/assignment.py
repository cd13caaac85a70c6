"""The joint assignment of net, tax and gross: of all candidates those that satisfy the sums of EN 16931.

Every combination is weighed by label and place, with a bonus when net + tax = gross (BR-CO-15), when the lines less
discount plus shipping give the net (BR-CO-13), when a printed rate gives the tax (BR-CO-17) and when the rates' taxes
add up to it (BR-CO-14). A combination that ties is a proof only when no other one ties as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.total_candidates import NEAR, Candidate

_RIVAL = 0.5
"""Points that a second combination may lie behind and still be a rival."""
_RATE_OFF = Decimal("0.2")
"""Percentage points by which rounded amounts may miss their rate."""
_MOST_TAX = Decimal("0.4")
"""A tax is no larger part of the gross total."""


@dataclass(frozen=True)
class Known:
    """What the rest of the document says about its totals."""

    extras: frozenset[Decimal]
    """What lines or subtotal less discount plus shipping may come to."""
    line_sums: frozenset[Decimal]
    """The same from the lines alone."""
    rates: tuple[Decimal, ...]
    """The tax rates of the breakdown."""
    tax_sum: Decimal | None = None
    """Sum of several rates' taxes."""
    line_sum: Decimal | None = None
    tips: tuple[Decimal, ...] = ()
    """Tips and roundings, which may lie between net + tax and the gross total."""
    charges: frozenset[Decimal] = frozenset()
    """What is charged for shipping or taken off: no tax, though it lies between two totals."""
    inside: frozenset[Decimal] = frozenset()
    """Taxes that a total names as part of it."""
    named_gross: bool = False
    """Whether an amount is printed as the grand total."""


@dataclass(frozen=True)
class Assignment:
    """One choice of net, tax and gross."""

    score: float
    net: Candidate | None
    tax: Candidate | None
    gross: Candidate | None
    tied: bool
    """Whether net + tax = gross."""
    rules: tuple[str, ...] = ()
    """The sums that it meets and that do not follow from each other."""
    rivals: int = 0
    """Other combinations with another total that add up as well."""

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """Net, tax and gross."""
        return tuple(one.value if one else None for one in (self.net, self.tax, self.gross))


NOTHING = Assignment(-9.0, None, None, None, tied=False)


def assign(net: list[Candidate], tax: list[Candidate], gross: list[Candidate], known: Known) -> Assignment:
    """The combination with most points, with what it proves and how many others could be meant."""
    best, ties = NOTHING, []
    for n, t, g in product([*net, None], [*tax, None], [*gross, None]):
        one = _weighed(n, t, g, known)
        if one.score > best.score:
            best = one
        if one.tied and "BR-CO-15" in one.rules:
            ties.append(one)
    rivals = {
        one.amounts[2]
        for one in ties
        if best.tied
        and one.amounts[2] != best.amounts[2]
        and len(one.rules) >= len(best.rules)
        and best.score - one.score < _RIVAL
    }
    return Assignment(best.score, best.net, best.tax, best.gross, tied=best.tied, rules=best.rules, rivals=len(rivals))


def _weighed(n: Candidate | None, t: Candidate | None, g: Candidate | None, known: Known) -> Assignment:
    score = sum(one.score for one in (n, t, g) if one is not None)
    tied = False
    if n and t and g:
        tied = any(abs(n.value + t.value + tip - g.value) <= NEAR for tip in (Decimal(0), *known.tips))
        if tied and t.value == 0 and n.ink == g.ink:
            score -= 0.1
        score += 1.5 if tied else -1.6
    elif n and g and (n.value > g.value + NEAR or g.value - n.value in known.charges):
        score -= 1.2
    elif n and t and known.named_gross:
        score -= 1.2 if t.value in known.inside else 0.5
    if g and t and t.value > g.value * _MOST_TAX:
        score -= 1.0
    proofs = int(n is not None and _among(n.value, known.extras))
    if g and not (n and proofs) and known.line_sum is not None and abs(known.line_sum - g.value) <= NEAR:
        proofs += 1
    if tied and n and t and n.value:
        proofs += _at_rate(n.value, t.value, known.rates) or len(known.rates) > 1
    return Assignment(score + 0.35 * min(proofs, 2), n, t, g, tied=tied, rules=tuple(_rules(n, t, g, known, tied=tied)))


def _rules(n: Candidate | None, t: Candidate | None, g: Candidate | None, known: Known, *, tied: bool) -> Iterator[str]:
    """The sums that hold between amounts that stand in different places."""
    if tied and n and t and g and not (t.value == 0 and n.value == g.value):
        yield "BR-CO-15"
    if n and not n.ink.derived and _among(n.value, known.line_sums):
        yield "BR-CO-13"
    elif g and known.line_sum is not None and abs(known.line_sum - g.value) <= NEAR:
        yield "BR-CO-10"
    if tied and n and t and t.value and known.tax_sum is not None and abs(known.tax_sum - t.value) <= NEAR:
        yield "BR-CO-14"
    elif tied and n and t and t.value and n.value and _at_rate(n.value, t.value, known.rates):
        yield "BR-CO-17"


def _among(value: Decimal, sums: frozenset[Decimal]) -> bool:
    return any(abs(value - one) <= NEAR for one in sums)


def _at_rate(net: Decimal, tax: Decimal, rates: Sequence[Decimal]) -> bool:
    return any(abs(100 * tax / net - one) < _RATE_OFF for one in rates)
