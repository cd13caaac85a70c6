"""The outbox in a real PostgreSQL: one sender at a time, fenced by the lease token; approval by a second person."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from conftest import Clock
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from store_words import ACME, acknowledgement, drafted, invoice, posting

from bpo_pipeline.errors import NotAllowed, StaleVersion
from bpo_pipeline.model.ledger import Decision, DecisionKind, OutboxRow
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration


def lease(store: Store, target: str = "tryton", seconds: float = 60) -> list[OutboxRow]:
    return store.lease(ACME, target, owner="sender", seconds=seconds)


def decision(store: Store, document: str, kind: DecisionKind, actor: str, **more: object) -> Decision:
    case = store.case(ACME, document)
    assert case is not None
    at = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    return Decision(document, kind, actor, at, case.version, **more)  # type: ignore[arg-type]


def test_settling_twice_posts_the_document_once(store: Store) -> None:
    document = drafted(store)
    row = lease(store)[0]

    settled = [
        store.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement(row.key)) for _ in range(2)
    ]

    assert settled == [True, True]
    assert store.states_of([document]) == {document: State.POSTED}
    assert store.acknowledgements(ACME, document) == [acknowledgement(row.key)]
    names = [event.name for event in store.events(ACME, document_id=document)]
    assert names == ["received", "read", "drafted", "ready", "settled", "posted"]


def test_two_senders_at_once_never_get_the_same_row(engine: Engine) -> None:
    store = Store(engine)
    for number in range(12):
        drafted(store, f"file {number}")
    together = Barrier(2)

    def send(owner: str) -> list[str]:
        together.wait()
        got: list[str] = []
        while rows := store.lease(ACME, "tryton", owner=owner, seconds=60, limit=3):
            got += [row.key for row in rows]
        return got

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, ("a", "b"))

    assert len(first) + len(second) == 12
    assert set(first).isdisjoint(second)


def test_a_sender_does_not_wait_for_rows_that_another_one_is_taking(store: Store, engine: Engine) -> None:
    first, second = drafted(store, "one"), drafted(store, "two")

    with engine.begin() as other:
        other.execute(text("select 1 from outbox where document_id = :id for update"), {"id": first})
        rows = lease(store)

    assert [row.document_id for row in rows] == [second]


def test_a_sender_whose_lease_ran_out_is_not_listened_to(store: Store, clock: Clock) -> None:
    document = drafted(store)
    slow = lease(store)[0]
    clock.pass_seconds(61)
    quick = lease(store)[0]

    assert quick.state is PostingState.UNCERTAIN
    assert not store.settle(slow.key, lease_token=slow.lease_token, acknowledgement=acknowledgement(slow.key))
    assert not store.refuse(slow.key, lease_token=slow.lease_token, sentence="No.")
    assert not store.postpone(slow.key, lease_token=slow.lease_token, error="", until=clock())
    assert store.states_of([document]) == {document: State.READY}
    assert store.settle(quick.key, lease_token=quick.lease_token, acknowledgement=acknowledgement(quick.key))


def test_a_dead_senders_rows_are_found_and_read_back_first(store: Store, clock: Clock) -> None:
    drafted(store)
    held = lease(store)[0]
    assert store.stale_leases() == []
    clock.pass_seconds(61)

    stale = store.stale_leases()

    assert [row.state for row in stale] == [PostingState.UNCERTAIN]
    assert store.stale_leases() == []
    assert not store.settle(held.key, lease_token=held.lease_token, acknowledgement=acknowledgement(held.key))
    assert lease(store)[0].state is PostingState.UNCERTAIN


def test_what_a_sender_that_has_ended_left_behind_is_taken_back_at_once(store: Store) -> None:
    drafted(store, "first")
    drafted(store, "second")
    dead, alive = (store.lease(ACME, "tryton", owner=owner, seconds=60, limit=1)[0] for owner in ("dead", "alive"))

    taken = store.take_back(ACME, has_ended=lambda owner: owner == "dead")

    assert [(row.key, row.state) for row in taken] == [(dead.key, PostingState.UNCERTAIN)]
    assert store.take_back(ACME, has_ended=lambda owner: owner == "dead") == []
    assert [row.key for row in lease(store)] == [dead.key]
    assert not store.settle(dead.key, lease_token=dead.lease_token, acknowledgement=acknowledgement(dead.key))
    assert store.settle(alive.key, lease_token=alive.lease_token, acknowledgement=acknowledgement(alive.key))


def test_another_clients_leases_are_not_taken_back(store: Store) -> None:
    drafted(store)
    held = lease(store)[0]

    assert store.take_back("another", has_ended=lambda _: True) == []

    assert store.settle(held.key, lease_token=held.lease_token, acknowledgement=acknowledgement(held.key))


def test_a_posting_that_may_have_been_sent_stays_uncertain_through_an_outage(store: Store, clock: Clock) -> None:
    drafted(store)
    first = lease(store)[0]
    assert store.uncertain(first.key, lease_token=first.lease_token, error="timeout")
    second = lease(store)[0]
    later = clock() + dt.timedelta(seconds=30)

    assert store.postpone(second.key, lease_token=second.lease_token, error="503", until=later)

    assert lease(store) == []
    assert store.waiting(ACME) == []
    clock.pass_seconds(30)
    assert [row.state for row in store.waiting(ACME, "tryton")] == [PostingState.UNCERTAIN]
    third = lease(store)[0]
    assert (third.state, third.tries, third.error) == (PostingState.UNCERTAIN, 3, "503")


def test_a_refused_posting_brings_the_document_to_a_person_and_can_be_sent_again(store: Store) -> None:
    document = drafted(store)
    row = lease(store)[0]

    assert store.refuse(row.key, lease_token=row.lease_token, sentence="Period 2026-10 is closed.")
    case = store.case(ACME, document)
    assert case is not None
    store.decide(decision(store, document, DecisionKind.APPROVE, "eva"), to=State.READY, postings=[posting(document)])

    assert (case.document.state, case.reason, case.sentence) == (
        State.IN_REVIEW,
        "posting_refused",
        "Period 2026-10 is closed.",
    )
    again = lease(store)[0]
    assert again.key == row.key
    assert again.lease_token > row.lease_token


def test_a_document_is_posted_with_the_last_of_its_targets(store: Store) -> None:
    document = drafted(store, targets=("tryton", "ubl"))
    states = []

    for target in ("tryton", "ubl"):
        row = lease(store, target)[0]
        store.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement(row.key, target=target))
        states.append(store.states_of([document])[document])

    assert states == [State.READY, State.POSTED]


def test_what_one_target_has_is_never_sent_there_with_other_values(store: Store) -> None:
    document = drafted(store, targets=("tryton", "ubl"))
    kept, refused = lease(store, "tryton")[0], lease(store, "ubl")[0]
    store.settle(kept.key, lease_token=kept.lease_token, acknowledgement=acknowledgement(kept.key))
    store.refuse(refused.key, lease_token=refused.lease_token, sentence="Field too long.")
    approve = decision(store, document, DecisionKind.APPROVE, "eva")

    changed = [posting(document, target=target, total="120.00") for target in ("tryton", "ubl")]
    with pytest.raises(NotAllowed, match="tryton has or may have this posting already"):
        store.decide(approve, to=State.READY, postings=changed)

    same = [posting(document, target=target) for target in ("tryton", "ubl")]
    assert store.decide(approve, to=State.READY, postings=same)
    assert [row.target for row in store.waiting(ACME)] == ["ubl"]


def test_nothing_of_a_parked_document_is_sent(store: Store) -> None:
    document = drafted(store, targets=("tryton", "ubl"))
    row = lease(store, "tryton")[0]
    store.refuse(row.key, lease_token=row.lease_token, sentence="No.")

    assert lease(store, "ubl") == []
    store.decide(
        decision(store, document, DecisionKind.REJECT, "eva"),
        to=State.REJECTED,
        reason=Reason.REFUSED_BY_REVIEWER,
        sentence="Not ours.",
    )
    assert {row.state for row in store.outbox(ACME)} == {PostingState.REFUSED}


def test_a_bill_over_the_limit_waits_at_the_gate_and_says_so(store: Store) -> None:
    document = drafted(store, over_limit=True)
    case = store.case(ACME, document)

    assert case is not None
    assert case.reason == "approval_limit"
    assert lease(store) == []
    gate = store.awaiting_approval(ACME)
    assert [row.document_id for row in gate] == [document]
    assert store.release([gate[0].key], actor="boss") == [gate[0].key]
    assert store.release([gate[0].key], actor="boss") == []
    assert [row.key for row in lease(store)] == [gate[0].key]
    assert [event.name for event in store.events(ACME)].count("released") == 1


def test_what_the_gate_withholds_goes_back_to_review(store: Store) -> None:
    document = drafted(store, over_limit=True)
    key = store.awaiting_approval(ACME)[0].key

    back = [store.withhold([key], actor="boss", sentence="Ask purchasing first.") for _ in range(2)]

    assert back == [[document], []]
    assert [(case.reason, case.sentence) for case in store.parked(ACME)] == [
        ("approval_limit", "Ask purchasing first.")
    ]


@pytest.mark.parametrize("own", ["editor", "approver"])
def test_nobody_releases_their_own_work(store: Store, own: str) -> None:
    document = drafted(store, to=State.IN_REVIEW)
    correct = decision(store, document, DecisionKind.CORRECT, "editor", corrections={"gross_total": "119.00"})
    store.decide(correct, to=State.IN_REVIEW, draft=invoice())
    over = [posting(document, over_limit=True)]
    store.decide(decision(store, document, DecisionKind.APPROVE, "approver"), to=State.READY, postings=over)

    with pytest.raises(NotAllowed, match="nobody releases their own work"):
        store.release([over[0].key], actor=own)

    assert store.release([over[0].key], actor="boss") == [over[0].key]


@pytest.mark.parametrize("actor", ["", "pipeline"])
def test_no_machine_releases_a_bill_over_the_limit(store: Store, actor: str) -> None:
    drafted(store, over_limit=True)

    with pytest.raises(NotAllowed, match="a person"):
        store.release([store.awaiting_approval(ACME)[0].key], actor=actor)


@pytest.mark.parametrize(
    "change",
    ["approved_by = 'editor', state = 'waiting'", "state = 'waiting'", "state = 'leased'", "needs_approval = true"],
)
def test_the_table_itself_refuses_a_bill_that_one_person_alone_let_through(
    store: Store, engine: Engine, change: str
) -> None:
    document = drafted(store, to=State.IN_REVIEW)
    correct = decision(store, document, DecisionKind.CORRECT, "editor")
    store.decide(correct, to=State.IN_REVIEW, draft=invoice())
    limit = "needs_approval" not in change
    one = [posting(document, over_limit=limit)]
    store.decide(decision(store, document, DecisionKind.APPROVE, "approver"), to=State.READY, postings=one)

    with pytest.raises(IntegrityError, match="ck_outbox"), engine.begin() as connection:
        connection.execute(text(f"update outbox set {change}"))


def test_the_same_decision_twice_is_applied_once(store: Store) -> None:
    document = drafted(store, to=State.IN_REVIEW)
    approve = decision(store, document, DecisionKind.APPROVE, "eva", comment="seen")

    applied = [store.decide(approve, to=State.READY, postings=[posting(document)]) for _ in range(2)]

    assert [one is not None for one in applied] == [True, False]
    assert len(store.outbox(ACME)) == 1
    assert store.decisions(ACME, document) == [approve]


def test_of_two_people_deciding_at_once_the_second_is_told_to_look_again(engine: Engine) -> None:
    store = Store(engine)
    document = drafted(store, to=State.IN_REVIEW)
    together = Barrier(2)

    def approve(actor: str) -> str:
        mine = decision(store, document, DecisionKind.APPROVE, actor)
        together.wait()
        try:
            store.decide(mine, to=State.READY, postings=[posting(document)])
        except StaleVersion as problem:
            return str(problem)
        return "applied"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(approve, ("eva", "ben")))

    assert answers[0] == "applied"
    assert "load it again" in answers[1]
    assert len(store.decisions(ACME, document)) == 1


def test_a_decision_on_a_document_that_does_not_wait_is_refused(store: Store) -> None:
    document = drafted(store)

    with pytest.raises(NotAllowed, match="is ready"):
        store.decide(decision(store, document, DecisionKind.REJECT, "eva"), to=State.REJECTED)


def test_reprocessing_spares_what_was_or_may_have_been_sent(store: Store) -> None:
    parked, ready = drafted(store, "one", to=State.IN_REVIEW), drafted(store, "two")
    sent = drafted(store, "three", targets=("tryton", "ubl"))
    for target in ("tryton", "ubl"):
        for row in lease(store, target):
            if row.document_id == sent and target == "ubl":
                store.refuse(row.key, lease_token=row.lease_token, sentence="No.")
    wanted = [parked, ready, sent, "unknown", parked]

    plan = store.reprocess(wanted, actor="eva", dry_run=True)
    before = store.count_by_state(ACME)
    done = store.reprocess(wanted, actor="eva", dry_run=False)
    again = store.reprocess([parked], actor="eva", dry_run=False)

    assert plan == done
    assert done.restarted == (parked,)
    assert set(done.kept) == {ready, sent, "unknown"}
    assert "leased" in done.kept[sent]
    assert before == {State.IN_REVIEW: 2, State.READY: 1}
    assert store.states_of([parked]) == {parked: State.RECEIVED}
    assert again.restarted == ()


def test_a_worker_from_before_reprocessing_is_fenced_off(store: Store) -> None:
    document = drafted(store, to=State.IN_REVIEW)
    case = store.case(ACME, document)
    assert case is not None
    store.reprocess([document], actor="eva", dry_run=False)

    assert not store.move(document, State.QUARANTINED, attempt=case.document.attempt)
