"""The dashboard: how one client's documents fare, from its documents, events and keyed samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bpo_pipeline.model.states import State
from bpo_pipeline.reporting.interval import Rate

AGES = (("under 1 h", 1), ("1 to 4 h", 4), ("4 to 24 h", 24), ("1 to 3 d", 72), ("over 3 d", 10**9))
"""Name and upper end in hours, not included."""
SHARES = (("under 10 %", 0.1), ("10 to 50 %", 0.5), ("50 to 100 %", 1.0), ("100 to 200 %", 2.0), ("over 200 %", 1e9))
"""Share of the allowed turnaround that was used: name and upper end, included."""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Documents that arrived on one UTC day."""

    day: dt.date
    received: int
    straight: int
    """Ready or posted without any person's decision."""
    decided: int
    """Ended or on their way out after a person's decision."""
    parked: int
    """Wait for a person now."""
    other: int
    """Refused or set apart by the machine, or still on their way through it."""

    @property
    def straight_rate(self) -> float | None:
        """Share of those that are through or parked that needed no person."""
        known = self.straight + self.decided + self.parked
        return self.straight / known if known else None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the page shows of one client."""

    client: str
    name: str
    day: dt.date
    """UTC; everything is as of now, the days end with this one."""
    today: Mapping[State, int]
    """State -> documents that arrived on this day."""
    days: tuple[DayCounts, ...]
    """Oldest first, without gaps."""
    ages: tuple[tuple[str, int], ...]
    """How long what is parked has waited, by ``AGES``."""
    turnaround_hours: int
    working_hours: bool
    """Whether these hours count only while an office is open."""
    turnarounds: tuple[tuple[str, int], ...]
    """How much of the allowed time documents took that ended, by ``SHARES``."""
    in_time: Rate
    sample: Rate
    """Documents of the blind sample in which the machine had a field wrong."""
    sample_fields: Rate
    """Fields of the blind sample that the machine had wrong."""
    agreement: Rate
    """Fields on which two keyings agreed at once."""
    reasons: tuple[tuple[str, int], ...]
    """Why documents went to a person in these days, most frequent first."""


def by_age(waited: Mapping[int, int]) -> tuple[tuple[str, int], ...]:
    """*waited*: whole hours -> documents."""
    counts = dict.fromkeys((name for name, _ in AGES), 0)
    for hours, number in waited.items():
        counts[next(name for name, end in AGES if hours < end)] += number
    return tuple(counts.items())


def by_share(used: Mapping[float, int]) -> tuple[tuple[str, int], ...]:
    """*used*: share of the allowed time -> documents."""
    counts = dict.fromkeys((name for name, _ in SHARES), 0)
    for share, number in used.items():
        counts[next(name for name, end in SHARES if share <= end)] += number
    return tuple(counts.items())
