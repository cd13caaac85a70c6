"""Tables that people hand to a command: CSV with a header line."""

from __future__ import annotations

import csv
from pathlib import Path


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows by column, without blanks around the values."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: (value or "").strip() for name, value in row.items() if name} for row in csv.DictReader(lines)]
