"""What the sender does when a target does not answer as hoped: one bill at the end, or a person, never two bills."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
import stamina
from posting_office import MemoryOutbox, MemoryTarget, invoice

from bpo_pipeline.errors import TryAgain, Uncertain
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.posting import BillState, KeyNotAccepted, ServerFault, to_a_person
from bpo_pipeline.posting.sender import DEAD_AFTER, TRIES_WITH_FAULT, OutcomeKind, SendingReport, send_waiting


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=3, cap=True):
        yield


def send(outbox: MemoryOutbox, target: MemoryTarget, **options: float) -> SendingReport:
    return send_waiting(
        "lakeside",
        "tryton",
        target=target,
        store=outbox,
        load_bill=outbox.load_bill,
        load_original=outbox.load_original,
        owner="test",
        patience_seconds=options.get("patience_seconds", 0.1),
    )


@pytest.mark.parametrize("step", ["create_bill", "post"])
def test_an_answer_lost_after_the_effect_makes_one_bill(step: str) -> None:
    outbox, target = MemoryOutbox(), MemoryTarget(after={step: [Uncertain("answer lost")]})
    outbox.add(invoice())

    report = send(outbox, target)

    assert report.count(OutcomeKind.POSTED) == 1
    assert [len(bills) for bills in target.bills.values()] == [1]
    assert target.calls.count(step) == 1


@pytest.mark.parametrize("step", ["create_bill", "attach_document", "post"])
def test_a_call_without_effect_and_without_answer_is_uncertain_and_done_in_the_next_run(step: str) -> None:
    outbox, target = MemoryOutbox(), MemoryTarget(before={step: [Uncertain("timeout")]})
    outbox.add(invoice())

    first = send(outbox, target)
    assert first.count(OutcomeKind.UNCERTAIN) == 1
    assert outbox.rows["key1"].state is PostingState.UNCERTAIN
    outbox.let_time_pass()
    second = send(outbox, target)

    assert second.count(OutcomeKind.POSTED) == 1
    assert [len(bills) for bills in target.bills.values()] == [1]


def test_a_settled_posting_whose_settling_was_lost_is_found_and_not_sent_again() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget()
    row = outbox.add(invoice())
    send(outbox, target)
    outbox.rows["key1"] = row  # the sender died before it could settle
    target.calls.clear()

    report = send(outbox, target)

    assert report.count(OutcomeKind.POSTED) == 1
    assert set(target.calls) == {"find"}


def test_a_dead_target_costs_few_calls_and_everything_waits() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget()
    for number in range(40):
        outbox.add(invoice(f"INV-{number}"), key=f"key{number}")
    target.before["find"] = [TryAgain("connection refused") for _ in range(1000)]

    report = send(outbox, target)

    assert "down" in report.paused
    assert len(target.calls) <= DEAD_AFTER * 3
    assert {row.state for row in outbox.rows.values()} == {PostingState.WAITING}


def test_a_key_that_is_not_accepted_pauses_the_target_at_once() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget()
    for number in range(5):
        outbox.add(invoice(f"INV-{number}"), key=f"key{number}")
    target.before["find"] = [KeyNotAccepted("401") for _ in range(100)]

    report = send(outbox, target)

    assert report.paused == "401"
    assert target.calls == ["find"]
    assert {row.state for row in outbox.rows.values()} == {PostingState.WAITING}


def test_a_wrong_total_of_the_target_cancels_the_draft_and_asks_a_person() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget(makes_total=lambda total: total + Decimal("0.01"))
    outbox.add(invoice())

    send(outbox, target)

    assert outbox.rows["key1"].state is PostingState.REFUSED
    assert "98.11" in outbox.sentences["key1"]
    assert target.bills == {}
    assert "post" not in target.calls


def test_a_record_that_was_changed_after_approval_is_not_sent() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget()
    outbox.add(invoice())
    outbox.records["key1"] = invoice(supplier_iban="DE89370400440532013000")

    send(outbox, target)

    assert outbox.rows["key1"].state is PostingState.REFUSED
    assert target.calls == []


def test_a_vendor_that_the_target_does_not_know_is_for_a_person() -> None:
    outbox, target = MemoryOutbox(vendor_id="V-9999"), MemoryTarget()
    outbox.add(invoice())

    send(outbox, target)

    assert "V-9999" in outbox.sentences["key1"]
    assert "create_bill" not in target.calls


def test_a_refusal_of_the_target_is_for_a_person_with_its_words() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget(before={"post": [to_a_person("period 2026-01 is closed")]})
    outbox.add(invoice())

    send(outbox, target)

    assert outbox.sentences["key1"] == "period 2026-01 is closed"
    assert outbox.rows["key1"].state is PostingState.REFUSED


def test_a_draft_of_an_earlier_approval_is_replaced() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget(before={"post": [to_a_person("closed")]})
    outbox.add(invoice())
    send(outbox, target)
    outbox.add(invoice(net_total="100.00", gross_total="108.10"))

    report = send(outbox, target)

    assert report.outcomes[0].acknowledgement is not None
    assert report.outcomes[0].acknowledgement.total == Decimal("108.10")
    assert [bill.state for bill in target.bills["key1"]] == [BillState.POSTED]


def test_a_target_that_fails_again_and_again_on_one_bill_ends_with_a_person() -> None:
    outbox, target = MemoryOutbox(), MemoryTarget()
    outbox.add(invoice())
    target.before["create_bill"] = [ServerFault("500") for _ in range(100)]

    for _ in range(TRIES_WITH_FAULT):
        send(outbox, target)
        outbox.let_time_pass()

    assert outbox.rows["key1"].state is PostingState.REFUSED


def test_a_sender_without_lease_leaves_the_settling_to_the_other() -> None:
    class Slow(MemoryOutbox):
        def settle(self, key: str, *, lease_token: int, **rest: object) -> bool:
            return False

    outbox, target = Slow(), MemoryTarget()
    outbox.add(invoice())

    assert send(outbox, target).count(OutcomeKind.LOST_LEASE) == 1
