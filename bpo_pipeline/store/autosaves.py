"""Autosaved drafts: what a person has typed is kept until it is sent, also when their session ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson, StaleVersion
from bpo_pipeline.model.desk import Typed
from bpo_pipeline.store.claims import renewed
from bpo_pipeline.store.database import Database, lock_row
from bpo_pipeline.store.desk_schema import AutosaveRow
from bpo_pipeline.store.personal import closed, opened
from bpo_pipeline.store.text import clean

MOST_BYTES = 512 * 1024
"""More than anybody types; a pasted file is refused with a sentence."""

_OWNER = "typed"


class Autosaves(Database):
    """Keeping and giving back what was typed, per person and version of the document."""

    def autosave(
        self,
        client: str,
        document_id: str,
        *,
        actor: str,
        version: int,
        corrections: Mapping[str, str],
        comment: str = "",
        revision: int | None = None,
        lease_seconds: float = 0,
    ) -> Typed:
        """Keep what *actor* has typed; the same content twice is one save.

        With *revision*, the number of the save that the page began from (0 for none). With *lease_seconds* the claim
        that *actor* has is renewed for so long. Raises Unknown, StaleVersion when another tab of the same person has
        saved since, AskAPerson when it is too much.
        """
        typed = {clean(path): clean(text) for path, text in corrections.items()}
        if len(json.dumps(typed)) + len(comment) > MOST_BYTES:
            message = f"more than {MOST_BYTES // 1024} KB were typed or pasted; that cannot be kept, please shorten it"
            raise AskAPerson(message)
        with self.transaction() as session:
            # many people type at once: no event is written, so nobody else of the client has to wait
            document = lock_row(session, client, document_id)
            row = session.get(AutosaveRow, (document_id, actor, version))
            same = row is not None and _corrections(row) == typed and row.comment == clean(comment)
            if row is not None and not same and revision is not None and revision != row.revision:
                message = "another tab of yours has saved this document since: load it again to see both"
                raise StaleVersion(message)
            if row is None:
                row = AutosaveRow(document_id=document_id, actor=actor, version=version, client=client, revision=0)
                session.add(row)
            if not same:
                row.typed, row.comment = closed(document, _OWNER, typed), comment
                row.revision += 1
                row.saved_at = self._clock()
            held = renewed(session, document_id, actor, self._clock(), lease_seconds)
            return replace(_typed(row), held=held)

    def autosaved(self, client: str, document_id: str, *, actor: str) -> list[Typed]:
        """What *actor* has typed and not sent, newest version first; an older version's is for the merge view."""
        query = select(AutosaveRow).where(
            AutosaveRow.client == client, AutosaveRow.document_id == document_id, AutosaveRow.actor == actor
        )
        with self.transaction() as session:
            return [_typed(row) for row in session.scalars(query.order_by(AutosaveRow.version.desc()))]

    def drop_autosaves(self, document_id: str, *, actor: str, up_to: int) -> int:
        """Throw away what *actor* typed about versions up to *up_to*; gives how many."""
        with self.transaction() as session:
            return forget(session, document_id, actor=actor, up_to=up_to)


def forget(session: Session, document_id: str, *, actor: str | None = None, up_to: int | None = None) -> int:
    """Delete autosaves of a document: of one person, or of all when it has ended."""
    statement = delete(AutosaveRow).where(AutosaveRow.document_id == document_id)
    if actor is not None:
        statement = statement.where(AutosaveRow.actor == actor)
    if up_to is not None:
        statement = statement.where(AutosaveRow.version <= up_to)
    return len(session.scalars(statement.returning(AutosaveRow.version)).all())


def _corrections(row: AutosaveRow) -> Mapping[str, Any]:
    found: Mapping[str, Any] = opened(row, row.client, row.document_id, _OWNER, row.typed)
    return found


def _typed(row: AutosaveRow) -> Typed:
    corrections = {path: str(text) for path, text in _corrections(row).items()}
    return Typed(row.document_id, row.actor, row.version, corrections, row.comment, row.revision, row.saved_at)
