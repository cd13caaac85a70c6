"""The states of a document: received -> read -> drafted -> (ready | in_review | on_hold) -> an end."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a document stands; posted, rejected, quarantined and split are ends."""

    RECEIVED = "received"
    READ = "read"
    DRAFTED = "drafted"
    READY = "ready"
    IN_REVIEW = "in_review"
    ON_HOLD = "on_hold"
    POSTED = "posted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    SPLIT = "split"
    """Cut into documents of their own; counted no more, like a mail that was opened."""


ENDS = frozenset({State.POSTED, State.REJECTED, State.QUARANTINED, State.SPLIT})

NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READ, State.IN_REVIEW, State.REJECTED, State.QUARANTINED}),
    State.READ: frozenset({State.DRAFTED, State.IN_REVIEW, State.REJECTED, State.QUARANTINED, State.SPLIT}),
    State.DRAFTED: frozenset({State.READY, State.IN_REVIEW, State.ON_HOLD, State.REJECTED}),
    State.READY: frozenset({State.POSTED, State.IN_REVIEW, State.ON_HOLD}),
    State.IN_REVIEW: frozenset({State.READY, State.ON_HOLD, State.REJECTED, State.RECEIVED, State.SPLIT}),
    State.ON_HOLD: frozenset({State.READY, State.IN_REVIEW, State.REJECTED, State.SPLIT}),
    State.POSTED: frozenset(),
    State.REJECTED: frozenset({State.RECEIVED}),
    State.QUARANTINED: frozenset({State.RECEIVED}),
    State.SPLIT: frozenset(),
}
"""Allowed moves. An ended document starts again only through ``reprocess`` (by hand, never for posted)."""
