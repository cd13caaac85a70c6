"""What each value scores with a model that did not know its vendor, and the model of all: fitted side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from bpo_pipeline.extraction.learned.evidence import GROUPS, NAMES, RISING, first_odds
from bpo_pipeline.learning.fitting import as_json, weight
from bpo_pipeline.learning.validation import FOLDS, folds
from bpo_pipeline.learning.valued import Value

ROUNDS = 40
_GENERATED = 0.15
"""What a generated document counts beside a real one: our own designs are read too well."""
LACKING = 0.4
"""What a paper counts from which the field was taken off: most papers of the world have theirs."""
_PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 6, "min_data_in_leaf": 15, "feature_fraction": 0.5,
    "lambda_l2": 5, "seed": 1, "deterministic": True, "force_row_wise": True, "verbose": -1, "max_bin": 63,
    "num_threads": 1, "monotone_constraints": [int(name in RISING) for name in NAMES],
    "monotone_constraints_method": "advanced",
}  # fmt: skip

_Table = npt.NDArray[np.float64]
_Task = tuple[_Table, _Table, _Table, _Table]
"""Rows, whether each is right and what it counts, and the rows to be scored."""


@dataclass(frozen=True)
class Scored:
    """The values of one group of fields, each with its score, and the model that was fitted on all of them."""

    values: Sequence[Value]
    scores: Sequence[float]
    forest: Mapping[str, Any]


@dataclass(frozen=True)
class Unseen:
    """All groups that have values, and each vendor's fold."""

    fold_of: Mapping[str, int]
    groups: Mapping[str, Scored]


def unseen(known: Sequence[Value], *, jobs: int) -> Unseen:
    """Every group's scores by models of the other folds, and its model; all of them are fitted side by side."""
    fold_of = folds(known)
    groups = {name: several for name in GROUPS if (several := [one for one in known if one.group == name])}
    tasks = [_task(several, fold_of, fold) for several in groups.values() for fold in range(FOLDS)]
    with ProcessPoolExecutor(jobs) as pool:
        forests = [pool.submit(_forest, *_table(several)) for several in groups.values()]
        folded = list(pool.map(_scored, tasks))
        return Unseen(
            fold_of,
            {
                name: Scored(
                    several, _in_place(several, fold_of, folded[FOLDS * at : FOLDS * (at + 1)]), forest.result()
                )
                for at, ((name, several), forest) in enumerate(zip(groups.items(), forests, strict=True))
            },
        )


def _task(known: Sequence[Value], fold_of: Mapping[str, int], fold: int) -> _Task:
    tests = [one.row for one in known if fold_of[one.vendor] == fold]
    return *_table([one for one in known if fold_of[one.vendor] != fold]), np.array(tests)


def _table(known: Sequence[Value]) -> tuple[_Table, _Table, _Table]:
    return np.array([one.row for one in known]), np.array([float(one.right) for one in known]), weights_of(known)


def _in_place(known: Sequence[Value], fold_of: Mapping[str, int], found: Sequence[_Table]) -> list[float]:
    """The scores of the folds in the order of the values."""
    result = np.zeros(len(known))
    for fold, scores in enumerate(found):
        result[[place for place, one in enumerate(known) if fold_of[one.vendor] == fold]] = scores
    return [float(one) for one in result]


def _scored(task: _Task) -> _Table:
    *table, tests = task
    if not len(tests):
        return np.zeros(0)
    raw = np.asarray(_fit(*table).predict(tests, raw_score=True, num_threads=1)) + first_odds(tests)
    return np.asarray(1.0 / (1.0 + np.exp(-raw)), dtype=np.float64)


def _forest(rows: _Table, right: _Table, weights: _Table) -> dict[str, Any]:
    return as_json(_fit(rows, right, weights))


def _fit(rows: _Table, right: _Table, weights: _Table) -> lightgbm.Booster:
    """The chance that a value is right, from its evidence."""
    data = lightgbm.Dataset(rows, right, weight=weights, init_score=first_odds(rows))
    return lightgbm.train(_PARAMETERS, data, ROUNDS)


def weights_of(known: Sequence[Value]) -> _Table:
    """What each value counts; a vendor with many documents does not outvote the others."""
    documents = Counter(vendor for vendor, _ in {(one.vendor, one.document) for one in known})
    return np.array(
        [
            weight(documents[one.vendor])
            * (_GENERATED if one.source == "generated" else 1.0)
            * (LACKING if one.lacking else 1.0)
            for one in known
        ]
    )
