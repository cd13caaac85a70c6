"""Cross-validation by vendor: what a model does on vendors that it has never seen, and what its scores are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import lightgbm
import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression

from bpo_pipeline.extraction.learned.model import certainty
from bpo_pipeline.learning.corpus import Example
from bpo_pipeline.learning.fitting import fit, scores, weight
from bpo_pipeline.learning.labelling import right

FOLDS = 5
ALLOWED = (0.001, 0.005, 0.01, 0.02, 0.05)
"""Errors that a contract may allow; each gets its threshold."""
_STEPS = 60
_BINS = 10


@dataclass(frozen=True)
class Outcome:
    """What was chosen for one document by a model that did not know its vendor."""

    score: float
    right: bool
    vendor: str
    fold: int


class _FromAVendor(Protocol):
    @property
    def vendor(self) -> str:
        """Groups what must not be on both sides."""


def folds(examples: Sequence[_FromAVendor]) -> dict[str, int]:
    """Vendor -> fold: the largest vendors first, each to the fold that has the fewest documents."""
    sizes = [0] * FOLDS
    result: dict[str, int] = {}
    for vendor, count in sorted(Counter(one.vendor for one in examples).items(), key=lambda one: (-one[1], one[0])):
        result[vendor] = sizes.index(min(sizes))
        sizes[result[vendor]] += count
    return result


def boosters(examples: Sequence[Example], fold_of: Mapping[str, int]) -> list[lightgbm.Booster]:
    """For each fold the model of the other ones."""
    return [fit([one for one in examples if fold_of[one.vendor] != fold]) for fold in range(FOLDS)]


def validate(
    field: str, examples: Sequence[Example], fold_of: Mapping[str, int], models: Sequence[lightgbm.Booster]
) -> list[Outcome]:
    """Every document, as an engine would read it, judged by the model of the other folds."""
    return [
        judged(field, models[fold], one, fold)
        for fold in range(FOLDS)
        for one in examples
        if fold_of[one.vendor] == fold and not one.typed
    ]


def judged(field: str, booster: lightgbm.Booster, example: Example, fold: int = 0) -> Outcome:
    """What the model chooses for one document."""
    raw = scores(booster, example)
    best = example.values[int(raw.argmax())]
    return Outcome(certainty(raw.tolist(), example.values), right(field, best, example.truth), example.vendor, fold)


@dataclass(frozen=True)
class Calibration:
    """Score -> chance as a rising line of steps."""

    scores: list[float]
    chances: list[float]

    def of(self, score: float) -> float:
        """The chance that a value with such a score is right."""
        return float(np.interp(score, self.scores, self.chances))


def calibrate(outcomes: Sequence[Outcome]) -> Calibration:
    """Isotonic regression; two doubtful documents at either end keep 0 and 1 from being promised."""
    weights = weights_of(outcomes)
    mean = float(np.mean(weights))
    model = IsotonicRegression(out_of_bounds="clip")
    model.fit(
        [*(one.score for one in outcomes), 0.0, 1.0],
        [*(float(one.right) for one in outcomes), 0.0, 0.5],
        sample_weight=[*weights, mean, mean],
    )
    ordered = np.quantile([one.score for one in outcomes], np.linspace(0, 1, _STEPS))
    points = np.unique(np.round(np.concatenate([[0.0], ordered, [1.0]]), 5))
    return Calibration(points.tolist(), [round(float(one), 4) for one in model.predict(points)])


def weights_of(outcomes: Sequence[Outcome]) -> npt.NDArray[np.float64]:
    """What each document counts; a vendor with many does not outvote the others."""
    counts = Counter(one.vendor for one in outcomes)
    return np.array([weight(counts[one.vendor]) for one in outcomes])


def cross_calibrated(outcomes: Sequence[Outcome]) -> list[float]:
    """The confidence of each document by a calibration that did not know its vendor."""
    by_fold = {
        fold: calibrate([one for one in outcomes if one.fold != fold]) for fold in {one.fold for one in outcomes}
    }
    return [by_fold[one.fold].of(one.score) for one in outcomes]


def calibration_error(confidences: Sequence[float], outcomes: Sequence[Outcome]) -> float:
    """Expected calibration error over ten equally filled bins."""
    order = np.argsort(confidences, kind="stable")
    sure = np.array(confidences)[order]
    hits = np.array([float(one.right) for one in outcomes])[order]
    parts = [part for part in np.array_split(np.arange(len(sure)), _BINS) if len(part)]
    return float(sum(abs(sure[part].mean() - hits[part].mean()) * len(part) for part in parts) / len(sure))


def thresholds(
    confidences: Sequence[float], outcomes: Sequence[Outcome], counts: Sequence[float] | None = None
) -> dict[str, float]:
    """Allowed error -> the least confidence from which on no larger share was wrong; 1.01 where there is none.

    *counts*: what each outcome counts, 1 for all when not given.
    """
    order = sorted(range(len(outcomes)), key=lambda place: -confidences[place])
    result = {f"{allowed:g}": 1.01 for allowed in ALLOWED}
    wrong = seen = 0.0
    for taken, place in enumerate(order, 1):
        count = 1.0 if counts is None else counts[place]
        seen += count
        wrong += count * (not outcomes[place].right)
        follows = taken < len(order) and confidences[order[taken]] == confidences[place]
        if follows:
            continue
        for allowed in ALLOWED:
            if wrong <= allowed * seen:
                result[f"{allowed:g}"] = round(confidences[place], 4)
    return result
