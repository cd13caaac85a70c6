"""Looking at the local stack without touching it: how each part is, and what it wrote."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.stack import airflow, postgres, processes, seaweed, tryton
from bpo_pipeline.stack.environment import recorded_base
from bpo_pipeline.stack.ports import Ports

PARTS = (postgres.NAME, seaweed.NAME, tryton.NAME, *airflow.COMPONENTS)


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One part of the stack: ``running``, ``unwell`` (runs but does not answer) or ``stopped``."""

    name: str
    state: str
    pid: int | None
    processes: int
    memory_mb: int
    log: Path


def status(home: Path) -> tuple[PartStatus, ...]:
    """How each part is; asks, changes nothing."""
    home = home.resolve()
    ports = Ports(recorded_base(home) or Ports().base)
    return tuple(_status_of(home, ports, name) for name in PARTS)


def logs(home: Path, part: str, *, follow: bool = False, lines: int = 200) -> Iterator[str]:
    """The last lines of a part's log; with *follow* also those to come, until the caller stops asking.

    Raises AskAPerson for a part that is not there or has not run yet.
    """
    if part not in PARTS:
        raise AskAPerson(f"the stack has no part {part!r}; its parts are {', '.join(PARTS)}")
    path = processes.log_file(home.resolve(), part)
    if not path.exists():
        raise AskAPerson(f"{part} has not run yet: there is no {path}")
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from file.read().splitlines()[-lines:]
        while follow:
            line = file.readline()
            if line:
                yield line.rstrip("\n")
            else:
                time.sleep(0.3)


def _status_of(home: Path, ports: Ports, name: str) -> PartStatus:
    head = processes.leader(home, name)
    members = processes.family(home, name) if head else []
    memory = 0
    for process in members:
        try:
            # shared pages counted once over all that share them
            memory += process.memory_full_info().pss
        except psutil.Error:
            # ended while we looked
            continue
    healthy = head is not None and _healthy(home, ports, name)
    state = "stopped" if head is None else "running" if healthy else "unwell"
    pid = head.pid if head else None
    return PartStatus(name, state, pid, len(members), memory // 2**20, processes.log_file(home, name))


def _healthy(home: Path, ports: Ports, name: str) -> bool:
    if name == postgres.NAME:
        return postgres.is_healthy(home)
    if name == seaweed.NAME:
        return seaweed.is_healthy(ports)
    if name == tryton.NAME:
        return tryton.is_healthy(ports.tryton)
    return airflow.is_healthy(home, ports, name)
