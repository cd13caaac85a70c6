"""The desk on a real database: claims, drafts, holds, the queue and merges; also by ten people at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from conftest import Clock
from desk_words import Rules, desk_on
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from store_words import ACME, drafted, found, invoice

from bpo_pipeline import review
from bpo_pipeline.errors import AskAPerson, Claimed, NotAllowed, StaleVersion
from bpo_pipeline.model.desk import Claim, Holder, QueueFilter, QueueOrder
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Desk
from bpo_pipeline.store import Store
from bpo_pipeline.store.database import lock_client

pytestmark = pytest.mark.integration
ALL = QueueFilter(clients=(ACME,))


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
def desk(store: Store, clock: Clock, rules: Rules) -> Desk:
    return desk_on(store, clock, rules)


@pytest.fixture
def document(store: Store) -> str:
    """A document in review, at version 1."""
    return drafted(store, to=State.IN_REVIEW)


def names(store: Store, document: str) -> list[str]:
    return [event.name for event in store.events(ACME, document_id=document)]


def version_of(store: Store, document: str) -> int:
    case = store.case(ACME, document)
    assert case is not None
    return case.version


def at_once(people: int, act: Callable[[int], object]) -> list[object]:
    """What *people* get who all act at the same moment; an error is a result like another."""
    start = Barrier(people)

    def one(number: int) -> object:
        start.wait()
        try:
            return act(number)
        except AskAPerson as problem:
            return problem

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def test_ten_people_who_claim_one_document_at_once_get_it_once(desk: Desk, store: Store, document: str) -> None:
    results = at_once(10, lambda n: review.claim(desk, ACME, document, actor=f"person{n}"))

    won = [one for one in results if isinstance(one, Claim)]
    assert len(won) == 1
    assert all(isinstance(one, Claimed) for one in results if one not in won)
    assert store.claims([document])[document].actor == won[0].actor
    assert names(store, document).count("claimed") == 1


def test_ten_people_who_take_the_next_one_at_once_get_ten_documents(desk: Desk, store: Store) -> None:
    documents = {drafted(store, f"doc{n}", to=State.IN_REVIEW) for n in range(10)}

    results = at_once(10, lambda n: review.claim_next(desk, ALL, actor=f"person{n}"))

    assert {one.document_id for one in results if isinstance(one, Claim)} == documents


def test_next_pressed_twice_by_the_same_person_is_one_document(desk: Desk, store: Store, clock: Clock) -> None:
    for n in range(6):
        drafted(store, f"doc{n}", to=State.IN_REVIEW)
    seen = clock.now
    clock.pass_seconds(1)

    def press(leaving: str = "") -> str:
        claimed = review.claim_next(desk, ALL, actor="jane", seen_at=seen, leaving=leaving)
        assert claimed is not None
        return claimed.document_id

    first = press()
    assert press() == first
    assert {str(one) for one in at_once(3, lambda _: press())} == {first}
    seen = clock.now + dt.timedelta(seconds=1)
    clock.pass_seconds(2)
    second = press(leaving=first)
    assert second != first
    assert press(leaving=first) == second
    assert len(store.claims(store.ids(ACME, states=[State.IN_REVIEW]))) == 2


def test_what_is_on_hold_is_the_next_one_only_for_who_asks_for_its_reason(desk: Desk, document: str) -> None:
    review.hold(desk, ACME, document, sentence="The vendor is called.", actor="jane", version=1)

    assert review.claim_next(desk, ALL, actor="jane") is None
    held = review.claim_next(desk, QueueFilter(clients=(ACME,), reasons=(Reason.HELD.value,)), actor="jane")
    assert held is not None
    assert held.document_id == document


def test_ten_saves_at_once_lose_none(desk: Desk, store: Store, document: str) -> None:
    def save(n: int) -> Case:
        return review.correct(
            desk, ACME, document, corrections={"gross_total": f"{n}.00"}, actor=f"person{n}", version=1
        )

    results = at_once(10, save)

    saved = [one for one in results if isinstance(one, Case)]
    refused = [one for one in results if isinstance(one, StaleVersion)]
    assert (len(saved), len(refused)) == (1, 9)
    current = store.case(ACME, document)
    assert current is not None
    assert all(one.current is not None and one.current.draft == current.draft for one in refused)
    assert len(store.decisions(ACME, document)) == 1


def test_claiming_again_renews_and_writes_no_second_event(
    desk: Desk, store: Store, document: str, clock: Clock
) -> None:
    first = review.claim(desk, ACME, document, actor="eva")
    clock.pass_seconds(60)
    second = review.claim(desk, ACME, document, actor="eva")

    assert second.until - first.until == dt.timedelta(seconds=60)
    assert second.since == first.since
    assert names(store, document).count("claimed") == 1


def test_a_claim_that_is_not_renewed_runs_out(desk: Desk, document: str, clock: Clock) -> None:
    review.claim(desk, ACME, document, actor="eva")
    with pytest.raises(Claimed, match="eva is working on"):
        review.claim(desk, ACME, document, actor="ben")
    clock.pass_seconds(15 * 60)

    assert review.claim(desk, ACME, document, actor="ben").actor == "ben"


def test_what_somebody_else_has_cannot_be_decided(desk: Desk, store: Store, document: str) -> None:
    review.claim(desk, ACME, document, actor="eva")

    with pytest.raises(Claimed):
        review.approve(desk, ACME, document, actor="ben", version=1)
    assert review.approve(desk, ACME, document, actor="eva", version=1).document.state is State.READY
    assert store.claims([document]) == {}


def test_a_released_document_is_free_and_only_its_holder_releases_it(desk: Desk, store: Store, document: str) -> None:
    review.claim(desk, ACME, document, actor="eva")

    assert not review.release(desk, ACME, document, actor="ben")
    assert review.release(desk, ACME, document, actor="eva")
    assert not review.release(desk, ACME, document, actor="eva")
    assert review.claim(desk, ACME, document, actor="ben").actor == "ben"
    assert names(store, document)[-3:] == ["claimed", "unclaimed", "claimed"]


def test_an_assigned_document_changes_hands(desk: Desk, store: Store, document: str) -> None:
    review.claim(desk, ACME, document, actor="eva")

    given = review.assign(desk, ACME, document, to="ben", actor="lead")

    assert (given.actor, given.assigned_by) == ("ben", "lead")
    assert names(store, document)[-1] == "assigned"
    with pytest.raises(Claimed, match="ben is working"):
        review.claim(desk, ACME, document, actor="eva")


def test_a_document_that_does_not_wait_cannot_be_claimed(desk: Desk, store: Store) -> None:
    with pytest.raises(NotAllowed, match="is ready"):
        review.claim(desk, ACME, drafted(store, to=State.READY), actor="eva")


def test_nobody_claims_another_clients_document(desk: Desk, document: str) -> None:
    with pytest.raises(AskAPerson, match="other has no document"):
        review.claim(desk, "other", document, actor="eva")


def test_the_database_knows_one_holder_per_document_and_no_machine(desk: Desk, engine: Engine, document: str) -> None:
    review.claim(desk, ACME, document, actor="eva")
    insert = text("insert into claim (document_id, client, actor, since, until) values (:d, 'acme', :a, now(), now())")
    for actor in ("ben", "pipeline"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(insert, {"d": document, "a": actor})


def test_what_was_typed_is_kept_per_person_and_saving_twice_is_saving_once(desk: Desk, document: str) -> None:
    typed = {"gross_total": "12"}
    first = review.autosave(desk, ACME, document, corrections=typed, actor="eva", version=1, revision=0)
    again = review.autosave(desk, ACME, document, corrections=typed, actor="eva", version=1, revision=0)

    assert first == again
    assert [one.corrections for one in review.autosaved(desk, ACME, document, actor="eva")] == [typed]
    assert review.autosaved(desk, ACME, document, actor="ben") == []


def test_the_second_of_two_tabs_is_told(desk: Desk, document: str) -> None:
    review.autosave(desk, ACME, document, corrections={"a": "1"}, actor="eva", version=1, revision=0)

    with pytest.raises(StaleVersion, match="another tab"):
        review.autosave(desk, ACME, document, corrections={"a": "2"}, actor="eva", version=1, revision=0)


def test_a_save_renews_the_claim_of_who_typed_it(desk: Desk, store: Store, clock: Clock, document: str) -> None:
    claimed = review.claim(desk, ACME, document, actor="eva")
    clock.pass_seconds(600)

    kept = review.autosave(desk, ACME, document, corrections={"a": "1"}, actor="eva", version=1)
    of_another = review.autosave(desk, ACME, document, corrections={"a": "2"}, actor="ben", version=1)

    assert (kept.held, of_another.held) == (True, False)
    assert store.claims([document])[document].until == claimed.until + dt.timedelta(seconds=600)
    assert names(store, document).count("claimed") == 1
    clock.pass_seconds(3600)
    assert not review.autosave(desk, ACME, document, corrections={"a": "3"}, actor="eva", version=1).held


def test_typing_waits_for_nobody_who_works_on_another_document_of_the_client(
    desk: Desk, engine: Engine, document: str
) -> None:
    with Session(engine) as busy, busy.begin():
        lock_client(busy, ACME)
        busy.execute(text("set local lock_timeout = '1s'"))
        kept = review.autosave(desk, ACME, document, corrections={"a": "1"}, actor="eva", version=1)
    assert kept.revision == 1


def test_people_who_type_claim_decide_and_give_back_at_once_block_nobody_and_lose_nothing(
    engine: Engine, clock: Clock, rules: Rules
) -> None:
    """Autosaves take no client's lock: whatever else happens to the same documents, nobody waits for each other."""
    store = Store(engine, clock=clock)
    desk = desk_on(store, clock, rules)
    documents = [drafted(store, f"d{number}", to=State.IN_REVIEW) for number in range(2)]

    def work(number: int) -> list[str]:
        actor, told = f"p{number}", []
        for turn in range(6):
            document = documents[(number + turn) % 2]
            typed = {"payment_terms": f"{actor} {turn}"}
            version = version_of(store, document)
            for act in (
                lambda: review.autosave(desk, ACME, document, corrections=typed, actor=actor, version=version),  # noqa: B023
                lambda: review.claim(desk, ACME, document, actor=actor),  # noqa: B023
                lambda: review.autosave(desk, ACME, document, corrections=typed, actor=actor, version=version),  # noqa: B023
                lambda: review.correct(desk, ACME, document, corrections=typed, actor=actor, version=version),  # noqa: B023
                lambda: review.discard(desk, ACME, document, actor=actor),  # noqa: B023
                lambda: review.release(desk, ACME, document, actor=actor),  # noqa: B023
            ):
                try:
                    act()
                    told.append("done")
                except (Claimed, StaleVersion) as problem:
                    told.append(type(problem).__name__)
        return told

    with ThreadPoolExecutor(6) as pool:
        told = [one for result in pool.map(work, range(6)) for one in result]

    assert told.count("done") > 100
    decided = [one for document in documents for one in store.decisions(ACME, document)]
    assert decided
    assert len({(one.document_id, one.version) for one in decided}) == len(decided)
    assert all(version_of(store, one) == 1 + len(store.decisions(ACME, one)) for one in documents)
    assert store.verify_chain(ACME) == []


def test_a_pasted_file_is_refused_with_a_sentence(desk: Desk, document: str) -> None:
    with pytest.raises(AskAPerson, match="more than 512 KB"):
        review.autosave(desk, ACME, document, corrections={"a": "x" * 1_000_000}, actor="eva", version=1)


def test_a_draft_goes_when_it_was_sent_and_stays_when_somebody_else_was_first(desk: Desk, document: str) -> None:
    for actor in ("eva", "ben"):
        review.autosave(desk, ACME, document, corrections={"gross_total": "1"}, actor=actor, version=1)
    review.correct(desk, ACME, document, corrections={"gross_total": "120"}, actor="eva", version=1)

    assert review.autosaved(desk, ACME, document, actor="eva") == []
    assert [one.version for one in review.autosaved(desk, ACME, document, actor="ben")] == [1]


def test_a_stale_save_is_shown_beside_what_others_did(desk: Desk, document: str) -> None:
    review.correct(desk, ACME, document, corrections={"gross_total": "120"}, actor="eva", version=1)

    both = review.merge(desk, ACME, document, corrections={"gross_total": "130", "invoice_number": "7"}, version=1)

    lines = {line.path: line for line in both.lines}
    assert (lines["gross_total"].before, lines["gross_total"].mine, lines["gross_total"].theirs) == (
        "119.00",
        "130",
        "120",
    )
    assert lines["gross_total"].conflict
    assert lines["gross_total"].by == "eva"
    assert (lines["invoice_number"].before, lines["invoice_number"].theirs) == ("INV-one", None)
    assert not lines["invoice_number"].conflict
    assert both.case.version == 2


def test_a_held_document_is_taken_up_again(desk: Desk, store: Store, document: str) -> None:
    for _ in range(2):
        held = review.hold(desk, ACME, document, sentence="Waits for the order.", actor="eva", version=1)
    assert (held.document.state, held.reason, held.version) == (State.ON_HOLD, "held", 2)
    for _ in range(2):
        taken = review.resume(desk, ACME, document, actor="ben", version=2)

    assert (taken.document.state, taken.version) == (State.IN_REVIEW, 3)
    assert names(store, document)[-2:] == ["held", "resumed"]


def test_what_waits_at_the_gate_is_neither_held_nor_resumed(desk: Desk, store: Store) -> None:
    document = drafted(store, over_limit=True)

    with pytest.raises(NotAllowed, match="second person"):
        review.resume(desk, ACME, document, actor="eva", version=1)
    with pytest.raises(NotAllowed, match="second person"):
        review.hold(desk, ACME, document, sentence="Wait.", actor="eva", version=1)


def test_a_document_of_another_type_is_read_anew(desk: Desk, store: Store, document: str) -> None:
    for _ in range(2):
        case = review.retype(desk, ACME, document, document_type="credit_note", actor="eva", version=1)

    assert case.draft is not None
    assert (case.draft.document_type, case.version, case.document.state) == ("credit_note", 2, State.IN_REVIEW)
    (decision,) = store.decisions(ACME, document)
    assert (decision.corrections, decision.before) == (
        {"document_type": "credit_note"},
        {"document_type": "invoice"},
    )


def test_a_document_of_no_known_type_gets_a_draft_by_its_type(desk: Desk, store: Store) -> None:
    refusal = Disposition(DispositionKind.REVIEW, Reason.UNKNOWN_TYPE, "What is it?")
    (arrival,) = store.receive([found("odd", disposition=refusal)])

    case = review.retype(desk, ACME, arrival.document_id, document_type="invoice", actor="eva", version=0)

    assert case.draft is not None
    assert case.version == 1


def test_the_queue_is_filtered_sorted_cut_and_counted(desk: Desk, store: Store, clock: Clock) -> None:
    small = drafted(store, "small", to=State.IN_REVIEW, draft=invoice("INV-1", "10.00"))
    clock.pass_seconds(3600)
    large = drafted(store, "large", to=State.ON_HOLD, draft=invoice("INV-2", "900.00"))
    drafted(store, "gone", to=State.READY)
    review.claim(desk, ACME, small, actor="eva")

    def ids(which: QueueFilter, **more: object) -> list[str]:
        return [line.document_id for line in review.queue(desk, which, **more)]  # type: ignore[arg-type]

    assert ids(ALL, order=QueueOrder.AGE) == [small, large]
    assert ids(ALL, order=QueueOrder.VALUE, descending=True) == [large, small]
    assert ids(ALL, order=QueueOrder.AGE, limit=1, offset=1) == [large]
    assert ids(QueueFilter(clients=())) == []
    assert ids(QueueFilter(clients=("other",))) == []
    assert ids(QueueFilter(clients=(ACME,), holder=Holder.ME, me="eva")) == [small]
    assert ids(QueueFilter(clients=(ACME,), holder=Holder.OTHERS, me="eva")) == []
    assert ids(QueueFilter(clients=(ACME,), holder=Holder.NOBODY)) == [large]
    assert ids(QueueFilter(clients=(ACME,), states=(State.ON_HOLD,))) == [large]
    assert ids(QueueFilter(clients=(ACME,), value_from=Decimal(100))) == [large]
    assert ids(QueueFilter(clients=(ACME,), text="inv 2")) == [large]
    assert ids(QueueFilter(clients=(ACME,), text="large")) == [large]
    assert ids(QueueFilter(clients=(ACME,), text="%")) == []
    assert ids(QueueFilter(clients=(ACME,), types=("credit_note",))) == []
    counts = review.count(desk, ALL)
    assert (counts.total, counts.claimed, counts.by_type, counts.by_client) == (2, 1, {"invoice": 2}, {ACME: 2})
    line = review.queue(desk, ALL, order=QueueOrder.AGE)[0]
    assert line.claim is not None
    assert (line.claim.actor, line.number, line.sender) == ("eva", "INV-1", "Büro \x00 AG")


def test_what_is_due_first_comes_first_and_overdue_is_counted(desk: Desk, store: Store, clock: Clock) -> None:
    drafted(store, "late", to=State.IN_REVIEW)
    clock.now = dt.datetime(2026, 11, 21, 8, 0, 1, tzinfo=dt.UTC)

    line = review.queue(desk, ALL)[0]

    assert line.due_at == dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
    assert review.count(desk, ALL).overdue == 1
    assert review.queue(desk, QueueFilter(clients=(ACME,), overdue=True))


def test_the_queue_reads_its_own_index_at_ten_thousand_documents(desk: Desk, engine: Engine, store: Store) -> None:
    many = """
        insert into document (document_id, client, sha256, size, media_type, key, received_at, state, since, sentence,
            attempt, tries, tries_stage, version, revision, document_type, reason, gross, draft)
        select 'd' || n, 'acme', 'h' || n, 1, 'application/pdf', 'incoming/' || n, now() - n * interval '1 minute',
            case when n % 10 = 0 then 'in_review' else 'posted' end, now() - n * interval '1 minute', '', 0, 0, '', 1,
            1, 'invoice', 'math_mismatch', n, json_build_object('record', json_build_object('note', repeat('x', 2000)))
        from generate_series(1, 20000) n
    """
    with engine.begin() as connection:
        connection.execute(text(many))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze document"))
    counts = review.count(desk, ALL)
    page = review.queue(desk, ALL, order=QueueOrder.AGE, limit=50, offset=1900)
    plan = "explain select document_id from document where state in ('in_review', 'on_hold') and client in ('acme')"
    with engine.connect() as connection:
        steps = " ".join(connection.scalars(text(f"{plan} order by since limit 50")))

    assert (counts.total, len(page)) == (2000, 50)
    assert "ix_document_parked" in steps
