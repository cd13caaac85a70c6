"""Revealing: numbers, bank details, birth dates and pay of people are hidden until a person asks; the asking is kept.

Who may ask: a reviewer, and where the contract names people (``payroll.may_reveal``), one of them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.draft import Draft, values_of
from bpo_pipeline.model.sensitive import REVEALED, hidden_kind
from bpo_pipeline.review.desk import NOBODY, Desk, load

SHOWN_FOR = dt.timedelta(minutes=15)
LONGEST = 200


def sensitive_paths(draft: Draft | None) -> tuple[str, ...]:
    """Where the draft has a value that is hidden."""
    if draft is None:
        return ()
    kind = draft.document_type
    return tuple(
        path
        for path, value in values_of(draft.record).items()
        if value and hidden_kind(path, kind, amount=isinstance(_at(draft, path), Decimal))
    )


def may_reveal(desk: Desk, client: str, actor: str) -> bool:
    """Whether the contract lets this person see such values; it names nobody: every reviewer."""
    terms = desk.contract_of(client).payroll
    return terms is None or not terms.may_reveal or actor in terms.may_reveal


def reveal(desk: Desk, client: str, document_id: str, *, actor: str, why: str) -> None:
    """Show this person the document's sensitive values for a quarter of an hour; kept before anything is shown.

    Raises Unknown, NotAllowed for who may not see them, AskAPerson without a reason.
    """
    case = load(desk, client, document_id)
    if actor in NOBODY or not may_reveal(desk, client, actor):
        message = f"the contract of {client} does not let {actor or 'nobody'} see such values"
        raise NotAllowed(message)
    if not why.strip():
        message = "say why these values have to be seen; the history keeps it"
        raise AskAPerson(message)
    what = ", ".join(sorted({path.rsplit(".", 1)[-1] for path in sensitive_paths(case.draft)}))
    desk.store.revealed(client, what=what, actor=actor, why=why.strip()[:LONGEST], document_id=document_id)


def is_revealed(desk: Desk, client: str, document_id: str, *, actor: str) -> bool:
    """Whether this person asked to see the document's sensitive values within the last quarter of an hour."""
    since = desk.clock() - SHOWN_FOR
    events = desk.store.events(client, document_id=document_id)
    return any(one.name == REVEALED and one.actor == actor and one.at > since for one in events)


def _at(draft: Draft, path: str) -> object:
    place: object = draft.record
    for name in path.split("."):
        place = place[int(name)] if isinstance(place, tuple) else getattr(place, name)
    return place
