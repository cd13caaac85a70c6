"""Cutting a client's waiting documents into chunks, and proving at the end of a run that none is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.states import State

WAITING = frozenset({State.RECEIVED, State.READ})
MOST_CHUNKS = 1000
"""Airflow maps a task over at most 1,024 values; what is beyond waits for the next run."""


class Untied(AskAPerson):
    """Counts or sums that must be equal are not; the message says by how much."""


def plan(parts: Parts) -> list[list[str]]:
    """Ids of the documents to work on, oldest first, in chunks of the contract's size."""
    size = parts.contract.chunk_size
    ids = parts.store.ids(parts.client, states=WAITING, limit=size * MOST_CHUNKS)
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def tie(parts: Parts, planned: Sequence[Sequence[str]]) -> dict[str, int]:
    """Counts by state of everything that was planned; in must equal out.

    Raises Untied when a document is missing, or was neither finished nor given to somebody.
    """
    ids = [document_id for chunk in planned for document_id in chunk]
    states = parts.store.states_of(ids)
    counts = Counter(state.value for state in states.values())
    missing = len(set(ids)) - len(states)
    stuck = sum(counts[state.value] for state in WAITING)
    if missing or stuck:
        message = (
            f"{len(ids)} documents in, {len(ids) - missing - stuck} through: "
            f"{stuck} not worked on, {missing} missing from the store"
        )
        raise Untied(message)
    return dict(counts)


def select(
    parts: Parts,
    *,
    day_from: dt.date | None,
    day_to: dt.date | None,
    states: Collection[State],
    types: Collection[str],
) -> list[str]:
    """Ids of documents that arrived on these UTC days (both included; None is open), in these states and types."""
    midnight = dt.time(tzinfo=dt.UTC)
    first = dt.datetime.combine(day_from, midnight) if day_from else None
    end = dt.datetime.combine(day_to + dt.timedelta(days=1), midnight) if day_to else None
    return parts.store.ids(parts.client, states=states, received_from=first, received_to=end, types=types)
