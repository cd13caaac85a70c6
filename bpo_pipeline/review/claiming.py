"""Claiming: a person takes a document to work on it, and nobody else does meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bpo_pipeline.errors import Claimed, NotAllowed
from bpo_pipeline.model.desk import Claim, Holder, QueueFilter, QueueOrder
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import NOBODY, Desk, load
from bpo_pipeline.review.queueing import queue

LEASE_SECONDS = 15 * 60
"""A claim that is not renewed runs out after this long; the page renews it with each autosave."""
ASSIGNED_SECONDS = 24 * 3600
CANDIDATES = 20
"""How many free documents are tried for a next one: as many people may be first at the same moment."""


def claim(desk: Desk, client: str, document_id: str, *, actor: str, seconds: float = LEASE_SECONDS) -> Claim:
    """Take a parked document; again by the same person renews the lease.

    Raises Claimed naming who has it and until when, NotAllowed when it does not wait for a person.
    """
    _person(actor)
    load(desk, client, document_id)
    return desk.store.claim(document_id, actor=actor, seconds=seconds)


def release(desk: Desk, client: str, document_id: str, *, actor: str) -> bool:
    """Free a document; False when *actor* does not have it."""
    load(desk, client, document_id)
    return desk.store.release_claim(document_id, actor=actor)


def assign(
    desk: Desk, client: str, document_id: str, *, to: str, actor: str, seconds: float = ASSIGNED_SECONDS
) -> Claim:
    """Give a document to somebody, also from somebody else who has it; who may do so is the page's business."""
    _person(actor)
    _person(to)
    load(desk, client, document_id)
    return desk.store.claim(document_id, actor=to, seconds=seconds, assigned_by=actor)


def claim_next(
    desk: Desk,
    which: QueueFilter,
    *,
    actor: str,
    order: QueueOrder = QueueOrder.DUE,
    descending: bool = False,
    seconds: float = LEASE_SECONDS,
    seen_at: dt.datetime | None = None,
    leaving: str = "",
) -> Claim | None:
    """Take the first free document of the queue; None when nothing is left.

    What was put on hold waits for something else than a person: it comes only to who asks for its reason.
    *seen_at* is when the page was made on which "next" was pressed, *leaving* the document that it shows: pressed
    twice it gives the same document, the one that this person took since.
    """
    _person(actor)
    states = which.states or (() if which.reasons else (State.IN_REVIEW,))
    mine = replace(which, holder=Holder.ME, me=actor, states=states)
    if seen_at is not None and (taken := _taken_since(desk, mine, seen_at, leaving)):
        return taken
    free = replace(which, holder=Holder.NOBODY, states=states)
    claimed = _first_free(desk, free, actor, order=order, descending=descending, seconds=seconds)
    if claimed is None or seen_at is None:
        return claimed
    first = _taken_since(desk, mine, seen_at, leaving)
    if first is None or first.document_id == claimed.document_id:
        return claimed
    # both presses arrived at once, and the other one was first
    desk.store.release_claim(claimed.document_id, actor=actor)
    return first


def _first_free(
    desk: Desk, free: QueueFilter, actor: str, *, order: QueueOrder, descending: bool, seconds: float
) -> Claim | None:
    while lines := queue(desk, free, order=order, descending=descending, limit=CANDIDATES):
        for line in lines:
            try:
                return desk.store.claim(line.document_id, actor=actor, seconds=seconds)
            except (Claimed, NotAllowed):
                continue  # somebody else was first
    return None


def _taken_since(desk: Desk, mine: QueueFilter, moment: dt.datetime, leaving: str) -> Claim | None:
    """What the person took first since a moment, of what they have and do not leave."""
    held = [line.claim for line in queue(desk, mine) if line.claim is not None and line.document_id != leaving]
    return min((one for one in held if one.since >= moment), key=lambda one: one.since, default=None)


def _person(actor: str) -> None:
    if actor in NOBODY:
        message = "only a person can have a document"
        raise NotAllowed(message)
