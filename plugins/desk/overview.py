"""The overview: per client how many documents stand where, and what waits for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bpo_pipeline import review
from bpo_pipeline.app import App
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Parked

WAITING_SHOWN = 25
"""Per client, longest wait first; the rest is counted."""
MOST_TODAY = 100_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents of a client stand in one state."""

    state: State
    today: int
    """Among those that arrived today (UTC)."""
    in_all: int


@dataclass(frozen=True, slots=True)
class Client:
    """What the overview says about one client."""

    client: str
    name: str
    site: str
    counts: tuple[Count, ...]
    """One per state, in the order of the flow."""
    waiting: tuple[Parked, ...]

    @property
    def today(self) -> int:
        """All documents that arrived today."""
        return sum(one.today for one in self.counts)

    @property
    def in_all(self) -> int:
        """All documents."""
        return sum(one.in_all for one in self.counts)

    @property
    def waiting_in_all(self) -> int:
        """How many documents wait for a person, shown or not."""
        return sum(one.in_all for one in self.counts if one.state in {State.IN_REVIEW, State.ON_HOLD})


def clients(office: App, names: Sequence[str]) -> tuple[Client, ...]:
    """What is to be said about these clients, by name. Raises TryAgain when the database is away."""
    return tuple(_client(office, client) for client in sorted(names))


def _client(office: App, client: str) -> Client:
    contract, store = office.contracts.by_client[client], office.store
    midnight = dt.datetime.combine(utc_now().date(), dt.time(), dt.UTC)
    arrived = store.ids(client, states=tuple(State), received_from=midnight, limit=MOST_TODAY)
    today = Counter(store.states_of(arrived).values())
    in_all = store.count_by_state(client)
    return Client(
        client=client,
        name=contract.name,
        site=str(contract.site),
        counts=tuple(Count(state, today[state], in_all.get(state, 0)) for state in State),
        waiting=tuple(review.parked(office.desk, client, limit=WAITING_SHOWN)),
    )
