"""The nightly comparison of our outbox with a target."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from posting_office import MemoryTarget, invoice, row_for

from bpo_pipeline.model.ledger import OutboxRow
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.posting import BillState, RemoteBill
from bpo_pipeline.posting.reconcile import reconcile

REMOTE = RemoteBill("1", "2026-00001", BillState.POSTED, Decimal("98.10"), "USD")


def row(state: PostingState = PostingState.POSTED) -> OutboxRow:
    return replace(row_for(invoice()), state=state, number="2026-00001")


def test_what_agrees_gives_no_sentence() -> None:
    assert reconcile([row()], target=MemoryTarget(bills={"key1": [REMOTE]})) == ()


@pytest.mark.parametrize(
    ("remote", "word"),
    [
        (replace(REMOTE, total=Decimal("98.20")), "difference 0.10"),
        (replace(REMOTE, currency="CAD"), "CAD"),
        (replace(REMOTE, state=BillState.DRAFT), "draft"),
        (replace(REMOTE, number="2026-00002"), "2026-00002"),
    ],
)
def test_each_difference_is_a_sentence(remote: RemoteBill, word: str) -> None:
    (sentence,) = reconcile([row()], target=MemoryTarget(bills={"key1": [remote]}))

    assert word in sentence


def test_a_posting_that_the_target_does_not_have_is_named() -> None:
    (sentence,) = reconcile([row()], target=MemoryTarget())

    assert "not found" in sentence


def test_a_refused_posting_that_the_target_has_posted_is_named() -> None:
    (sentence,) = reconcile([row(PostingState.REFUSED)], target=MemoryTarget(bills={"key1": [REMOTE]}))

    assert "refused by us" in sentence


def test_what_waits_and_what_belongs_to_another_target_is_left_alone() -> None:
    rows = [row(PostingState.WAITING), row(PostingState.UNCERTAIN), replace(row(), target="csv")]

    assert reconcile(rows, target=MemoryTarget()) == ()
