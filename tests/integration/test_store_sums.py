"""Sums that a run compares, and what retention deletes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from store_words import ACME, MORNING, drafted, posting

from bpo_pipeline.model.ledger import Decision, DecisionKind
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration


def approval(store: Store, document: str, actor: str) -> Decision:
    case = store.case(ACME, document)
    assert case is not None
    return Decision(document, DecisionKind.APPROVE, actor, MORNING, case.version)


@pytest.mark.parametrize("targets", [("tryton",), ("ubl", "csv"), ("tryton", "ubl", "csv")])
def test_what_goes_on_and_what_is_to_be_sent_have_the_same_sum(store: Store, targets: tuple[str, ...]) -> None:
    documents = [drafted(store, content, targets=targets) for content in ("one", "two")]

    gross, sent = store.sums(documents)

    assert gross == sent
    assert gross == {"EUR": Decimal("119.00") * 2 * len(targets)}


def test_a_posting_that_is_missing_shows_in_the_sums(store: Store) -> None:
    documents = [drafted(store, "one"), drafted(store, "two", to=State.IN_REVIEW)]
    store.decide(approval(store, documents[1], "eva"), to=State.READY, postings=())

    gross, sent = store.sums(documents)

    assert gross["EUR"] - sent["EUR"] == Decimal("119.00")


def test_a_posting_that_was_taken_back_is_not_among_those_to_be_sent(store: Store) -> None:
    document = drafted(store, "one", over_limit=True)
    store.withhold([row.key for row in store.outbox(ACME)], actor="eva", sentence="Ask the vendor.")
    other = [posting(document, target="csv")]
    store.decide(approval(store, document, "ada"), to=State.READY, postings=other)

    gross, sent = store.sums([document])

    assert gross == sent == {"EUR": Decimal("119.00")}
