"""All parts of the local stack together: up and down."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bpo_pipeline.contracts import Contract, load_contracts
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.stack import airflow, postgres, processes, seaweed, tryton
from bpo_pipeline.stack.environment import environment, passwords_file, recorded_base, write_environment
from bpo_pipeline.stack.ports import Ports
from bpo_pipeline.stack.private import private_folder
from bpo_pipeline.stack.users import PEOPLE, Secrets, load_secrets

GROUPS = ("postgres", "seaweed", "tryton", "airflow")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class StackInfo:
    """What runs now, where to click, and how many seconds each group took to come up."""

    home: Path
    ports: Ports
    airflow_url: str
    s3_url: str
    people: tuple[str, ...]
    passwords_file: Path
    environment_file: Path
    seconds: dict[str, float]


def up(
    home: Path,
    *,
    ports: Ports | None = None,
    only: Collection[str] = GROUPS,
    contracts_folder: Path = PROJECT / "dags" / "contracts",
    vault: str = "bpo-vault",
    sandbox: str = "auto",
    master_data: str | None = None,
    prepare_database: Callable[[str], object] | None = None,
    progress: Progress = lambda _: None,
) -> StackInfo:
    """Start what does not run and repair what a crash left; returns when all of it works.

    *only* names the groups wanted (see GROUPS). *master_data* is what ``tryton.master_data`` gives; without it Tryton
    must have been prepared before. *prepare_database* is called with the URL of our own database before Airflow starts.
    Raises PortTaken, AskAPerson or DidNotStart; what did start stays up and the next call goes on from there.
    """
    home, ports = home.resolve(), ports or Ports()
    unknown = set(only) - set(GROUPS)
    if unknown:
        raise AskAPerson(f"the stack has no part {sorted(unknown)}; its parts are {', '.join(GROUPS)}")
    with _only_one(home):
        contracts = tuple(load_contracts(contracts_folder).by_client.values())
        secrets = load_secrets(home, clients=[one.client for one in contracts])
        if recorded_base(home) not in (None, ports.base):
            progress("other ports than before: stopping what runs at the old ones")
            _down(home)
        variables = environment(
            home, ports=ports, secrets=secrets, contracts_folder=contracts_folder, vault=vault, sandbox=sandbox
        )
        if write_environment(home, variables):
            # running processes still have the old variables
            airflow.stop(home)
        plan = _Plan(home, ports, only, secrets, contracts, variables, vault, master_data, prepare_database, progress)
        seconds = plan.run()
    return StackInfo(
        home=home,
        ports=ports,
        airflow_url=airflow.address(ports),
        s3_url=seaweed.endpoint(ports),
        people=tuple(PEOPLE),
        passwords_file=passwords_file(home),
        environment_file=home / "env",
        seconds=seconds,
    )


def down(home: Path, *, progress: Progress = lambda _: None) -> None:
    """Stop everything, also what a killed parent left running; data, keys and logs stay. Twice is harmless."""
    home = home.resolve()
    if not home.exists():
        return
    with _only_one(home):
        _down(home, progress)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one ``up`` was told, for the three chains that start side by side."""

    home: Path
    ports: Ports
    only: Collection[str]
    secrets: Secrets
    contracts: tuple[Contract, ...]
    variables: Mapping[str, str]
    vault: str
    master_data: str | None
    prepare_database: Callable[[str], object] | None
    progress: Progress

    def books(self) -> dict[str, float]:
        """PostgreSQL, then Airflow, which keeps its books there."""
        seconds: dict[str, float] = {}
        if {"postgres", "airflow"} & set(self.only):
            with _timed(seconds, "postgres", self.progress):
                postgres.start(self.home)
                if self.prepare_database:
                    self.prepare_database(postgres.url(self.home, "bpo"))
        if "airflow" in self.only:
            with _timed(seconds, "airflow", self.progress):
                airflow.start(
                    self.home,
                    ports=self.ports,
                    secrets=self.secrets,
                    variables=self.variables,
                    progress=self.progress,
                )
                airflow.create_pools(self.ports, self.secrets, self.contracts)
        return seconds

    def objects(self) -> dict[str, float]:
        """S3 with its identities and buckets."""
        seconds: dict[str, float] = {}
        if "seaweed" in self.only:
            with _timed(seconds, "seaweed", self.progress):
                seaweed.start(
                    self.home, ports=self.ports, secrets=self.secrets, contracts=self.contracts, vault=self.vault
                )
        return seconds

    def ledger(self) -> dict[str, float]:
        """Tryton with the sample company."""
        seconds: dict[str, float] = {}
        if "tryton" in self.only:
            with _timed(seconds, "tryton", self.progress):
                if self.master_data is not None:
                    tryton.prepare(self.home, self.master_data)
                tryton.start(self.home, self.ports.tryton)
        return seconds

    def run(self) -> dict[str, float]:
        """All three side by side; the first failure is raised when all have ended."""
        with ThreadPoolExecutor(3) as pool:
            chains = [pool.submit(chain) for chain in (self.books, self.objects, self.ledger)]
        return {name: seconds for chain in chains for name, seconds in chain.result().items()}


@contextmanager
def _timed(seconds: dict[str, float], name: str, progress: Progress) -> Iterator[None]:
    progress(f"starting {name}")
    begun = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - begun, 1)
    progress(f"{name} is up ({seconds[name]} s)")


def _down(home: Path, progress: Progress = lambda _: None) -> None:
    progress("stopping Airflow, Tryton and S3")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda part: part.stop(home), (airflow, tryton, seaweed)))
    progress("stopping PostgreSQL")
    postgres.stop(home)
    processes.end(processes.marked(home))


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """One ``up`` or ``down`` at a time; a second one waits."""
    private_folder(home)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
