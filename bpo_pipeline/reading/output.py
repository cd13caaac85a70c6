"""What a task hands back through the sandbox's wall."""

from __future__ import annotations

from typing import Any, NamedTuple


class Output(NamedTuple):
    """A JSON value and binary parts (pictures)."""

    value: Any
    blobs: tuple[bytes, ...] = ()
