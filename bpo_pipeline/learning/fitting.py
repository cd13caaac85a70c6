"""One field's forest: fitted with LightGBM, the same every time, and written down as plain numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from bpo_pipeline.learning.corpus import Example

ROUNDS = 150
NEGATIVES = 30
"""Wrong candidates of a document that are trained on, drawn evenly: more cost time and teach little."""
PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 20, "feature_fraction": 0.3,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1, "deterministic": True,
    "force_row_wise": True, "verbose": -1, "max_bin": 63, "num_threads": 1,
}  # fmt: skip
"""Small trees with much regularisation: the vendors met later are not those of the training."""


def fit(examples: Sequence[Example], *, rounds: int = ROUNDS) -> lightgbm.Booster:
    """Learn which candidates are right; a vendor with many documents does not outvote the others."""
    usable = [one for one in examples if one.labels.any()]
    counts = Counter(one.vendor for one in usable)
    rows = [_drawn(one) for one in usable]
    data = lightgbm.Dataset(
        np.concatenate([one.features[row] for one, row in zip(usable, rows, strict=True)]),
        np.concatenate([one.labels[row] for one, row in zip(usable, rows, strict=True)]),
        weight=np.concatenate(
            [np.full(len(row), weight(counts[one.vendor])) for one, row in zip(usable, rows, strict=True)]
        ),
    )
    return lightgbm.train(PARAMETERS, data, rounds)


def _drawn(one: Example) -> npt.NDArray[np.intp]:
    """All right candidates and some of the wrong ones, spread over the page."""
    wrong = np.flatnonzero(one.labels == 0)
    kept = wrong[np.unique(np.linspace(0, len(wrong) - 1, NEGATIVES).astype(np.intp))] if len(wrong) else wrong
    return np.sort(np.concatenate([np.flatnonzero(one.labels), kept]))


def weight(documents: int) -> float:
    """What one document counts of a vendor that has so many."""
    return float(documents**-0.5)


def scores(booster: lightgbm.Booster, example: Example) -> npt.NDArray[np.float64]:
    """The chance of each candidate."""
    return np.asarray(booster.predict(example.features, num_threads=1), dtype=np.float64)


def as_json(booster: lightgbm.Booster) -> dict[str, Any]:
    """The forest as ``extraction.learned.forest`` reads it."""
    trees, deepest = [], 1
    for info in booster.dump_model()["tree_info"]:
        tree: dict[str, list[Any]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
        deepest = max(deepest, _add(tree, info["tree_structure"]))
        trees.append(tree)
    return {"depth": deepest, "trees": trees}


def _add(tree: dict[str, list[Any]], node: dict[str, Any]) -> int:
    """Add a node with all below it; the depth of that part."""
    place = len(tree["value"])
    leaf = "leaf_value" in node
    tree["feature"].append(0 if leaf else node["split_feature"])
    tree["threshold"].append(0.0 if leaf else node["threshold"])
    tree["value"].append(round(node["leaf_value"], 6) if leaf else 0.0)
    tree["left"].append(place)
    tree["right"].append(place)
    if leaf:
        return 0
    tree["left"][place] = len(tree["value"])
    left = _add(tree, node["left_child"])
    tree["right"][place] = len(tree["value"])
    return 1 + max(left, _add(tree, node["right_child"]))
