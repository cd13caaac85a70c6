"""The queue that the benchmark of the desk makes long: copies that wait like the documents they are made of."""

from __future__ import annotations

import pytest
from store_words import ACME, drafted

from bpo_pipeline.commands.benches.parked import multiply
from bpo_pipeline.model.desk import QueueFilter
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store


@pytest.mark.integration
def test_parked_documents_are_copied_until_enough_wait(today: Store, database_url: str) -> None:
    first = {drafted(today, name, to=State.IN_REVIEW) for name in ("one", "two")}

    assert multiply(database_url, today.parked(), to=60) == 60

    lines = today.queue(QueueFilter(clients=(ACME,)), limit=100)
    assert len({line.document_id for line in lines}) == len({line.number for line in lines}) == 60
    assert first < {line.document_id for line in lines}
    copy = next(line.document_id for line in lines if line.document_id not in first)
    assert len(today.events(ACME, document_id=copy)) == 4
