"""One job, in a process of its own that ends with it: give up rights, run the task, answer, exit."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from bpo_pipeline.errors import AskAPerson, Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.sandbox.limits import Limits
from bpo_pipeline.sandbox.seccomp import install
from bpo_pipeline.sandbox.wire import Garbage, pack_answer, unpack_job

Task = Callable[[bytes, dict[str, Any]], tuple[Any, tuple[bytes, ...]]]
"""Takes the content and its arguments; gives a JSON value and binary parts, or raises ``errors.Refused``."""

OUT_OF_MEMORY = 71
"""Exit code when not even the refusal could be written."""


def become(user: int | None) -> None:
    """Become another user for good, where the fork server was started as root."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def run(
    task: Task, job: int, answer: int, limits: Limits, *, user: int | None, protected: Sequence[int], scratch: str
) -> NoReturn:
    """Do the job whose packed bytes are in the file *job*; write the answer to the pipe *answer*. Never returns."""
    code = 1
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.umask(0o077)
        with contextlib.suppress(OSError):  # the first to go when the machine runs out of memory
            Path("/proc/self/oom_score_adj").write_text("1000")
        become(user)
        _give_up(limits, protected)
        os.chdir(scratch)
        packed = _take(job)
        code = _answer(task, packed, answer, limits)
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _give_up(limits: Limits, protected: Sequence[int]) -> None:
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
    ):
        hard = resource.getrlimit(kind)[1]
        slack = 2 if kind == resource.RLIMIT_CPU else 0  # the first limit says SIGXCPU, the second kills
        ceiling = most + slack if hard == resource.RLIM_INFINITY else min(most + slack, hard)
        resource.setrlimit(kind, (min(most, ceiling), ceiling))
    install(protected)
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: nobody reads its memory, no core


def _take(job: int) -> bytes:
    with os.fdopen(job, "rb") as file:
        file.seek(0)
        return file.read()


def _answer(task: Task, packed: bytes, answer: int, limits: Limits) -> int:
    try:
        arguments, content = unpack_job(packed)
        value, blobs = task(content, arguments)
        reply = pack_answer({"value": value}, blobs, limits)
    except Refused as refusal:
        what = refusal.disposition
        assert what.reason is not None  # noqa: S101 - Refused cannot be made without one
        reply = _refusal(what.kind, what.reason, what.sentence, limits)
    except AskAPerson as problem:  # the deployment is at fault (Tesseract is missing), never the client's file
        reply = pack_answer({"deployment": str(problem)[:500]}, (), limits)
    except MemoryError:
        sentence = "Reading the file takes more memory than a document may use."
        reply = _refusal(DispositionKind.QUARANTINE, Reason.PARSE_MEMORY, sentence, limits)
    except RecursionError:
        sentence = "The file is nested deeper than any document needs."
        reply = _refusal(DispositionKind.QUARANTINE, Reason.NESTING_LIMIT, sentence, limits)
    except Garbage:
        sentence = "The file unpacks to more than a document may hold."
        reply = _refusal(DispositionKind.QUARANTINE, Reason.DECOMPRESSION_BOMB, sentence, limits)
    except Exception as problem:  # noqa: BLE001 - parsers of hostile bytes raise anything; the text may quote the document
        reply = pack_answer({"error": type(problem).__name__[:80]}, (), limits)
    view = memoryview(reply)
    while view:
        view = view[os.write(answer, view) :]
    return 0


def _refusal(kind: DispositionKind, reason: Reason, sentence: str, limits: Limits) -> bytes:
    return pack_answer({"refused": [kind.value, reason.value, sentence]}, (), limits)
