"""Blind keying on a real database: nobody sees the other's values, a third settles, and the machine is measured."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import Clock
from desk_words import contract, desk_on
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from store_words import ACME, found, invoice, posting, read

from bpo_pipeline import review
from bpo_pipeline.contracts import SecondKeying
from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.flow.keying import in_sample, to_be_keyed
from bpo_pipeline.model.desk import KeyedField, KeyingPurpose, KeyingRole, KeyingState, NewKeying, QueueFilter
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Desk
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration
MACHINE = {"gross_total": "119.00", "invoice_number": "INV-7"}


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    return desk_on(store, clock)


def keyed_document(
    store: Store, purpose: KeyingPurpose = KeyingPurpose.FIELDS, people: int = 1, draft: Draft | None = None
) -> str:
    """A document that would have gone straight through, with two fields to be keyed."""
    identity = read(store)
    attempt = store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    store.save_draft(
        identity,
        attempt=attempt,
        draft=draft or invoice(),
        findings=(),
        vendor_id=None,
        to=State.READY,
        postings=[posting(identity)],
        keying=NewKeying(purpose, people, MACHINE),
    )
    return identity


def state_of(store: Store, document: str) -> State:
    case = store.case(ACME, document)
    assert case is not None
    return case.document.state


def test_a_form_shows_no_value_and_agreement_sends_the_document_on(desk: Desk, store: Store) -> None:
    document = keyed_document(store)
    assert state_of(store, document) is State.IN_REVIEW

    form = review.keying_form(desk, ACME, document, actor="eva")
    assert (sorted(form.paths), form.candidates) == (sorted(MACHINE), {})
    for _ in range(2):
        state = review.key(desk, ACME, document, typed={"gross_total": "119", "invoice_number": "inv-7"}, actor="eva")

    assert state is KeyingState.DONE
    assert state_of(store, document) is State.READY
    assert all(one.agreed and one.machine_right for one in store.keyed_fields(ACME, document))


def test_what_is_to_be_keyed_is_not_in_the_queue_unless_asked_for(desk: Desk, store: Store) -> None:
    document = keyed_document(store)
    asked_for = QueueFilter(clients=(ACME,), reasons=("second_keying",))

    assert review.queue(desk, QueueFilter(clients=(ACME,))) == []
    assert [line.document_id for line in review.queue(desk, asked_for)] == [document]


def test_a_third_settles_what_differs_and_never_one_of_the_two(desk: Desk, store: Store) -> None:
    document = keyed_document(store, people=2)
    review.key(desk, ACME, document, typed=MACHINE, actor="eva")
    other = MACHINE | {"gross_total": "191.00"}
    assert review.key(desk, ACME, document, typed=other, actor="ben") is KeyingState.DIFFERS

    with pytest.raises(NotAllowed, match="somebody else has to"):
        review.keying_form(desk, ACME, document, actor="eva")
    form = review.keying_form(desk, ACME, document, actor="zoe")
    assert form.task.role is KeyingRole.SETTLE
    assert form.candidates == {"gross_total": ("119.00", "191.00")}
    assert review.key(desk, ACME, document, typed={"gross_total": "191.00"}, actor="zoe") is KeyingState.DONE

    gross = next(one for one in store.keyed_fields(ACME, document) if one.path == "gross_total")
    assert gross == KeyedField("gross_total", "119.00", "191.00", agreed=False, machine_right=False)
    case = store.case(ACME, document)
    assert case is not None
    assert (case.document.state, case.draft.record.gross_total) == (State.IN_REVIEW, Decimal("191.00"))  # type: ignore[union-attr]


def test_the_database_lets_nobody_key_twice(desk: Desk, store: Store, engine: Engine) -> None:
    document = keyed_document(store, people=2)
    review.key(desk, ACME, document, typed=MACHINE, actor="eva")
    second = "insert into keyed (document_id, actor, role, typed, at) values (:d, :a, 'settle', '{}', now())"
    for actor in ("eva", "pipeline"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(second), {"d": document, "a": actor})


def test_a_sampled_document_goes_on_meanwhile_and_an_error_is_kept(desk: Desk, store: Store) -> None:
    document = keyed_document(store, KeyingPurpose.SAMPLE)
    assert state_of(store, document) is State.READY

    review.key(desk, ACME, document, typed=MACHINE | {"invoice_number": "INV-1"}, actor="eva")
    review.key(desk, ACME, document, typed={"invoice_number": "INV-1"}, actor="ben")

    assert [one.path for one in store.keyed_fields(ACME, document) if not one.machine_right] == ["invoice_number"]
    done = [event for event in store.events(ACME, document_id=document) if event.name == "keying_done"]
    assert done[0].data["machine_wrong"] == ["invoice_number"]


def test_who_decided_on_it_does_not_key_it_and_deciding_ends_the_keying(desk: Desk, store: Store) -> None:
    document = keyed_document(store)
    review.correct(desk, ACME, document, corrections={"gross_total": "120"}, actor="eva", version=1)

    assert review.keyings(desk, [ACME], actor="ben") == []
    with pytest.raises(NotAllowed, match="keyed already"):
        review.keying_form(desk, ACME, document, actor="ben")


def test_each_field_is_keyed_and_in_a_form_that_can_be_read(desk: Desk, store: Store) -> None:
    document = keyed_document(store)
    with pytest.raises(AskAPerson, match="each of the fields"):
        review.key(desk, ACME, document, typed={"gross_total": "1"}, actor="eva")
    assert [one.document_id for one in review.keyings(desk, [ACME], actor="eva")] == [document]
    assert review.keyings(desk, ["other"], actor="eva") == []


def test_the_contract_says_what_is_keyed() -> None:
    _, document, _ = found()
    terms = SecondKeying(fields=("gross_total",), people=2)
    assert to_be_keyed(contract(second_keying=terms), document, invoice()) == NewKeying(
        KeyingPurpose.FIELDS, 2, {"gross_total": "119.00"}
    )
    assert to_be_keyed(contract(), document, invoice()) is None
    sampled = to_be_keyed(contract(second_keying=SecondKeying(sample_percent=Decimal(100))), document, invoice())
    assert sampled is not None
    assert (sampled.purpose, sampled.machine["invoice_number"]) == (KeyingPurpose.SAMPLE, "INV-7")


def test_the_sample_has_the_size_that_was_asked_for() -> None:
    drawn = sum(in_sample(f"document{n}", Decimal(10)) for n in range(5000))
    assert 400 < drawn < 600
    assert not any(in_sample(f"document{n}", Decimal(0)) for n in range(100))
