"""What a task costs: CPU seconds of our own code with its sandbox, and the most memory it held; one log line each.

The line is what ``bpo bench`` and an operator add up. It holds figures only.
"""

from __future__ import annotations

import logging
import re
import resource
from dataclasses import dataclass

log = logging.getLogger(__name__)

LINE = "cost cpu_seconds=%.3f hidden_cpu_seconds=%.3f peak_mb=%.1f"
_PARTS = re.compile(r"cost cpu_seconds=(\d+\.\d+) hidden_cpu_seconds=(\d+\.\d+) peak_mb=(\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one task, or one run of the command line, used."""

    cpu_seconds: float
    """User and system time of this process, of its ended children and of its sandbox."""
    hidden_cpu_seconds: float
    """The share of it that the operating system books on nobody we could ask: jobs inside bubblewrap."""
    peak_mb: float
    """Most memory this process has held since it began, in MiB, with what it shares with its parent."""


class Meter:
    """Counts from the moment it is made; make it before our code is loaded, because loading is our cost too."""

    def __init__(self) -> None:
        self._own, self._children = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
        self.cost = Cost(0.0, 0.0, 0.0)
        """What was used up to ``stop``."""

    def stop(self, *, sandbox_cpu_seconds: float) -> None:
        """Write the cost down, here and in the log.

        The sandbox counts for itself, since bubblewrap leaves its last process to init, which takes
        the time with it. Without bubblewrap the same seconds are among those of our children.
        """
        children = _used(resource.RUSAGE_CHILDREN) - self._children
        used = _used(resource.RUSAGE_SELF) - self._own + max(children, sandbox_cpu_seconds)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.cost = Cost(used, max(sandbox_cpu_seconds - children, 0.0), peak_mb)
        log.info(LINE, self.cost.cpu_seconds, self.cost.hidden_cpu_seconds, self.cost.peak_mb)


def cost_in(text: str) -> Cost | None:
    """The cost that a log line tells of, or None for any other line."""
    found = _PARTS.search(text)
    return Cost(*(float(one) for one in found.groups())) if found else None


def _used(whose: int) -> float:
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime
