"""The queue: what waits for people, as one page of lines and as counts."""

from __future__ import annotations

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
    return desk.store.queue(which, order=order, descending=descending, limit=limit, offset=offset)


def count(desk: Desk, which: QueueFilter) -> QueueCounts:
    """How many documents the filter finds, by client, type and reason."""
    return desk.store.queue_counts(which)
