"""The queue: what waits for people, as one page of lines and as counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bpo_pipeline.errors import WrongContract
from bpo_pipeline.model.desk import QueueCounts, QueueFilter, QueueLine, QueueOrder
from bpo_pipeline.review.desk import Desk


def queue(
    desk: Desk,
    which: QueueFilter,
    *,
    order: QueueOrder = QueueOrder.DUE,
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueLine]:
    """One page of what the filter finds."""
    turnarounds = turnarounds_of(desk, which.clients)
    return desk.store.queue(
        which, turnarounds=turnarounds, order=order, descending=descending, limit=limit, offset=offset
    )


def count(desk: Desk, which: QueueFilter) -> QueueCounts:
    """How many documents the filter finds, by client, type and reason."""
    return desk.store.queue_counts(which, turnarounds=turnarounds_of(desk, which.clients))


def turnarounds_of(desk: Desk, clients: Iterable[str]) -> dict[str, dt.timedelta]:
    """How long documents may take, by client; one without a usable contract has no due time."""
    found: dict[str, dt.timedelta] = {}
    for client in clients:
        try:
            found[client] = dt.timedelta(hours=desk.contract_of(client).turnaround_hours)
        except WrongContract:
            continue
    return found
