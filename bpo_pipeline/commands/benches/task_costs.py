"""What our own code cost inside Airflow's tasks, from the line that each task leaves in its log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bpo_pipeline.flow.metering import Cost, cost_in


@dataclass(frozen=True, slots=True)
class TaskCost:
    """One task's cost, when it was written down (UTC), and which task of which DAG it was."""

    ended: dt.datetime
    dag: str
    task: str
    cost: Cost


def task_costs(logs: Path, *, since: dt.datetime, until: dt.datetime) -> list[TaskCost]:
    """The costs of all tasks that ended between two moments, in order of time; *logs* is Airflow's log folder."""
    files = (path for path in logs.glob("dag_id=*/**/*.log") if path.stat().st_mtime >= since.timestamp())
    found = [one for path in files for one in _in_file(path) if since <= one.ended <= until]
    return sorted(found, key=lambda one: one.ended)


def _in_file(path: Path) -> Iterator[TaskCost]:
    names = dict(part.split("=", 1) for part in path.parts if "=" in part)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        cost = cost_in(line)
        if cost is not None:
            ended = dt.datetime.fromisoformat(json.loads(line)["timestamp"])
            yield TaskCost(ended, names["dag_id"], names["task_id"], cost)
