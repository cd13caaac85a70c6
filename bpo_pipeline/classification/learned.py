"""What kind of paper it is by its words and its shape: a logistic regression that ``bpo train`` fits.

The titles' and labels' points are among its features, so that it weighs them and does not replace them. ``other`` is a
class of its own: letters, statements, reminders and delivery notes look like invoices and are none.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bpo_pipeline.classification.signs import signs_of_a_till
from bpo_pipeline.classification.title_search import OTHER
from bpo_pipeline.documents.layout import Line, folded
from bpo_pipeline.model.reading import Reading, Source

MODEL = Path(__file__).parent / "models" / "types.json"
CLASSES = ("invoice", "credit_note", "receipt", "purchase_order", "purchase_order_change", OTHER)
_MONEY = re.compile(r"[0-9][.,][0-9]{2}(?![0-9])")
_TIME = re.compile(r"(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9:])")
_MOST_LINES = 120
_LONGEST = 24
"""Letters of the longest word that is looked at."""
SHAPES = ("tall", "lines", "money", "time", "picture", "till", "pages", "short_lines")


@dataclass(frozen=True)
class TypeModel:
    """Weights per class of words, points and shapes."""

    version: str
    words: Mapping[str, int]
    """Word or pair of words -> its column."""
    weights: npt.NDArray[np.float64]
    """One row per class; the last column is the constant."""
    temperature: float
    """Over 1: the scores promise too much, and are drawn towards each other by it."""

    def chances(self, reading: Reading, lines: Sequence[Line], points: Mapping[str, float]) -> dict[str, float]:
        """The chance of each class."""
        row = np.zeros(self.weights.shape[1])
        for word in words_of(lines):
            if (place := self.words.get(word)) is not None:
                row[place] = 1.0
        dense = [*dense_features(reading, lines, points), 1.0]
        row[-len(dense) :] = dense
        scores = self.weights @ row / self.temperature
        shares = np.exp(scores - scores.max())
        return {name: float(one) for name, one in zip(CLASSES, shares / shares.sum(), strict=True)}


def words_of(lines: Sequence[Line]) -> set[str]:
    """The words of a paper without numbers, and the pairs that stand side by side."""
    result: set[str] = set()
    for line in lines[:_MOST_LINES]:
        for cell in line.cells:
            parts = [
                part for word in cell.words for part in folded(word.text) if not any(one.isdigit() for one in part)
            ]
            parts = [part for part in parts if 1 < len(part) <= _LONGEST]
            result.update(parts)
            result.update(f"{first} {second}" for first, second in pairwise(parts))
    return result


def dense_features(reading: Reading, lines: Sequence[Line], points: Mapping[str, float]) -> list[float]:
    """Points per class, then ``SHAPES``."""
    page = reading.pages[0] if reading.pages else None
    text = "\n".join(line.text[:200] for line in lines[:_MOST_LINES])
    shown = [len(line.text) for line in lines[:_MOST_LINES]]
    return [
        *(min(points.get(name, 0.0), 4.0) for name in CLASSES),
        min(page.height / page.width, 4.0) - 1.4 if page and page.width else 0.0,
        math.log1p(len(lines)) - 3.5,
        math.log1p(len(_MONEY.findall(text))) - 2.0,
        float(bool(_TIME.search(text))),
        float(bool(page and page.source is Source.OCR)),
        min(signs_of_a_till(lines), 4) / 2,
        math.log1p(len(reading.pages)) - 0.7,
        float(np.mean(shown)) / 40 - 0.7 if shown else 0.0,
    ]


def model_of(data: Mapping[str, Any]) -> TypeModel:
    """The model as ``bpo train`` wrote it."""
    words = {word: place for place, word in enumerate(data["words"])}
    return TypeModel(data["version"], words, np.array(data["weights"], dtype=np.float64), data["temperature"])


@lru_cache(maxsize=1)
def load() -> TypeModel:
    """The committed model."""
    return model_of(json.loads(MODEL.read_text(encoding="utf-8")))
