"""Accepted forms change master data on a real database: asked once, approved by another person, applied once."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from store_words import read

from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.flow import paying
from bpo_pipeline.flow.onboarding import Onboarding
from bpo_pipeline.flow.onboarding_changes import employees
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import tax_id
from bpo_pipeline.model.states import State
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting.targets.tryton import Tryton
from bpo_pipeline.store import Buckets, Store, Vault

pytestmark = pytest.mark.integration
SSN, NUMBER, EIN = "212-77-4330", "777888999001", "98-7654321"
PEOPLE = (PaidEmployee("1000", "Ann", "Field", ssn=tax_id(SSN)), PaidEmployee("1001", "Ben", "Reed"))


class Books(Tryton):
    """A Tryton that only keeps tax ids."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def add_tax_id(self, vendor_id: str, kind: str, code: str) -> None:
        self.told.append((vendor_id, kind, code))


@pytest.fixture
def books() -> Books:
    return Books()


@pytest.fixture
def parts(store: Store, buckets: Buckets, vault: Vault, new_bucket: Callable[[], str], books: Books) -> Parts:
    values = {
        "client": "acme",
        "name": "Acme Inc.",
        "country": "US",
        "currency": "USD",
        "documents": [{"type": one} for one in ("w4", "w9", "i9", "direct_deposit")],
        "targets": [{"kind": "csv"}],
        "approval_limit": "10000",
        "outbox": new_bucket(),
    }
    made = Parts(
        contract=Contract.model_validate(values),
        store=store,
        vault=vault,
        buckets=buckets,
        sandbox=lambda: pytest.fail("no file is opened"),
        targets=lambda: {"tryton": books},
        master=lambda: MasterData((Vendor("V1", "Lake Paper Co"), Vendor("V2", "Other Inc", tax_ids=("123456789",)))),
        master_key=base64.urlsafe_b64encode(b"k" * 32).decode(),
    )
    paying.take_over(made, PEOPLE, actor="hana")
    return made


def accepted(parts: Parts, kind: str, record: SignedForm, *, by: str = "olga") -> str:
    """The id of a form that somebody accepted."""
    identity = read(parts.store, f"{kind}{record}")
    attempt = parts.store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    draft = Draft(kind, 0.99, record, ())
    parts.store.save_draft(
        identity, attempt=attempt, draft=draft, findings=(), vendor_id=None, to=State.READY, postings=()
    )
    with parts.store._engine.begin() as connection:
        connection.execute(
            text(
                "insert into decision"
                " (document_id, client, kind, actor, at, version, corrections, comment, fingerprint)"
                " values (:d, 'acme', 'approve', :who, now(), 99, '{}', '', 'x')"
            ),
            {"d": identity, "who": by},
        )
    return identity


def changes(parts: Parts) -> dict[str, tuple[str, str]]:
    ((_, found),) = Onboarding(parts).waiting()
    return {one.field: (one.before, one.after) for one in found}


W4_FORM = W4(first_name_mi="Ann B", last_name="Field", ssn=SSN, filing_status="single", signed=True)


def test_a_w4_is_applied_once_after_another_person(parts: Parts, engine: Engine) -> None:
    identity = accepted(parts, "w4", W4_FORM)
    desk = Onboarding(parts)
    assert desk.collect() == desk.collect() == [identity]
    assert changes(parts)["ssn"] == ("", "***-**-4330")
    with pytest.raises(NotAllowed, match="second person"):
        desk.approve(identity, actor="olga")
    with pytest.raises(DBAPIError, match="not approved"), engine.begin() as connection:
        connection.execute(
            text(
                "insert into employee_form select client, subject_id, kind, sealed, request_id, now()"
                " from change_request"
            )
        )
    with pytest.raises(DBAPIError, match="four_eyes"), engine.begin() as connection:
        connection.execute(text("update change_request set state = 'approved', approved_by = 'olga'"))
    assert "master list" in desk.approve(identity, actor="pam")
    assert "before" in desk.approve(identity, actor="pam")
    assert (desk.collect(), desk.waiting()) == ([], [])
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text("update change_request set subject_id = '1001'"))

    accepted(parts, "w4", W4_FORM.model_copy(update={"filing_status": "married_jointly"}))
    desk.collect()
    assert changes(parts) == {"filing_status": ("single", "married_jointly")}


def test_a_form_of_nobody_on_file_waits_for_a_name(parts: Parts) -> None:
    identity = accepted(parts, "i9", I9(first_name="New", last_name="Person", ssn="212-11-2222"))
    desk = Onboarding(parts)
    desk.collect()
    with pytest.raises(NotAllowed, match="whom"):
        desk.approve(identity, actor="pam")
    desk.assign(identity, "1002", actor="hana")
    with pytest.raises(NotAllowed, match="second person"):
        desk.approve(identity, actor="hana")
    desk.approve(identity, actor="pam")
    person = employees(parts)["1002"]
    assert (person.name, person.ssn) == ("New Person", tax_id("212-11-2222"))


def test_another_number_under_a_known_name_is_not_that_person(parts: Parts) -> None:
    accepted(parts, "w4", W4_FORM.model_copy(update={"ssn": "212-99-9999"}))
    Onboarding(parts).collect()
    ((request, _),) = Onboarding(parts).waiting()
    assert request.subject_id == ""


DEPOSIT = DirectDeposit(
    employee_id="1000", routing_number="091000019", account_number=NUMBER, account_type="checking", action="new"
)


def test_bank_details_are_only_proposed(parts: Parts) -> None:
    identity = accepted(parts, "direct_deposit", DEPOSIT)
    desk = Onboarding(parts)
    desk.collect()
    assert changes(parts)["account_number"] == ("", "****9001")
    for _ in range(2):
        desk.approve(identity, actor="pam")
    (account,) = parts.store.accounts("acme")
    assert (account.state, account.entered_by) == ("proposed", "pam")


@pytest.mark.parametrize(
    "values", [{"action": "cancel"}, {"amount": "50%"}, {"routing_number": "091000018"}, {"account_number": None}]
)
def test_what_cannot_be_applied_is_not_approved(parts: Parts, values: dict[str, Any]) -> None:
    identity = accepted(parts, "direct_deposit", DEPOSIT.model_copy(update=values))
    Onboarding(parts).collect()
    with pytest.raises(AskAPerson, match="cannot be applied"):
        Onboarding(parts).approve(identity, actor="pam")
    assert Onboarding(parts).decline(identity, actor="pam")
    assert Onboarding(parts).waiting() == []


def test_a_w9_goes_to_the_vendors_party(parts: Parts, books: Books) -> None:
    identity = accepted(parts, "w9", W9(name="Lake Paper Co", ein=EIN))
    desk = Onboarding(parts)
    desk.collect()
    assert changes(parts) == {"ein": ("", "***-**-4321")}
    for _ in range(2):
        desk.approve(identity, actor="pam")
    assert books.told == [("V1", "us_ein", EIN)]


def test_no_value_of_a_form_is_seen_outside_of_the_draft(parts: Parts, engine: Engine) -> None:
    identity = accepted(parts, "direct_deposit", DEPOSIT)
    accepted(parts, "w4", W4_FORM)
    desk = Onboarding(parts)
    desk.collect()
    shown = str([(one, [asdict(change) for change in found]) for one, found in desk.waiting()])
    desk.approve(identity, actor="pam")
    with engine.connect() as connection:
        kept = "".join(
            str(connection.execute(text(f"select t::text from {table} t")).all())
            for table in ("change_request", "employee_form", "event", "payee_account")
        )
    for value in (SSN, SSN.replace("-", ""), NUMBER):
        assert value not in shown + kept
