"""How many documents of a run have come to rest, and where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from bpo_pipeline.app import App
from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.flow.proving import AT_REST
from bpo_pipeline.model.states import State


def resting(before: Mapping[State, int], now: Mapping[State, int]) -> int:
    """How many more documents are at rest now than before, from counts by state."""
    return sum(now.get(state, 0) - before.get(state, 0) for state in AT_REST)


def end_figures(app: App, part: str, client: str, *, count: int, begun: dt.datetime) -> list[Figure]:
    """What became of the run's documents: posted, with a person (and why), or lost."""
    told = app.store.told(client, received_from=begun)
    posted = sum(one.state is State.POSTED for one in told)
    reasons = Counter(one.reason for one in told if one.state in AT_REST and one.state is not State.POSTED)
    why = ", ".join(f"{reason} {number}" for reason, number in reasons.most_common(4))
    lost = count - posted - sum(reasons.values())
    return [
        Figure(
            part, "straight through", 100 * posted / count, "%", f"{posted} of {count}; the others: {why or 'none'}"
        ),
        Figure(part, "lost or unfinished", lost, "documents", at_most=0),
    ]
