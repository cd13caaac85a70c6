"""Confidence that means what it says: each value's evidence, weighed by what ``bpo train`` measured on unseen vendors.

How a value was found gives its first confidence; here, at one place and after everything else, that is turned into the
share of such values that were right. Values of e-invoices and of people keep theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from bpo_pipeline.extraction.learned import MODELS
from bpo_pipeline.extraction.learned.evidence import Weighed, first_odds
from bpo_pipeline.extraction.learned.forest import Forest
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading

NAME = "calibration"
CALIBRATION = f"model-{NAME}"
"""Under this name a draft says which model made its confidences chances."""
_RAW = 0.02
"""Share of the raw score in the result: equal steps of the calibration keep their order."""
_MOST, _LEAST = 0.9995, 0.005
"""Nothing is promised for certain."""


@dataclass(frozen=True)
class Curve:
    """Score -> chance as a rising line of steps, with the confidence that each allowed error asks for."""

    scores: tuple[float, ...]
    chances: tuple[float, ...]
    thresholds: Mapping[str, float]

    def of(self, score: float) -> float:
        """The chance that a value with such a score is right."""
        return blended(float(np.interp(score, self.scores, self.chances)), score)

    def threshold(self, allowed_error: float) -> float:
        """The confidence for the largest measured error that is not above the allowed one; above 1: there is none."""
        measured = [float(one) for one in self.thresholds if float(one) <= allowed_error]
        return self.thresholds[f"{max(measured):g}"] if measured else 1.01


@dataclass(frozen=True)
class Calibrated:
    """The model of one group of fields."""

    forest: Forest
    curves: Mapping[str, Curve]


@dataclass(frozen=True)
class Model:
    """All groups."""

    version: str
    groups: Mapping[str, Calibrated]


def blended(chance: float, score: float) -> float:
    """The calibrated chance with a trace of the score."""
    return min(_MOST, max(_LEAST, (1 - _RAW) * chance + _RAW * score))


def model_of(data: Mapping[str, Any]) -> Model:
    """The model as ``bpo train`` wrote it."""
    groups = {
        name: Calibrated(
            Forest.from_json(group["forest"]),
            {
                field: Curve(tuple(one["scores"]), tuple(one["chances"]), one["thresholds"])
                for field, one in group["fields"].items()
            },
        )
        for name, group in data["groups"].items()
    }
    return Model(data["version"], groups)


@lru_cache(maxsize=1)
def load() -> Model:
    """The committed model."""
    return model_of(json.loads((MODELS / f"{NAME}.json").read_text(encoding="utf-8")))


def calibrated(draft: Draft, reading: Reading) -> Draft:
    """The draft with confidences that are chances, and the version of the model that says so."""
    model, sure = load(), dict[str, float]()
    by_group: dict[str, list[tuple[str, list[float]]]] = {}
    for one, group, row in Weighed(draft, reading).rows():
        by_group.setdefault(group, []).append((one.path, row))
    for group, rows in by_group.items():
        known = model.groups.get(group)
        if known is None:
            continue
        table = np.array([row for _, row in rows])
        scores = known.forest.chance(table, first_odds(table))
        for (path, _), score in zip(rows, scores, strict=True):
            curve = known.curves.get(path.rsplit(".", 1)[-1])
            sure[path] = round(curve.of(float(score)) if curve else blended(float(score), float(score)), 4)
    evidence = tuple(replace(one, confidence=sure.get(one.path, one.confidence)) for one in draft.evidence)
    return replace(draft, evidence=evidence, versions={**draft.versions, CALIBRATION: model.version})


def thresholds(*, money: float, identifiers: float, other: float) -> dict[str, float]:
    """Field -> least confidence that kept the error within the allowed one on unseen vendors; above 1: none did."""
    allowed = {"money": money, "identifier": identifiers, "date": other, "text": other}
    groups = load().groups
    return {
        field: curve.threshold(share)
        for group, share in allowed.items()
        if group in groups
        for field, curve in groups[group].curves.items()
    }
