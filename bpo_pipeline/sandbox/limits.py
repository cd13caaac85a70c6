"""What one parsing job may use: memory, time, processes and the size of its answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The ceiling of one job; a job that goes through it is set apart, with the limit's reason code."""

    memory_bytes: int = 1536 * MIB
    """Address space of each process of the job."""
    cpu_seconds: int = 60
    """Processor time of each process of the job, when the caller names no long time on the clock."""
    wall_seconds: float = 30.0
    """Time on the clock, when the caller names none; reading with OCR asks for more."""
    file_bytes: int = 64 * MIB
    """Largest file the job may write to its scratch folder."""
    scratch_bytes: int = 256 * MIB
    """All of the scratch folder (it lives in memory)."""
    open_files: int = 64
    processes: int = 64
    value_bytes: int = 64 * MIB
    """The answer, as JSON: the words of 500 pages are up to 40 MiB."""
    blob_bytes: int = 64 * MIB
    """All binary parts of the answer together."""

    def within(self, wall_seconds: float) -> Self:
        """The same for a job that may take longer than usual: half of its time on the clock may be processor time."""
        if wall_seconds <= self.wall_seconds:
            return self
        return replace(self, cpu_seconds=max(self.cpu_seconds, math.ceil(wall_seconds / 2)))
