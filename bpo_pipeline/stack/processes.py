"""The programs of the local stack as processes: start, find again, stop with all their children.

Every program leads a session of its own and carries ``BPO_STACK=<folder>`` in its environment, so that its
children are found even when it was killed and they live on. A record ``run/<name>.json`` remembers the process
together with its start time: a number that the system has given to somebody else since is never mistaken for ours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from bpo_pipeline.errors import TryAgain

MARKER = "BPO_STACK"
_SAME_START_SECONDS = 0.05


class DidNotStart(TryAgain):
    """A part of the stack ended or stayed silent while starting; the message shows the end of its log."""


def start(home: Path, name: str, command: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> int:
    """Start a program in the background, its output going to ``logs/<name>.log``; gives the process id."""
    log_path = log_file(home, name)
    log_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as log:
        child = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**environment, MARKER: str(home)},
            cwd=folder,
            start_new_session=True,
        )
    record = _record(home, name)
    record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        started = psutil.Process(child.pid).create_time()
    except psutil.Error:
        raise DidNotStart(f"{name} ended at once. {tail(home, name)}") from None
    record.write_text(json.dumps({"pid": child.pid, "started": started}), encoding="ascii")
    return child.pid


def leader(home: Path, name: str) -> psutil.Process | None:
    """The running process recorded under *name*, or None when it has ended."""
    recorded = _recorded(home, name)
    if recorded is None:
        return None
    pid, started = recorded
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < _SAME_START_SECONDS
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


def family(home: Path, name: str) -> list[psutil.Process]:
    """Everything alive that belongs to *name*: the process, its session, its children, also when it was killed."""
    recorded = _recorded(home, name)
    if recorded is None:
        return []
    pid, started = recorded
    head = leader(home, name)
    found = {one.pid: one for one in ([head, *_children(head)] if head else [])}
    # a session number stays reserved while it has members; a new process with that number is a stranger's session
    reused = head is None and psutil.pid_exists(pid) and not _is_zombie(pid)
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if not reused and os.getsid(process.pid) == pid and process.create_time() >= started - 1:
                found[process.pid] = process
    return list(found.values())


def marked(home: Path) -> list[psutil.Process]:
    """Processes that carry the stack's mark in their environment, whatever the records say; never this one."""
    mark = f"{MARKER}={home}".encode()
    return _alive_where(lambda process: mark in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0"))


def working_in(folder: Path) -> list[psutil.Process]:
    """Processes whose working folder is *folder*: PostgreSQL and its children hide their environment."""
    return _alive_where(lambda process: process.cwd() == str(folder))


def stop(home: Path, name: str, *, first: signal.Signals = signal.SIGTERM, patience_seconds: float = 10) -> None:
    """Stop a program and everything it started: ask, wait, then kill. Stopping twice is harmless."""
    head = leader(home, name)
    members = family(home, name)
    if head is not None:
        with suppress(psutil.Error):
            head.send_signal(first)
        psutil.wait_procs([head], timeout=patience_seconds)
        members += family(home, name)
    end(members)
    _record(home, name).unlink(missing_ok=True)


def end(members: Sequence[psutil.Process], *, patience_seconds: float = 3) -> None:
    """End processes: ask first, then kill; returns when none is left."""
    for process in members:
        with suppress(psutil.Error):
            process.terminate()
    _, alive = psutil.wait_procs(members, timeout=patience_seconds)
    for process in alive:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def wait_until(ready: Callable[[], bool], *, home: Path, name: str, seconds: float, every_seconds: float = 0.2) -> None:
    """Wait until a started part is ready.

    Raises DidNotStart with the end of its log when the process ends first or the time is over.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if leader(home, name) is None:
            raise DidNotStart(f"{name} ended while starting. {tail(home, name)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"{name} was not ready after {seconds:.0f} s. {tail(home, name)}")
        time.sleep(every_seconds)


def log_file(home: Path, name: str) -> Path:
    """Where the output of *name* goes."""
    return home / "logs" / f"{name}.log"


def tail(home: Path, name: str, *, lines: int = 15) -> str:
    """The last lines of a part's log with its path, for messages."""
    path = log_file(home, name)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"No log in {path}"
    return f"{path} ends:\n" + "\n".join(text.splitlines()[-lines:])


def _record(home: Path, name: str) -> Path:
    return home / "run" / f"{name}.json"


def _recorded(home: Path, name: str) -> tuple[int, float] | None:
    try:
        record = json.loads(_record(home, name).read_text(encoding="ascii"))
        return int(record["pid"]), float(record["started"])
    except (OSError, ValueError, KeyError, TypeError):
        # a record cut short by a crash says as much as none
        return None


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _is_zombie(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return True


def _alive_where(ours: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        # another user's process may not be looked at, and is not ours
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE and ours(process):
                found.append(process)
    return found
