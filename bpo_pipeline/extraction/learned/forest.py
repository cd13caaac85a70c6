"""A forest of decision trees as LightGBM trained it, evaluated with numpy alone.

LightGBM itself is needed for training only: its import costs a worker a second and 60 MB, a forest of a few hundred
small trees costs neither. All trees are walked at once, for all candidates of a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Forest:
    """Trees side by side: one row per tree, one column per node; a leaf points to itself."""

    feature: Indices
    threshold: Matrix
    left: Indices
    right: Indices
    value: Matrix
    depth: int

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Forest:
        """A forest as ``bpo train`` wrote it: for each tree features, thresholds, children and leaf values."""
        trees = data["trees"]
        size = max(len(tree["value"]) for tree in trees)

        def table(name: str, kind: type) -> Any:
            return np.array([tree[name] + [0] * (size - len(tree[name])) for tree in trees], dtype=kind)

        return cls(
            table("feature", np.intp), table("threshold", np.float64), table("left", np.intp), table("right", np.intp),
            table("value", np.float64), int(data["depth"]),
        )  # fmt: skip

    def chance(self, rows: Matrix, start: npt.NDArray[np.float64] | float = 0.0) -> npt.NDArray[np.float64]:
        """For each row of features the chance, 0 to 1, that the candidate is the field's value.

        *start* are the log odds from which the trees were grown.
        """
        trees = np.arange(len(self.value))[None, :]
        nodes = np.zeros((len(rows), len(self.value)), dtype=np.intp)
        at = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[at, self.feature[trees, nodes]] <= self.threshold[trees, nodes]
            nodes = np.where(goes_left, self.left[trees, nodes], self.right[trees, nodes])
        raw = self.value[trees, nodes].sum(axis=1) + start
        return np.asarray(1.0 / (1.0 + np.exp(-raw)), dtype=np.float64)
