"""Memory over a run: whether it is flat or grows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from bpo_pipeline.commands.benches.figures import Figure


def growth(samples: Sequence[float]) -> tuple[float, float]:
    """Median of the second and of the last fifth; the first fifth is warming up. (0, 0) for fewer than five."""
    fifth = len(samples) // 5
    if not fifth:
        return 0.0, 0.0
    return median(samples[fifth : 2 * fifth]), median(samples[-fifth:])


def memory_figures(part: str, name: str, samples: Sequence[float], *, note: str) -> list[Figure]:
    """Memory (MiB, in order of time) early and late in the run, and what it grew by."""
    early, late = growth(samples)
    return [
        Figure(part, f"memory of {name}", late, "MiB", f"median of the last fifth of the run; {note}"),
        Figure(part, f"growth of {name}", late - early, "MiB", "last fifth less second fifth of the run"),
    ]
