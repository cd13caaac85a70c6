"""The figures of the report: how far confidence is from the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.learning.calibrating import Judged, asked_for

MISTAKEN = 0.01
_BINS = 10
_LEAST = 15
"""With fewer values a field is left out of the table."""


@dataclass(frozen=True)
class LackingRow:
    """What is found for a field on papers that do not have it."""

    field: str
    values: int
    taken: float
    """Share of them that would be taken with ``MISTAKEN`` allowed."""


@dataclass(frozen=True)
class FieldRow:
    """One field of all real documents together."""

    field: str
    head: bool
    """Not one of a line."""
    values: int
    right: float
    confidence: float
    calibration_error: float
    by_chance: float
    """The calibration error that as few values show on average when each confidence is exactly right."""
    points: tuple[tuple[float, bool], ...]
    """Confidence of each value and whether it is right."""


def calibration_table(judged: Sequence[Judged]) -> list[FieldRow]:
    """A row per field, of documents that nobody invented."""
    rows = []
    for name in (name for group in GROUPS.values() for name in group):
        points = [
            (one.confidence, one.value.right)
            for one in judged
            if one.value.field == name and one.value.source != "generated" and not one.value.lacking
        ]
        if len(points) >= _LEAST:
            sure, hits = (float(np.mean([point[side] for point in points])) for side in (0, 1))
            rows.append(
                FieldRow(
                    name,
                    name not in GROUPS["line"],
                    len(points),
                    hits,
                    sure,
                    error_of(points),
                    chance_error([one for one, _ in points]),
                    tuple(points),
                )
            )
    return rows


def lacking_table(judged: Sequence[Judged]) -> list[LackingRow]:
    """A row per field, of the papers from which it was taken off."""
    rows = []
    for name in (name for group in GROUPS.values() for name in group):
        several = [one for one in judged if one.value.field == name]
        wrong = [one for one in several if one.value.lacking and not one.value.right]
        if len(wrong) >= _LEAST:
            limit = asked_for(several)[f"{MISTAKEN:g}"]
            rows.append(LackingRow(name, len(wrong), sum(one.confidence >= limit for one in wrong) / len(wrong)))
    return rows


def error_of(points: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equally filled bins."""
    if not points:
        return 0.0
    parts = np.array_split(np.array(sorted(points), dtype=float), _BINS)
    return float(sum(abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts if len(part))) / len(
        points
    )


def chance_error(confidences: Sequence[float]) -> float:
    """What ``error_of`` is on average for values that are right exactly as often as their confidence says."""
    parts = [part for part in np.array_split(np.array(sorted(confidences), dtype=float), _BINS) if len(part)]
    return float(sum(np.sqrt(2 / np.pi * (part * (1 - part)).sum()) for part in parts)) / max(len(confidences), 1)
