"""The truth store: values that people put right, per client, kept when the document is approved; reversible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.model.desk import Truth
from bpo_pipeline.model.ledger import DecisionKind
from bpo_pipeline.store.database import Database
from bpo_pipeline.store.desk_schema import TruthRow
from bpo_pipeline.store.drafts import value_at
from bpo_pipeline.store.personal import closed, draft_in, opened, opened_text
from bpo_pipeline.store.schema import DecisionRow, DocumentRow

_OWNER = "truth"


class Truths(Database):
    """Reading and taking back; a row is never deleted, so that a mistake can be undone and seen."""

    def truths(
        self,
        client: str,
        *,
        document_type: str | None = None,
        vendor_id: str | None = None,
        document_id: str | None = None,
        withdrawn: bool = False,
        limit: int = 100_000,
    ) -> list[Truth]:
        """What holds now for a client, oldest first; with *withdrawn* also what was taken back."""
        query = (
            select(TruthRow, DocumentRow.sha256)
            .join(DocumentRow, DocumentRow.document_id == TruthRow.document_id)
            .where(TruthRow.client == client)
        )
        if not withdrawn:
            query = query.where(TruthRow.withdrawn_at.is_(None))
        if document_type is not None:
            query = query.where(TruthRow.document_type == document_type)
        if vendor_id is not None:
            query = query.where(TruthRow.vendor_id == vendor_id)
        if document_id is not None:
            query = query.where(TruthRow.document_id == document_id)
        with self.transaction() as session:
            found = session.execute(query.order_by(TruthRow.truth_id).limit(limit))
            return [_truth(row, sha256) for row, sha256 in found]

    def withdraw_truth(self, client: str, truth_ids: Collection[int], *, actor: str) -> int:
        """Take back what turned out wrong: nothing learns from it any more. Gives how many; twice is once."""
        query = select(TruthRow).where(
            TruthRow.client == client, TruthRow.truth_id.in_(list(truth_ids)), TruthRow.withdrawn_at.is_(None)
        )
        with self.transaction() as session:
            rows = session.scalars(query.with_for_update()).all()
            for row in rows:
                row.withdrawn_by, row.withdrawn_at = actor, self._clock()
            return len(rows)


def keep_truth(session: Session, row: DocumentRow, at: dt.datetime) -> None:
    """Keep what people corrected on a document that is approved now; what they changed back is no truth."""
    query = select(DecisionRow).where(
        DecisionRow.document_id == row.document_id, DecisionRow.kind == DecisionKind.CORRECT
    )
    machine: dict[str, str] = {}
    actors: dict[str, str] = {}
    for decision in session.scalars(query.order_by(DecisionRow.version)):
        corrections, before = corrected(decision)
        for path in corrections:
            machine.setdefault(path, str(before.get(path, "")))
            actors[path] = decision.actor
    known = {
        one.path: one
        for one in session.scalars(
            select(TruthRow).where(TruthRow.document_id == row.document_id, TruthRow.withdrawn_at.is_(None))
        )
    }
    draft = draft_in(row)
    for path, read in machine.items():
        value = value_at(draft, path)
        if path in known and opened_text(known[path], _OWNER, known[path].value) == value:
            continue
        if path in known:
            known[path].withdrawn_by, known[path].withdrawn_at = actors[path], at
            session.flush()
        if value == read:
            continue
        session.add(
            TruthRow(
                client=row.client,
                document_id=row.document_id,
                document_type=row.document_type or "",
                vendor_id=row.vendor_id,
                path=path,
                machine=closed(row, _OWNER, read),
                value=closed(row, _OWNER, value),
                actor=actors[path],
                at=at,
            )
        )
    session.flush()


def corrected(row: DecisionRow) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Dotted path -> value of what a decision corrected, and the same as it was before."""
    after = opened(row, row.client, row.document_id, "corrections", row.corrections)
    return after, opened(row, row.client, row.document_id, "before", row.before) or {}


def _truth(row: TruthRow, sha256: str) -> Truth:
    return Truth(
        row.truth_id,
        row.client,
        row.document_id,
        sha256,
        row.document_type,
        row.vendor_id,
        row.path,
        opened_text(row, _OWNER, row.machine),
        opened_text(row, _OWNER, row.value),
        row.actor,
        row.at,
        row.withdrawn_by,
    )
