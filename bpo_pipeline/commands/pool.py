"""Run one function over many files, each worker with a sandbox of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.commands.files import named_files
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.sandbox import Sandbox

Work = Callable[[str, Path, Sandbox], dict[str, Any]]


def cores_each(jobs: int) -> int:
    """How many processors each of so many jobs has, at least one."""
    return max(len(os.sched_getaffinity(0)) // jobs, 1)


def over_files(paths: list[Path], work: Work, *, jobs: int, title: str) -> Iterator[dict[str, Any]]:
    """Yield ``work(name, path, sandbox)`` for all files, in the order of the files, *jobs* at a time."""
    files = list(named_files(paths))
    with ExitStack() as stack:
        sandboxes: SimpleQueue[Sandbox] = SimpleQueue()
        for _ in range(jobs):
            sandboxes.put(stack.enter_context(new_sandbox()))

        def one(named: tuple[str, Path]) -> dict[str, Any]:
            sandbox = sandboxes.get()
            try:
                return work(*named, sandbox)
            finally:
                sandboxes.put(sandbox)

        advance = stack.enter_context(bar(title, len(files)))
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        for result in pool.map(one, files):
            advance()
            yield result
