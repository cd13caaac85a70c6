"""The models that ``bpo train`` wrote: a forest per field, and what its scores were worth on unseen vendors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from bpo_pipeline.extraction.learned import MODELS
from bpo_pipeline.extraction.learned.forest import Forest
from bpo_pipeline.extraction.learned.scoring import Scored

NAMES = ("receipt",)
"""Models by file name in ``models/``."""


@dataclass(frozen=True)
class FieldModel:
    """How one field's candidates are scored, and what a score means."""

    forest: Forest
    scores: Sequence[float]
    """Rising; with ``chances`` the steps of the calibration, between which straight lines run."""
    chances: Sequence[float]

    def best(self, found: Sequence[Scored]) -> tuple[Scored, float] | None:
        """The most likely candidate and the calibrated chance that it is right; None without candidates."""
        if not found:
            return None
        raw = self.forest.chance(np.array([one.features for one in found], dtype=np.float64))
        place = int(raw.argmax())
        return found[place], self.calibrated(certainty(raw.tolist(), [one.value for one in found]))

    def calibrated(self, score: float) -> float:
        """The share of candidates with such a score that were right, on vendors not trained on."""
        return float(np.interp(score, self.scores, self.chances))


def certainty(raw: Sequence[float], values: Sequence[object]) -> float:
    """The best score as a share of itself and the strongest other value: a rival makes it less certain."""
    best = max(range(len(raw)), key=lambda place: raw[place])
    rival = max((score for score, value in zip(raw, values, strict=True) if value != values[best]), default=0.0)
    return raw[best] * (1.0 - 0.5 * min(1.0, rival / max(raw[best], 1e-9)))


@dataclass(frozen=True)
class Model:
    """The fields of one document type."""

    version: str
    fields: Mapping[str, FieldModel]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Model:
        """A model as ``bpo train`` wrote it."""
        fields = {
            name: FieldModel(
                Forest.from_json(one["forest"]), one["calibration"]["scores"], one["calibration"]["chances"]
            )
            for name, one in data["fields"].items()
        }  # fmt: skip
        return cls(data["version"], fields)


@lru_cache(maxsize=4)
def load(name: str) -> Model:
    """The committed model of a document type, one of ``NAMES``."""
    return Model.from_json(json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8")))


def versions(document_type: str) -> dict[str, str]:
    """The models that have a part in drafts of a type, name -> version."""
    return {f"model-{document_type}": load(document_type).version} if document_type in NAMES else {}
