"""Real servers for the integration tests: PostgreSQL and SeaweedFS, with a fresh database and bucket per test."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import stamina
from sqlalchemy import Engine, NullPool, create_engine, text
from stack_ports import free_ports

from bpo_pipeline.model.working_time import Turnaround
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.stack import postgres, seaweed
from bpo_pipeline.stack.users import PIPELINE, load_secrets
from bpo_pipeline.store import Buckets, Store, Vault, connect, connect_s3, upgrade

MASTER_KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
"""Seals what papers of people say."""


@dataclass
class Clock:
    """A clock that a test sets; UTC."""

    now: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@dataclass(frozen=True)
class S3Server:
    """Where the test's own S3 server listens, and the pipeline's keys."""

    endpoint: str
    access_key: str
    secret_key: str

    def client(self) -> Any:
        return connect_s3(self.endpoint, access_key=self.access_key, secret_key=self.secret_key)


@pytest.fixture(scope="session")
def stack_home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bpo-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_home(stack_home: Path) -> Iterator[Path]:
    """A running PostgreSQL; ``postgres.url(home, database)`` leads to it."""
    try:
        postgres.start(stack_home)
        server = create_engine(postgres.url(stack_home, "postgres"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            # a test's database need not survive a power cut, and is made five times as fast
            connection.execute(text("alter system set fsync = off"))
            connection.execute(text("select pg_reload_conf()"))
        server.dispose()
        yield stack_home
    finally:
        postgres.stop(stack_home)


@pytest.fixture(scope="session")
def template_database(postgres_home: Path) -> str:
    """A database with our tables, to be copied for each test."""
    upgrade(postgres.url(postgres_home, "bpo_template"))
    return "bpo_template"


@pytest.fixture
def database_url(postgres_home: Path, template_database: str) -> Iterator[str]:
    """The URL of a database with our tables, empty, for one test."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    server = create_engine(postgres.url(postgres_home, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(f'create database "{name}" template "{template_database}" strategy file_copy'))
    yield postgres.url(postgres_home, name)
    with server.connect() as connection:
        connection.execute(text(f'drop database "{name}" with (force)'))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> Store:
    """The store on a database of its own, with a clock that the test sets."""
    return Store(engine, clock=clock, turnaround_of=lambda _: Turnaround(dt.timedelta(hours=24)), master_key=MASTER_KEY)


@pytest.fixture(scope="session")
def s3_server(stack_home: Path) -> Iterator[S3Server]:
    """A running SeaweedFS on free ports."""
    secrets = load_secrets(stack_home)
    keys = secrets.s3_keys[PIPELINE]
    ports = free_ports()
    seaweed.start(stack_home, ports=ports, secrets=secrets, contracts=(), vault="bpo-vault")
    yield S3Server(seaweed.endpoint(ports), keys.access, keys.secret)
    seaweed.stop(stack_home)


@pytest.fixture
def new_bucket(s3_server: S3Server) -> Callable[[], str]:
    """Makes an empty bucket and gives its name."""
    buckets = Buckets(s3_server.client())

    def make() -> str:
        name = f"test-{uuid.uuid4().hex[:12]}"
        buckets.ensure_bucket(name)
        return name

    return make


@pytest.fixture
def buckets(s3_server: S3Server) -> Buckets:
    return Buckets(s3_server.client())


@pytest.fixture
def vault(s3_server: S3Server, new_bucket: Callable[[], str]) -> Vault:
    """The vault in a bucket of its own."""
    return Vault(s3_server.client(), new_bucket())


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """Calls that fail are tried once more at once, instead of for half a minute."""
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def today(database_url: str) -> Store:
    """The store with the real clock, as the pages have it."""
    return Store(connect(database_url), master_key=MASTER_KEY)


@pytest.fixture
def here(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the pages find in the environment: one client's contract and a database, and no S3; gives the contracts."""
    contracts = tmp_path / "contracts"
    contracts.mkdir()
    sample = (PROJECT / "dags" / "contracts" / "nordlicht.yaml").read_text(encoding="utf-8")
    (contracts / "acme.yaml").write_text(sample.replace("nordlicht", "acme"), encoding="utf-8")
    for name, value in (
        ("BPO_HOME", str(tmp_path)),
        ("BPO_CONTRACTS", str(contracts)),
        ("BPO_DATABASE_URL", database_url),
        ("BPO_MASTER_KEY", MASTER_KEY),
        ("BPO_S3_ENDPOINT", "http://127.0.0.1:1"),
        ("BPO_S3_ACCESS_KEY", "not-used"),
        ("BPO_S3_SECRET_KEY", "not-used"),
    ):
        monkeypatch.setenv(name, value)
    return contracts
