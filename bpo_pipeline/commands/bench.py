"""``bpo bench``: what a document costs, with Airflow and without, and how our parts compare with bare libraries."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bpo_pipeline import stack
from bpo_pipeline.commands.benches import airflow, desk, process, reading, sandbox
from bpo_pipeline.commands.benches.figures import Figure, show, write
from bpo_pipeline.commands.benches.invoices import FILES_CLIENT, POSTING_CLIENT, count_for
from bpo_pipeline.commands.progress import console
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.local import start_stack
from bpo_pipeline.settings import load_settings
from bpo_pipeline.stack import airflow as airflow_programs

PARTS = ("sandbox", "reading", "process", "airflow", "desk")
CLIENTS = (FILES_CLIENT, POSTING_CLIENT)
WITHOUT_AIRFLOW = ("postgres", "seaweed", "tryton")


def run(*, count: int, only: Sequence[str] | None) -> int:
    """Measure the parts wanted, print a table and write ``<home>/bench.json``; 1 when a limit is not kept.

    The stack is started as far as needed and left as it was found. Airflow pauses while documents go
    through one process. Raises AskAPerson for a part that there is not.
    """
    wanted = [name for name in PARTS if not only or name in only]
    if unknown := sorted(set(only or ()) - set(PARTS)):
        message = f"bench does not know {', '.join(unknown)}; it measures {', '.join(PARTS)}"
        raise AskAPerson(message)
    seed = int(time.time())
    home = load_settings().home
    found_running = any(one.state != "stopped" for one in stack.status(home))
    figures: list[Figure] = []
    try:
        for name in wanted:
            console.print(f"[bold]Measuring[/] {name}")
            figures += _measure(name, home, count=count, seed=seed)
    finally:
        if not found_running:
            stack.down(home)
    formula = airflow.FORMULA if "airflow" in wanted else ""
    show(figures, formula=formula)
    path = home / "bench.json"
    write(path, figures, count=count, seed=seed, formula=formula)
    sys.stdout.write(f"Written to {path}\n")
    return 0 if all(one.holds for one in figures) else 1


def _measure(name: str, home: Path, *, count: int, seed: int) -> list[Figure]:
    if name == "sandbox":
        return sandbox.measure(load_settings(), seed=seed)
    if name == "reading":
        return reading.measure(seed=seed)
    if name == "desk":
        return desk.measure(load_settings(), seed=seed)
    if name == "process":
        airflow_programs.stop(home)
        _up(WITHOUT_AIRFLOW)
    else:
        _up(None)
        seed += 1
    subject = process if name == "process" else airflow
    settings = load_settings()
    return [
        figure
        for client in CLIENTS
        for figure in subject.measure(settings, client=client, count=count_for(client, count), seed=seed)
    ]


def _up(only: Sequence[str] | None) -> None:
    start_stack(load_settings(), only=only, progress=lambda line: console.print(f"  {line}", style="dim"))
