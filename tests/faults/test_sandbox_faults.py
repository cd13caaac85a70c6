"""Whatever a document does to its parser, the next document is parsed and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from bpo_pipeline.errors import AskAPerson, Refused, TryAgain
from bpo_pipeline.sandbox import Limits, Sandbox

NAMES = [
    "echo",
    "refuse",
    "miss_a_tool",
    "stumble",
    "dive",
    "eat_memory",
    "abort",
    "spin",
    "sleep",
    "sleep_with_children",
    "leave_children",
    "too_many_blobs",
    "too_much_json",
    "garbage",
    "endless",
    "forged",
    "leave_file",
    "kill_server",
    "read_text",
]
TASKS = {name: f"sandbox_tasks:{name}" for name in NAMES}


@pytest.fixture(scope="module", params=["bubblewrap", "rlimit"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(tasks=TASKS, mode=request.param) as made:
        yield made


def code(sandbox: Sandbox, task: str, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        sandbox.run(task, b"219-09-9999", **more)
    return caught.value.disposition.code


def test_a_good_job_gives_value_blobs_and_its_cost(sandbox: Sandbox) -> None:
    found = sandbox.run("echo", b"hello", arguments={"name": "x"})
    assert found.value["size"] == 5
    assert found.value["arguments"] == {"name": "x"}
    assert found.blobs == (b"hell",)
    assert 0 < found.peak_mb < 1000
    assert sandbox.last_cost.peak_mb == found.peak_mb


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("refuse", "reject:no_text"),
        ("stumble", "reject:corrupt"),
        ("dive", "quarantine:nesting_limit"),
        ("eat_memory", "quarantine:parse_memory"),
        ("abort", "quarantine:parser_crash"),
        ("too_many_blobs", "quarantine:decompression_bomb"),
        ("too_much_json", "quarantine:decompression_bomb"),
        ("garbage", "quarantine:parser_crash"),
        ("endless", "quarantine:decompression_bomb"),
        ("forged", "quarantine:parser_crash"),
    ],
)
def test_a_bad_end_has_a_reason_twice_the_same_and_the_next_job_runs(
    sandbox: Sandbox, task: str, expected: str
) -> None:
    server = sandbox.server_pid
    assert [code(sandbox, task), code(sandbox, task)] == [expected, expected]
    assert sandbox.run("echo", b"next").value["size"] == 4
    assert server in {None, sandbox.server_pid}, "the server outlives its jobs"


def test_an_unexpected_error_is_told_without_the_documents_text(sandbox: Sandbox) -> None:
    with pytest.raises(Refused) as caught:
        sandbox.run("stumble", b"219-09-9999")
    assert "KeyError" in str(caught.value)
    assert "219-09" not in str(caught.value)


def test_a_missing_tool_is_not_the_files_fault(sandbox: Sandbox) -> None:
    with pytest.raises(TryAgain, match="Tesseract is not installed"):
        sandbox.run("miss_a_tool", b"%PDF")


def test_the_clock_ends_a_job(sandbox: Sandbox) -> None:
    started = time.monotonic()
    assert code(sandbox, "sleep", wall_seconds=0.5) == "quarantine:parse_timeout"
    assert time.monotonic() - started < 5


def test_a_timeout_ends_grandchildren_too(sandbox: Sandbox) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    assert code(sandbox, "sleep_with_children", arguments={"mark": mark}, wall_seconds=1.0).endswith("parse_timeout")
    assert marked(mark) == []


def test_a_finished_job_leaves_no_process_behind(sandbox: Sandbox) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    assert sandbox.run("leave_children", b"", arguments={"mark": mark}).value == "done"
    assert marked(mark) == []


def test_the_next_job_finds_an_empty_scratch_folder(sandbox: Sandbox) -> None:
    assert sandbox.run("leave_file", b"of client A").value == []
    assert sandbox.run("leave_file", b"of client B").value == []


def test_processor_time_is_limited() -> None:
    limits = Limits(cpu_seconds=1)
    with Sandbox(tasks={"spin": TASKS["spin"]}, limits=limits) as sandbox:
        assert code(sandbox, "spin", wall_seconds=20.0) == "quarantine:parse_timeout"


def test_a_server_killed_between_jobs_is_replaced(sandbox: Sandbox) -> None:
    first = sandbox.run("echo", b"1").value
    os.kill(sandbox.server_pid, signal.SIGKILL)
    assert sandbox.run("echo", b"1").value["size"] == first["size"]


def test_a_server_killed_during_a_job_costs_that_job_a_second_try_only(sandbox: Sandbox) -> None:
    sandbox.run("echo", b"warm")
    killed = sandbox.server_pid

    def kill() -> None:
        time.sleep(0.5)
        os.kill(killed, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert code(sandbox, "sleep", wall_seconds=2.0) == "quarantine:parse_timeout"
    killer.join()
    assert sandbox.server_pid != killed
    assert sandbox.run("echo", b"next").value["size"] == 4


def test_a_job_cannot_kill_the_server(sandbox: Sandbox) -> None:
    sandbox.run("echo", b"warm")
    server = sandbox.server_pid
    assert sandbox.run("kill_server", b"").value == "alive"
    assert sandbox.server_pid == server


def test_a_program_can_be_started_inside(sandbox: Sandbox) -> None:
    assert sandbox.run("read_text", b"").value == "tesseract"


def test_threads_take_turns(sandbox: Sandbox) -> None:
    sizes = []
    threads = [
        threading.Thread(target=lambda: sizes.append(sandbox.run("echo", b"12").value["size"])) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sizes == [2] * 8


def test_a_forked_worker_gets_a_server_of_its_own_and_leaves_ours_alone(sandbox: Sandbox) -> None:
    sandbox.run("echo", b"ours")
    ours = sandbox.server_pid
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        found = sandbox.run("echo", b"theirs").value["size"]
        different = sandbox.server_pid != ours
        sandbox.close()
        os.write(writing, b"ok" if found == 6 and different else b"no")
        os._exit(0)
    os.close(writing)
    assert os.read(reading, 2) == b"ok"
    os.close(reading)
    os.waitpid(child, 0)
    assert sandbox.run("echo", b"ours").value["size"] == 4
    assert sandbox.server_pid == ours


def test_closing_leaves_no_process_and_no_open_file() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with Sandbox(tasks={"echo": TASKS["echo"]}) as sandbox:
            sandbox.run("echo", b"1")
            server = psutil.Process(sandbox.server_pid)
            family = [server, *server.children(recursive=True)]
        _, alive = psutil.wait_procs(family, timeout=5)
        assert alive == []
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("mode", ["bubblewrap", "rlimit"])
def test_a_killed_worker_leaves_no_process_and_no_folder(mode: str, tmp_path: Path) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    source = (
        "from bpo_pipeline.sandbox import Sandbox\n"
        f"with Sandbox(tasks={{'x': 'sandbox_tasks:sleep_with_children'}}, mode={mode!r}) as one:\n"
        f"    one.run('x', b'', arguments={{'mark': {mark!r}}}, wall_seconds=100.0)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-c", source], env=environment)
    until(lambda: len(marked(mark)) > 1)
    worker.kill()
    worker.wait()
    until(lambda: marked(mark) == [] and not list(tmp_path.iterdir()))


def until(ready: Callable[[], bool]) -> None:
    """Wait up to thirty seconds."""
    deadline = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_task_that_cannot_be_loaded_is_named() -> None:
    with (
        pytest.raises(AskAPerson, match="sandbox_tasks:missing"),
        Sandbox(tasks={"x": "sandbox_tasks:missing"}) as sandbox,
    ):
        sandbox.run("x", b"")


def test_an_unknown_task_and_mode_are_named(sandbox: Sandbox) -> None:
    with pytest.raises(AskAPerson, match="no task 'nothing'"):
        sandbox.run("nothing", b"")
    with pytest.raises(AskAPerson, match="'chroot' is not known"):
        Sandbox(tasks=TASKS, mode="chroot")


def test_without_bubblewrap_the_strict_mode_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpo_pipeline.sandbox.box.shutil.which", lambda name: None)
    with (
        pytest.raises(AskAPerson, match="apt-get install bubblewrap"),
        Sandbox(tasks=TASKS, mode="bubblewrap") as sandbox,
    ):
        sandbox.run("echo", b"")
    with Sandbox(tasks=TASKS, mode="auto") as sandbox:
        assert sandbox.mode == "rlimit"


def marked(mark: str) -> list[str]:
    """Command lines of living processes that carry the mark."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and place.name != str(os.getpid()):
            try:
                if mark.encode() in (place / "cmdline").read_bytes():
                    found.append(place.name)
            except OSError:
                continue
    return found
