"""``bpo train``: every model anew, with a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.extraction.learned import MODELS
from bpo_pipeline.learning.report import write_report
from bpo_pipeline.learning.train import train


def run(*, data: Path | None, without: list[Path], out: Path | None, report: Path, jobs: int) -> int:
    """Train, write the models and the report, and say where they are."""
    kept = frozenset(one for path in without for one in _ids(path))
    folder = out or MODELS
    reports = train(folder, data=data, without=kept, jobs=jobs, progress=lambda text: print_line(f"  {text}"))
    page = write_report(report, reports, title="Model of receipts")
    size = sum(path.stat().st_size for path in folder.glob("*.json"))
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
