"""A measured figure, and all of them as a table or as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bpo_pipeline.model.ledger import utc_now


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number, its unit, and how it came about."""

    part: str
    name: str
    value: float
    unit: str
    note: str = ""
    at_most: float | None = None
    """What it must not be above, where there is such a limit."""

    @property
    def holds(self) -> bool:
        """Whether it keeps its limit, if it has one."""
        return self.at_most is None or self.value <= self.at_most


def show(figures: Sequence[Figure], *, formula: str) -> None:
    """Print the figures as a table, with the formula of the one that needs it."""
    table = Table("measured", "", "value", "unit", "how", title="Benchmark")
    part = ""
    for one in figures:
        if part and one.part != part:
            table.add_section()
        limit = "" if one.at_most is None else f"at most {one.at_most:g}. "
        value = f"{one.value:,.1f}" if one.value >= 10 else f"{one.value:.3f}"
        table.add_row(
            one.part if one.part != part else "", one.name, value if one.holds else f"[red]{value}[/]", one.unit,
            limit + one.note,
        )  # fmt: skip
        part = one.part
    out = Console(width=150)
    out.print(table)
    if formula:
        out.print(formula)


def write(path: Path, figures: Sequence[Figure], *, count: int, seed: int, formula: str) -> None:
    """Write the figures with what is needed to compare them with other ones: machine, load and seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {
        "measured_at": utc_now().isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "load_average": list(os.getloadavg()),
        "count": count,
        "seed": seed,
        "airflow_share": formula,
        "figures": [asdict(one) for one in figures],
    }
    path.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
