"""The model of document types: words, titles' points and shapes of papers, cross-validated by vendor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bpo_pipeline.classification import points_of
from bpo_pipeline.classification.learned import CLASSES, dense_features, words_of
from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.learning.fitting import weight
from bpo_pipeline.learning.validation import FOLDS, folds
from bpo_pipeline.model.reading import Reading

_PAPERS = 4
"""A word that stands on fewer papers is left out."""
_MOST_WORDS = 6000
_STRENGTH = 0.3
"""Inverse of the regularisation: words are many, papers few."""
_TEMPERATURES = (0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 2.5)
REAL = "real"
"""Source of papers by which the model is judged."""


@dataclass(frozen=True)
class Labelled:
    """A reading whose type is known."""

    vendor: str
    kind: str
    reading: Reading
    source: str


@dataclass(frozen=True)
class Known:
    """What the model sees of a paper, and what it is."""

    vendor: str
    kind: str
    source: str
    words: frozenset[str]
    dense: tuple[float, ...]


@dataclass(frozen=True)
class Guess:
    """What a model that knew nothing of a paper's vendor said."""

    source: str
    kind: str
    said: str
    confidence: float


def known(papers: Sequence[Labelled], *, jobs: int) -> list[Known]:
    """The features of all papers, in their order."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_known, papers, chunksize=16))


def _known(paper: Labelled) -> Known:
    lines = lines_of(paper.reading.pages)
    dense = dense_features(paper.reading, lines, points_of(paper.reading, lines))
    return Known(paper.vendor, paper.kind, paper.source, frozenset(words_of(lines)), tuple(dense))


def fit(papers: Sequence[Known]) -> dict[str, Any]:
    """Words and weights; the same papers give the same numbers."""
    counts = Counter(word for one in papers for word in one.words)
    ranked = sorted((word for word, count in counts.items() if count >= _PAPERS), key=lambda one: (-counts[one], one))
    words = sorted(ranked[:_MOST_WORDS])
    vendors = Counter(one.vendor for one in papers)
    model = LogisticRegression(C=_STRENGTH, max_iter=400, tol=1e-5)
    model.fit(
        _matrix(papers, words),
        [CLASSES.index(one.kind) for one in papers],
        sample_weight=[weight(vendors[one.vendor]) for one in papers],
    )
    weights = np.zeros((len(CLASSES), len(words) + len(papers[0].dense) + 1))
    for row, place in enumerate(model.classes_):
        weights[int(place)] = [*model.coef_[row], model.intercept_[row]]
    missing = sorted(set(range(len(CLASSES))) - {int(place) for place in model.classes_})
    weights[missing, -1] = -20.0
    kept = np.abs(weights[:, : len(words)]).max(axis=0) > 0.01
    columns = np.concatenate([kept, np.ones(weights.shape[1] - len(words), dtype=bool)])
    return {
        "words": [word for word, keep in zip(words, kept, strict=True) if keep],
        "weights": [[round(float(one), 4) for one in row] for row in weights[:, columns]],
        "temperature": 1.0,
    }


def _matrix(papers: Sequence[Known], words: Sequence[str]) -> npt.NDArray[np.float64]:
    place = {word: column for column, word in enumerate(words)}
    result = np.zeros((len(papers), len(words) + len(papers[0].dense)))
    for row, one in enumerate(papers):
        result[row, [place[word] for word in one.words if word in place]] = 1.0
        result[row, len(words) :] = one.dense
    return result


def scores(model: dict[str, Any], papers: Sequence[Known]) -> npt.NDArray[np.float64]:
    """One row of scores per paper, before the temperature."""
    matrix = _matrix(papers, model["words"])
    ones = np.ones((len(papers), 1))
    return np.asarray(np.hstack([matrix, ones]) @ np.array(model["weights"]).T, dtype=np.float64)


def cross_validated(papers: Sequence[Known]) -> tuple[list[Guess], float]:
    """What was said of each real paper by models that knew nothing of its vendor, and the temperature that fits."""
    fold_of = folds(papers)
    judged: list[Known] = []
    rows: list[npt.NDArray[np.float64]] = []
    for fold in range(FOLDS):
        tests = [one for one in papers if fold_of[one.vendor] == fold and one.source.startswith(REAL)]
        if tests:
            model = fit([one for one in papers if fold_of[one.vendor] != fold])
            judged += tests
            rows.append(scores(model, tests))
    if not judged:
        return [], 1.0
    every = np.concatenate(rows)
    wanted = np.array([CLASSES.index(one.kind) for one in judged])
    temperature = min(_TEMPERATURES, key=lambda one: _surprise(every, wanted, one))
    shares = _shares(every, temperature)
    guesses = [
        Guess(one.source, one.kind, CLASSES[int(row.argmax())], float(row.max()))
        for one, row in zip(judged, shares, strict=True)
    ]
    return guesses, temperature


def _shares(rows: npt.NDArray[np.float64], temperature: float) -> npt.NDArray[np.float64]:
    drawn = np.exp((rows - rows.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def _surprise(rows: npt.NDArray[np.float64], wanted: npt.NDArray[np.intp], temperature: float) -> float:
    chances = _shares(rows, temperature)[np.arange(len(rows)), wanted]
    return float(-np.log(np.maximum(chances, 1e-9)).mean())


def accuracy(guesses: Iterable[Guess]) -> float:
    """The share of papers whose type was said rightly."""
    hits = [one.kind == one.said for one in guesses]
    return sum(hits) / max(len(hits), 1)
