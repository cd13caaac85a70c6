"""The fork server: loads the parsers once, then forks one process per job and watches it.

It never sees a document: the job's bytes and the answer's pipe are handed through as open files,
so nothing of one client's document can be found in the process of the next. Control messages are
JSON on a packet socket; ``b"stop"`` ends the running job.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.sandbox.child import Task, become, run
from bpo_pipeline.sandbox.limits import Limits

STOP = b"stop"
_PACKET = 65536


@dataclass(frozen=True, slots=True)
class Orders:
    """What the fork server is told at its start."""

    tasks: dict[str, str]
    limits: Limits
    alone: bool
    """True inside a process namespace of its own: every other process there belongs to the job."""
    user: int | None
    """User id for the jobs, None to keep the server's own."""
    protected: tuple[int, ...]
    """Process ids that a job must not signal."""
    scratch: str
    """Folder that jobs may write to; emptied after each."""


def main(control_fd: int, orders: str) -> None:
    """Serve jobs until the other end of the control socket is closed."""
    told = json.loads(orders)
    told |= {"limits": Limits(**told["limits"]), "protected": (*told["protected"], os.getpid())}
    mine = Orders(**told)
    libc = ctypes.CDLL(None)
    libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans of a job come back to be ended
    libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: a job cannot look into the server
    control = socket.socket(fileno=control_fd)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads cannot be forked safely
    tasks, problems = _load(mine.tasks)
    os.environ.pop("OPENBLAS_NUM_THREADS")
    gc.collect()
    gc.freeze()
    control.send(
        json.dumps({"ready": not problems, "problems": problems, "server_cpu_seconds": time.process_time()}).encode()
    )
    while not problems:
        message, files, _flags, _address = socket.recv_fds(control, _PACKET, 2)
        if not message:
            break
        if message != STOP:
            job = json.loads(message)
            report = _serve(tasks[job["task"]], (files[0], files[1]), float(job["wall_seconds"]), control, mine)
            with contextlib.suppress(BrokenPipeError):  # the caller was killed: the next message says so
                control.send(json.dumps(report).encode())
    if not mine.alone:  # a caller that was killed cannot do it
        shutil.rmtree(mine.scratch, ignore_errors=True)


def _load(targets: dict[str, str]) -> tuple[dict[str, Task], list[str]]:
    """The tasks; a module with a function ``warm_up`` loads there what no job should load again."""
    tasks: dict[str, Task] = {}
    problems: list[str] = []
    for name, target in targets.items():
        place, _, function = target.partition(":")
        try:
            module = importlib.import_module(place)
            tasks[name] = getattr(module, function)
            getattr(module, "warm_up", int)()
        except (ImportError, AttributeError, AskAPerson) as problem:
            problems.append(f"{name} ({target}): {problem}")
    return tasks, problems


def _serve(task: Task, files: tuple[int, int], wall: float, control: socket.socket, mine: Orders) -> dict[str, Any]:
    job, answer = files
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        control.close()
        run(task, job, answer, mine.limits.within(wall), user=mine.user, protected=mine.protected, scratch=mine.scratch)
    os.close(job)
    os.close(answer)
    timed_out = _wait(child, control, wall)
    for kill in (os.kill, os.killpg):  # it may not have become the leader of its group yet
        with contextlib.suppress(OSError):
            kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - started
    _sweep(mine)
    return {
        "status": status,
        "timed_out": timed_out,
        "seconds": seconds,
        "peak_kib": usage.ru_maxrss,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,  # with the programs it started and waited for
        "server_cpu_seconds": time.process_time(),
    }


def _wait(child: int, control: socket.socket, wall: float) -> bool:
    """Until the child ends (False), the clock runs out (True), or the other side loses interest (False)."""
    ended = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(control, select.POLLIN | select.POLLHUP)
        events = poll.poll(wall * 1000)
    finally:
        os.close(ended)
    return not events


def _sweep(mine: Orders) -> None:
    """End whatever the job left running, and empty its scratch folder."""
    while True:
        if mine.alone:
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGKILL)
        else:
            for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                with contextlib.suppress(OSError):
                    os.kill(int(pid), signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    if os.listdir(mine.scratch):  # noqa: PTH208 - a list is what is asked for
        cleaner = os.fork()
        if cleaner == 0:
            become(mine.user)
            for entry in Path(mine.scratch).iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)
            os._exit(0)
        os.waitpid(cleaner, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
