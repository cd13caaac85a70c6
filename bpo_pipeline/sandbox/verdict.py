"""From the way a job ended to a reason code and a sentence."""

from __future__ import annotations

import os
import re
import signal
from typing import Any

from bpo_pipeline.errors import Refused, TryAgain
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.sandbox.child import OUT_OF_MEMORY
from bpo_pipeline.sandbox.limits import Limits
from bpo_pipeline.sandbox.wire import Answer, Garbage, unpack_answer

_CLASS_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


def timed_out() -> Refused:
    """The job took longer than it may."""
    return Refused(
        Reason.PARSE_TIMEOUT, "Reading the file takes longer than a document may take.", DispositionKind.QUARANTINE
    )


def crashed() -> Refused:
    """The job broke the parser or answered nonsense."""
    return Refused(
        Reason.PARSER_CRASH, "The file breaks the program that reads it; it was set apart.", DispositionKind.QUARANTINE
    )


def too_much() -> Refused:
    """The job wanted to give back more than it may."""
    return Refused(
        Reason.DECOMPRESSION_BOMB, "The file unpacks to more than a document may hold.", DispositionKind.QUARANTINE
    )


def judge(report: dict[str, Any], packed: bytes, limits: Limits) -> Answer:
    """The answer of a job that ended well.

    Raises Refused for every other end: killed, crashed, out of time or memory, garbage, the task's own refusal.
    """
    status = int(report["status"])
    if report["timed_out"]:
        raise timed_out()
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            raise timed_out()
        if number == signal.SIGKILL:  # not by us: the system ran out of memory
            raise _out_of_memory()
        raise crashed()
    if os.WEXITSTATUS(status) == OUT_OF_MEMORY:
        raise _out_of_memory()
    if os.WEXITSTATUS(status) != 0:
        raise crashed()
    try:
        answer = unpack_answer(packed, limits)
        refusal = _refusal(answer.body)
    except (Garbage, ValueError, TypeError):
        raise crashed() from None
    if refusal is not None:
        raise refusal
    if "value" not in answer.body:
        raise crashed()
    return answer


def _out_of_memory() -> Refused:
    return Refused(
        Reason.PARSE_MEMORY,
        "Reading the file takes more memory than a document may use.",
        DispositionKind.QUARANTINE,
    )


def _refusal(body: dict[str, Any]) -> Refused | TryAgain | None:
    if "deployment" in body:
        # the document waits until the deployment is mended; it must not be refused for it
        return TryAgain(str(body["deployment"])[:500])
    if "refused" in body:
        kind, reason, sentence = body["refused"]
        return Refused(Reason(reason), str(sentence)[:500], DispositionKind(kind))
    if "error" in body:
        name = str(body["error"])
        name = name if _CLASS_NAME.fullmatch(name) else "error"
        return Refused(Reason.CORRUPT, f"The file cannot be read ({name}). Please send it again, or as a PDF.")
    return None
