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
from dataclasses import replace
from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.assignment import Assignment, Known, assign
from bpo_pipeline.extraction.digit_repair import Sums, repaired, with_point
from bpo_pipeline.extraction.dues import settle_due
from bpo_pipeline.extraction.found import Found, derived
from bpo_pipeline.extraction.gaps import is_scan
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.taxes import RateLine, TaxRow
from bpo_pipeline.extraction.total_candidates import (
    FIELDS,
    Candidate,
    before_withholding,
    best_of,
    labelled_amounts,
    largest,
    rate_sum,
    row_sums,
    sum_rows,
    within,
    without_parts,
)
from bpo_pipeline.model.draft import DIGIT_REPAIR, SEVERAL_WAYS

CHARGES = ("discount_total", "shipping_total", "tip_total")
_JUST_TIED = ("BR-CO-15", "BR-CO-13")
_REPAIRED = 0.9
_ROUNDED = 0.4
"""Confidence of a tax that is what lies between net and a rounded gross total."""
_RIVALLED = 0.6
"""Confidence where amounts add up in more than one way."""
_PLAIN = 0.75
"""A label that may name its field: ``Total``."""
_NAMED = 0.7
"""A label that names its field, or a weak one at its best place."""
_FIRM = 0.9
"""A label that names its field beyond doubt, with the amount where it belongs."""


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
            *sum_rows(sheet, skip, 0),
            *(Candidate(c.value, c.score * 0.3, c.ink) for c in pool["gross_total"]),
        ]
    )
    pool["tax_total"] = best_of(without_parts(pool["tax_total"], by_rate))
    tax = best_of([*pool["tax_total"], *row_sums(rows, "amount"), *rate_sum(by_rate), *sum_rows(sheet, skip, 1)])
    gross = best_of([*pool["gross_total"], *(Candidate(c.value, c.score * 0.62, c.ink) for c in pool["amount_due"])])
    gross = best_of([*gross, *before_withholding(gross, pool["withheld"])])
    if not gross and not net:
        gross = largest(sheet, skip)
    extras = _sums(pool, [*(one.value for one in pool["subtotal"][:3]), *([] if line_sum is None else [line_sum])])
    values = {one.value for one in net}
    net += [Candidate(one, 0.45, derived(one, 0.9)) for one in sorted(extras) if one > 0 and one not in values]
    known = Known(
        extras=extras,
        line_sums=frozenset() if line_sum is None else _sums(pool, [line_sum]),
        rates=(*(one.rate for one in rows), *(one.rate for one in by_rate)),
        tax_sum=sum((row.amount for row in rows), Decimal(0)) if len(rows) > 1 else None,
        line_sum=line_sum,
        tips=(
            *(one.value for one in pool["tip_total"][:2]),
            *(sign * one.value for one in pool["rounding"][:1] for sign in (1, -1) if one.value < 1),
        ),
        charges=frozenset(one.value for field in CHARGES[:2] for one in pool[field] if one.value),
        inside=frozenset(one.value for line in sheet.marks_by_line if (one := within(sheet, line)) is not None),
        named_gross=sheet.document_type != "receipt" and any(one.score >= _NAMED for one in pool["gross_total"]),
    )
    best = assign(net, tax, gross, known)
    if not best.tied and (printed := _contradiction(pool)) is not None:
        best = _repaired(sheet, printed, pool, known, rows)
    result = _spoken(best)
    if pool["rounding"] and "tax_total" in result and result["tax_total"].derived:  # some cents are no tax
        result["tax_total"] = result["tax_total"].surer(min(result["tax_total"].confidence, _ROUNDED))
    if best.gross is None and best.net is not None and best.tax is None and not _named_net(pool, best.net):
        result["gross_total"] = best.net.ink.surer(best.net.ink.confidence * 0.9)
        result.pop("net_total", None)
    settle_due(sheet, pool, result)
    for field, left in _left(pool, best, line_sum).items():
        if pool[field]:
            first = pool[field][0]
            result[field] = (with_point(first, left) if is_scan(sheet, first.ink.page) else first).ink
    return result


def _left(pool: dict[str, list[Candidate]], best: Assignment, line_sum: Decimal | None) -> dict[str, Decimal]:
    """What lines and net leave for shipping and for discounts (BR-CO-13); 0 where that is not proved."""
    if not (best.net and best.tied and line_sum is not None):
        return dict.fromkeys(CHARGES, Decimal(0))
    gap = best.net.value - line_sum
    less, more = (pool[field][0].value if pool[field] else Decimal(0) for field in CHARGES[:2])
    return dict(zip(CHARGES, (more - gap, gap + less, Decimal(0)), strict=True))


def _named_net(pool: dict[str, list[Candidate]], net: Candidate) -> bool:
    """Whether the paper itself calls the amount net, as orders without tax do."""
    return any(one.value == net.value and one.score >= _FIRM for one in pool["net_total"])


def _contradiction(pool: dict[str, list[Candidate]]) -> Assignment | None:
    """Net, tax and gross as labelled, when all three are and do not add up: the paper's word, not our repair."""
    net, tax, gross = (_firm(pool[field]) for field in ("net_total", "tax_total", "gross_total"))
    net = net or _firm(pool["subtotal"])
    if net is None or tax is None:
        return None
    gross = gross or next((one for one in pool["gross_total"] if one.score >= _PLAIN and _closes(one, net, tax)), None)
    return None if gross is None or tax.value >= gross.value else Assignment(0.0, net, tax, gross, tied=False)


def _firm(several: Sequence[Candidate]) -> Candidate | None:
    return next((one for one in several if one.score >= _FIRM), None)


def _closes(gross: Candidate, net: Candidate, tax: Candidate) -> bool:
    """Whether a plain "Total" closes the column in which net and tax stand."""
    last, above = gross.ink, (net.ink, tax.ink)
    return last.box is not None and all(
        one.box is not None
        and one.page == last.page
        and one.box.bottom <= last.box.middle
        and abs(one.box.right - last.box.right) <= last.box.height
        for one in above
    )


def _repaired(
    sheet: Sheet, printed: Assignment, pool: dict[str, list[Candidate]], known: Known, taxes: Sequence[TaxRow]
) -> Assignment:
    """The labelled three with a misread digit put right, on a scan only: a text layer has no misread digits."""
    net, tax, gross = printed.net, printed.tax, printed.gross
    if (
        net is None
        or tax is None
        or gross is None
        or not all(is_scan(sheet, one.ink.page) for one in (net, tax, gross))
    ):
        return printed
    paid = [Decimal(0), *(one.value for one in pool["prepaid"])]
    dues = {one.value + less for one in pool["amount_due"] if one.ink.box != gross.ink.box for less in paid}
    gaps = (one.value for field in (*CHARGES, "rounding") for one in pool[field])
    bases = {sum((row.base for row in taxes), Decimal(0))} if taxes else set()
    sums = Sums(known.line_sums | bases, known.rates, frozenset(dues), frozenset(gaps))
    three = repaired(net, tax, gross, sums)
    if three is None:
        return printed
    net, tax, gross = three
    return Assignment(0.0, net, tax, gross, tied=True, rules=_JUST_TIED)


def _sums(pool: dict[str, list[Candidate]], starts: Sequence[Decimal]) -> frozenset[Decimal]:
    """What some sums less discount plus shipping may come to (BR-CO-13)."""
    minus = [Decimal(0), *(one.value for one in pool["discount_total"][:2])]
    plus = [Decimal(0), *(one.value for one in pool["shipping_total"][:2])]
    return frozenset(start - less + more for start, less, more in product(starts, minus, plus))


def _certainty(best: Assignment, printed: int) -> float:
    """How sure amounts are that stand in a combination, before the ink of each is looked at."""
    if best.rivals:
        return _RIVALLED
    if "BR-CO-15" in best.rules:
        return 0.985 if len(best.rules) > 1 else 0.96
    if best.tied:  # without tax: net and gross are one amount, which only the lines can prove
        return 0.95 if best.rules else 0.85
    return 0.55 if printed == len(("net", "tax", "gross")) else 0.9 if best.rules else 0.8


def _spoken(best: Assignment) -> dict[str, Found]:
    """The chosen amounts with their confidence, the third derived where two are printed."""
    printed = {
        name: one
        for name, one in (("net_total", best.net), ("tax_total", best.tax), ("gross_total", best.gross))
        if one
    }
    sure = _certainty(best, len(printed))
    result = {
        name: replace(
            one.ink,
            confidence=min(sure, _REPAIRED)
            if DIGIT_REPAIR in one.ink.rules
            else sure
            if best.tied
            else min(sure, one.ink.confidence + 0.12 * bool(best.rules)),
            rules=one.ink.rules or (*best.rules, *((SEVERAL_WAYS,) if best.rivals else ())),
        )
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
