"""One progress bar for all commands, on standard error, silent where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Advance(Protocol):
    """Call it after each finished piece."""

    def __call__(self, pieces: int = 1) -> None:
        """Move the bar on."""


console = Console(stderr=True)


@contextmanager
def bar(title: str, total: int) -> Iterator[Advance]:
    """Show how far a long job is; with one piece only there is nothing to show."""
    columns: Sequence[object] = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as progress:  # type: ignore[arg-type]
        task = progress.add_task(title, total=total)
        yield lambda pieces=1: progress.advance(task, pieces)
