"""``train``: every model from generated documents and a folder of labelled ones, with the figures of the report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo_pipeline.extraction.learned.scoring import FIELDS
from bpo_pipeline.learning.corpus import Example, examples, generated, labelled
from bpo_pipeline.learning.fitting import as_json, fit
from bpo_pipeline.learning.validation import (
    Calibration,
    Outcome,
    calibrate,
    calibration_error,
    cross_calibrated,
    judged,
    thresholds,
    validate,
)

GENERATED = 100
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


def train(
    out: Path, *, data: Path | None, without: Collection[str], jobs: int, progress: Callable[[str], None]
) -> list[FieldReport]:
    """Write ``receipt.json`` into *out*; the same input gives the same bytes."""
    documents = [*labelled(data, without=without), *generated(GENERATED)]
    progress(f"{len(documents)} readings")
    by_field = examples(documents, jobs=jobs)
    fields, reports = {}, []
    with ProcessPoolExecutor(jobs) as pool:
        for written, report in pool.map(_trained, FIELDS, [by_field[field] for field in FIELDS]):
            fields[report.field] = written
            reports.append(report)
            progress(f"{report.field}: {report.right:.3f} right, calibration error {report.calibration_error:.3f}")
    text = json.dumps(fields, separators=(",", ":"))
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    (out / "receipt.json").write_text(f'{{"version":"{version}","fields":{text}}}\n', encoding="utf-8")
    return reports


def _trained(field: str, known: Sequence[Example]) -> tuple[dict[str, Any], FieldReport]:
    """One field: cross-validated, calibrated, then fitted on everything."""
    outcomes = validate(field, known)
    confidences = cross_calibrated(outcomes)
    limits = thresholds(confidences, outcomes)
    written = _written(as_json(fit(known)), calibrate(outcomes), limits)
    return written, _report(field, known, outcomes, confidences, limits)


def _written(forest: dict[str, Any], calibration: Calibration, limits: dict[str, float]) -> dict[str, Any]:
    return {
        "forest": forest,
        "calibration": {"scores": calibration.scores, "chances": calibration.chances},
        "thresholds": limits,
    }


def _report(
    field: str, known: Sequence[Example], outcomes: list[Outcome], confidences: list[float], limits: dict[str, float],
) -> FieldReport:  # fmt: skip
    return FieldReport(
        field=field,
        documents=len(outcomes),
        vendors=len({one.vendor for one in outcomes}),
        right=sum(one.right for one in outcomes) / len(outcomes),
        calibration_error=calibration_error(confidences, outcomes),
        taken_at_995=sum(one >= limits["0.005"] for one in confidences) / len(confidences),
        confidences=tuple(confidences),
        outcomes=tuple(outcomes),
        curve=tuple(_curve(field, known)),
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
