"""Whole documents to learn from: files that are really read, by the engines, with what they truly say."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.generate import generate
from bpo_pipeline.model.reading import Reading

DIGITAL, SCANNED = 150, 150
"""How many documents are generated with a text layer and as scans, good and poor."""
_SEED = 11
_SCANS = (Form.SCAN_JPEG, Form.SCAN_PNG, Form.SCAN_PDF)
ReadAll = Callable[[Sequence[Path]], Iterable[Reading | None]]
"""Reads files in their order; None for one that cannot be read."""


@dataclass(frozen=True)
class Paper:
    """One document as it was read, and its truth."""

    id: str
    vendor: str
    """Documents of one vendor are never in training and in test at once."""
    source: str
    """Where it comes from: ``generated``, or the name of the labelled folder."""
    document_type: str
    reading: Reading
    fields: Mapping[str, str]
    """What is labelled; nothing is known of other fields."""
    line_items: tuple[Mapping[str, str], ...] | None = None
    """All lines of the paper; None when they are not labelled, or not all."""
    accept_also: Mapping[str, Sequence[str]] = field(default_factory=dict)


def generated_papers(folder: Path, *, digital: int, scanned: int, read_all: ReadAll) -> list[Paper]:
    """Invented documents of all kinds and languages, written into *folder* and read from there."""
    generate(folder / "digital", count=digital, seed=_SEED, forms=(Form.PDF,))
    generate(folder / "scanned", count=scanned, seed=_SEED + 1, forms=_SCANS)
    both = ("digital", "scanned")  # the same ids in both: told apart by the folder
    return [replace(one, id=f"{name}-{one.id}") for name in both for one in _read(folder / name, read_all)]


def labelled_papers(folders: Sequence[Path], *, read_all: ReadAll, without: Collection[str]) -> list[Paper]:
    """The documents of every ``truth.jsonl`` below the folders whose file is there, but those in *without*."""
    truths = [path for folder in folders for path in sorted(folder.rglob("truth.jsonl"))]
    return [one for truth in truths for one in _read(truth.parent, read_all, without=without)]


def _read(folder: Path, read_all: ReadAll, *, without: Collection[str] = ()) -> Iterator[Paper]:
    with (folder / "truth.jsonl").open(encoding="utf-8") as rows:
        known = [json.loads(row) for row in rows if row.strip()]
    wanted = [row for row in known if row["id"] not in without and (folder / row["file"]).is_file()]
    readings = read_all([folder / row["file"] for row in wanted])
    for row, reading in zip(wanted, readings, strict=True):
        if reading is not None and reading.pages:
            yield _paper(row, reading)


def _paper(row: Mapping[str, Any], reading: Reading) -> Paper:
    also = {name: [one] if isinstance(one, str) else list(one) for name, one in (row.get("accept_also") or {}).items()}
    return Paper(
        id=row["id"],
        vendor=row["vendor_key"],
        source=row.get("source", "labelled"),
        document_type=row["doc_type"],
        reading=reading,
        fields={name: value for name, value in row["fields"].items() if isinstance(value, str)},
        line_items=tuple(row["line_items"]) if row.get("line_items_complete") and row.get("line_items") else None,
        accept_also=also,
    )
