"""Files read for training, in the sandbox and by the product's own engines; kept, because OCR takes the most time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bpo_pipeline.commands.pool import cores_each, over_files
from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.files import read_file
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import reading_from_json, reading_to_json
from bpo_pipeline.sandbox import Sandbox


def read_all(paths: Sequence[Path], *, kept: Path, jobs: int) -> Iterator[Reading | None]:
    """The readings of the files, in their order; one that is in the folder *kept* is not made again."""
    kept.mkdir(parents=True, exist_ok=True)
    for found in over_files(
        list(paths), partial(_reading, kept=kept, at_once=cores_each(jobs)), jobs=jobs, title="Reading"
    ):
        yield reading_from_json(found["reading"]) if found["reading"] is not None else None


def _reading(name: str, path: Path, sandbox: Sandbox, *, kept: Path, at_once: int) -> dict[str, Any]:
    del name
    place = kept / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json"
    if place.is_file():
        known: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return known
    try:
        found = {"reading": reading_to_json(read_file(sandbox, path, ignore_embedded_xml=True, at_once=at_once))}
    except Refused:  # not kept: another time the machine may have the seconds that it needs
        return {"reading": None}
    place.write_text(json.dumps(found), encoding="utf-8")
    return found
