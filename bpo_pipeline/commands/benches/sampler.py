"""Looking at something every few seconds while a long job runs, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

Sample = TypeVar("Sample")


class Sampler(Generic[Sample]):
    """Calls a function now, every *every_seconds*, and once at the end; ``samples`` has what it gave, in order."""

    def __init__(self, look: Callable[[], Sample], *, every_seconds: float) -> None:
        self._look = look
        self._every_seconds = every_seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)
        self.samples: list[Sample] = []

    def __enter__(self) -> Self:
        self.samples.append(self._look())
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.samples.append(self._look())

    def _run(self) -> None:
        while not self._over.wait(self._every_seconds):
            self.samples.append(self._look())
