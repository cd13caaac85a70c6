"""Blind second keying: people key fields without seeing what was read or keyed before; a third settles.

The difference between two independent keyings is what finds errors (double data entry); whoever sees the first
value repeats its error. So a form holds paths and no values, and whoever has decided on a document keys none of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.desk import Keyed, KeyedField, Keying, KeyingPurpose, KeyingRole, KeyingState
from bpo_pipeline.model.draft import values_of
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review.approving import approve
from bpo_pipeline.review.correcting import correct
from bpo_pipeline.review.desk import NOBODY, Desk, draft_of, load

_AMOUNT = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,10})?")


@dataclass(frozen=True, slots=True)
class KeyingTask:
    """One document that a person can key, without anything that was read from it."""

    document_id: str
    client: str
    document_type: str
    purpose: KeyingPurpose
    role: KeyingRole
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class KeyingForm:
    """What a person keys: paths only; who settles sees the values that differ, not whose they are."""

    task: KeyingTask
    case: Case
    paths: tuple[str, ...]
    candidates: Mapping[str, tuple[str, ...]]
    """Path -> the values that differ, in alphabetical order; empty for a first keying."""


def keyings(desk: Desk, clients: Sequence[str], *, actor: str, limit: int = 50) -> list[KeyingTask]:
    """What this person can key or settle, contract's fields before the sample, longest wait first."""
    return [_task(one) for one in desk.store.keyings_for(actor, clients, limit=limit)]


def keying_form(desk: Desk, client: str, document_id: str, *, actor: str) -> KeyingForm:
    """The form of one document for this person. Raises NotAllowed for somebody who knows the values."""
    case = load(desk, client, document_id)
    keying = _keying(desk, client, document_id)
    _require_blind(desk, case, keying, actor)
    task = _task(keying)
    if task.role is KeyingRole.KEY:
        return KeyingForm(task, case, tuple(keying.machine), {})
    first, second = _pair(keying)
    differing = tuple(path for path in keying.machine if not same(first[path], second[path]))
    return KeyingForm(task, case, differing, {path: tuple(sorted((first[path], second[path]))) for path in differing})


def key(desk: Desk, client: str, document_id: str, *, typed: Mapping[str, str], actor: str) -> KeyingState:
    """Take what a person keyed; gives where the keying stands then. The same twice is once.

    When all agree a parked document goes on, unless the checks complain; where the machine was wrong the values
    are corrected and a person approves. Raises AskAPerson for a value that cannot be taken, NotAllowed.
    """
    case = load(desk, client, document_id)
    keying = _keying(desk, client, document_id)
    mine = next((one for one in keying.keyed if one.actor == actor), None)
    role = _role(keying) if mine is None else mine.role
    if mine is None:
        _require_blind(desk, case, keying, actor)
    known = keying_form(desk, client, document_id, actor=actor).paths if mine is None else tuple(mine.typed)
    if set(typed) != set(known):
        message = "each of the fields is keyed, also one that is empty on the page"
        raise AskAPerson(message)
    normal = _normal(desk, case, typed)
    keying = desk.store.add_keyed(document_id, Keyed(actor, role, normal))
    fields = _outcome(keying)
    if fields is None:
        if len(_first(keying)) == keying.people:
            desk.store.keying_differs(document_id)
            return KeyingState.DIFFERS
        return KeyingState.OPEN
    desk.store.close_keying(document_id, fields, actor=actor)
    if keying.purpose is KeyingPurpose.FIELDS:
        _go_on(desk, client, document_id, fields, actor)
    return KeyingState.DONE


def same(one: str, other: str) -> bool:
    """Whether two keyings are the same: capitals, blanks and zeros after the point do not count."""
    if _AMOUNT.fullmatch(one) and _AMOUNT.fullmatch(other) and "." in one + other:
        return Decimal(one) == Decimal(other)
    return one.casefold().split() == other.casefold().split()


def _go_on(desk: Desk, client: str, document_id: str, fields: Sequence[KeyedField], actor: str) -> None:
    case = load(desk, client, document_id)
    if case.document.state is not State.IN_REVIEW or case.reason != Reason.SECOND_KEYING:
        return  # somebody decided on it meanwhile
    wrong = {one.path: one.settled for one in fields if not one.machine_right}
    if wrong:
        correct(desk, client, document_id, corrections=wrong, actor=actor, version=case.version)
        return
    try:
        approve(desk, client, document_id, actor=actor, version=case.version)
    except NotAllowed:
        return  # the checks say something by now: it stays in review, and whoever takes it up is told


def _outcome(keying: Keying) -> list[KeyedField] | None:
    """How each field came out; None while somebody still has to key or settle."""
    if len(_first(keying)) < keying.people:
        return None
    first, second = _pair(keying)
    third = next((one.typed for one in keying.keyed if one.role is KeyingRole.SETTLE), None)
    found = []
    for path, machine in keying.machine.items():
        agreed = same(first[path], second[path])
        if not agreed and (third is None or path not in third):
            return None
        settled = second[path] if agreed or third is None else third[path]
        found.append(KeyedField(path, machine, settled, agreed, same(machine, settled)))
    return found


def _first(keying: Keying) -> list[Keyed]:
    return [one for one in keying.keyed if one.role is KeyingRole.KEY]


def _pair(keying: Keying) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The two keyings that are compared: the machine's and a person's, or two people's."""
    people = [one.typed for one in _first(keying)]
    return (keying.machine, people[0]) if keying.people == 1 else (people[0], people[1])


def _role(keying: Keying) -> KeyingRole:
    return KeyingRole.KEY if len(_first(keying)) < keying.people else KeyingRole.SETTLE


def _task(keying: Keying) -> KeyingTask:
    return KeyingTask(
        keying.document_id, keying.client, keying.document_type, keying.purpose, _role(keying), keying.opened_at
    )


def _keying(desk: Desk, client: str, document_id: str) -> Keying:
    keying = desk.store.keying(client, document_id)
    if keying is None:
        message = f"document {document_id} is not to be keyed"
        raise NotAllowed(message)
    return keying


def _require_blind(desk: Desk, case: Case, keying: Keying, actor: str) -> None:
    document = case.document
    if actor in NOBODY:
        message = "keying needs a person's name"
        raise NotAllowed(message)
    if keying.state not in {KeyingState.OPEN, KeyingState.DIFFERS}:
        message = f"document {document.document_id} is keyed already"
        raise NotAllowed(message)
    decided = {one.actor for one in desk.store.decisions(document.client, document.document_id)}
    if actor in decided or any(one.actor == actor for one in keying.keyed):
        message = f"{actor} knows the values of document {document.document_id}: somebody else has to key it"
        raise NotAllowed(message)


def _normal(desk: Desk, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
    """The keyed values as the record keeps them: dates and amounts in one form."""
    values = values_of(desk.apply_corrections(draft_of(case), typed).record)
    return {path: values.get(path, "") for path in typed}
