"""``bpo screen``: what would become of each file, without storing or posting anything."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from bpo_pipeline.commands.pool import cores_each, over_files
from bpo_pipeline.flow.files import screen_whole
from bpo_pipeline.sandbox import Result, Sandbox


class Metered:
    """A sandbox that remembers the most memory that any of its jobs held."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.peak_mb = 0.0

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Result:
        """Run the task; its cost counts also when it is refused."""
        try:
            return self._sandbox.run(task, content, arguments=arguments, wall_seconds=wall_seconds)
        finally:
            self.peak_mb = max(self.peak_mb, self._sandbox.last_cost.peak_mb)


def screened(name: str, path: Path, sandbox: Sandbox, *, at_once: int = 1) -> dict[str, Any]:
    """Disposition, sentence, wall seconds and the peak memory (MiB) of the sandboxed jobs of one file."""
    started = time.monotonic()
    metered = Metered(sandbox)
    disposition = screen_whole(metered, path, at_once=at_once)
    return {
        "file": name,
        "disposition": disposition.code,
        "sentence": disposition.sentence,
        "seconds": round(time.monotonic() - started, 2),
        "peak_mb": round(metered.peak_mb, 1),
    }


def run(paths: list[Path], *, output: str, jobs: int) -> int:
    """Print the results as JSON lines or as a readable list."""
    for result in over_files(paths, partial(screened, at_once=cores_each(jobs)), jobs=jobs, title="Screening"):
        if output == "jsonl":
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{result['file']}: {result['disposition']}  {result['sentence']}\n")
        sys.stdout.flush()
    return 0
