"""The documents of the benchmark: clean digital invoices that no run before has seen."""

from __future__ import annotations

from dataclasses import replace

from bpo_pipeline.generator.bulk import bulk
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.model.ledger import utc_now

POSTING_CLIENT, FILES_CLIENT = "lakeside", "nordlicht"
"""The client whose bills go into the ERP, and the one that gets import files."""
MOST_FOR_THE_ERP = 60
"""The ERP takes about one bill a second, whoever asks; more of them would measure Tryton."""


def invoices(count: int, *, seed: int, client: str) -> list[DemoDocument]:
    """New invoices; keys carry the seed, so that two runs never meet in an inbox."""
    made = bulk(count=count, seed=seed, client=client, today=utc_now().date())
    return [replace(one, key=f"incoming/bench-{seed}-{number:06d}.pdf") for number, one in enumerate(made)]


def count_for(client: str, count: int) -> int:
    """How many of *count* invoices this client gets."""
    return min(count, MOST_FOR_THE_ERP) if client == POSTING_CLIENT else count
