"""A person's decisions on a real database: checked again, applied once, by somebody, on what they saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from conftest import Clock
from store_words import ACME, acknowledgement, drafted, found, posting, received

from bpo_pipeline.errors import AskAPerson, NotAllowed, StaleVersion
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Case, DecisionKind, NewPosting
from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Checked, Desk, approve, correct, parked, reject, show
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration


@dataclass
class Rules:
    """Stands for qa: says what the test tells it, or that the total is not 119.00."""

    says: list[Finding] = field(default_factory=list)

    def __call__(self, case: Case, draft: Draft) -> Checked:
        found = list(self.says)
        if draft.record.gross_total != Decimal("119.00"):  # type: ignore[attr-defined]
            found.append(
                Finding("BR-CO-15", "gross_total", Severity.ERROR, Reason.MATH_MISMATCH, "The total is not 119.00.")
            )
        return Checked(tuple(found), "V1")


def apply_corrections(draft: Draft, corrections: Mapping[str, str]) -> Draft:
    values = draft.record.model_dump() | dict(corrections)
    return replace(draft, record=type(draft.record).model_validate(values))


def plan(case: Case, draft: Draft, vendor_id: str | None) -> Sequence[NewPosting]:
    total = draft.record.gross_total  # type: ignore[attr-defined]
    return [posting(case.document.document_id, total=str(total), over_limit=total > 1000)]


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
def desk(store: Store, clock: Clock, rules: Rules) -> Desk:
    return Desk(store, rules, apply_corrections, plan, clock)


@pytest.fixture
def document(store: Store) -> str:
    """A document in review, at version 1."""
    return drafted(store, to=State.IN_REVIEW)


def test_a_corrected_document_stays_parked_with_what_the_checks_say_now(desk: Desk, document: str) -> None:
    wrong = correct(desk, ACME, document, corrections={"gross_total": "120.00"}, actor="eva", version=1)
    right = correct(desk, ACME, document, corrections={"gross_total": "119.00"}, actor="eva", version=2)

    assert (wrong.document.state, wrong.reason, wrong.version) == (State.IN_REVIEW, "math_mismatch", 2)
    assert wrong.findings[0].rule == "BR-CO-15"
    assert (right.document.state, right.reason, right.version) == (State.IN_REVIEW, None, 3)
    assert right.findings == ()
    assert right.vendor_id == "V1"
    assert right.draft is not None
    assert right.draft.record.gross_total == Decimal("119.00")  # type: ignore[attr-defined]


def test_the_amount_that_was_read_first_is_kept_beside_the_corrected_one(
    desk: Desk, store: Store, document: str
) -> None:
    correct(desk, ACME, document, corrections={"gross_total": "120.00"}, actor="eva", version=1)

    line = store.control_lines(ACME, dt.date(2026, 11, 20), dt.date(2026, 11, 20))[0]

    assert (line.amount_read, line.amount) == (Decimal("119.00"), Decimal("120.00"))
    assert store.corrected_documents(ACME, line.day, line.day) == {document}


def test_an_approved_document_is_ready_with_its_postings(desk: Desk, store: Store, document: str) -> None:
    case = approve(desk, ACME, document, actor="eva", version=1)

    assert case.document.state is State.READY
    assert [row.document_id for row in store.waiting(ACME)] == [document]


def test_a_double_click_approves_once(desk: Desk, store: Store, document: str) -> None:
    cases = [approve(desk, ACME, document, actor="eva", version=1) for _ in range(2)]

    assert [case.document.state for case in cases] == [State.READY, State.READY]
    assert len(store.decisions(ACME, document)) == 1
    assert [event.name for event in store.events(ACME)].count("approved") == 1


def test_correcting_twice_corrects_once(desk: Desk, store: Store, document: str) -> None:
    for _ in range(2):
        case = correct(desk, ACME, document, corrections={"gross_total": "120.00"}, actor="eva", version=1)

    assert case.version == 2
    assert len(store.decisions(ACME, document)) == 1


def test_the_checks_run_again_before_approval(desk: Desk, rules: Rules, document: str) -> None:
    rules.says.append(
        Finding("vendor-known", "supplier_name", Severity.ERROR, Reason.UNKNOWN_VENDOR, "No such vendor.")
    )

    with pytest.raises(NotAllowed, match=r"No such vendor \[vendor-known\]\. Correct it, or approve it with a comment"):
        approve(desk, ACME, document, actor="eva", version=1, comment="  ")


def test_an_error_set_aside_with_a_comment_is_recorded(desk: Desk, store: Store, document: str) -> None:
    correct(desk, ACME, document, corrections={"gross_total": "120.00"}, actor="eva", version=1)

    approve(desk, ACME, document, actor="ben", version=2, comment="The vendor rounds up.")

    approved = next(event for event in store.events(ACME) if event.name == "approved")
    assert approved.data["overridden"] == ["BR-CO-15"]
    assert approved.actor == "ben"
    assert "rounds" not in str(approved.data)
    assert store.decisions(ACME, document)[1].comment == "The vendor rounds up."


def test_a_required_field_that_is_empty_cannot_be_set_aside(store: Store, clock: Clock, document: str) -> None:
    told = Finding("BR-02", "invoice_number", Severity.ERROR, Reason.EXTRACTION_INCOMPLETE, "The number is missing.")
    desk = Desk(store, lambda *_: Checked((told,), "V1", missing=(told,)), apply_corrections, plan, clock)

    with pytest.raises(NotAllowed, match=r"The number is missing \[BR-02\]\. Nothing is booked without it"):
        approve(desk, ACME, document, actor="eva", version=1, comment="There is none on the paper.")


def test_a_refusal_cannot_be_set_aside(desk: Desk, rules: Rules, document: str) -> None:
    rules.says.append(Finding("bank", "supplier_iban", Severity.REFUSAL, Reason.BANK_CHANGE, "New bank account."))

    with pytest.raises(NotAllowed, match=r"cannot be approved: New bank account \[bank\]"):
        approve(desk, ACME, document, actor="eva", version=1, comment="It is fine.")


def test_a_rejected_document_ends_with_the_sentence_for_the_client(desk: Desk, store: Store, document: str) -> None:
    cases = [reject(desk, ACME, document, sentence="Not ours.", actor="eva", version=1) for _ in range(2)]

    assert {(case.document.state, case.reason, case.sentence) for case in cases} == {
        (State.REJECTED, "refused_by_reviewer", "Not ours.")
    }
    assert store.acknowledgements_due(ACME)[0].sentence == "Not ours."
    with pytest.raises(AskAPerson, match="needs a sentence"):
        reject(desk, ACME, document, sentence=" ", actor="eva", version=2)


def test_a_decision_on_an_old_version_is_refused_and_loses_nothing(desk: Desk, document: str) -> None:
    correct(desk, ACME, document, corrections={"gross_total": "120.00"}, actor="eva", version=1)

    for act in (
        lambda: approve(desk, ACME, document, actor="ben", version=1),
        lambda: reject(desk, ACME, document, sentence="No.", actor="ben", version=1),
        lambda: correct(desk, ACME, document, corrections={"gross_total": "9"}, actor="ben", version=1),
    ):
        with pytest.raises(StaleVersion, match="look at it again"):
            act()

    assert show(desk, ACME, document).case.version == 2


@pytest.mark.parametrize("actor", ["", "pipeline"])
def test_only_a_person_decides(desk: Desk, document: str, actor: str) -> None:
    with pytest.raises(NotAllowed, match="name of the person"):
        approve(desk, ACME, document, actor=actor, version=1)


def test_a_document_of_another_client_does_not_exist(desk: Desk, document: str) -> None:
    for act in (
        lambda: show(desk, "beta", document),
        lambda: approve(desk, "beta", document, actor="eva", version=1),
        lambda: reject(desk, "beta", document, sentence="No.", actor="eva", version=1),
        lambda: correct(desk, "beta", document, corrections={"gross_total": "1"}, actor="eva", version=1),
    ):
        with pytest.raises(AskAPerson, match="beta has no document"):
            act()


def test_a_document_without_a_draft_can_only_be_rejected(desk: Desk, store: Store) -> None:
    document = received(store)
    attempt = store.begin(document, "read", expect=frozenset({State.RECEIVED}))
    assert attempt is not None
    store.move(document, State.IN_REVIEW, attempt=attempt, reason=Reason.UNKNOWN_TYPE, sentence="A letter.")

    with pytest.raises(NotAllowed, match="nothing was read"):
        approve(desk, ACME, document, actor="eva", version=0)
    with pytest.raises(NotAllowed, match="nothing was read"):
        correct(desk, ACME, document, corrections={"gross_total": "1"}, actor="eva", version=0)

    assert reject(desk, ACME, document, sentence="A letter.", actor="eva", version=0).document.state is State.REJECTED


def test_a_posted_document_cannot_be_decided_again(desk: Desk, store: Store, document: str) -> None:
    approve(desk, ACME, document, actor="eva", version=1)
    row = store.lease(ACME, "tryton", owner="sender", seconds=60)[0]
    store.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement(row.key))

    with pytest.raises(NotAllowed, match="is posted"):
        reject(desk, ACME, document, sentence="No.", actor="ben", version=2)


def test_what_waits_is_listed_with_reason_and_age(desk: Desk, store: Store, clock: Clock) -> None:
    refusal = Disposition(DispositionKind.REVIEW, Reason.PAGE_COUNT_DIFFERS, "Two engines disagree.")

    store.receive([found("odd", disposition=refusal)])
    clock.pass_seconds(90)
    drafted(store, to=State.ON_HOLD)
    clock.pass_seconds(10)

    waiting = parked(desk, ACME)

    assert [(one.case.reason, one.age.total_seconds()) for one in waiting] == [("page_count_differs", 100), (None, 10)]
    assert len(parked(desk, reason="page_count_differs")) == 1


def test_the_whole_story_of_a_document_is_shown(desk: Desk, store: Store, document: str) -> None:
    approve(desk, ACME, document, actor="eva", version=1)
    row = store.lease(ACME, "tryton", owner="sender", seconds=60)[0]
    store.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement(row.key))

    story = show(desk, ACME, document)

    names = [event.name for event in story.events]
    assert names == ["received", "read", "drafted", "in_review", "approved", "settled", "posted"]
    assert [one.kind for one in story.decisions] == [DecisionKind.APPROVE]
    assert [one.number for one in story.acknowledgements] == ["4711"]


def test_correcting_nothing_is_said(desk: Desk, document: str) -> None:
    with pytest.raises(AskAPerson, match="nothing to correct"):
        correct(desk, ACME, document, corrections={}, actor="eva", version=1)
