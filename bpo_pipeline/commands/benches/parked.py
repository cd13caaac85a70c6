"""Copies of parked documents, straight into the tables: a queue as long as the benchmark of the desk wants it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from bpo_pipeline.model.ledger import Case
from bpo_pipeline.store import connect
from bpo_pipeline.store.schema import DocumentRow

EVENTS = 4
"""How many a parked document has."""
_DIFFERENT = {
    "document_id": "substr(translate(md5('copy' || n), '0189', 'ghij'), 1, 24)",
    "sha256": "encode(sha256(convert_to('copy' || n, 'UTF8')), 'hex')",
    "number": "number || '-' || n",
    "number_normal": "number_normal || n",
    "gross": "gross + n % 977",
    "received_at": "received_at - (n % 3000) * interval '1 minute'",
    "since": "since - (n % 3000) * interval '1 minute'",
}


def multiply(database_url: str, cases: Sequence[Case], *, to: int) -> int:
    """Copy these documents until *to* wait, each with other id, number, amount and age; gives how many wait."""
    columns = [one.name for one in DocumentRow.__table__.columns]
    values = ", ".join(_DIFFERENT.get(name, name) for name in columns)
    ids = [one.document.document_id for one in cases]
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                f"insert into document ({', '.join(columns)}) select {values} from generate_series(1, :more) n"  # noqa: S608 - our own names
                " join unnest(cast(:ids as text[])) with ordinality as chosen (id, place)"
                " on place = 1 + n % cardinality(cast(:ids as text[])) join document on document_id = id"
            ),
            {"more": to - len(ids), "ids": ids},
        )
        # no chain of hashes: nobody verifies the copies, but the tables are as full as they would be
        connection.execute(
            text(
                "insert into event (client, sequence, document_id, name, actor, at, data, previous_hash, hash)"
                " select client, row_number() over () + :last, document_id, 'drafted', 'pipeline', since, '{}', '', ''"
                " from document, generate_series(1, :events) where not document_id = any(:ids)"
            ),
            {"events": EVENTS, "ids": ids, "last": connection.scalar(text("select max(sequence) from event"))},
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
        found = connection.scalar(text("select count(*) from document where state in ('in_review', 'on_hold')"))
    engine.dispose()
    return int(found or 0)
