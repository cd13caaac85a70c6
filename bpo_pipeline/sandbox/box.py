"""The sandbox as its users see it: ``run`` a task on foreign bytes, get a value or a refusal."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.sandbox import confine, verdict
from bpo_pipeline.sandbox.limits import Limits
from bpo_pipeline.sandbox.wire import largest_answer, pack_job
from bpo_pipeline.sandbox.zygote import STOP

log = logging.getLogger(__name__)

_START_SECONDS = 120.0
_GRACE_SECONDS = 15.0
_FIRST_JOB_USER = 61184  # systemd's range for users that exist only while a service runs
_INSTALL = "Install bubblewrap (Debian, Ubuntu: sudo apt-get install bubblewrap) or set BPO_SANDBOX=auto."


@dataclass(frozen=True, slots=True)
class Result:
    """What a task gave, and what it cost."""

    value: Any
    blobs: tuple[bytes, ...]
    seconds: float
    peak_mb: float
    """Most memory the job's process held, in MiB."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job cost, also one that was refused."""

    seconds: float = 0.0
    peak_mb: float = 0.0
    """Most memory the job's process held, in MiB."""


class _ServerGone(Exception):
    """The fork server died or never came up; the job may be tried on a new one."""


@dataclass(slots=True)
class _Server:
    process: subprocess.Popen[bytes]
    control: socket.socket
    mode: str
    scratch: tempfile.TemporaryDirectory[str] | None
    cpu_seconds: float = 0.0
    """Of the server itself up to its latest message."""

    def end(self) -> None:
        """Close the socket, which ends it; kill it if it does not."""
        self.control.close()
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.scratch is not None:
            self.scratch.cleanup()


class Sandbox:
    """Parses foreign bytes in a child process without network, secrets or other files.

    *tasks* maps a name to ``package.module:function``; the function takes ``(content, arguments)``
    and gives ``(JSON value, tuple of bytes)``, or raises ``errors.Refused``.
    *mode*: ``bubblewrap`` (fails without it), ``rlimit``, or ``auto``. The parsers are loaded once;
    each job costs a fork. One job at a time per instance; other threads wait. Safe to use after a
    fork: the new process starts a server of its own.
    """

    def __init__(self, *, tasks: Mapping[str, str], mode: str = "auto", limits: Limits = Limits()) -> None:  # noqa: B008
        if mode not in {"auto", "bubblewrap", "rlimit"}:
            message = f"sandbox mode {mode!r} is not known; use auto, bubblewrap or rlimit"
            raise AskAPerson(message)
        self._tasks = dict(tasks)
        self._wanted = mode
        self._limits = limits
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self.last_cost = Cost()
        """Of the latest job of this instance."""
        self.cpu_seconds = 0.0
        """Used so far by all jobs and servers of this instance; bubblewrap hides them from ``getrusage``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def mode(self) -> str:
        """What is in force: ``bubblewrap`` or ``rlimit``. Starts the server when it is not running."""
        self._forget_parents_server()
        with self._lock:
            return self._running().mode

    @property
    def server_pid(self) -> int | None:
        """Process id of the server (of bubblewrap around it), None when it is not running."""
        return self._server.process.pid if self._server is not None else None

    def close(self) -> None:
        """End the server. Harmless when there is none."""
        self._forget_parents_server()
        with self._lock:
            self._discard()

    def run(
        self,
        task: str,
        content: bytes,
        *,
        arguments: dict[str, Any] | None = None,
        wall_seconds: float | None = None,
    ) -> Result:
        """Run a task on foreign bytes.

        Raises Refused with the task's own reason, or ``quarantine`` with parse_timeout, parse_memory,
        parser_crash or decompression_bomb when the job did not live to answer; TryAgain when no
        server can be started; AskAPerson when the deployment must be mended.
        """
        if task not in self._tasks:
            message = f"the sandbox has no task {task!r}; tasks: {', '.join(sorted(self._tasks))}"
            raise AskAPerson(message)
        packed = pack_job(arguments or {}, content)
        wall = self._limits.wall_seconds if wall_seconds is None else wall_seconds
        self._forget_parents_server()
        with self._lock:
            for _ in range(2):  # the server may have been killed by somebody else; a second time it is the document
                server = self._running()
                try:
                    return self._job(server, task, packed, wall)
                except _ServerGone:
                    self._discard()
                except BaseException:
                    if self._out_of_step:
                        self._discard()
                    raise
            raise verdict.crashed()

    _out_of_step = False

    def _forget_parents_server(self) -> None:
        if os.getpid() != self._owner:  # forked: the server is our parent's, and its lock may be held for ever
            self._owner, self._lock = os.getpid(), threading.Lock()
            if self._server is not None:
                self._server.control.close()
                if self._server.scratch is not None:
                    self._server.scratch._finalizer.detach()  # type: ignore[attr-defined]  # noqa: SLF001 - it is our parent's folder
                self._server = None

    def _discard(self) -> None:
        if self._server is not None:
            self._server.end()
            self._server = None
        self._out_of_step = False

    def _running(self) -> _Server:
        if self._server is not None and self._server.process.poll() is None:
            return self._server
        self._discard()
        self._server = self._start()
        return self._server

    def _start(self) -> _Server:
        if self._wanted != "rlimit":
            own_user = os.geteuid() == 0 and confine.readable_by_all(confine.module_roots(self._tasks))
            attempts = (True, False) if own_user else (False,)
            for as_root in attempts if shutil.which("bwrap") else ():
                with contextlib.suppress(_ServerGone):
                    return self._launch(bubblewrap=True, as_root=as_root)
            if self._wanted == "bubblewrap":
                message = f"bubblewrap does not work here. {_INSTALL}"
                raise AskAPerson(message)
            log.warning("sandbox without bubblewrap: limits and system call filter only. %s", _INSTALL)
        try:
            return self._launch(bubblewrap=False, as_root=False)
        except _ServerGone:
            message = "the sandbox's server does not start"
            raise TryAgain(message) from None

    def _launch(self, *, bubblewrap: bool, as_root: bool) -> _Server:
        roots = confine.module_roots(self._tasks)
        scratch = None if bubblewrap else tempfile.TemporaryDirectory(prefix="bpo-sandbox-")
        orders = json.dumps(
            {
                "tasks": self._tasks,
                "limits": dataclasses.asdict(self._limits),
                "alone": bubblewrap,
                "user": _FIRST_JOB_USER + os.getpid() % 4000 if as_root else None,
                "protected": [1] if bubblewrap else [1, os.getpid()],
                "scratch": confine.SCRATCH if scratch is None else scratch.name,
            }
        )
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        source = (
            f"import sys; sys.path[:] = {confine.import_path(roots)!r}\n"
            f"from bpo_pipeline.sandbox.zygote import main; main({theirs.fileno()}, {orders!r})"
        )
        python = [os.path.realpath(sys.executable), "-I", "-S", "-B", "-c", source]
        walls = confine.bubblewrap(roots, self._limits, as_root=as_root) if bubblewrap else []
        try:
            process = subprocess.Popen(
                [*walls, *python],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=confine.ENVIRONMENT | ({"TMPDIR": scratch.name} if scratch else {}),
                cwd=scratch.name if scratch else "/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        finally:
            theirs.close()
        server = _Server(process, ours, "bubblewrap" if bubblewrap else "rlimit", scratch)
        try:
            hello = _receive(ours, _START_SECONDS)
        except _ServerGone:
            server.end()
            raise
        if not hello["ready"]:
            server.end()
            message = f"the sandbox cannot load its tasks: {'; '.join(hello['problems'])}"
            raise AskAPerson(message)
        self._count_cpu(server, hello)
        return server

    def _job(self, server: _Server, task: str, packed: bytes, wall: float) -> Result:
        order = json.dumps({"task": task, "wall_seconds": wall}).encode()
        job = os.memfd_create("job")
        reading, writing = os.pipe()
        self._out_of_step = True
        self.last_cost = Cost()
        try:
            with os.fdopen(os.dup(job), "wb") as file:
                file.write(packed)
            try:
                socket.send_fds(server.control, [order], [job, writing])
            except OSError:
                raise _ServerGone from None
            os.close(writing)
            writing = -1
            answer, report = self._collect(server, reading, wall)
            self._out_of_step = False
        finally:
            for one in (job, reading, writing):
                if one >= 0:
                    os.close(one)
        self.last_cost = Cost(float(report["seconds"]), int(report["peak_kib"]) / 1024)
        self.cpu_seconds += float(report["cpu_seconds"])
        self._count_cpu(server, report)
        if len(answer) > largest_answer(self._limits):
            raise verdict.too_much()
        good = verdict.judge(report, answer, self._limits)
        return Result(good.body["value"], good.blobs, self.last_cost.seconds, self.last_cost.peak_mb)

    def _count_cpu(self, server: _Server, message: Mapping[str, Any]) -> None:
        used = float(message["server_cpu_seconds"])
        self.cpu_seconds += used - server.cpu_seconds
        server.cpu_seconds = used

    def _collect(self, server: _Server, reading: int, wall: float) -> tuple[bytes, dict[str, Any]]:
        """The answer (at most one byte more than allowed) and the server's report of how the job ended."""
        most = largest_answer(self._limits)
        answer = bytearray()
        deadline = time.monotonic() + wall + _GRACE_SECONDS
        poll = select.poll()
        poll.register(reading, select.POLLIN | select.POLLHUP)
        poll.register(server.control, select.POLLIN | select.POLLHUP)
        open_pipe, report = True, None
        while open_pipe or report is None:
            events = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not events:  # the server itself hangs
                server.process.kill()
                self._discard()
                raise verdict.timed_out()
            for number, _ in events:
                if number == reading:
                    chunk = os.read(reading, 1 << 20)
                    answer += chunk
                    if len(answer) > most and report is None:
                        with contextlib.suppress(OSError):
                            server.control.send(STOP)
                    if not chunk or len(answer) > most:
                        poll.unregister(reading)
                        open_pipe = False
                else:
                    report = _receive(server.control, 0.0)
                    poll.unregister(server.control)
        assert report is not None  # noqa: S101 - the loop's own condition
        return bytes(answer), report


def _receive(control: socket.socket, seconds: float) -> dict[str, Any]:
    poll = select.poll()
    poll.register(control, select.POLLIN | select.POLLHUP)
    try:
        message = control.recv(1 << 16) if poll.poll(seconds * 1000) else b""
    except OSError:
        message = b""
    if not message:
        raise _ServerGone
    found: dict[str, Any] = json.loads(message)
    return found
