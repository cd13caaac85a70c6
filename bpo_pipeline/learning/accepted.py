"""The figures of the report: how much can be taken without a look, and what is wrong among it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.learning.calibrating import Judged, asked_for
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.validation import FOLDS, folds

ALLOWED = 0.005
"""As a contract allows it for money that says nothing else."""
_DOUBT = 0.05
_HALVINGS = 60


def bound(wrong: int, count: int) -> float:
    """The largest share of wrong values that a sample does not exclude at 95 %: 3 / count when none is wrong."""
    least, most = 0.0, wrong + 10.0 + 10.0 * math.sqrt(wrong)
    for _ in range(_HALVINGS):
        mean = (least + most) / 2
        chance = sum(mean**one / math.factorial(one) for one in range(wrong + 1)) * math.exp(-mean)
        least, most = (mean, most) if chance > _DOUBT else (least, mean)
    return least / max(count, 1)


def accepted_money(judged: Sequence[Judged], allowed: float) -> tuple[int, int]:
    """Wrong and all money values of real documents above their thresholds, which other vendors' values gave."""
    known = [one for one in judged if one.value.group == "money"]
    fold_of = folds([one.value for one in known])
    wrong = taken = 0
    for fold in range(FOLDS):
        others = [one for one in known if fold_of[one.value.vendor] != fold]
        for name in GROUPS["money"]:
            limit = asked_for([one for one in others if one.value.field == name])[f"{allowed:g}"]
            hits = [
                one.value.right
                for one in known
                if one.value.field == name
                and fold_of[one.value.vendor] == fold
                and one.confidence >= limit
                and one.value.source != "generated"
                and not one.value.lacking
            ]
            wrong, taken = wrong + len(hits) - sum(hits), taken + len(hits)
    return wrong, taken


def touchless(judged: Sequence[Judged], papers: Sequence[Paper]) -> tuple[float, list[Paper]]:
    """The largest share of documents that can be taken with 0.5 % of their labelled fields wrong or missing, and these.

    Documents are taken by their least confidence, the surest first.
    """
    sure: defaultdict[str, dict[str, Judged]] = defaultdict(dict)
    for one in judged:
        if not one.value.lacking:
            sure[one.value.document][one.value.path] = one
    ranked = []
    for paper in papers:
        values = sure[f"{paper.source}/{paper.id}"]
        labelled = [name for name, value in paper.fields.items() if value]
        found = [values.get(name) for name in labelled]
        least = min((one.confidence if one else 0.0 for one in found), default=0.0)
        ranked.append((least, sum(one is None or not one.value.right for one in found), len(labelled), paper))
    ranked.sort(key=lambda one: -one[0])
    wrong = seen = best = 0
    for place, (least, bad, count, _) in enumerate(ranked, 1):
        wrong += bad
        seen += count
        if least > 0 and wrong <= ALLOWED * seen:
            best = place
    return best / max(len(ranked), 1), [paper for *_, paper in ranked[:best]]


def wrong_among_accepted(judged: Sequence[Judged], papers: Sequence[Paper]) -> tuple[int, int]:
    """Wrong and all money values of documents that were taken."""
    taken = {f"{one.source}/{one.id}" for one in papers}
    known = [one.value for one in judged if one.value.document in taken and not one.value.lacking]
    hits = [one.right for one in known if one.group == "money"]
    return len(hits) - sum(hits), len(hits)
