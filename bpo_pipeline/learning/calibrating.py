"""What confidence is worth: each value's score as a chance, measured on vendors that no model knew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpo_pipeline.extraction.learned.calibration import blended
from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.learning.smoothing import smooth
from bpo_pipeline.learning.unseen import LACKING, Unseen, weights_of
from bpo_pipeline.learning.validation import FOLDS, Calibration, Outcome, thresholds
from bpo_pipeline.learning.valued import Value

_FEW = 60
"""With fewer values of real documents a field is calibrated with the generated ones too."""


@dataclass(frozen=True)
class Judged:
    """One value with the confidence that a calibration gave it which knew nothing of its vendor."""

    value: Value
    confidence: float


def cross_calibrated(known: Unseen) -> list[Judged]:
    """All values with their confidence from the other folds' models and calibrations."""
    result: list[Judged] = []
    for group in known.groups.values():
        pairs = list(zip(group.values, group.scores, strict=True))
        for fold in range(FOLDS):
            outside = [(one, score) for one, score in pairs if known.fold_of[one.vendor] != fold]
            curves = _curves([one for one, _ in outside], [score for _, score in outside])
            result.extend(
                Judged(one, blended(curves[one.field].of(score) if one.field in curves else score, score))
                for one, score in pairs
                if known.fold_of[one.vendor] == fold
            )
    return result


def calibrations(known: Unseen) -> dict[str, Any]:
    """The models of all groups with a calibration per field, as ``extraction.learned.calibration`` reads them.

    The thresholds follow from scores of models that did not know the vendor, on the scale of the final calibration.
    """
    result: dict[str, Any] = {}
    for group, mine in known.groups.items():
        curves = _curves(mine.values, mine.scores)
        result[group] = {
            "forest": mine.forest,
            "fields": {
                name: {
                    "scores": curves[name].scores,
                    "chances": curves[name].chances,
                    "thresholds": asked_for(
                        [
                            Judged(one, blended(curves[name].of(score), score))
                            for one, score in zip(mine.values, mine.scores, strict=True)
                            if one.field == name
                        ]
                    ),
                }
                for name in GROUPS[group]
                if name in curves
            },
        }
    return result


def asked_for(found: Sequence[Judged]) -> dict[str, float]:
    """Allowed error -> the least confidence from which on no larger share of a field's values was wrong."""
    outcomes = [Outcome(one.confidence, one.value.right, one.value.vendor, 0) for one in found]
    counts = [LACKING if one.value.lacking else 1.0 for one in found]
    return thresholds([one.confidence for one in found], outcomes, counts)


def _curves(known: Sequence[Value], scores: Sequence[float]) -> dict[str, Calibration]:
    """Field -> calibration, of real documents alone where there are enough, never of papers that lack the field."""
    result = {}
    for name in sorted({one.field for one in known}):
        own = [place for place, one in enumerate(known) if one.field == name and not one.lacking]
        real = [place for place in own if known[place].source != "generated"]
        places = real if len(real) >= _FEW else own
        several = [known[place] for place in places]
        result[name] = smooth(
            [scores[place] for place in places], [one.right for one in several], weights_of(several).tolist()
        )
    return result
