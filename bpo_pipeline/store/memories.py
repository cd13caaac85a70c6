"""The vendor memory: layouts of papers that people confirmed, per client, with how well they did since; reversible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from pydantic import TypeAdapter
from sqlalchemy import select

from bpo_pipeline.model.memory import Layout, Remembered
from bpo_pipeline.store.database import Database, lock_client
from bpo_pipeline.store.memory_schema import MemoryRow

FRESH = dt.timedelta(days=540)
"""What was confirmed longer ago counts no more: vendors change their papers."""
_LATEST = 2000
_LAYOUT: TypeAdapter[Layout] = TypeAdapter(Layout)


class Memories(Database):
    """Keeping, recalling and taking back; a row is never deleted, so that a mistake can be undone and seen."""

    def memories(self, client: str, *, withdrawn: bool = False) -> list[Remembered]:
        """What is remembered of a client's vendors, the latest first; with *withdrawn* also what was taken back."""
        query = select(MemoryRow).where(MemoryRow.client == client, MemoryRow.at > self._clock() - FRESH)
        if not withdrawn:
            query = query.where(MemoryRow.withdrawn_at.is_(None))
        with self.transaction() as session:
            rows = session.scalars(query.order_by(MemoryRow.at.desc(), MemoryRow.memory_id.desc()).limit(_LATEST))
            return [_remembered(row) for row in rows]

    def remember(
        self, client: str, document_id: str, *, vendor: str, layout: Layout, actor: str,
        judged: Mapping[int, tuple[int, int]],
    ) -> bool:  # fmt: skip
        """Keep a confirmed paper's layout and count the hits and misses of what was known; False when it is kept."""
        with self.transaction() as session:
            lock_client(session, client)
            known = select(MemoryRow.memory_id).where(MemoryRow.document_id == document_id)
            if session.scalar(known.where(MemoryRow.withdrawn_at.is_(None))) is not None:
                return False
            for row in session.scalars(
                select(MemoryRow).where(MemoryRow.client == client, MemoryRow.memory_id.in_(list(judged)))
            ):
                hits, misses = judged[row.memory_id]
                row.hits += hits
                row.misses += misses
            session.add(
                MemoryRow(
                    client=client,
                    document_id=document_id,
                    vendor=vendor,
                    layout=_LAYOUT.dump_python(layout, mode="json"),
                    actor=actor,
                    at=self._clock(),
                    hits=0,
                    misses=0,
                )
            )
            return True

    def forget_memory(self, client: str, memory_ids: Collection[int], *, actor: str) -> int:
        """Take back what misleads: nothing is recalled from it any more. Gives how many; twice is once."""
        query = select(MemoryRow).where(
            MemoryRow.client == client, MemoryRow.memory_id.in_(list(memory_ids)), MemoryRow.withdrawn_at.is_(None)
        )
        with self.transaction() as session:
            rows = session.scalars(query.with_for_update()).all()
            for row in rows:
                row.withdrawn_by, row.withdrawn_at = actor, self._clock()
            return len(rows)


def _remembered(row: MemoryRow) -> Remembered:
    return Remembered(
        row.memory_id,
        row.client,
        row.document_id,
        row.vendor,
        _LAYOUT.validate_python(row.layout),
        row.actor,
        row.at,
        row.hits,
        row.misses,
        row.withdrawn_by,
    )
