"""Looking at what waits, and at one document with its whole story."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bpo_pipeline.model.ledger import Case, Decision, Event
from bpo_pipeline.model.posting import Acknowledgement
from bpo_pipeline.review.desk import Desk, load


@dataclass(frozen=True, slots=True)
class Parked:
    """A document that waits for a person, and for how long it has."""

    case: Case
    age: dt.timedelta


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with its history, what people decided and what was posted."""

    case: Case
    age: dt.timedelta
    """Since it entered its state."""
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    acknowledgements: tuple[Acknowledgement, ...]


def parked(
    desk: Desk, client: str | None = None, *, reason: str | None = None, limit: int = 100, offset: int = 0
) -> list[Parked]:
    """What waits for a person, of one client or of all, longest wait first."""
    cases = desk.store.parked(client, reason=reason, limit=limit, offset=offset)
    return [Parked(case, _age(desk, case)) for case in cases]


def show(desk: Desk, client: str, document_id: str) -> Shown:
    """One document with its story. Raises AskAPerson when the client has no such document."""
    case = load(desk, client, document_id)
    return Shown(
        case=case,
        age=_age(desk, case),
        events=tuple(desk.store.events(client, document_id=document_id)),
        decisions=tuple(desk.store.decisions(client, document_id)),
        acknowledgements=tuple(desk.store.acknowledgements(client, document_id)),
    )


def _age(desk: Desk, case: Case) -> dt.timedelta:
    since = case.since or case.document.received_at
    return max(desk.clock() - since, dt.timedelta())
