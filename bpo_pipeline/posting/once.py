"""A writing call to a target, sent once: where its fate is unknown, the target is asked until it shows the effect."""

from __future__ import annotations

import time
from collections.abc import Callable

from bpo_pipeline.errors import TryAgain, Uncertain
from bpo_pipeline.posting import KeyNotAccepted

PATIENCE_SECONDS = 15.0
"""How long an uncertain call is read back; a commit was seen 6 s after its caller gave up."""


def send_once(
    call: Callable[[], object], happened: Callable[[], bool], *, patience_seconds: float = PATIENCE_SECONDS
) -> None:
    """Send it; raises Uncertain when the target did not show its effect within *patience_seconds*."""
    try:
        call()
    except Uncertain:
        deadline = time.monotonic() + patience_seconds
        while not _quietly(happened):
            if time.monotonic() > deadline:
                raise
            time.sleep(min(0.5, patience_seconds / 4))


def _quietly(happened: Callable[[], bool]) -> bool:
    try:
        return happened()
    except KeyNotAccepted:
        raise
    except TryAgain:
        # still down: that it cannot be asked says nothing about what it did
        return False
