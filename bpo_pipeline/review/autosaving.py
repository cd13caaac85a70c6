"""Autosaving: what a person has typed is kept until they send it, and shown again when they come back."""

from __future__ import annotations

from collections.abc import Mapping

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.desk import Typed
from bpo_pipeline.review.claiming import LEASE_SECONDS
from bpo_pipeline.review.desk import NOBODY, Desk, load


def autosave(
    desk: Desk,
    client: str,
    document_id: str,
    *,
    corrections: Mapping[str, str],
    actor: str,
    version: int,
    comment: str = "",
    revision: int | None = None,
) -> Typed:
    """Keep what was typed about one version; nothing is checked yet, and saving twice is saving once.

    The claim of who types it is renewed with it, if they have one. *revision* is the number of the save that the page
    began from, 0 for none. Raises Unknown, StaleVersion when another tab of the same person saved since, AskAPerson
    when it is more than can be kept.
    """
    if actor in NOBODY:
        message = "a draft needs the name of the person who types it"
        raise NotAllowed(message)
    return desk.store.autosave(
        client,
        document_id,
        actor=actor,
        version=version,
        corrections=corrections,
        comment=comment,
        revision=revision,
        lease_seconds=LEASE_SECONDS,
    )


def autosaved(desk: Desk, client: str, document_id: str, *, actor: str) -> list[Typed]:
    """What this person typed and has not sent, newest version first.

    One of an older version than the document's is for the merge view.
    """
    return desk.store.autosaved(client, document_id, actor=actor)


def discard(desk: Desk, client: str, document_id: str, *, actor: str) -> int:
    """Throw away what this person typed; gives how many saves."""
    case = load(desk, client, document_id)
    return desk.store.drop_autosaves(document_id, actor=actor, up_to=case.version)
