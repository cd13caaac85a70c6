"""Four eyes on bank details: the functions say it in a sentence, and the database refuses it in raw SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from conftest import Clock
from desk_words import Rules, desk_on
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from store_words import ACME, drafted, invoice

from bpo_pipeline import review
from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.desk import CallBack, CallBackOutcome
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Desk
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration
BANK = Finding("bank-details", "supplier_iban", Severity.ERROR, Reason.BANK_CHANGE, "The account is new.")
CONFIRMED, DENIED = CallBackOutcome.CONFIRMED, CallBackOutcome.DENIED
APPROVE = """insert into decision (document_id, client, kind, actor, at, version, corrections, comment, fingerprint)
    values (:d, 'acme', 'approve', :who, now(), 99, '{}', '', 'x')"""
CALL = """insert into call_back (document_id, client, actor, phone, known_from, known_since, spoke_with, called_at,
    outcome, account) values (:d, 'acme', 'eva', '+49 40 123456', 'vendor master', :since, 'Ms Roe', now(),
    'confirmed', '')"""


@pytest.fixture
def rules() -> Rules:
    return Rules([BANK])


@pytest.fixture
def desk(store: Store, clock: Clock, rules: Rules) -> Desk:
    return desk_on(store, clock, rules)


def with_account(iban: str = "DE02120300000000202051") -> Draft:
    draft = invoice()
    return replace(draft, record=draft.record.model_copy(update={"supplier_iban": iban}))


@pytest.fixture
def document(store: Store, desk: Desk) -> str:
    """A document at version 2 whose account is not on file; ben corrected its number."""
    identity = drafted(store, to=State.IN_REVIEW, draft=with_account())
    review.correct(desk, ACME, identity, corrections={"invoice_number": "8"}, actor="ben", version=1)
    return identity


def call(desk: Desk, document: str, *, actor: str = "eva", outcome: CallBackOutcome = CONFIRMED) -> CallBack:
    return review.call_back(
        desk,
        ACME,
        document,
        actor=actor,
        phone="+49 40 123456",
        known_from="vendor master",
        known_since=dt.date(2024, 1, 1),
        spoke_with="Ms Roe",
        outcome=outcome,
    )


def test_a_new_account_needs_a_call_back_and_a_second_person(desk: Desk, document: str) -> None:
    with pytest.raises(NotAllowed, match="no call-back has confirmed"):
        review.approve(desk, ACME, document, actor="zoe", version=2, comment="I am sure.")
    call(desk, document)
    with pytest.raises(NotAllowed, match="eva made the call-back"):
        review.approve(desk, ACME, document, actor="eva", version=2)
    with pytest.raises(NotAllowed, match="edited themselves"):
        review.approve(desk, ACME, document, actor="ben", version=2)

    assert review.approve(desk, ACME, document, actor="zoe", version=2).document.state is State.READY


def test_a_denied_account_is_not_paid_and_the_last_call_counts(desk: Desk, document: str) -> None:
    call(desk, document)
    call(desk, document, actor="ida", outcome=DENIED)

    with pytest.raises(NotAllowed, match="the last call: denied"):
        review.approve(desk, ACME, document, actor="zoe", version=2)


def test_a_call_is_about_the_account_that_was_there(desk: Desk, document: str) -> None:
    call(desk, document)
    other = {"supplier_iban": "DE02500105170137075030"}
    review.correct(desk, ACME, document, corrections=other, actor="ben", version=2)

    with pytest.raises(NotAllowed, match="no call-back has confirmed"):
        review.approve(desk, ACME, document, actor="zoe", version=3)


def test_the_same_call_twice_is_one(desk: Desk, store: Store, document: str) -> None:
    call(desk, document)
    call(desk, document)

    assert len(review.call_backs(desk, ACME, document)) == 1
    (event,) = [one for one in store.events(ACME, document_id=document) if one.name == "called_back"]
    assert "123456" not in str(event.data)
    assert "Roe" not in str(event.data)


def test_a_number_that_came_with_the_document_is_refused(desk: Desk, document: str) -> None:
    on_paper = replace(desk, text_of=lambda case: "Call us: (040) 123-456 today")
    with pytest.raises(AskAPerson, match="stands on the document"):
        review.call_back(
            on_paper,
            ACME,
            document,
            actor="eva",
            phone="+49 40 123456",
            known_from="the invoice",
            known_since=dt.date(2024, 1, 1),
            spoke_with="Ms Roe",
            outcome=CONFIRMED,
        )


def test_who_edits_an_account_on_file_does_not_approve_it(desk: Desk, store: Store, rules: Rules) -> None:
    rules.says.clear()
    identity = drafted(store, to=State.IN_REVIEW)
    review.correct(desk, ACME, identity, corrections={"supplier_iban": "DE1"}, actor="ben", version=1)

    with pytest.raises(NotAllowed, match="edited themselves"):
        review.approve(desk, ACME, identity, actor="ben", version=2)
    assert review.approve(desk, ACME, identity, actor="zoe", version=2).document.state is State.READY


def test_an_ordinary_edit_and_its_approval_may_be_one_persons(desk: Desk, store: Store, rules: Rules) -> None:
    rules.says.clear()
    identity = drafted(store, to=State.IN_REVIEW)
    review.correct(desk, ACME, identity, corrections={"invoice_number": "8"}, actor="ben", version=1)

    assert review.approve(desk, ACME, identity, actor="ben", version=2).document.state is State.READY


@pytest.mark.parametrize(
    ("who", "called", "says"),
    [
        ("ben", True, "edited themselves"),
        ("eva", True, "whoever called back"),
        ("zoe", False, "not confirmed by a call-back"),
    ],
)
def test_the_database_refuses_what_the_functions_refuse(
    desk: Desk, engine: Engine, document: str, who: str, called: bool, says: str
) -> None:
    if called:
        call(desk, document)
    with pytest.raises(IntegrityError, match=says), engine.begin() as connection:
        connection.execute(text(APPROVE), {"d": document, "who": who})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("state = 'ready'", "second person has to approve"),
        ("four_eyes = false", "only taken back by a new start"),
        ("four_eyes = false, state = 'ready'", "only taken back by a new start"),
    ],
)
def test_the_database_does_not_let_it_pass_by_the_side(engine: Engine, document: str, change: str, says: str) -> None:
    with pytest.raises(IntegrityError, match=says), engine.begin() as connection:
        connection.execute(text(f"update document set {change} where document_id = :d"), {"d": document})


def test_the_database_wants_a_number_known_before_and_keeps_every_call(
    desk: Desk, engine: Engine, document: str
) -> None:
    with pytest.raises(IntegrityError, match="not known before"), engine.begin() as connection:
        connection.execute(text(CALL), {"d": document, "since": dt.date(2026, 11, 20)})
    call(desk, document)
    for change in ("update call_back set outcome = 'confirmed'", "delete from call_back"):
        with pytest.raises(DBAPIError, match="only ever added"), engine.begin() as connection:
            connection.execute(text(change))
