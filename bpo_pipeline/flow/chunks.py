"""Cutting a client's waiting documents into chunks, and proving at the end of a run that none is missing."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.states import State
from bpo_pipeline.reporting.run import ChunkOutcome, tie_chunks

log = logging.getLogger(__name__)

WAITING = frozenset({State.RECEIVED, State.READ})
MOST_CHUNKS = 1000
"""Airflow maps a task over at most 1,024 values; what is beyond waits for the next run."""

DEALT_AMONG = 4
"""As many chunks as workers usually take up at once."""


class Untied(AskAPerson):
    """Counts or sums that must be equal are not; the message says by how much."""


def plan(parts: Parts) -> list[list[str]]:
    """Ids of the documents to work on, oldest first, in chunks of at most the contract's size."""
    size = parts.contract.chunk_size
    ids = parts.store.ids(parts.client, states=WAITING, limit=size * MOST_CHUNKS)
    return list(dealt(ids, size))


def dealt(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    """Chunks of at most *size* ids, filled in turn by a few chunks at a time.

    What a client drops together is alike: a chunk of scans only would take minutes while the one of its spreadsheets
    is done in seconds. Dealing among a few chunks keeps the oldest in front.
    """
    for start in range(0, len(ids), size * DEALT_AMONG):
        block = ids[start : start + size * DEALT_AMONG]
        count = -(-len(block) // size)
        yield from (list(block[turn::count]) for turn in range(count))


def tie(parts: Parts, planned: Sequence[Sequence[str]]) -> dict[str, int]:
    """Counts by state of everything that was planned; in must equal out, by count and by amount.

    Raises AskAPerson, saying by how much it does not; Untied when documents were not worked on.
    """
    outcomes = []
    amounts_in: dict[str, Decimal] = {}
    for chunk in planned:
        states = Counter(state.value for state in parts.store.states_of(chunk).values())
        gross, sent = parts.store.sums(chunk)
        outcomes.append(ChunkOutcome(len(chunk), states, sent))
        for currency, amount in gross.items():
            amounts_in[currency] = amounts_in.get(currency, Decimal(0)) + amount
    documents_in = len({document_id for chunk in planned for document_id in chunk})
    summary = tie_chunks(outcomes, documents_in=documents_in, amounts_in=amounts_in).require()
    stuck = sum(summary.states.get(state.value, 0) for state in WAITING)
    if stuck:
        message = f"{stuck} of {documents_in} documents were not worked on: {summary.sentence}"
        raise Untied(message)
    log.info("stage=route client=%s %s", parts.client, summary.sentence)
    return dict(summary.states)


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
