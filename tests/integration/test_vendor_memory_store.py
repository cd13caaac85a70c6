"""The vendor memory in a real database: kept once when a person approves, counted, per client, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Clock
from desk_words import desk_on
from store_words import ACME, drafted

from bpo_pipeline import review
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.memory import Anchor, Layout, Place
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

LAYOUT = Layout(
    "invoice", ("anchor", "total"), (Anchor("gross_total", ("total",), Place.RIGHT, 40.0, 0.0),), {"currency": "EUR"}
)


@pytest.fixture
def document(store: Store) -> str:
    return drafted(store, "one", to=State.IN_REVIEW)


def keep(store: Store, document: str, judged: dict[int, tuple[int, int]] | None = None) -> bool:
    return store.remember(ACME, document, vendor="V1", layout=LAYOUT, actor="jane", judged=judged or {})


def test_a_paper_is_remembered_once_and_for_its_client_only(store: Store, document: str) -> None:
    assert [keep(store, document) for _ in range(2)] == [True, False]
    (one,) = store.memories(ACME)
    assert (one.layout, one.vendor, one.actor) == (LAYOUT, "V1", "jane")
    assert store.memories("other") == []


def test_hits_and_misses_are_counted_with_the_next_paper(store: Store, document: str) -> None:
    keep(store, document)
    (first,) = store.memories(ACME)
    assert keep(store, drafted(store, "two"), {first.memory_id: (4, 1)})
    assert [(one.hits, one.misses) for one in store.memories(ACME) if one.memory_id == first.memory_id] == [(4, 1)]


def test_what_misleads_is_taken_back_and_can_be_learned_anew(store: Store, document: str) -> None:
    keep(store, document)
    (one,) = store.memories(ACME)
    assert store.forget_memory("other", [one.memory_id], actor="zoe") == 0
    assert [store.forget_memory(ACME, [one.memory_id], actor="zoe") for _ in range(2)] == [1, 0]
    assert store.memories(ACME) == []
    assert [known.withdrawn_by for known in store.memories(ACME, withdrawn=True)] == ["zoe"]
    assert keep(store, document)


def test_approving_tells_the_memory_what_was_confirmed_and_by_whom(store: Store, clock: Clock, document: str) -> None:
    told: list[tuple[str, str | None, str]] = []

    def learn(case: Case, draft: object, vendor_id: str | None, actor: str) -> None:
        told.append((case.document.document_id, vendor_id, actor))

    desk = replace(desk_on(store, clock), learn=learn)
    review.approve(desk, ACME, document, actor="jane", version=1)
    assert told == [(document, "V1", "jane")]
