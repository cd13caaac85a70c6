"""``bpo bench --only airflow``: documents through the running Airflow, and what Airflow itself costs.

Everything between the first file dropped and the last task ended counts, Airflow's idle work in
that time too:

    airflow = api-server + scheduler with workers and tasks + dag-processor + triggerer
              + PostgreSQL's processes that serve Airflow's tables - our code inside the tasks
    total   = airflow + our code inside the tasks, its sandbox included
              + the rest of PostgreSQL + S3 + ERP
    share   = airflow / total

Our code inside the tasks counts from before it is loaded until its sandbox is closed
(``flow.metering``); Airflow's own start of a task and its reading of the DAG file count as Airflow.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.benches.cpu import (
    AIRFLOW,
    airflows_database_seconds,
    difference,
    seconds_by_part,
    tasks_running,
    workers,
)
from bpo_pipeline.commands.benches.ends import end_figures, resting
from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.commands.benches.invoices import invoices
from bpo_pipeline.commands.benches.memory import memory_figures
from bpo_pipeline.commands.benches.sampler import Sampler
from bpo_pipeline.commands.benches.task_costs import TaskCost, task_costs
from bpo_pipeline.commands.inbox import deliver
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import Settings

SHARE_AT_MOST = 15.0
LOOK_EVERY_SECONDS = 2.0
PATIENCE_SECONDS = 600.0
"""How long no document may change its state before the run is given up."""
QUIET_SECONDS = 90.0
"""How long to wait for a moment without any task; scheduled ones come and go all the time."""
FORMULA = (
    "Airflow's share = (api-server + scheduler with its workers and tasks + dag-processor + triggerer + its part of "
    "PostgreSQL - our code inside the tasks) / (the same + our code with its sandbox + rest of PostgreSQL + S3 + ERP), "
    "CPU seconds from the first file to the last task, Airflow's idle work in that time included."
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at during the run."""

    airflows_database: dict[int, float]
    """CPU seconds so far, by process id."""
    worker_mb: tuple[float, ...]
    """Unshared memory of each worker."""


def measure(settings: Settings, *, client: str, count: int, seed: int) -> list[Figure]:
    """Documents per minute, CPU per document, Airflow's share of it, and the memory of workers and tasks."""
    part = f"Airflow, {client}"
    batch = invoices(count, seed=seed, client=client)
    with open_app(settings) as app:
        _wait_quiet(settings.home)
        before, begun = seconds_by_part(settings.home), utc_now()
        with Sampler(lambda: _look(settings.home), every_seconds=LOOK_EVERY_SECONDS) as sampler:
            rested, seconds = _run(settings, app, client, batch)
            _wait_quiet(settings.home)
        used = difference(before, seconds_by_part(settings.home))
        costs = task_costs(settings.home / "airflow" / "logs", since=begun, until=utc_now())
        ends = end_figures(app, part, client, count=count, begun=begun)
    database = _grown([one.airflows_database for one in sampler.samples])
    worker = [max(one.worker_mb) for one in sampler.samples if one.worker_mb]
    peaks = [one.cost.peak_mb for one in costs if one.task == "work"]
    return [
        Figure(
            part,
            "throughput",
            60 * rested / seconds,
            "documents/min",
            f"first file dropped to last of {rested} at rest",
        ),
        *shares(part, used, costs, airflows_database=database, count=count),
        *memory_figures(part, "the largest worker", worker, note="not shared with others"),
        Figure(part, "most memory of a task", max(peaks, default=0.0), "MiB", "reading and understanding a chunk"),
        *ends,
    ]


def shares(
    part: str, used: dict[str, float], costs: Sequence[TaskCost], *, airflows_database: float, count: int
) -> list[Figure]:
    """Who used how much, per document, from CPU seconds *used* by part of the stack and what the tasks wrote down."""
    ours = sum(one.cost.cpu_seconds for one in costs)
    hidden = sum(one.cost.hidden_cpu_seconds for one in costs)
    programs = sum(used[name] for name in AIRFLOW)
    airflow = programs - (ours - hidden) + airflows_database
    total = sum(used.values()) + hidden
    servers = total - airflow - ours
    return [
        Figure(part, "CPU", total / count, "s/document", f"{total:.0f} s for {count} documents"),
        Figure(part, "CPU of our code", ours / count, "s/document", f"{len(costs)} tasks; sandbox and OCR included"),
        Figure(part, "CPU of the servers", servers / count, "s/document", "PostgreSQL for us, S3, ERP"),
        Figure(part, "CPU of Airflow", airflow / count, "s/document", _split(used, ours - hidden, airflows_database)),
        Figure(part, "Airflow's share", 100 * airflow / total, "% of CPU", "", SHARE_AT_MOST),
    ]


def _split(used: dict[str, float], ours: float, database: float) -> str:
    rest = {name: used[name] - (ours if name == "scheduler" else 0.0) for name in AIRFLOW} | {"PostgreSQL": database}
    return ", ".join(f"{name} {seconds:.0f} s" for name, seconds in rest.items())


def _run(settings: Settings, app: App, client: str, batch: Sequence[DemoDocument]) -> tuple[int, float]:
    """Drop the files, wait until all are acknowledged; how many came to rest, and seconds until the last did."""
    before = stood = app.store.count_by_state(client)
    start = moved = time.monotonic()
    deliver(settings, app, {client: batch})
    done, rested = 0, 0.0
    with bar("Airflow is working", len(batch)) as advance:
        while time.monotonic() - moved < PATIENCE_SECONDS:
            stands = app.store.count_by_state(client)
            if stands != stood:
                stood, moved = stands, time.monotonic()
            now = resting(before, stands)
            if now > done:
                advance(now - done)
                done, rested = now, time.monotonic() - start
            if done >= len(batch) and not app.store.acknowledgements_due(client, limit=1):
                break
            time.sleep(LOOK_EVERY_SECONDS)
    return done, rested or time.monotonic() - start


def _wait_quiet(home: Path) -> None:
    """Wait for a moment in which no task runs, so that no task is counted by half."""
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline:
        if not tasks_running(home):
            return
        time.sleep(0.2)


def _look(home: Path) -> Look:
    memory = [one.memory_full_info().uss / 2**20 for one in workers(home) if one.is_running()]
    return Look(airflows_database_seconds(home), tuple(memory))


def _grown(samples: Sequence[dict[int, float]]) -> float:
    """What all processes together used between the first and the last look; one that came later began at 0."""
    last: dict[int, float] = {}
    for one in samples:
        last |= one
    return sum(last.values()) - sum(samples[0].values())
