"""Claiming: a person takes a document to work on it, and nobody else does meanwhile."""

from __future__ import annotations

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
) -> Claim | None:
    """Take the first free document of the queue; None when nothing is left.

    What was put on hold waits for something else than a person: it comes only to who asks for its reason.
    """
    _person(actor)
    states = which.states or (() if which.reasons else (State.IN_REVIEW,))
    free = replace(which, holder=Holder.NOBODY, states=states)
    while lines := queue(desk, free, order=order, descending=descending, limit=CANDIDATES):
        for line in lines:
            try:
                return desk.store.claim(line.document_id, actor=actor, seconds=seconds)
            except (Claimed, NotAllowed):
                continue  # somebody else was first
    return None


def _person(actor: str) -> None:
    if actor in NOBODY:
        message = "only a person can have a document"
        raise NotAllowed(message)
