"""Which candidates of a labelled document are right, and whether a chosen value is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bpo_pipeline.extraction.learned.scoring import Scored
from bpo_pipeline.extraction.learned.shapes import plain

_ALIKE = 0.85
"""A text that a noisy reading left this much alike still teaches where a value stands."""


def right(field: str, value: object, truth: str) -> bool:
    """Whether a value is the labelled one: amounts and dates exactly, texts by letters and digits."""
    if isinstance(value, Decimal):
        return value == Decimal(truth)
    if isinstance(value, dt.date):
        return value.isoformat() == truth
    del field
    return plain(str(value)) == plain(truth)


def marked(field: str, found: Sequence[Scored], truth: str) -> npt.NDArray[np.float64]:
    """1 for the candidates that are right, of texts the most alike one where none is."""
    exact = np.array([float(right(field, one.value, truth)) for one in found])
    if exact.any() or field not in {"supplier_name", "supplier_address"}:
        return exact
    wanted = plain(truth)
    ratios = np.array([_ratio(plain(str(one.value)), wanted) for one in found])
    best = float(ratios.max(initial=0.0))
    return np.array([float(one >= max(_ALIKE, best - 1e-9)) for one in ratios])


def _ratio(text: str, wanted: str) -> float:
    if abs(len(text) - len(wanted)) > 0.3 * len(wanted):
        return 0.0
    return fuzz.ratio(text, wanted) / 100
