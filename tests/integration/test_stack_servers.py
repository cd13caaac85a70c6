"""PostgreSQL and SeaweedFS, really started; Airflow in one slow test."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from botocore.exceptions import ClientError
from stack_ports import free_ports

from bpo_pipeline import stack
from bpo_pipeline.stack import Ports, PortTaken, airflow, postgres, processes, seaweed, users
from bpo_pipeline.store import upgrade

pytestmark = pytest.mark.integration
SERVERS = ("postgres", "seaweed")


@pytest.fixture(scope="module")
def ports() -> Ports:
    return free_ports()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    stack.down(tmp_path / "home")


def test_up_twice_starts_nothing_twice_and_down_leaves_no_process(home: Path, ports: Ports) -> None:
    stack.up(home, ports=ports, only=SERVERS)
    first = _pids(home)
    stack.up(home, ports=ports, only=SERVERS)
    assert _pids(home) == first
    assert {part.state for part in stack.status(home) if part.name in SERVERS} == {"running"}
    stack.down(home)
    stack.down(home)
    assert _left(home) == []


@pytest.mark.parametrize("victim", SERVERS)
def test_up_repairs_what_was_killed_and_keeps_its_data(home: Path, ports: Ports, victim: str) -> None:
    stack.up(home, ports=ports, only=SERVERS)
    keys = users.load_secrets(home).s3_keys[users.PIPELINE]
    seaweed.client(seaweed.endpoint(ports), keys).put_object(Bucket="bpo-vault", Key="kept", Body=b"42")
    head = processes.leader(home, victim)
    assert head is not None
    head.kill()
    head.wait()
    stack.up(home, ports=ports, only=SERVERS)
    assert {part.state for part in stack.status(home) if part.name in SERVERS} == {"running"}
    s3 = seaweed.client(seaweed.endpoint(ports), keys)
    assert s3.get_object(Bucket="bpo-vault", Key="kept")["Body"].read() == b"42"
    assert postgres.scalar(home, "bpo", "SELECT 1") == "1"


def test_down_stops_a_postgres_whose_record_was_lost(home: Path, ports: Ports) -> None:
    stack.up(home, ports=ports, only=["postgres"])
    (home / "run" / "postgres.json").unlink()
    stack.down(home)
    assert _left(home) == []


def test_up_takes_over_a_postgres_pid_file_that_names_a_stranger(home: Path, ports: Ports) -> None:
    stack.up(home, ports=ports, only=["postgres"])
    stack.down(home)
    stranger = psutil.Process().pid
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{stranger}\n")
    stack.up(home, ports=ports, only=["postgres"])
    assert postgres.is_healthy(home)


def test_a_deep_home_works_although_sockets_must_be_short(tmp_path: Path, ports: Ports) -> None:
    deep = tmp_path / ("d" * 70) / ("e" * 70)
    deep.mkdir(parents=True)
    try:
        stack.up(deep, ports=ports, only=["postgres"])
        assert postgres.is_healthy(deep)
    finally:
        stack.down(deep)


def test_a_taken_port_is_named_and_the_other_parts_still_come_up(home: Path, ports: Ports) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", ports.s3))
        holder.listen()
        with pytest.raises(PortTaken, match=f"port {ports.s3} .*BPO_PORT_BASE"):
            stack.up(home, ports=ports, only=SERVERS)
        assert postgres.is_healthy(home)


def test_a_client_writes_its_inbox_reads_its_outbox_and_nothing_else(home: Path, ports: Ports) -> None:
    stack.up(home, ports=ports, only=["seaweed"])
    keys = users.load_secrets(home).s3_keys
    url = seaweed.endpoint(ports)
    pipeline, client = seaweed.client(url, keys[users.PIPELINE]), seaweed.client(url, keys["client-lakeside"])
    pipeline.put_object(Bucket="lakeside-outbox", Key="answer", Body=b"yes")
    client.put_object(Bucket="lakeside-inbox", Key="incoming/a.pdf", Body=b"x")
    assert client.get_object(Bucket="lakeside-outbox", Key="answer")["Body"].read() == b"yes"
    forbidden = (
        lambda: client.get_object(Bucket="lakeside-inbox", Key="incoming/a.pdf"),
        lambda: client.put_object(Bucket="lakeside-outbox", Key="b", Body=b"x"),
        lambda: client.put_object(Bucket="nordlicht-inbox", Key="b", Body=b"x"),
        lambda: client.list_objects_v2(Bucket="nordlicht-outbox"),
        lambda: client.list_objects_v2(Bucket="bpo-vault"),
        lambda: client.create_bucket(Bucket="another"),
    )
    for attempt in forbidden:
        with pytest.raises(ClientError, match="AccessDenied"):
            attempt()


@pytest.mark.slow
def test_airflow_comes_up_is_repaired_after_a_kill_and_goes_down(home: Path, ports: Ports) -> None:
    told: list[str] = []
    groups = ("postgres", "seaweed", "airflow")
    info = stack.up(home, ports=ports, only=groups, prepare_database=upgrade, progress=told.append)
    known = users.load_secrets(home)
    for person in users.PEOPLE:
        assert airflow.token(ports, person, known)
    wrong = requests.post(f"{info.airflow_url}/auth/token", json={"username": "admin", "password": "x"}, timeout=5)
    assert wrong.status_code == 401
    header = {"Authorization": f"Bearer {airflow.token(ports, 'viewer', known)}"}
    named = requests.get(f"{info.airflow_url}/api/v2/pools", headers=header, timeout=5).json()["pools"]
    assert {"post_lakeside", "post_nordlicht"} <= {pool["name"] for pool in named}
    scheduler = processes.leader(home, "scheduler")
    assert scheduler is not None
    orphans = scheduler.children(recursive=True)
    scheduler.kill()
    scheduler.wait()
    stack.up(home, ports=ports, only=groups)
    assert not any(orphan.is_running() for orphan in orphans)
    assert {part.state for part in stack.status(home) if part.name != "tryton"} == {"running"}
    stack.down(home)
    assert _left(home) == []
    _no_secret_was_written_to_a_log(home, known)


def _no_secret_was_written_to_a_log(home: Path, known: users.Secrets) -> None:
    hidden = [*known.passwords.values(), *(pair.secret for pair in known.s3_keys.values())]
    hidden += [known.token_key, known.session_key, known.encryption_key, known.object_key]
    for log in (*(home / "logs").iterdir(), *(home / "airflow" / "logs").rglob("*.log")):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert not [secret for secret in hidden if secret in text], log


def _pids(home: Path) -> dict[str, int | None]:
    return {part.name: part.pid for part in stack.status(home)}


def _left(home: Path) -> list[psutil.Process]:
    return [*processes.marked(home), *processes.working_in(home / "postgres" / "data")]
