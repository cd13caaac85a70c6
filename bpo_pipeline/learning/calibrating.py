"""What confidence is worth: evidence of each extracted value against its truth, cross-validated by vendor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from bpo_pipeline import classification, extraction
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.extraction.learned.calibration import blended
from bpo_pipeline.extraction.learned.evidence import GROUPS, NAMES, RISING, Weighed, first_odds
from bpo_pipeline.extraction.learned.model import Model as ReceiptModel
from bpo_pipeline.learning.fitting import as_json, weight
from bpo_pipeline.learning.judging import judged
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.smoothing import smooth
from bpo_pipeline.learning.validation import FOLDS, Calibration, Outcome, folds, thresholds
from bpo_pipeline.learning.withheld import lacking
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading

ROUNDS = 60
_GENERATED = 0.15
"""What a generated document counts beside a real one: our own designs are read too well."""
_LACKING = 0.4
"""What a paper counts from which the field was taken off: most papers of the world have theirs."""
_FEW = 60
"""With fewer values of real documents a field is calibrated with the generated ones too."""
_PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 6, "min_data_in_leaf": 15, "feature_fraction": 0.5,
    "lambda_l2": 5, "seed": 1, "deterministic": True, "force_row_wise": True, "verbose": -1, "max_bin": 63,
    "num_threads": 1, "monotone_constraints": [int(name in RISING) for name in NAMES],
    "monotone_constraints_method": "advanced",
}  # fmt: skip
_KNOWN = frozenset(kind.name for kind in DOCUMENT_TYPES)


@dataclass(frozen=True)
class Value:
    """One extracted value, what speaks for it, and whether it is right."""

    document: str
    vendor: str
    source: str
    path: str
    group: str
    row: tuple[float, ...]
    right: bool
    lacking: bool = False
    """Found on a paper from which the field's own value was taken off."""

    @property
    def field(self) -> str:
        """The field's own name, without the line's number."""
        return self.path.rsplit(".", 1)[-1]


def values(papers: Sequence[Paper], models: Sequence[ReceiptModel], *, jobs: int) -> list[Value]:
    """All values that the product reads from the papers, judged; *models*: for each paper one that never saw it."""
    with ProcessPoolExecutor(jobs) as pool:
        return [one for several in pool.map(values_of, papers, models, chunksize=8) for one in several]


def values_of(paper: Paper, model: ReceiptModel) -> list[Value]:
    """The values of one paper, classified and read as in the flow, and what is found where some of them lack."""
    draft = _draft(paper.reading, model)
    if draft is None:
        return []
    result = list(_judged_values(paper, paper.reading, draft))
    right = {one.path for one in result if one.right}
    for field, reading in lacking(paper, draft, right):
        without = _draft(reading, model)
        if without is not None:
            several = _judged_values(paper, reading, without)
            result += [replace(one, lacking=True) for one in several if one.path == field]
    return result


def _draft(reading: Reading, model: ReceiptModel) -> Draft | None:
    """What the flow makes of a reading; None for a paper of no known type."""
    kind = classification.classify(reading)
    if kind.document_type not in _KNOWN:
        return None
    draft = extraction.extract(reading, kind.document_type, receipts=model)
    return replace(draft, type_confidence=kind.confidence)


def _judged_values(paper: Paper, reading: Reading, draft: Draft) -> Iterator[Value]:
    right = dict(judged(draft.record, paper))
    for one, group, row in Weighed(draft, reading).rows():
        if one.path in right:
            document = f"{paper.source}/{paper.id}"
            yield Value(document, paper.vendor, paper.source, one.path, group, tuple(row), right[one.path])


@dataclass(frozen=True)
class Judged:
    """One value with the confidence that a calibration gave it which knew nothing of its vendor."""

    value: Value
    confidence: float


def cross_calibrated(known: Sequence[Value]) -> list[Judged]:
    """All values with their confidence from the other folds' models and calibrations."""
    fold_of = folds(known)
    result: list[Judged] = []
    for group in GROUPS:
        mine = [one for one in known if one.group == group]
        if not mine:
            continue
        scores = out_of_fold(mine, fold_of)
        for fold in range(FOLDS):
            outside = [(one, score) for one, score in zip(mine, scores, strict=True) if fold_of[one.vendor] != fold]
            curves = _curves([one for one, _ in outside], [score for _, score in outside])
            result.extend(
                Judged(one, blended(curves[one.field].of(score) if one.field in curves else score, score))
                for one, score in zip(mine, scores, strict=True)
                if fold_of[one.vendor] == fold
            )
    return result


def out_of_fold(known: Sequence[Value], fold_of: dict[str, int]) -> list[float]:
    """The score of each value by a model that did not know its vendor."""
    scores = np.zeros(len(known))
    for fold in range(FOLDS):
        places = [place for place, one in enumerate(known) if fold_of[one.vendor] == fold]
        if places:
            booster = fit([one for one in known if fold_of[one.vendor] != fold])
            rows = np.array([known[place].row for place in places])
            raw = np.asarray(booster.predict(rows, raw_score=True, num_threads=1)) + first_odds(rows)
            scores[places] = 1.0 / (1.0 + np.exp(-raw))
    return [float(one) for one in scores]


def fit(known: Sequence[Value]) -> lightgbm.Booster:
    """The chance that a value is right, from its evidence; a vendor with many documents does not outvote the others."""
    rows = np.array([one.row for one in known])
    right = [float(one.right) for one in known]
    data = lightgbm.Dataset(rows, right, weight=_weights(known), init_score=first_odds(rows))
    return lightgbm.train(_PARAMETERS, data, ROUNDS)


def _weights(known: Sequence[Value]) -> npt.NDArray[np.float64]:
    documents = Counter(vendor for vendor, _ in {(one.vendor, one.document) for one in known})
    return np.array(
        [
            weight(documents[one.vendor])
            * (_GENERATED if one.source == "generated" else 1.0)
            * (_LACKING if one.lacking else 1.0)
            for one in known
        ]
    )


def calibrations(known: Sequence[Value]) -> dict[str, Any]:
    """The models of all groups with a calibration per field, as ``extraction.learned.calibration`` reads them.

    The thresholds follow from scores of models that did not know the vendor, on the scale of the final calibration.
    """
    fold_of = folds(known)
    result: dict[str, Any] = {}
    for group in GROUPS:
        mine = [one for one in known if one.group == group]
        if not mine:
            continue
        scores = out_of_fold(mine, fold_of)
        curves = _curves(mine, scores)
        result[group] = {
            "forest": as_json(fit(mine)),
            "fields": {
                name: {
                    "scores": curves[name].scores,
                    "chances": curves[name].chances,
                    "thresholds": asked_for(
                        [
                            Judged(one, blended(curves[name].of(score), score))
                            for one, score in zip(mine, scores, strict=True)
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
    counts = [_LACKING if one.value.lacking else 1.0 for one in found]
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
            [scores[place] for place in places], [one.right for one in several], _weights(several).tolist()
        )
    return result
