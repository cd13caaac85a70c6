"""From inside the sandbox nothing else can be reached: every attempt to break out is refused."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import bpo_pipeline
from bpo_pipeline.sandbox import Sandbox

TASKS = {"escape": "sandbox_tasks:escape"}
REFUSED_WITHOUT_BUBBLEWRAP = {
    "environment", "socket", "connect to loopback", "abstract unix socket", "kill the server", "kill the caller",
    "kill everybody", "trace the server", "new namespace", "mount", "file over the limit", "open files",
}  # fmt: skip


@pytest.fixture
def attempts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], dict[str, bool]]]:
    """Runs the probe against a listener, an abstract socket and a file with a secret, all of them real."""
    monkeypatch.setenv("BPO_S3_SECRET_KEY", "not to be seen")
    secret = tmp_path / "secret"
    secret.write_text("not to be seen")
    package = Path(bpo_pipeline.__file__).parent
    listener = socket.create_server(("127.0.0.1", 0))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(f"\0bpo-{os.getpid()}")
    abstract.listen()
    arguments = {
        "host_pid": os.getpid(),
        "secret_file": str(secret),
        "project": str(package.parent),
        "bound": [package.name, ".venv", "tests"],
        "port": listener.getsockname()[1],
        "abstract": f"\0bpo-{os.getpid()}",
        "package": str(package),
    }

    def run(mode: str) -> dict[str, bool]:
        with Sandbox(tasks=TASKS, mode=mode) as sandbox:
            return sandbox.run("escape", b"", arguments=arguments).value

    with listener, abstract:
        yield run


def test_all_attempts_to_break_out_of_bubblewrap_are_refused(attempts: Callable[[str], dict[str, bool]]) -> None:
    found = attempts("bubblewrap")
    assert len(found) >= 15
    assert [name for name, succeeded in found.items() if succeeded] == []


def test_without_bubblewrap_network_tracing_and_signals_are_still_refused(
    attempts: Callable[[str], dict[str, bool]],
) -> None:
    found = attempts("rlimit")
    assert {name for name in REFUSED_WITHOUT_BUBBLEWRAP if found[name]} == set()
