"""Candidates for a slip's total: every amount of money, with its labels, its place and what arithmetic says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.learned.shapes import EMPTY, WORDS, kinds, shape

_CASH, _CARD, _CHANGE = (list(WORDS).index(name) for name in ("cash", "card", "change"))
_MOST = 60
"""Amounts of a page, the largest first, between which arithmetic is tried."""


def amount_candidates(amounts: Mapping[int, Sequence[Amount]]) -> list[Amount]:
    """All amounts of money on the pages, line by line."""
    return [
        one
        for line in sorted(amounts)
        for one in amounts[line]
        if not one.percent and one.decimals == 2 and one.value >= 0
    ]


def amount_features(lines: Sequence[Line], candidates: Sequence[Amount], ruled: Decimal | None) -> list[list[float]]:
    """One row per candidate; *ruled* is the total that the rules chose."""
    values = [one.value for one in candidates]
    counts = Counter(values)
    ranks = {value: rank for rank, value in enumerate(sorted(counts, reverse=True))}
    most = max(values, default=Decimal(0)) or Decimal(1)
    sums = _Sums(candidates)
    labelled = [_label(lines, one) for one in candidates]
    named: dict[Decimal, list[float]] = {}
    for one, label in zip(candidates, labelled, strict=True):
        known = named.setdefault(one.value, [0.0] * len(label))
        for index, flag in enumerate(label):
            known[index] = max(known[index], flag)
    width = max((line.box.right for line in lines), default=1.0) or 1.0
    heights = sorted(line.box.height for line in lines)
    height = heights[len(heights) // 2] if heights else 1.0
    last_total = -1
    rows = []
    for one, label in zip(candidates, labelled, strict=True):
        line = lines[one.line]
        beside = [other for other in candidates if other.line == one.line]
        rows.append(
            [
                one.line / len(lines),
                float(len(lines) - one.line),
                float(ranks[one.value]),
                float(one.value / most),
                float(counts[one.value]),
                float(len(beside)),
                float(beside.index(one)),
                one.box.right / width,
                one.box.height / height,
                float(one.currency),
                float(one.value == 0),
                float(one.value % Decimal("0.05") == 0),
                float(ruled is not None and one.value == ruled),
                float(one.line - last_total) if last_total >= 0 else 30.0,
                *sums.said_of(one.value),
                *label,
                *named[one.value],
                *shape(line.text),
                *(kinds(lines[one.line - 1].text) if one.line else EMPTY[: len(label)]),
                *(kinds(lines[one.line + 1].text) if one.line + 1 < len(lines) else EMPTY[: len(label)]),
            ]
        )
        if label[0]:
            last_total = one.line
    return rows


def _label(lines: Sequence[Line], one: Amount) -> tuple[float, ...]:
    """The kinds of words left of the amount, or in the line above where there are none."""
    line = lines[one.line]
    left = " ".join(word.text for word in line.words if word.box.right <= one.box.left + 1)
    if sum(letter.isalpha() for letter in left) < 3 and one.line:
        left = lines[one.line - 1].text
    return kinds(left)


class _Sums:
    """Which amounts of the page others add up to."""

    def __init__(self, candidates: Sequence[Amount]) -> None:
        values = sorted({one.value for one in candidates if one.value}, reverse=True)[:_MOST]
        known = set(values)
        self.difference: Counter[Decimal] = Counter()
        """cash - change = total, gross - tax = net."""
        self.sum: Counter[Decimal] = Counter()
        """net + tax = gross."""
        self.rounded: set[Decimal] = set()
        self.twice: set[Decimal] = set()
        for large, small in combinations(values, 2):
            if large - small in known and large - small != small:
                self.difference[large - small] += 1
                self.sum[large] += 1
            if Decimal(0) < large - small <= Decimal("0.04"):
                self.rounded |= {large, small}
        self.lines: set[Decimal] = set()
        """Sums of amounts at the end of lines that follow one another: the items."""
        by_line: dict[int, Decimal] = {}
        for one in candidates:
            by_line[one.line] = one.value
        ordered = [by_line[line] for line in sorted(by_line)]
        for start in range(len(ordered)):
            running = ordered[start]
            for value in ordered[start + 1 :]:
                if abs(running - value) <= Decimal("0.05") and value and running != ordered[start]:
                    self.lines.add(value)
                running += value

    def said_of(self, value: Decimal) -> list[float]:
        """What arithmetic says of an amount."""
        return [
            float(min(self.difference[value], 4)),
            float(min(self.sum[value], 4)),
            float(value in self.rounded),
            float(value in self.lines),
        ]


def paid(candidates: Sequence[Amount], lines: Sequence[Line]) -> Decimal | None:
    """The one amount of the page that is what was given less the change, both as labelled; None for none or several.

    On the labelled receipts it was the total each of 222 times.
    """
    labelled = [(one.value, _label(lines, one)) for one in candidates]
    given = {amount for amount, label in labelled if (label[_CASH] or label[_CARD]) and not label[_CHANGE]}
    change = {amount for amount, label in labelled if label[_CHANGE]}
    found = {more - back for more in given for back in change if back} & {one.value for one in candidates if one.value}
    return found.pop() if len(found) == 1 else None
