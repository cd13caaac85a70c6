"""Score -> chance by a logistic line (Platt 1999), held near the score itself: few papers do not bend it far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpo_pipeline.learning.validation import Calibration

_SLOPE, _SHIFT = 0.1, 0.2
"""How far the line may leave the score without much reason: standard deviations of its slope from 1, shift from 0."""
_STEPS = 60
_ROUNDS = 60
_EDGE = 1e-4


def smooth(scores: Sequence[float], right: Sequence[bool], weights: Sequence[float]) -> Calibration:
    """The most likely rising line in log odds, by Newton's method; without scores the score itself."""
    odds, hits = _odds(np.array(scores, dtype=np.float64)), np.array(right, dtype=np.float64)
    weight = np.array(weights, dtype=np.float64)
    weight = weight / weight.mean() if len(weight) else weight
    line = np.array([1.0, 0.0])
    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-(line[0] * odds + line[1])))
        off, bend = weight * (chance - hits), weight * chance * (1.0 - chance)
        slope = np.array([(off * odds).sum() + (line[0] - 1.0) / _SLOPE**2, off.sum() + line[1] / _SHIFT**2])
        cross = (bend * odds).sum()
        curve = np.array([[(bend * odds * odds).sum() + _SLOPE**-2, cross], [cross, bend.sum() + _SHIFT**-2]])
        step = np.linalg.solve(curve, slope)
        line = line - step
        if np.abs(step).max() < _EDGE:
            break
    grid = np.unique(np.round(1.0 / (1.0 + np.exp(-np.linspace(_odds(_EDGE), _odds(1.0 - _EDGE), _STEPS))), 5))
    grid = np.unique(np.concatenate([[0.0], grid, [1.0]]))
    chances = 1.0 / (1.0 + np.exp(-(max(line[0], 0.05) * _odds(grid) + line[1])))
    return Calibration(grid.tolist(), [round(float(one), 4) for one in chances])


def _odds(scores: np.ndarray | float) -> np.ndarray:
    clipped = np.clip(scores, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(clipped / (1.0 - clipped)), dtype=np.float64)
