"""Which process sends: its name in the outbox's leases, and whether the process of that name has ended.

A sender that was killed leaves its leases behind. On the machine where it ran this is seen at once, so that nobody
waits for the leases to run out; of another machine nothing can be known, and there one waits.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_ENDED = frozenset("ZXx")
"""States of a process that is only a record any more; source: ``man 5 proc_pid_stat``."""


def this_sender() -> str:
    """The name of this process, never given to another one: machine, boot, process numbering, number, start."""
    return f"{_machine()} {os.getpid()} {_started(os.getpid())}"


def has_ended(sender: str) -> bool:
    """Whether that process is certainly gone; False for one of another machine, boot or container."""
    machine, _, rest = sender.partition(" ")
    number, _, started = rest.partition(" ")
    if not number.isdigit() or machine != _machine():
        return False
    return _started(int(number)) != started


def _machine() -> str:
    # two containers of one name, or a machine started again, must not take each other's numbers for their own
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    numbering = Path("/proc/self/ns/pid").stat().st_ino
    return f"{socket.gethostname()}/{boot[:13]}/{numbering}"


def _started(number: int) -> str:
    """When the process began, in clock ticks since the boot; empty when there is none of that number."""
    try:
        text = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in _ENDED else fields[19]
