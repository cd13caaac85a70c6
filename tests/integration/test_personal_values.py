"""Papers of people on a real database: no value of theirs stands anywhere in it, and it opens again."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal

import pytest
from conftest import MASTER_KEY
from sqlalchemy import Engine, text
from store_words import ACME, invoice, read

from bpo_pipeline.documents.bank_statement import BankStatement
from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.pay_stub import PayStub
from bpo_pipeline.documents.w2 import W2
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.desk import Keyed, KeyedField, KeyingPurpose, KeyingRole, NewKeying
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Decision, DecisionKind
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration
CANARY = "219-55-4071"
TYPED = "219-55-9338"
PAPERS = {
    "w4": (W4(last_name="Field", ssn=CANARY), "ssn"),
    "w2": (W2(employee_name="Ann Field", employee_ssn=CANARY), "employee_ssn"),
    "payslip": (PayStub(employee_ssn=CANARY), "employee_ssn"),
    "direct_deposit": (DirectDeposit(employee_name="Ann Field", account_number=CANARY), "account_number"),
    "bank_statement": (BankStatement(account_number=CANARY), "account_number"),
}


def paper(kind: str) -> Draft:
    record, path = PAPERS[kind]
    return Draft(kind, 0.99, record, (Evidence(path, CANARY, Source.TEXT, 0.7, 1),))


def drafted(store: Store, draft: Draft, *, keying: NewKeying | None = None) -> str:
    identity = read(store, draft.document_type)
    attempt = store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    path = draft.evidence[0].path
    finding = Finding("unsure", path, Severity.ERROR, Reason.LOW_CONFIDENCE, f"Is it {CANARY}?")
    store.save_draft(
        identity,
        attempt=attempt,
        draft=draft,
        findings=(finding,),
        vendor_id=None,
        to=State.READY if keying else State.IN_REVIEW,
        keying=keying,
    )
    return identity


def everything(engine: Engine) -> dict[str, str]:
    """All rows of all our tables, as text."""
    with engine.connect() as connection:
        tables = connection.scalars(
            text("select table_name from information_schema.tables where table_schema = 'public'")
        )
        return {table: "\n".join(connection.scalars(text(f'select t::text from "{table}" t'))) for table in tables}


def holding(engine: Engine, *values: str) -> list[str]:
    found = everything(engine)
    return [table for table, rows in found.items() if any(one in rows for one in values)]


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_of_a_person_is_sealed_and_opens_again(store: Store, engine: Engine, kind: str) -> None:
    draft = paper(kind)
    identity = drafted(store, draft)
    case = store.case(ACME, identity)
    assert case is not None
    assert case.draft == draft
    assert [one.sentence for one in case.findings] == [f"Is it {CANARY}?"]
    assert store.verify_document(ACME, identity) == []
    assert holding(engine, CANARY) == []


def test_what_people_type_key_and_correct_is_sealed_too(store: Store, engine: Engine) -> None:
    identity = drafted(store, paper("w4"))
    store.autosave(ACME, identity, actor="ann", version=1, corrections={"ssn": TYPED})
    assert store.autosaved(ACME, identity, actor="ann")[0].corrections == {"ssn": TYPED}
    assert holding(engine, CANARY, TYPED) == []
    at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    corrected = Draft("w4", 0.99, W4(last_name="Field", ssn=TYPED), ())
    correct = Decision(identity, DecisionKind.CORRECT, "ann", at, 1, {"ssn": TYPED})
    assert store.decide(correct, to=State.IN_REVIEW, draft=corrected)
    assert store.decide(Decision(identity, DecisionKind.APPROVE, "ann", at, 2), to=State.READY)
    first, _ = store.decisions(ACME, identity)
    assert (first.corrections, first.before) == ({"ssn": TYPED}, {"ssn": CANARY})
    assert [(one.path, one.machine, one.value) for one in store.truths(ACME)] == [("ssn", CANARY, TYPED)]
    assert holding(engine, CANARY, TYPED) == []


def test_second_keying_is_sealed(store: Store, engine: Engine) -> None:
    identity = drafted(store, paper("w4"), keying=NewKeying(KeyingPurpose.FIELDS, 1, {"ssn": CANARY}))
    keying = store.add_keyed(identity, Keyed("ann", KeyingRole.KEY, {"ssn": TYPED}))
    assert (keying.machine, keying.keyed[0].typed) == ({"ssn": CANARY}, {"ssn": TYPED})
    assert store.add_keyed(identity, Keyed("ann", KeyingRole.KEY, {"ssn": TYPED})) == keying
    field = KeyedField("ssn", CANARY, TYPED, agreed=False, machine_right=False)
    assert store.close_keying(identity, [field], actor="ann")
    assert store.keyed_fields(ACME, identity) == [field]
    assert holding(engine, CANARY, TYPED) == []


def test_without_the_key_a_persons_paper_is_not_stored_and_a_bill_is(engine: Engine) -> None:
    bare = Store(engine)
    with pytest.raises(AskAPerson, match="BPO_MASTER_KEY"):
        drafted(bare, paper("w4"))
    identity = read(bare, "bill")
    attempt = bare.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    bare.save_draft(identity, attempt=attempt, draft=invoice(), findings=(), vendor_id=None, to=State.IN_REVIEW)
    case = bare.case(ACME, identity)
    assert case is not None
    assert case.draft is not None
    assert case.draft.record.model_dump()["gross_total"] == Decimal("119.00")


def test_a_sealed_draft_that_was_put_into_another_row_does_not_open(store: Store, engine: Engine) -> None:
    one, other = drafted(store, paper("w4")), drafted(store, paper("w2"))
    with engine.begin() as connection:
        connection.execute(
            text(
                "update document set draft = (select draft from document where document_id = :a) where document_id = :b"
            ),
            {"a": one, "b": other},
        )
    with pytest.raises(AskAPerson, match="altered or moved"):
        store.case(ACME, other)


def test_another_key_opens_nothing(store: Store, engine: Engine) -> None:
    identity = drafted(store, paper("w4"))
    key = base64.urlsafe_b64encode(b"x" * 32).decode()
    assert key != MASTER_KEY
    with pytest.raises(AskAPerson, match="another BPO_MASTER_KEY"):
        Store(engine, master_key=key).case(ACME, identity)
