"""A whole house for tests: all parts of the stack in a folder of its own, and what a client and a person do with it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests
import stamina
from sqlalchemy import NullPool, create_engine, text
from tryton_office import Office, shared_environment

from bpo_pipeline import stack
from bpo_pipeline.app import App, open_app
from bpo_pipeline.flow.local import erp_master_data
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack import Ports, airflow, postgres, processes, seaweed, tryton, users
from bpo_pipeline.store import Buckets, connect_s3, upgrade

BOOKED = ("posted", "paid")
READING_SECONDS = 8.0
"""Nobody answers at once, and Airflow 3.3 may lose an answer that comes while its question is still being parked."""


@dataclass(frozen=True)
class House:
    """The running stack."""

    home: Path
    ports: Ports

    def furnish(self) -> None:
        """Put Tryton's packages and the company's seed in place, both from the cache that tests share."""
        shared = shared_environment()
        (self.home / "tryton").mkdir(mode=0o700, parents=True)
        (self.home / "tryton" / "venv").symlink_to(shared / "tryton" / "venv")
        tryton.seed(self.home, erp_master_data())

    def up(self) -> stack.StackInfo:
        """Start or repair everything, as ``bpo stack up`` does."""
        return stack.up(self.home, ports=self.ports, prepare_database=upgrade)

    @property
    def settings(self) -> Settings:
        """Settings of this house, whatever the caller's environment says."""
        secrets = users.load_secrets(self.home)
        keys = secrets.s3_keys[users.PIPELINE]
        return Settings(
            home=self.home,
            port_base=self.ports.base,
            contracts=Path(__file__).resolve().parents[2] / "dags" / "contracts",
            database_url=postgres.url(self.home, "bpo"),
            s3_endpoint=seaweed.endpoint(self.ports),
            s3_access_key=keys.access,
            s3_secret_key=keys.secret,
            vault_bucket="bpo-vault",
            targets_file=self.home / "targets.json",
            sandbox="auto",
            master_key=secrets.master_key,
        )

    @contextmanager
    def app(self) -> Iterator[App]:
        """The back office, to look at; the DAGs do the work."""
        with open_app(self.settings) as app:
            yield app

    def drop(self, batch: Sequence[DemoDocument]) -> int:
        """Put files into the inboxes as the clients do, with their own keys; gives how many."""
        dropped = [one for one in batch if one.dropped]
        for one in dropped:
            self.box(one.client).put(f"{one.client}-inbox", one.key, one.content, "application/octet-stream")
        return len(dropped)

    def box(self, client: str) -> Buckets:
        """S3 as the client sees it, with its own keys."""
        keys = users.load_secrets(self.home).s3_keys[users.machine_of(client)]
        return Buckets(connect_s3(seaweed.endpoint(self.ports), access_key=keys.access, secret_key=keys.secret))

    @stamina.retry(on=(requests.ConnectionError, requests.Timeout), timeout=120, attempts=None)
    def ask(self, method: str, path: str, *, person: str = "operator", body: Any = None) -> requests.Response:
        """Call Airflow's API as one of the stack's people; waits while it is being repaired or is very busy."""
        header = {"Authorization": f"Bearer {_token(self, person)}"}
        url = f"{airflow.address(self.ports)}/api/v2/{path}"
        return requests.request(method, url, json=body, headers=header, timeout=30)

    def trigger(self, dag_id: str) -> None:
        """Start a run now instead of at its next minute; nothing when one is on its way already."""
        found = self.ask("GET", f"dags/{dag_id}/dagRuns?state=running&state=queued")
        assert found.ok, found.text
        if not found.json()["total_entries"]:
            answer = self.ask("POST", f"dags/{dag_id}/dagRuns", body={"logical_date": None})
            assert answer.ok, answer.text

    def questions(self, dag_id: str = "~") -> list[str]:
        """API paths of the questions that are parked and wait for an answer; of all DAGs unless one is named."""
        found = self.ask("GET", f"dags/{dag_id}/dagRuns/~/hitlDetails?response_received=false")
        assert found.ok, found.text
        asked = [one["task_instance"] for one in found.json()["hitl_details"]]
        return [
            f"dags/{one['dag_id']}/dagRuns/{one['dag_run_id']}/taskInstances/{one['task_id']}/{one['map_index']}/hitlDetails"
            for one in asked
            if one["state"] not in {"running", "queued"}
        ]

    def airflow_rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of Airflow's own database."""
        engine = create_engine(postgres.url(self.home, "airflow"), poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def bills(self) -> Counter[str]:
        """How often each of our posting keys is booked in Tryton, asked as its administrator."""
        office = Office(self.home, self.ports.tryton)
        found = office.rpc("model.account.invoice.search_read", [], 0, None, None, ["description", "state"])
        assert {one["state"] for one in found} <= {*BOOKED, "cancelled", "draft"}
        return Counter(one["description"] for one in found if one["state"] != "cancelled")

    def tail(self) -> str:
        """Which part is how, and the ends of the logs, for whoever has to find out why a test failed."""
        parts = [f"{one.name}: {one.state}" for one in stack.status(self.home)]
        runs = "select dag_id, run_id, state from dag_run where state <> 'success' order by run_after desc limit 20"
        tasks = (
            "select dag_id, task_id, map_index, state, try_number, start_date, last_heartbeat_at from task_instance"
            " where state is null or state not in ('success', 'skipped') order by start_date desc limit 30"
        )
        try:
            parts += [str(row) for query in (runs, tasks) for row in self.airflow_rows(query)]
        except Exception as problem:  # noqa: BLE001 - the database may be what is broken
            parts.append(f"Airflow's database does not answer: {type(problem).__name__}")
        parts += [processes.tail(self.home, name, lines=25) for name in stack.PARTS]
        return "\n".join((*parts, *self._failed_tasks()))

    def _failed_tasks(self) -> Iterator[str]:
        logs = sorted((self.home / "airflow" / "logs").rglob("*.log"), key=lambda path: path.stat().st_mtime)
        for path in logs[-400:]:
            lines = [
                line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if '"error"' in line
            ]
            if lines:
                yield f"{path.relative_to(self.home)}: {lines[-1][:1500]}"


@lru_cache
def _token(house: House, person: str) -> str:
    """A key to Airflow's API, which outlives its restarts."""
    return airflow.token(house.ports, person, users.load_secrets(house.home))


def by_client(batch: Sequence[DemoDocument]) -> dict[str, list[DemoDocument]]:
    """The batch as its two clients drop it."""
    clients: dict[str, list[DemoDocument]] = {}
    for one in batch:
        clients.setdefault(one.client, []).append(one)
    return clients


def wait_for(happened: Callable[[], object], what: str, *, seconds: float, every: float = 1.0) -> None:
    """Wait until something is true; fail saying *what* did not happen."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen in {seconds:.0f} s"
        time.sleep(every)


def leaves(value: Any) -> Iterator[Any]:
    """Every single value in a nested JSON value, names included."""
    if isinstance(value, str) and value[:1] in "{[":
        value = json.loads(value)
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value
