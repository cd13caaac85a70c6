"""The model of receipts: a forest per field, and for each vendor the models that never saw it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from bpo_pipeline.extraction.learned.model import Model
from bpo_pipeline.extraction.learned.scoring import FIELDS
from bpo_pipeline.learning.corpus import Example, examples
from bpo_pipeline.learning.fitting import as_json, fit
from bpo_pipeline.learning.slips import Sample
from bpo_pipeline.learning.validation import (
    FOLDS,
    Outcome,
    boosters,
    calibrate,
    calibration_error,
    cross_calibrated,
    folds,
    judged,
    thresholds,
    validate,
)

_CURVE = (0.1, 0.3, 1.0)


@dataclass(frozen=True)
class FieldReport:
    """How well one field is found on vendors that were not trained on."""

    field: str
    documents: int
    vendors: int
    right: float
    calibration_error: float
    taken_at_995: float
    """Share of documents above the threshold for half a percent of errors."""
    confidences: tuple[float, ...]
    outcomes: tuple[Outcome, ...]
    curve: tuple[tuple[int, float], ...]
    """Training documents and share of right values."""


@dataclass(frozen=True)
class ReceiptModels:
    """What was learned from receipts."""

    fields: dict[str, Any]
    """As it is written down."""
    fold_of: Mapping[str, int]
    by_fold: tuple[Model, ...]
    reports: tuple[FieldReport, ...]

    def unseen(self, vendor: str) -> Model:
        """A model that was not trained on that vendor."""
        fold = self.fold_of.get(vendor)
        return Model.from_json({"version": "", "fields": self.fields}) if fold is None else self.by_fold[fold]


def train_receipts(documents: Sequence[Sample], *, jobs: int) -> ReceiptModels:
    """Cross-validate, calibrate and fit each field."""
    by_field, fold_of = examples(documents, jobs=jobs), folds(documents)
    fields: dict[str, Any] = {}
    partly: list[dict[str, Any]] = [{} for _ in range(FOLDS)]
    reports = []
    with ProcessPoolExecutor(jobs) as pool:
        for one in pool.map(_trained, FIELDS, [by_field[field] for field in FIELDS], repeat(fold_of)):
            fields[one.report.field] = one.written
            for fold, forest in enumerate(one.forests):
                partly[fold][one.report.field] = {**one.written, "forest": forest}
            reports.append(one.report)
    models = tuple(Model.from_json({"version": "", "fields": one}) for one in partly)
    return ReceiptModels(fields, fold_of, models, tuple(reports))


@dataclass(frozen=True)
class _Trained:
    written: dict[str, Any]
    forests: tuple[dict[str, Any], ...]
    report: FieldReport


def _trained(field: str, known: Sequence[Example], fold_of: Mapping[str, int]) -> _Trained:
    models = boosters(known, fold_of)
    outcomes = validate(field, known, fold_of, models)
    confidences = cross_calibrated(outcomes)
    limits = thresholds(confidences, outcomes)
    curve = calibrate(outcomes)
    written = {"forest": as_json(fit(known)), "calibration": {"scores": curve.scores, "chances": curve.chances}}
    return _Trained(
        written,
        tuple(as_json(one) for one in models),
        FieldReport(
            field=field,
            documents=len(outcomes),
            vendors=len({one.vendor for one in outcomes}),
            right=sum(one.right for one in outcomes) / len(outcomes),
            calibration_error=calibration_error(confidences, outcomes),
            taken_at_995=sum(one >= limits["0.005"] for one in confidences) / len(confidences),
            confidences=tuple(confidences),
            outcomes=tuple(outcomes),
            curve=tuple(_curve(field, known)),
        ),
    )


def _curve(field: str, known: Sequence[Example]) -> list[tuple[int, float]]:
    """Every fifth vendor is the test; of the other vendors more and more are trained on."""
    vendors = sorted({one.vendor for one in known}, key=lambda one: hashlib.sha256(one.encode()).hexdigest())
    tests = set(vendors[::5])
    others = [one for one in vendors if one not in tests]
    result = []
    for share in _CURVE:
        chosen = set(others[: max(2, round(share * len(others)))])
        part = [one for one in known if one.vendor in chosen]
        booster = fit(part)
        hits = [judged(field, booster, one).right for one in known if one.vendor in tests and not one.typed]
        result.append((len(part), sum(hits) / max(len(hits), 1)))
    return result
