"""Documents in a real PostgreSQL: received once, worked on by one worker at a time, drafted in one transaction."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import Engine
from store_words import ACME, MORNING, acknowledgement, drafted, found, invoice, posting, read, received

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store, upgrade

pytestmark = pytest.mark.integration
RECEIVED = frozenset({State.RECEIVED})
READ = frozenset({State.READ})


def test_upgrading_twice_changes_nothing(database_url: str, store: Store) -> None:
    received(store)

    upgrade(database_url)

    assert store.count_by_state(ACME) == {State.RECEIVED: 1}


def test_receiving_the_same_listing_twice_makes_one_document(store: Store) -> None:
    listing = [found("one", key="incoming/a.pdf"), found("two", key="incoming/b.pdf")]

    first, second = store.receive(listing), store.receive(listing)

    assert first == second
    assert store.count_by_state(ACME) == {State.RECEIVED: 2}
    assert [event.name for event in store.events(ACME)] == ["received", "received"]


def test_the_same_bytes_under_another_name_are_a_duplicate_arrival(store: Store) -> None:
    first = store.receive([found("one", key="incoming/a.pdf")])[0]

    second = store.receive([found("one", key="incoming/resent.pdf")])[0]

    assert not first.duplicate
    assert second.duplicate
    assert second.document_id == first.document_id
    assert store.count_by_state(ACME) == {State.RECEIVED: 1}
    assert [event.name for event in store.events(ACME)] == ["received", "duplicate"]


def test_the_same_bytes_of_two_clients_are_two_documents(store: Store) -> None:
    mine, other = received(store, client="acme"), received(store, client="beta")

    assert mine != other
    assert store.case("acme", other) is None
    assert store.case("acme", mine) is not None


def test_a_file_refused_at_the_door_ends_with_its_reason(store: Store) -> None:
    refusal = Disposition(DispositionKind.REJECT, Reason.EMPTY_FILE, "The file has no bytes.")

    arrival = store.receive([found("", disposition=refusal)])[0]

    case = store.case(ACME, arrival.document_id)
    assert case is not None
    assert (case.document.state, case.reason, case.sentence) == (
        State.REJECTED,
        "empty_file",
        "The file has no bytes.",
    )


def test_an_opened_container_is_an_arrival_but_no_document(store: Store) -> None:
    store.receive([found("zip", container=True), found("member", key="incoming/x.zip!a.pdf")])
    bomb = Disposition(DispositionKind.QUARANTINE, Reason.ARCHIVE_BOMB, "It unpacks to 4 GB.")
    store.receive([found("bomb", key="incoming/bomb.zip", container=True, disposition=bomb)])

    assert store.count_by_state(ACME) == {State.RECEIVED: 1, State.QUARANTINED: 1}
    assert len(store.control_lines(ACME, MORNING.date(), MORNING.date())) == 2


def test_two_listers_at_once_register_each_file_once(engine: Engine) -> None:
    listing = [found(f"file {number}", key=f"incoming/{number}.pdf") for number in range(20)]
    together = Barrier(2)

    def list_inbox(order: int) -> list[bool]:
        together.wait()
        return [one.duplicate for one in Store(engine).receive(listing[::order])]

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(list_inbox, (1, -1)))

    store = Store(engine)
    assert store.count_by_state(ACME) == {State.RECEIVED: 20}
    assert not any(results[0] + results[1])
    assert [event.sequence for event in store.events(ACME)] == list(range(1, 21))
    assert store.verify_chain(ACME) == []


def test_a_text_with_nul_bytes_and_lone_surrogates_is_kept_readable(store: Store) -> None:
    arrival, document, accepted = found("one")
    hostile = "incoming/\x00\ud800.pdf"
    store.receive([(replace(arrival, key=hostile), replace(document, key=hostile), accepted)])

    case = store.case(ACME, arrival.document_id)

    assert case is not None
    assert case.document.key == "incoming/\ufffd\ufffd.pdf"


def test_a_worker_that_was_overtaken_is_not_listened_to(store: Store) -> None:
    document = received(store)
    slow = store.begin(document, "read", expect=RECEIVED)
    quick = store.begin(document, "read", expect=RECEIVED)
    assert slow is not None
    assert quick is not None

    assert store.move(document, State.READ, attempt=quick)

    assert not store.move(document, State.QUARANTINED, attempt=slow, reason=Reason.PARSE_TIMEOUT)
    assert store.states_of([document]) == {document: State.READ}


def test_a_move_made_twice_is_made_once(store: Store) -> None:
    document = received(store)
    attempt = store.begin(document, "read", expect=RECEIVED)
    assert attempt is not None

    moves = [store.move(document, State.READ, attempt=attempt) for _ in range(2)]

    assert moves == [True, True]
    assert [event.name for event in store.events(ACME, document_id=document)] == ["received", "read"]


def test_a_document_already_done_is_not_begun_again(store: Store) -> None:
    document = read(store)

    assert store.begin(document, "read", expect=RECEIVED) is None


def test_a_file_that_takes_three_workers_down_is_set_apart(store: Store) -> None:
    document = received(store)
    attempts = [store.begin(document, "read", expect=RECEIVED) for _ in range(4)]

    case = store.case(ACME, document)

    assert attempts == [1, 2, 3, None]
    assert case is not None
    assert (case.document.state, case.reason) == (State.QUARANTINED, "parser_crash")


def test_a_file_whose_worker_was_killed_twice_by_chance_goes_on(store: Store) -> None:
    document = received(store)
    for _ in range(2):
        store.begin(document, "read", expect=RECEIVED)

    attempt = store.begin(document, "read", expect=RECEIVED)

    assert attempt == 3
    assert store.move(document, State.READ, attempt=attempt)


def test_an_outage_does_not_count_against_the_file(store: Store) -> None:
    document = received(store)
    for _ in range(10):
        attempt = store.begin(document, "read", expect=RECEIVED)
        assert attempt is not None
        store.give_back(document, attempt=attempt)

    assert store.states_of([document]) == {document: State.RECEIVED}


def test_tries_of_one_stage_do_not_count_for_the_next(store: Store) -> None:
    document = received(store)
    store.begin(document, "read", expect=RECEIVED)
    attempt = store.begin(document, "read", expect=RECEIVED)
    assert attempt is not None
    store.move(document, State.READ, attempt=attempt)

    assert store.begin(document, "understand", expect=READ) == attempt + 1


def test_of_two_workers_at_once_one_has_its_way(engine: Engine) -> None:
    store = Store(engine)
    documents = [received(store, f"file {number}") for number in range(10)]
    together = Barrier(2)

    def work(_: int) -> int:
        done = 0
        together.wait()
        for document in documents:
            attempt = store.begin(document, "read", expect=RECEIVED)
            done += attempt is not None and store.move(document, State.READ, attempt=attempt)
        return done

    with ThreadPoolExecutor(2) as pool:
        done = sum(pool.map(work, range(2)))

    assert done == 10
    assert store.count_by_state(ACME) == {State.READ: 10}
    assert [event.name for event in store.events(ACME)].count("read") == 10


def test_a_move_that_no_rule_knows_is_refused(store: Store) -> None:
    document = received(store)
    attempt = store.begin(document, "read", expect=RECEIVED)
    assert attempt is not None

    for to in (State.READY, State.POSTED):
        with pytest.raises(NotAllowed, match="is received and cannot be moved"):
            store.move(document, to, attempt=attempt)


def test_an_unknown_document_is_said(store: Store) -> None:
    with pytest.raises(AskAPerson, match="nothere is not known"):
        store.begin("nothere", "read", expect=RECEIVED)


def test_a_draft_comes_back_as_it_was_saved(store: Store) -> None:
    document = read(store)
    attempt = store.begin(document, "understand", expect=READ)
    assert attempt is not None
    finding = Finding("vendor-known", "supplier_name", Severity.ERROR, Reason.UNKNOWN_VENDOR, "No such vendor.")

    state = store.save_draft(
        document,
        attempt=attempt,
        draft=invoice(),
        findings=(finding,),
        vendor_id=None,
        to=State.IN_REVIEW,
        reason=Reason.UNKNOWN_VENDOR,
        sentence="No such vendor.",
    )

    case = store.case(ACME, document)
    assert state is State.IN_REVIEW
    assert case is not None
    assert case.draft == invoice()
    assert case.findings == (finding,)
    assert (case.reason, case.sentence, case.version) == ("unknown_vendor", "No such vendor.", 1)
    names = [event.name for event in store.events(ACME, document_id=document)]
    assert names == ["received", "read", "drafted", "in_review"]


def test_saving_a_draft_twice_saves_it_once(store: Store) -> None:
    document = read(store)
    attempt = store.begin(document, "understand", expect=READ)
    assert attempt is not None

    states = [
        store.save_draft(
            document,
            attempt=attempt,
            draft=invoice(),
            findings=(),
            vendor_id="V1",
            to=State.READY,
            postings=[posting(document)],
        )
        for _ in range(2)
    ]

    assert states == [State.READY, State.READY]
    assert len(store.outbox(ACME)) == 1
    assert [event.name for event in store.events(ACME)].count("ready") == 1


def test_a_draft_of_an_overtaken_worker_leaves_no_trace(store: Store) -> None:
    document = read(store)
    slow = store.begin(document, "understand", expect=READ)
    assert slow is not None
    store.begin(document, "understand", expect=READ)

    state = store.save_draft(
        document,
        attempt=slow,
        draft=invoice(),
        findings=(),
        vendor_id=None,
        to=State.READY,
        postings=[posting(document)],
    )

    assert state is None
    assert store.outbox(ACME) == []
    assert store.states_of([document]) == {document: State.READ}


def test_a_draft_with_nothing_to_post_is_done(store: Store) -> None:
    document = read(store)
    attempt = store.begin(document, "understand", expect=READ)
    assert attempt is not None

    state = store.save_draft(document, attempt=attempt, draft=invoice(), findings=(), vendor_id=None, to=State.READY)

    assert state is State.POSTED


def test_twins_drafted_at_the_same_moment_do_not_both_go_straight_through(engine: Engine) -> None:
    store = Store(engine)
    documents = [read(store, content) for content in ("scan", "copy")]
    together = Barrier(2)

    def understand(document: str) -> State | None:
        attempt = store.begin(document, "understand", expect=READ)
        assert attempt is not None
        assert store.possible_duplicates(ACME, vendor_id="V1", number="INV-7", gross=Decimal(119)) == []
        together.wait()
        return store.save_draft(
            document,
            attempt=attempt,
            draft=invoice(number="inv 7" if document == documents[0] else "INV-7"),
            findings=(),
            vendor_id="V1",
            to=State.READY,
            postings=[posting(document)],
        )

    with ThreadPoolExecutor(2) as pool:
        states = list(pool.map(understand, documents))

    assert sorted(str(state) for state in states) == ["in_review", "ready"]
    assert [case.reason for case in store.parked(ACME)] == ["possible_duplicate"]
    assert len(store.outbox(ACME)) == 1


def test_a_possible_duplicate_is_found_by_vendor_number_and_amount(store: Store) -> None:
    first = drafted(store, "one", draft=invoice(number="INV-007"), vendor_id="V1")

    def twins(**other: object) -> list[str]:
        wanted = {"vendor_id": "V1", "number": "inv 007", "gross": Decimal("119.0"), "exclude": "me"} | other
        return store.possible_duplicates(ACME, **wanted)  # type: ignore[arg-type]

    assert twins() == [first]
    assert twins(exclude=first) == []
    assert twins(vendor_id="V2") == []
    assert twins(gross=Decimal(120)) == []
    assert twins(number="INV-008") == []


def test_documents_are_found_by_state_day_and_type(store: Store) -> None:
    early = store.receive([found("early", key="a", at=MORNING - dt.timedelta(days=1))])[0].document_id
    late = drafted(store, "late")

    def ids(**filters: object) -> list[str]:
        return store.ids(ACME, **({"states": ()} | filters))  # type: ignore[arg-type]

    assert ids() == [early, late]
    assert ids(states={State.RECEIVED}) == [early]
    assert ids(received_from=MORNING) == [late]
    assert ids(received_to=MORNING) == [early]
    assert ids(types=("invoice",)) == [late]
    assert ids(limit=1) == [early]
    assert [case.document.document_id for case in store.cases(ACME, types=("invoice",))] == [late]


def test_what_waits_for_a_person_comes_longest_wait_first(store: Store, clock: object) -> None:
    first = drafted(store, "one", to=State.IN_REVIEW)
    clock.pass_seconds(60)  # type: ignore[attr-defined]
    second = drafted(store, "two", to=State.ON_HOLD)
    drafted(store, "three")

    parked = store.parked(ACME)

    assert [case.document.document_id for case in parked] == [first, second]
    assert parked[1].since is not None
    assert parked[0].since is not None
    assert (parked[1].since - parked[0].since).total_seconds() == 60
    assert store.parked("beta") == []
    assert len(store.parked()) == 2


def test_the_control_report_counts_every_arrival_once_and_ties(store: Store) -> None:
    paid = drafted(store, "one")
    key = store.outbox(ACME)[0].key
    row = store.lease(ACME, "tryton", owner="sender", seconds=60)[0]
    store.settle(key, lease_token=row.lease_token, acknowledgement=acknowledgement(key))
    store.receive([found("one", key="incoming/again.pdf")])
    drafted(store, "two", to=State.IN_REVIEW)
    store.receive([found("tomorrow", key="t", at=MORNING + dt.timedelta(days=1))])

    lines = store.control_lines(ACME, MORNING.date(), MORNING.date())

    assert sorted((line.state.value, line.duplicate, line.amount_read) for line in lines) == [
        ("in_review", False, Decimal("119.00")),
        ("posted", False, Decimal("119.00")),
        ("rejected", True, Decimal("119.00")),
    ]
    posted = [line.amounts_posted for line in lines if line.document_id == paid]
    assert sorted(map(bool, posted)) == [False, True]
    assert {"tryton": Decimal("119.00")} in posted


def test_the_client_is_told_again_whenever_something_changed(store: Store) -> None:
    document = received(store)
    store.receive([found("one", key="incoming/again.pdf")])

    first = store.acknowledgements_due(ACME)
    for due in first:
        store.mark_acknowledged(due.arrival.arrival_id, revision=due.revision)
    told = store.acknowledgements_due(ACME)
    attempt = store.begin(document, "read", expect=RECEIVED)
    assert attempt is not None
    store.move(document, State.REJECTED, attempt=attempt, reason=Reason.ENCRYPTED, sentence="It has a password.")
    again = store.acknowledgements_due(ACME)
    store.mark_acknowledged(again[0].arrival.arrival_id, revision=again[0].revision)
    store.mark_acknowledged(again[0].arrival.arrival_id, revision=first[0].revision)

    assert {(due.state, due.reason) for due in first} == {
        (State.RECEIVED, None),
        (State.REJECTED, "duplicate_file"),
    }
    assert told == []
    assert [(due.state, due.reason, due.sentence) for due in again] == [
        (State.REJECTED, "encrypted", "It has a password.")
    ]
    assert store.acknowledgements_due(ACME) == []


def test_a_given_id_of_another_client_is_no_way_in(store: Store) -> None:
    document = drafted(store)

    assert store.case("beta", document) is None
    assert store.events("beta", document_id=document) == []
    assert store.acknowledgements("beta", document) == []


def test_an_arrival_keeps_what_the_first_listing_said(store: Store) -> None:
    arrival, document, accepted = found()
    store.receive([(arrival, document, accepted)])

    again = store.receive([(replace(arrival, size=99), document, accepted)])

    assert again[0].size == arrival.size


def test_arrivals_are_counted_a_second_time_day_by_day(store: Store) -> None:
    evening = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)
    store.receive([found("zip", container=True), found("member", key="incoming/x.zip!a.pdf")])
    store.receive([found("late", key="late", at=evening), found("member", key="again", at=evening)])
    store.receive([found("next", key="next", at=evening + dt.timedelta(seconds=1))])

    counts = store.arrivals_per_day(ACME, MORNING.date(), MORNING.date())

    assert [(one.day, one.files, one.containers) for one in counts] == [(MORNING.date(), 3, 1)]
    assert len(store.control_lines(ACME, MORNING.date(), MORNING.date())) == 3
