"""While S3 or the database is away, documents wait: an outage never counts against a file."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import stamina

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.flow import processing


class FlakyStore:
    """Gives attempts out; the first *deaf* calls of ``give_back`` find the database away."""

    def __init__(self, deaf: int) -> None:
        self.deaf = deaf
        self.returned: list[tuple[str, int]] = []

    def begin(self, document_id: str, stage: str, **_: object) -> int:
        return 7

    def case(self, client: str, document_id: str) -> Any:
        return SimpleNamespace(document=SimpleNamespace(document_id=document_id, sha256="0" * 64))

    def give_back(self, document_id: str, *, attempt: int) -> None:
        if self.deaf:
            self.deaf -= 1
            raise TryAgain("the database is away")
        self.returned.append((document_id, attempt))


def s3_is_away(*_: object) -> bytes:
    raise TryAgain("S3 is away")


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


def parts(store: FlakyStore) -> Any:
    return SimpleNamespace(client="acme", store=store, vault=SimpleNamespace(get_original=s3_is_away))


def test_an_attempt_is_given_back_when_s3_is_away() -> None:
    store = FlakyStore(deaf=0)
    with pytest.raises(TryAgain, match="S3"):
        processing.read(parts(store), ["one", "two"])
    assert store.returned == [("one", 7)]


def test_an_attempt_is_given_back_although_the_database_was_away_too() -> None:
    store = FlakyStore(deaf=2)
    with pytest.raises(TryAgain, match="S3"):
        processing.read(parts(store), ["one"])
    assert store.returned == [("one", 7)]
