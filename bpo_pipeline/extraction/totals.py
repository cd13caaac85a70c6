"""Totals, chosen jointly: the combination that adds up is a proof.

Candidates come from labels (right of them or in the column below), from tax rows (rate x base = amount, BR-CO-17)
and from the sum of the lines. Every combination of net, tax and gross is weighed: label and place, plus a bonus
when net + tax = gross (BR-CO-15), when lines, discount and shipping give the net (BR-CO-13) and when the tax rows
sum to the tax (BR-CO-14); amount due = gross - prepaid + rounding (BR-CO-16) settles the rest.

Confidence: 0.985 for three printed amounts that tie with a second proof, 0.96 for three that tie, 0.8 for a
labelled amount alone, 0.55 where the printed amounts contradict each other; derived amounts get the same less 0.05.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.dues import settle_due
from bpo_pipeline.extraction.found import Found, derived
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.taxes import RateLine, TaxRow
from bpo_pipeline.extraction.total_candidates import (
    FIELDS,
    NEAR,
    Candidate,
    best_of,
    labelled_amounts,
    largest,
    rate_sum,
    row_sums,
)

_FIRM = 0.9
"""A label that names its field beyond doubt, with the amount where it belongs."""


@dataclass(frozen=True)
class _Combination:
    score: float
    net: Candidate | None
    tax: Candidate | None
    gross: Candidate | None
    tied: bool
    proofs: int


def totals(
    sheet: Sheet,
    *,
    skip: frozenset[int],
    rows: Sequence[TaxRow],
    by_rate: Sequence[RateLine],
    line_sum: Decimal | None,
) -> dict[str, Found]:
    """The document's totals; *skip* are the lines of the item table, *rows* and *by_rate* the tax breakdown."""
    pool = {field: best_of(labelled_amounts(sheet, field, skip)) for field in FIELDS}
    net = best_of(
        [
            *pool["net_total"],
            *(Candidate(c.value, c.score * 0.8, c.ink) for c in pool["subtotal"]),
            *row_sums(rows, "base"),
            *(Candidate(c.value, c.score * 0.3, c.ink) for c in pool["gross_total"]),
        ]
    )
    tax = best_of([*pool["tax_total"], *row_sums(rows, "amount"), *rate_sum(by_rate)])
    gross = best_of([*pool["gross_total"], *(Candidate(c.value, c.score * 0.62, c.ink) for c in pool["amount_due"])])
    if not gross and not net:
        gross = largest(sheet, skip)
    extras = _sums(pool, line_sum)
    known = {one.value for one in net}
    net += [Candidate(one, 0.45, derived(one, 0.9)) for one in sorted(extras) if one > 0 and one not in known]
    best = _combine(
        net,
        tax,
        gross,
        extras=extras,
        rates=[row.rate for row in rows],
        line_sum=line_sum,
        tips=[one.value for one in pool["tip_total"][:2]],
    )
    if not best.tied and (printed := _contradiction(pool)) is not None:
        best = printed
    result = _spoken(best)
    if best.gross is None and best.net is not None and best.tax is None and not _named_net(pool, best.net):
        result["gross_total"] = best.net.ink.surer(best.net.ink.confidence * 0.9)
        result.pop("net_total", None)
    settle_due(sheet, pool, result)
    for field in ("discount_total", "shipping_total", "tip_total"):
        if pool[field]:
            result[field] = pool[field][0].ink
    return result


def _named_net(pool: dict[str, list[Candidate]], net: Candidate) -> bool:
    """Whether the paper itself calls the amount net, as orders without tax do."""
    return any(one.value == net.value and one.score >= _FIRM for one in pool["net_total"])


def _contradiction(pool: dict[str, list[Candidate]]) -> _Combination | None:
    """Net, tax and gross as labelled, when all three are and do not add up: the paper's word, not our repair."""
    net, tax, gross = (
        next((one for one in pool[field] if one.score >= _FIRM), None)
        for field in ("net_total", "tax_total", "gross_total")
    )
    net = net or next((one for one in pool["subtotal"] if one.score >= _FIRM), None)
    if net is None or tax is None or gross is None or tax.value >= gross.value:
        return None
    return _Combination(0.0, net, tax, gross, tied=False, proofs=0)


def _sums(pool: dict[str, list[Candidate]], line_sum: Decimal | None) -> set[Decimal]:
    """What lines less discount plus shipping may come to (BR-CO-13)."""
    starts = [one.value for one in pool["subtotal"][:3]] + ([line_sum] if line_sum is not None else [])
    minus = [Decimal(0), *(one.value for one in pool["discount_total"][:2])]
    plus = [Decimal(0), *(one.value for one in pool["shipping_total"][:2])]
    return {start - less + more for start, less, more in product(starts, minus, plus)}


def _combine(
    net: list[Candidate],
    tax: list[Candidate],
    gross: list[Candidate],
    *,
    extras: set[Decimal],
    rates: list[Decimal],
    line_sum: Decimal | None,
    tips: Sequence[Decimal] = (),
) -> _Combination:
    best = _Combination(-9.0, None, None, None, tied=False, proofs=0)
    for n, t, g in product([*net, None], [*tax, None], [*gross, None]):
        score = sum(one.score for one in (n, t, g) if one is not None)
        proofs = 0
        tied = False
        if n and t and g:
            tied = any(abs(n.value + t.value + tip - g.value) <= NEAR for tip in (Decimal(0), *tips))
            if tied and t.value == 0 and n.ink == g.ink:
                score -= 0.1
            score += 1.5 if tied else -1.6
        elif g and t and t.value > g.value * Decimal("0.4"):
            score -= 1.0
        elif n and g and n.value > g.value + NEAR:
            score -= 1.2
        if n and any(abs(n.value - one) <= NEAR for one in extras):
            proofs += 1
        if g and not (n and proofs) and line_sum is not None and abs(line_sum - g.value) <= NEAR:
            proofs += 1
        if tied and n and t and n.value:
            rate = 100 * t.value / n.value
            proofs += any(abs(rate - one) < Decimal("0.2") for one in rates) or len(rates) > 1
        score += 0.35 * min(proofs, 2)
        if score > best.score:
            best = _Combination(score, n, t, g, tied=tied, proofs=proofs)
    return best


def _spoken(best: _Combination) -> dict[str, Found]:
    """The chosen amounts with their confidence, the third derived where two are printed."""
    printed = {
        name: one
        for name, one in (("net_total", best.net), ("tax_total", best.tax), ("gross_total", best.gross))
        if one
    }
    if best.tied:
        sure = 0.985 if best.proofs else 0.96
    elif len(printed) == 3:
        sure = 0.55
    else:
        sure = 0.8 + 0.1 * min(best.proofs, 1)
    result = {
        name: one.ink.surer(sure if best.tied else min(sure, one.ink.confidence + 0.12 * (best.proofs > 0)))
        for name, one in printed.items()
    }
    if len(printed) == 2:
        low = min(one.confidence for one in result.values()) - 0.05
        if best.net and best.tax:
            result["gross_total"] = derived(best.net.value + best.tax.value, low)
        elif best.gross and best.tax and best.gross.value >= best.tax.value:
            result["net_total"] = derived(best.gross.value - best.tax.value, low)
        elif best.gross and best.net and best.gross.value >= best.net.value:
            result["tax_total"] = derived(best.gross.value - best.net.value, low)
    return result
