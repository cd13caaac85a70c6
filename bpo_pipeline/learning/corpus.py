"""What is learned from: labelled receipts, clean and as an engine would read them, and generated ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bpo_pipeline.extraction.learned.scoring import FIELDS, candidates
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.generate import generate
from bpo_pipeline.learning.labelling import marked
from bpo_pipeline.learning.slips import Sample, samples
from bpo_pipeline.reading import read_document, reading_from_json

SEED = 7


@dataclass(frozen=True)
class Example:
    """One document's candidates of one field."""

    document: str
    vendor: str
    features: npt.NDArray[np.float64]
    labels: npt.NDArray[np.float64]
    values: tuple[object, ...]
    truth: str
    typed: bool = False
    """Trained on but never judged: what a model does on typed text promises too much."""


def labelled(folders: Sequence[Path], *, without: Collection[str]) -> list[Sample]:
    """All receipts of the folders' ``*.jsonl`` but those in *without*, as typed and misread."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*.jsonl")) if path.name != "truth.jsonl"]
    result: list[Sample] = []
    for path in paths:
        result.extend(samples(path, without=without))
        result.extend(samples(path, without=without, noise=Random(SEED)))  # noqa: S311  (noise, no secret)
    return result


def generated(count: int) -> list[Sample]:
    """Receipts of our own generator as read from their text layer, in five languages."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        truths = generate(folder, count=count, seed=SEED, kinds=("receipt",), forms=(Form.PDF,))
        arguments = {"media_type": "application/pdf", "ignore_embedded_xml": True, "languages": []}
        return [
            Sample(
                one.id, one.vendor_key,
                reading_from_json(read_document((folder / one.file).read_bytes(), arguments).value), one.fields,
            )
            for one in truths
        ]  # fmt: skip


def examples(documents: Sequence[Sample], *, jobs: int) -> dict[str, list[Example]]:
    """The candidates of all documents by field, in the order of the documents."""
    result: dict[str, list[Example]] = {field: [] for field in FIELDS}
    with ProcessPoolExecutor(jobs) as pool:
        for several in pool.map(_of, documents, chunksize=16):
            for field, one in several:
                result[field].append(one)
    return result


def _of(document: Sample) -> list[tuple[str, Example]]:
    found = candidates(Sheet(document.reading, "receipt", ()))
    result = []
    for field in FIELDS:
        truth = document.fields.get(field)
        if truth is None or not found[field]:
            continue
        features = np.array([one.features for one in found[field]], dtype=np.float64)
        labels = marked(field, found[field], truth)
        values = tuple(one.value for one in found[field])
        result.append((field, Example(document.id, document.vendor, features, labels, values, truth, document.typed)))
    return result
