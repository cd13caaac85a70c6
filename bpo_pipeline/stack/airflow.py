"""Airflow as four programs: the page and its API, the scheduler with its workers, the DAG processor, the triggerer."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import requests

from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import TryAgain
from bpo_pipeline.stack import postgres, processes
from bpo_pipeline.stack.environment import passwords_file, with_system
from bpo_pipeline.stack.ports import HOST, Ports, require_free
from bpo_pipeline.stack.private import private_folder, write_private
from bpo_pipeline.stack.users import Secrets

COMPONENTS = ("api-server", "scheduler", "dag-processor", "triggerer")
# logs are read from the folder; without this each would open a port on all interfaces to serve them
_ARGUMENTS = {"scheduler": ("--skip-serve-logs",), "triggerer": ("--skip-serve-logs",)}
_HEALTH_NAMES = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}
_START_SECONDS = 120
_RECOVER_SECONDS = 45  # longer than Airflow takes to notice a silent part
_ASK_SECONDS = 5


def address(ports: Ports) -> str:
    """The URL of Airflow's page."""
    return f"http://{HOST}:{ports.airflow}"


def start(
    home: Path, *, ports: Ports, secrets: Secrets, variables: Mapping[str, str], progress: Callable[[str], None]
) -> None:
    """Start what does not run of the four programs; returns when all of them report to be healthy.

    Raises PortTaken, or DidNotStart with the end of the log of the program that failed.
    """
    private_folder(home / "airflow")
    write_private(passwords_file(home), json.dumps(secrets.passwords))
    everything = with_system(dict(variables))
    missing = [name for name in COMPONENTS if processes.leader(home, name) is None]
    for name in missing:
        # workers of a killed scheduler live on; their tasks are given to the new one
        processes.stop(home, name)
    if "api-server" in missing:
        require_free(ports.airflow, purpose="Airflow")
    if missing:
        _migrate(home, everything, progress)
    for name in missing:
        _launch(home, name, everything)
    progress("waiting for Airflow to be healthy")
    for name in COMPONENTS:
        _await(home, ports, name, everything, fresh=name in missing)


def stop(home: Path) -> None:
    """Stop all four with their children, side by side; twice is harmless."""
    with ThreadPoolExecutor(len(COMPONENTS)) as pool:
        list(pool.map(lambda name: processes.stop(home, name), COMPONENTS))


def is_healthy(home: Path, ports: Ports, name: str) -> bool:
    """Whether one of the four runs and, as its own heartbeat says, works.

    A heartbeat from before the database was started says nothing: a scheduler that has lost its database stays for
    minutes to see its tasks end, and ends itself then.
    """
    database = processes.leader(home, postgres.NAME)
    if database is None or processes.leader(home, name) is None:
        return False
    try:
        report = requests.get(f"{address(ports)}/api/v2/monitor/health", timeout=_ASK_SECONDS).json()
    except (requests.RequestException, ValueError):
        return False
    return beats(report, _HEALTH_NAMES.get(name, "metadatabase"), since=database.create_time())


def beats(report: Mapping[str, Any], part: str, *, since: float) -> bool:
    """Whether Airflow's health *report* calls a part healthy, by a heartbeat after *since* (seconds of the epoch)."""
    told = report.get(part) or {}
    beat = told.get(f"latest_{part}_heartbeat")
    fresh = beat is None or dt.datetime.fromisoformat(beat).timestamp() > since
    return told.get("status") == "healthy" and fresh


def pools(contracts: Iterable[Contract]) -> list[dict[str, object]]:
    """One pool with one slot per company, so that nothing is posted to one ledger from two tasks at once."""
    about = {"slots": 1, "include_deferred": False, "description": "One posting at a time per company."}
    return [{"name": name, **about} for name in sorted({one.pool for one in contracts})]


def create_pools(ports: Ports, secrets: Secrets, contracts: Iterable[Contract]) -> None:
    """Create the pools that are not there yet.

    Raises TryAgain when Airflow does not take them.
    """
    wanted = pools(contracts)
    change = {"actions": [{"action": "create", "entities": wanted, "action_on_existence": "skip"}]}
    try:
        answer = requests.patch(
            f"{address(ports)}/api/v2/pools",
            json=change,
            headers={"Authorization": f"Bearer {token(ports, 'admin', secrets)}"},
            timeout=_ASK_SECONDS,
        )
        answer.raise_for_status()
        errors = answer.json().get("create", {}).get("errors", [])
    except requests.RequestException as problem:
        raise TryAgain(f"Airflow did not take the pools: {problem}") from problem
    if errors:
        raise TryAgain(f"Airflow did not take the pools: {errors}")


def token(ports: Ports, person: str, secrets: Secrets) -> str:
    """A short-lived key to Airflow's API for one of the stack's people."""
    login = {"username": person, "password": secrets.passwords[person]}
    answer = requests.post(f"{address(ports)}/auth/token", json=login, timeout=_ASK_SECONDS)
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def _launch(home: Path, name: str, variables: Mapping[str, str]) -> None:
    command = [_program(), name, *_ARGUMENTS.get(name, ())]
    processes.start(home, name, command, environment=variables, folder=home / "airflow")


def _await(home: Path, ports: Ports, name: str, variables: Mapping[str, str], *, fresh: bool) -> None:
    def healthy() -> bool:
        return is_healthy(home, ports, name)

    try:
        processes.wait_until(healthy, home=home, name=name, seconds=_START_SECONDS if fresh else _RECOVER_SECONDS)
    except processes.DidNotStart:
        if fresh:
            raise
        # it ran before, and a lost database or a stuck loop has kept it from working since
        processes.stop(home, name)
        _launch(home, name, variables)
        processes.wait_until(healthy, home=home, name=name, seconds=_START_SECONDS)


def _migrate(home: Path, variables: Mapping[str, str], progress: Callable[[str], None]) -> None:
    """Bring Airflow's tables up to date, unless this version already did."""
    done = home / "airflow" / "migrated.json"
    current = {"airflow": version("apache-airflow"), "revision": _revision(home)}
    try:
        if current["revision"] and json.loads(done.read_text(encoding="utf-8")) == current:
            return
    except (OSError, ValueError):
        # no note of an earlier migration: migrate, which is harmless twice
        pass
    progress("preparing Airflow's database")
    log_path = processes.log_file(home, "migrate")
    log_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log_path.open("w", encoding="utf-8") as log:
        result = subprocess.run(
            [_program(), "db", "migrate"], env=dict(variables), stdout=log, stderr=subprocess.STDOUT, check=False
        )
    if result.returncode != 0:
        raise processes.DidNotStart(f"Airflow's database could not be prepared. {processes.tail(home, 'migrate')}")
    write_private(done, json.dumps({**current, "revision": _revision(home)}))


def _revision(home: Path) -> str | None:
    return postgres.scalar(home, "airflow", "SELECT version_num FROM alembic_version")


def _program() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "airflow")
