"""``bpo train``: every model anew, with a report."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bpo_pipeline.classification.learned import MODEL
from bpo_pipeline.commands.readings import read_all
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.extraction.learned import MODELS
from bpo_pipeline.learning.report import write_report
from bpo_pipeline.learning.train import train


def run(
    *, data: list[Path], without: list[Path], out: Path | None, report: Path, readings: Path | None, jobs: int
) -> int:
    """Train, write the models and the report, and say where they are."""
    kept = frozenset(one for path in without for one in _ids(path))
    folder, types = out or MODELS, (out / MODEL.name if out else MODEL)
    with TemporaryDirectory() as name:
        trained = train(
            folder, types=types, data=data, without=kept, jobs=jobs,
            read_all=partial(read_all, kept=readings or Path(name), jobs=jobs),
            progress=lambda text: print_line(f"  {text}"),
        )  # fmt: skip
    page = write_report(report, trained, title="Training")
    size = sum(path.stat().st_size for path in {*folder.glob("*.json"), types})
    print_line(f"Models ({size / 1e6:.1f} MB) are in {folder}, the report is {page}")
    return 0


def print_line(text: str) -> None:
    """One line to standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _ids(path: Path) -> list[str]:
    try:
        return [str(json.loads(line)["id"]) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{path}: is no list of documents (JSON lines with an id)"
        raise AskAPerson(message) from None
