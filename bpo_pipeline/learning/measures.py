"""The figures of the report: how far confidence is from the truth, and how much can be taken without a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.learning.calibrating import Judged
from bpo_pipeline.learning.papers import Paper

ALLOWED = 0.005
_BINS = 10
_LEAST = 15
"""With fewer values a field is left out of the table."""


@dataclass(frozen=True)
class FieldRow:
    """One field of all real documents together."""

    field: str
    values: int
    right: float
    confidence: float
    calibration_error: float
    points: tuple[tuple[float, bool], ...]
    """Confidence of each value and whether it is right."""


def calibration_table(judged: Sequence[Judged]) -> list[FieldRow]:
    """A row per field, of documents that nobody invented."""
    rows = []
    for name in (name for group in GROUPS.values() for name in group):
        points = [
            (one.confidence, one.value.right)
            for one in judged
            if one.value.field == name and one.value.source != "generated"
        ]
        if len(points) >= _LEAST:
            sure, hits = (float(np.mean([point[side] for point in points])) for side in (0, 1))
            rows.append(FieldRow(name, len(points), hits, sure, error_of(points), tuple(points)))
    return rows


def error_of(points: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equally filled bins."""
    if not points:
        return 0.0
    parts = np.array_split(np.array(sorted(points), dtype=float), _BINS)
    return float(sum(abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts if len(part))) / len(
        points
    )


def touchless(judged: Sequence[Judged], papers: Sequence[Paper]) -> tuple[float, list[Paper]]:
    """The largest share of documents that can be taken with 0.5 % of their labelled fields wrong or missing, and these.

    Documents are taken by their least confidence, the surest first.
    """
    sure: defaultdict[str, dict[str, Judged]] = defaultdict(dict)
    for one in judged:
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
    hits = [one.value.right for one in judged if one.value.document in taken and one.value.group == "money"]
    return len(hits) - sum(hits), len(hits)
