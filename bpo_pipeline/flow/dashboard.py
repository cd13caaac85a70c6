"""Putting a client's dashboard together from what the database counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.reporting.dashboard import Dashboard, DayCounts, by_age, by_share
from bpo_pipeline.reporting.interval import rate

DAYS = 14
SAMPLE_DAYS = 90
"""The sample is small, so it is looked at over a longer time."""


def dashboard(parts: Parts, day: dt.date) -> Dashboard:
    """The dashboard as of now; its days end with *day* (UTC)."""
    store, client, turnaround = parts.store, parts.client, parts.contract.turnaround
    first = day - dt.timedelta(days=DAYS - 1)
    since, sample_since = _midnight(first), _midnight(day - dt.timedelta(days=SAMPLE_DAYS))
    arrived = store.arrived_by_day(client, since)
    ended = store.ended_and_due(client, since)
    used = Counter(round(turnaround.used(due_at, ended_at), 3) for ended_at, due_at in ended)
    sampled = store.sampled(client, sample_since)
    return Dashboard(
        client=client,
        name=parts.contract.name,
        day=day,
        today=store.states_since(client, _midnight(day)),
        days=tuple(_day(one, arrived.get(one, (0, 0, 0, 0))) for one in _days(first)),
        ages=by_age(store.waited_hours(client)),
        turnaround_hours=parts.contract.turnaround_hours,
        working_hours=parts.contract.working_hours is not None,
        turnarounds=by_share(used),
        in_time=rate(sum(number for share, number in used.items() if share <= 1), used.total()),
        sample=rate(sampled.documents_wrong, sampled.documents),
        sample_fields=rate(sampled.fields_wrong, sampled.fields),
        agreement=rate(*store.keyer_agreement(client, sample_since)),
        reasons=tuple(store.reasons_since(client, since)),
    )


def _day(day: dt.date, counts: tuple[int, int, int, int]) -> DayCounts:
    received, straight, decided, parked = counts
    return DayCounts(day, received, straight, decided, parked, received - straight - decided - parked)


def _days(first: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range(DAYS)]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
