"""The local stack's own rules, without starting a server."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from botocore.stub import Stubber

from bpo_pipeline import stack
from bpo_pipeline.contracts import Contract, load_contracts
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.stack import airflow, processes, seaweed, users
from bpo_pipeline.stack.environment import environment, recorded, recorded_base, with_system, write_environment
from bpo_pipeline.stack.ports import Ports, PortTaken, require_free
from bpo_pipeline.stack.private import private_folder, socket_folder, write_private
from bpo_pipeline.stack.users import KeyPair

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Path]:
    """A program of the stack with a child of its own."""
    script = "import subprocess as s, sys; s.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    processes.start(tmp_path, "sleeper", [sys.executable, "-c", script], environment=dict(os.environ), folder=tmp_path)
    processes.wait_until(
        lambda: len(processes.family(tmp_path, "sleeper")) == 2, home=tmp_path, name="sleeper", seconds=10
    )
    yield tmp_path
    processes.stop(tmp_path, "sleeper")
    processes.end(processes.marked(tmp_path))


def test_stopping_a_program_stops_its_children_and_twice_is_harmless(sleeper: Path) -> None:
    members = processes.family(sleeper, "sleeper")
    processes.stop(sleeper, "sleeper")
    processes.stop(sleeper, "sleeper")
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in members)
    assert processes.marked(sleeper) == []


def test_children_of_a_killed_program_are_found_and_stopped(sleeper: Path) -> None:
    head = processes.leader(sleeper, "sleeper")
    assert head is not None
    child = head.children()[0]
    head.kill()
    head.wait()
    assert [one.pid for one in processes.family(sleeper, "sleeper")] == [child.pid]
    assert [one.pid for one in processes.marked(sleeper)] == [child.pid]
    processes.stop(sleeper, "sleeper")
    assert not child.is_running()


def test_a_number_given_to_another_process_is_not_mistaken_for_ours(tmp_path: Path) -> None:
    record = tmp_path / "run" / "part.json"
    record.parent.mkdir()
    record.write_text(json.dumps({"pid": os.getpid(), "started": psutil.Process().create_time() - 100}))
    assert processes.leader(tmp_path, "part") is None
    assert processes.family(tmp_path, "part") == []
    processes.stop(tmp_path, "part")
    assert not record.exists()


def test_a_record_cut_short_by_a_crash_says_that_nothing_runs(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "part.json").write_text('{"pid": 1')
    assert processes.leader(tmp_path, "part") is None


def test_a_program_that_ends_while_starting_shows_the_end_of_its_log(tmp_path: Path) -> None:
    processes.start(
        tmp_path, "broken", [sys.executable, "-c", "print('no such thing')"], environment={}, folder=tmp_path
    )
    with pytest.raises(processes.DidNotStart, match="no such thing"):
        processes.wait_until(lambda: False, home=tmp_path, name="broken", seconds=10)


def test_a_taken_port_is_named_with_its_holder_and_the_way_out() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortTaken) as told:
            require_free(port, purpose="S3")
    assert f"port {port} (S3) is taken by" in str(told.value)
    assert f"process {os.getpid()}" in str(told.value)
    assert "BPO_PORT_BASE=" in str(told.value)


def test_the_ports_of_one_block_are_all_different() -> None:
    ports = Ports(20000)
    every = [ports.airflow, ports.tryton, ports.s3, *ports.seaweed_inner.values()]
    assert len(set(every)) == len(every)
    assert all(20000 <= port < 21000 for port in every)


def test_a_block_of_ports_that_cannot_be_is_refused() -> None:
    with pytest.raises(AskAPerson, match="BPO_PORT_BASE"):
        Ports(80)


def test_sockets_move_to_a_short_folder_when_the_home_is_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert socket_folder(Path("/srv/bpo")) == Path("/srv/bpo/postgres")
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    assert len(str(socket_folder(deep))) < 60
    assert socket_folder(deep) != socket_folder(deep / "other")


def test_a_folder_that_is_a_link_is_not_used_for_secrets(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AskAPerson, match="link"):
        private_folder(tmp_path / "home")


def test_a_private_file_is_readable_by_its_owner_alone_and_says_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert write_private(path, "one")
    assert not write_private(path, "one")
    assert write_private(path, "two")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_secrets_are_drawn_once_and_a_new_client_gets_its_own(tmp_path: Path) -> None:
    first = users.load_secrets(tmp_path, clients=["lakeside"])
    again = users.load_secrets(tmp_path, clients=["lakeside", "nordlicht"])
    assert again.passwords == first.passwords
    assert again.s3_keys["client-lakeside"] == first.s3_keys["client-lakeside"]
    assert set(again.s3_keys) == {"pipeline", "client-lakeside", "client-nordlicht"}
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_damaged_secrets_are_not_drawn_anew(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(AskAPerson, match=r"secrets\.json"):
        users.load_secrets(tmp_path)


def test_nothing_secret_is_shown_when_secrets_are_printed(tmp_path: Path) -> None:
    known = users.load_secrets(tmp_path, clients=["lakeside"])
    shown = repr(known) + repr(known.s3_keys) + str(known)
    hidden = [*known.passwords.values(), *(pair.secret for pair in known.s3_keys.values()), known.token_key]
    assert not [secret for secret in hidden if secret in shown]


def test_a_client_may_only_reach_its_own_buckets(tmp_path: Path) -> None:
    contracts = _contracts()
    known = users.load_secrets(tmp_path, clients=[one.client for one in contracts])
    told = {one["name"]: one["actions"] for one in seaweed.identities(known, contracts)["identities"]}
    assert set(told["client-lakeside"]) == {
        "Write:lakeside-inbox", "List:lakeside-inbox", "Read:lakeside-outbox", "List:lakeside-outbox",
    }  # fmt: skip


def test_a_shell_reads_the_environment_file_as_it_was_meant(tmp_path: Path) -> None:
    variables = _variables(tmp_path)
    assert write_environment(tmp_path, variables)
    assert not write_environment(tmp_path, variables)
    command = [
        "bash",
        "-c",
        f"set -a; . {tmp_path}/env; {sys.executable} -c 'import json, os; print(json.dumps(dict(os.environ)))'",
    ]
    read = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {name: read[name] for name in variables} == variables
    assert recorded(tmp_path) == variables
    assert recorded_base(tmp_path) == 21000
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_the_programs_get_nothing_of_the_callers_own_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the caller's own")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "the caller's own")
    given = with_system(_variables(tmp_path))
    assert "the caller's own" not in given.values()


def test_every_airflow_variable_of_the_stack_is_an_option_that_airflow_has(tmp_path: Path) -> None:
    os.environ.setdefault("AIRFLOW_HOME", str(tmp_path))
    from airflow.configuration import conf

    known = {
        f"AIRFLOW__{section}__{option}".upper()
        for section, described in conf.configuration_description.items()
        for option in described["options"]
    }
    assert {name for name in _variables(tmp_path) if name.startswith("AIRFLOW__")} <= known


def test_an_unknown_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(AskAPerson, match="postgres, seaweed, tryton, airflow"):
        stack.up(tmp_path, only=["mysql"])
    with pytest.raises(AskAPerson, match="api-server"):
        next(stack.logs(tmp_path, "webserver"))
    with pytest.raises(AskAPerson, match="has not run yet"):
        next(stack.logs(tmp_path, "scheduler"))


def test_down_and_status_of_a_stack_that_never_ran_are_harmless(tmp_path: Path) -> None:
    stack.down(tmp_path / "none")
    assert {part.state for part in stack.status(tmp_path / "none")} == {"stopped"}


def _contracts() -> tuple[Contract, ...]:
    return tuple(load_contracts(PROJECT / "dags" / "contracts").by_client.values())


def _variables(home: Path) -> dict[str, str]:
    known = users.load_secrets(home, clients=["lakeside"])
    return environment(
        home, ports=Ports(21000), secrets=known, contracts_folder=home, vault="bpo-vault", sandbox="auto"
    )


@pytest.mark.parametrize(
    ("status", "beat", "healthy"),
    [
        ("healthy", "2026-11-20T09:00:05+00:00", True),
        # reported healthy for half a minute more, although it has lost its database and is about to end
        ("healthy", "2026-11-20T08:59:55+00:00", False),
        ("unhealthy", "2026-11-20T09:00:05+00:00", False),
        (None, None, False),
    ],
)
def test_a_heartbeat_from_before_the_database_was_started_says_nothing(
    status: str | None, beat: str | None, healthy: bool
) -> None:
    report: dict[str, object] = {"metadatabase": {"status": "healthy"}}
    report["scheduler"] = {"status": status, "latest_scheduler_heartbeat": beat}
    started = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC).timestamp()
    assert airflow.beats(report, "scheduler", since=started) is healthy
    assert airflow.beats(report, "metadatabase", since=started)


def test_s3_that_answers_before_it_keeps_objects_is_waited_for() -> None:
    """After a kill SeaweedFS says ok for a moment in which a read is an internal error."""
    s3 = seaweed.client("http://127.0.0.1:1", KeyPair("key", "secret"))
    with Stubber(s3) as answers:
        answers.add_client_error("put_object", "InternalError", http_status_code=500)
        answers.add_response("put_object", {})
        answers.add_client_error("get_object", "InternalError", http_status_code=500)
        answers.add_response("put_object", {})
        answers.add_response("get_object", {"Body": io.BytesIO(b"stack/probe")})

        seaweed.await_objects(s3, "vault")

        answers.assert_no_pending_responses()
