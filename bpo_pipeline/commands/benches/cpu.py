"""CPU seconds of the parts of the local stack, short-lived processes included.

A process's own time moves to its parent when it ends and is waited for. So the sum of own and
children's time over all living members of a part grows by exactly what the part has used, however
many processes came and went. What ends without being waited for is lost; in the stack that is
only what runs inside bubblewrap, and the sandbox counts that itself (``flow.metering``).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from bpo_pipeline.stack import PARTS, processes

SCHEDULER, POSTGRES = "scheduler", "postgres"
AIRFLOW = ("api-server", SCHEDULER, "dag-processor", "triggerer")
"""The parts that are Airflow's own; the scheduler's family holds the workers and their task processes."""
WORKER_TITLE = "LocalExecutor"
_AIRFLOW_DATABASE = " airflow "


def seconds_by_part(home: Path) -> dict[str, float]:
    """CPU seconds that each part of the stack has used since it was started; 0 for one that does not run."""
    return {part: sum(map(_seconds, processes.family(home, part))) for part in PARTS}


def difference(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What was used in between, part by part."""
    return {part: after[part] - before.get(part, 0.0) for part in after}


def tasks_running(home: Path) -> int:
    """How many task processes Airflow's workers have now."""
    return sum(len(_children(worker)) for worker in workers(home))


def workers(home: Path) -> list[psutil.Process]:
    """The processes that take tasks from the scheduler and live as long as it does."""
    found = []
    for process in processes.family(home, SCHEDULER):
        with suppress(psutil.Error):
            if WORKER_TITLE in " ".join(process.cmdline()) and WORKER_TITLE not in _parents_title(process):
                found.append(process)
    return found


def airflows_database_seconds(home: Path) -> dict[int, float]:
    """CPU seconds of PostgreSQL's processes that serve Airflow's own tables, by process id."""
    found = {}
    for process in processes.family(home, POSTGRES):
        with suppress(psutil.Error):
            if _AIRFLOW_DATABASE in " ".join(process.cmdline()):
                found[process.pid] = _seconds(process)
    return found


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        # ended while we looked: its parent has its time
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.Error:
        return []


def _parents_title(process: psutil.Process) -> str:
    parent = process.parent()
    return " ".join(parent.cmdline()) if parent else ""
