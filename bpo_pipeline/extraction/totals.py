"""Totals, chosen jointly: the combination that adds up is a proof.

Candidates come from labels (right of them or in the column below), from tax rows (rate x base = amount, BR-CO-17)
and from the sum of the lines. Every combination of net, tax and gross is weighed: label and place, plus a bonus
when net + tax = gross (BR-CO-15), when lines, discount and shipping give the net (BR-CO-13) and when the tax rows
sum to the tax (BR-CO-14); amount due = gross - prepaid + rounding (BR-CO-16) settles the rest.

Confidence: 0.985 for three printed amounts that tie with a second proof, 0.96 for three that tie, 0.8 for a
labelled amount alone, 0.55 where the printed amounts contradict each other; derived amounts get the same less 0.05.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found, derived, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.extraction.taxes import TaxRow

FIELDS = (
    "net_total",
    "tax_total",
    "gross_total",
    "subtotal",
    "discount_total",
    "shipping_total",
    "prepaid",
    "amount_due",
    "rounding",
    "tip_total",
)
_NEAR = Decimal("0.02")
_KEEP = 6
"""Candidates kept per field."""


@dataclass(frozen=True)
class Candidate:
    """An amount that may be a total."""

    value: Decimal
    score: float
    ink: Found


@dataclass(frozen=True)
class _Combination:
    score: float
    net: Candidate | None
    tax: Candidate | None
    gross: Candidate | None
    tied: bool
    proofs: int


def totals(sheet: Sheet, *, skip: frozenset[int], rows: Sequence[TaxRow], line_sum: Decimal | None) -> dict[str, Found]:
    """The document's totals; *skip* are the lines of the item table, *rows* the tax breakdown."""
    pool = {field: _best(_labelled(sheet, field, skip)) for field in FIELDS}
    net = _best(
        [
            *pool["net_total"],
            *(Candidate(c.value, c.score * 0.8, c.ink) for c in pool["subtotal"]),
            *_row_sums(rows, "base"),
            *(Candidate(c.value, c.score * 0.3, c.ink) for c in pool["gross_total"]),
        ]
    )
    tax = _best([*pool["tax_total"], *_row_sums(rows, "amount")])
    gross = _best([*pool["gross_total"], *(Candidate(c.value, c.score * 0.62, c.ink) for c in pool["amount_due"])])
    if not gross and not net:
        gross = _largest(sheet, skip)
    extras = _sums(pool, line_sum)
    best = _combine(
        net,
        tax,
        gross,
        extras=extras,
        rates=[row.rate for row in rows],
        line_sum=line_sum,
        tips=[one.value for one in pool["tip_total"][:2]],
    )
    result = _spoken(best)
    if best.gross is None and best.net is not None and best.tax is None:
        result["gross_total"] = best.net.ink.surer(best.net.ink.confidence * 0.9)
        result.pop("net_total", None)
    _settle_due(sheet, pool, result)
    for field in ("discount_total", "shipping_total", "tip_total"):
        if pool[field]:
            result[field] = _positive(pool[field][0].ink)
    return result


def _labelled(sheet: Sheet, field: str, skip: frozenset[int]) -> Iterable[Candidate]:
    for mark in sheet.marks:
        weight = mark.weight(field)
        if not weight or mark.line in skip:
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
        if not right:
            column = _below(sheet, mark, skip)
            for number, amount in enumerate(column):
                last = number == len(column) - 1
                yield _candidate(amount, weight * (0.85 if last else 0.6) * (1.0 if amount.money else 0.5))


def _names_amount(mark: Mark) -> bool:
    return bool(mark.fields & {*FIELDS, "other_amount"})


def _below(sheet: Sheet, mark: Mark, skip: frozenset[int]) -> list[Amount]:
    """The amounts in the column under a label, top to bottom, until the next label or a wide gap."""
    result: list[Amount] = []
    box, page, bottom = mark.box, sheet.lines[mark.line].page, mark.box.bottom
    for line in sheet.lines[mark.line + 1 : mark.line + 14]:
        if line.page != page or line.index in skip or line.box.top - bottom > 3.2 * max(box.height, 6.0):
            break
        hits = [one for one in sheet.amounts.get(line.index, ()) if not one.percent and _over(one, mark)]
        if hits:
            result.append(hits[0])
            bottom = line.box.bottom
        elif any(cell.box.left < box.right and cell.box.right > box.left for cell in line.cells):
            if result or sheet.days.get(line.index):
                break
            if any(mark.opens for mark in sheet.marks_by_line.get(line.index, ())):
                bottom = line.box.bottom
    return result


def _over(amount: Amount, mark: Mark) -> bool:
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


def _best(candidates: Iterable[Candidate]) -> list[Candidate]:
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


def _row_sums(rows: Sequence[TaxRow], part: str) -> list[Candidate]:
    if not rows:
        return []
    values = [row.base if part == "base" else row.amount for row in rows]
    total = sum(values, Decimal(0))
    ink = next((row.base_ink if part == "base" else row.amount_ink for row in rows), None) if len(rows) == 1 else None
    return [Candidate(abs(total), 0.7, ink or derived(abs(total), 0.7))]


def _largest(sheet: Sheet, skip: frozenset[int]) -> list[Candidate]:
    """Without any label: the largest sum of money on the page, with little confidence."""
    money = [one for line, several in sheet.amounts.items() if line not in skip for one in several if one.money]
    if not money:
        return []
    best = max(money, key=lambda one: (abs(one.value), one.line))
    return [Candidate(abs(best.value), 0.3, found(abs(best.value), best.words, best.page, 0.35))]


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
            tied = any(abs(n.value + t.value + tip - g.value) <= _NEAR for tip in (Decimal(0), *tips))
            if tied and t.value == 0 and n.ink == g.ink:
                score -= 0.1
            score += 1.5 if tied else -1.6
        elif g and t and t.value > g.value * Decimal("0.4"):
            score -= 1.0
        elif n and g and n.value > g.value + _NEAR:
            score -= 1.2
        if n and any(abs(n.value - one) <= _NEAR for one in extras):
            proofs += 1
        if g and not (n and proofs) and line_sum is not None and abs(line_sum - g.value) <= _NEAR:
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


def _settle_due(sheet: Sheet, pool: dict[str, list[Candidate]], result: dict[str, Found]) -> None:
    """Prepaid, rounding and amount due, by BR-CO-16; the due amount is derived when it is not printed."""
    gross = result.get("gross_total")
    if (
        gross is None
        or not isinstance(gross.value, Decimal)
        or sheet.document_type in {"receipt", "purchase_order", "purchase_order_change"}
    ):
        return
    prepaid = [one for one in pool["prepaid"] if one.score > 0.4]
    for paid, due, rounding in product([*prepaid, None], [*pool["amount_due"], None], [*pool["rounding"][:1], None]):
        if due is None:
            continue
        less = paid.value if paid else Decimal(0)
        rest = gross.value - less - due.value
        slack = rounding.value if rounding else Decimal(0)
        if abs(rest) <= _NEAR or (rounding is not None and abs(abs(rest) - slack) <= Decimal("0.005")):
            result["amount_due"] = due.ink.surer(0.97)
            if paid:
                result["prepaid"] = paid.ink.surer(0.97)
            if rounding and abs(rest) > Decimal("0.005"):
                result["rounding"] = derived(-rest, 0.9)
            return
    for due in pool["amount_due"]:  # what is missing between gross and due is printed somewhere as a payment
        rest = gross.value - due.value
        paid = (
            next(
                (one for several in sheet.amounts.values() for one in several if one.money and abs(one.value) == rest),
                None,
            )
            if rest > 0
            else None
        )
        if paid is not None and due.score >= 0.8:
            result["amount_due"] = due.ink.surer(0.95)
            result["prepaid"] = found(rest, paid.words, paid.page, 0.85)
            return
    if pool["amount_due"] and pool["amount_due"][0].score >= 0.9 and pool["amount_due"][0].ink.box != gross.box:
        result["amount_due"] = pool["amount_due"][0].ink.surer(0.7)
        return
    if prepaid and prepaid[0].score >= 0.7 and prepaid[0].value < gross.value:
        result["prepaid"] = prepaid[0].ink.surer(0.6)
        result["amount_due"] = derived(gross.value - prepaid[0].value, 0.55)
        return
    result["amount_due"] = derived(gross.value, max(0.0, gross.confidence - 0.05))


def _positive(ink: Found) -> Found:
    return ink
