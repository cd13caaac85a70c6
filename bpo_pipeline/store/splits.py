"""Splits: a file that holds several documents is replaced by them; the file itself is kept, and counted no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bpo_pipeline.model.desk import CutOut
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.states import NEXT, State
from bpo_pipeline.store.arrivals import take_in
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.drafts import to_case
from bpo_pipeline.store.lifecycle import PIPELINE, enter
from bpo_pipeline.store.schema import ArrivalRow, DocumentRow


class Splits(Database):
    """Where documents come from and what was cut out of them."""

    def cut_out(self, client: str, document_id: str) -> list[Case]:
        """The documents that were taken out of this one, in the order of its pages."""
        query = select(DocumentRow).where(DocumentRow.client == client, DocumentRow.parent == document_id)
        with self.transaction() as session:
            return [to_case(row) for row in session.scalars(query.order_by(DocumentRow.key))]

    def split(
        self, document_id: str, *, attempt: int, cut: Sequence[CutOut], sentence: str, signs: Mapping[str, str]
    ) -> bool:
        """Replace a file by its documents as the holder of an attempt; False when another one has begun since.

        *signs*: page on which one begins -> codes of what says so, for the event.
        """
        with self.transaction() as session:
            row = lock_document(session, document_id)
            if row.attempt != attempt or State.SPLIT not in NEXT[row.state]:
                return False
            now = self._clock()
            enter(
                session,
                row,
                State.SPLIT,
                at=now,
                sentence=sentence,
                data={"parts": ids_by_pages(cut), "signs": dict(signs)},
            )
            replace_by(session, row, cut, actor=PIPELINE, at=now)
            return True


def ids_by_pages(cut: Sequence[CutOut]) -> dict[str, str]:
    """Which pages became which document, as the event says it."""
    return {str(one.pages): one.document.document_id for one in cut}


def replace_by(session: Session, row: DocumentRow, cut: Sequence[CutOut], *, actor: str, at: dt.datetime) -> None:
    """Register what was cut out; the file's arrival becomes a container, so that nothing is counted twice.

    Its acknowledgement is due again: the client is told that each document inside has its own answer.
    """
    if not cut:
        return
    session.execute(
        update(ArrivalRow)
        .where(ArrivalRow.document_id == row.document_id, ArrivalRow.duplicate.is_(False))
        .values(container=True, acknowledged=None)
    )
    for one in cut:
        take_in(session, one.arrival, one.document, one.disposition, at=at, due_at=row.due_at, actor=actor)
