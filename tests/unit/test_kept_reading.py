"""A parked document's reading is fetched once, and anew when the document has been on its way again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bpo_pipeline.flow.readings import kept_reading
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reading import Page, Reading, Source
from bpo_pipeline.reading import reading_to_json

MORNING = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


class Vault:
    """Counts how often it is asked; gives one page more each time."""

    asked = 0

    def get_json(self, client: str, sha256: str, name: str) -> dict[str, Any]:
        self.asked += 1
        pages = tuple(Page(number, 1.0, 1.0, (), Source.TEXT) for number in range(1, self.asked + 1))
        return reading_to_json(Reading(pages))


def case(since: dt.datetime) -> Case:
    document = Document("a" * 24, "acme", "f" * 64, 1, "application/pdf", "incoming/a.pdf", MORNING)
    return Case(document=document, version=1, since=since)


def test_a_reading_is_kept_until_the_document_enters_another_state() -> None:
    vault: Any = Vault()
    pages = [len(kept_reading(vault, case(since)).pages) for since in (MORNING, MORNING, MORNING + dt.timedelta(1))]
    assert (pages, vault.asked) == ([1, 1, 2], 2)
