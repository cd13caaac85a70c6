"""Approved bills on a real database and a real S3: released by two people, sent once, returned, paid again."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from conftest import Clock
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from store_words import read

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.bank_statement import BankStatement, StatementLine
from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.errors import AskAPerson, NotAllowed, TryAgain
from bpo_pipeline.flow import answering, closing, paying_bills, proposing, vendor_accounts
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payables import Payables
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.model.desk import CallBack, CallBackOutcome
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.model.payable import BankDetails, PaidBill, PaymentRun
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.model.states import State
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.sandbox import Sandbox
from bpo_pipeline.settings import load_settings
from bpo_pipeline.store import Buckets, Folder, Store, Vault

pytestmark = pytest.mark.integration
KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
IBAN, OTHER_IBAN, US_NUMBER = "NL91ABNA0417164300", "FR1420041010050500013M02606", "000778881234"
CONTRACT = {
    "client": "acme",
    "name": "Acme Inc.",
    "country": "DE",
    "currency": "EUR",
    "documents": [{"type": "invoice"}, {"type": "credit_note"}],
    "targets": [{"kind": "csv"}],
    "approval_limit": "10000",
    "payables": {
        "since": "2026-01-01",
        "take_discounts": True,
        "banks": [
            {"kind": "sepa", "name": "Acme", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX"},
            {"kind": "nacha", "company_id": "1234567890", "company_name": "ACME", "origin_routing": "091000019"},
        ],
    },
}
TOLD = {"phone": "+31 20 555 0100", "known_from": "vendor master", "spoke_with": "Ann"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = new_sandbox(load_settings())
    yield made
    made.close()


@pytest.fixture
def parts(
    store: Store, clock: Clock, buckets: Buckets, vault: Vault, new_bucket: Callable[[], str], sandbox: Sandbox
) -> Parts:
    clock.now = MONDAY
    return Parts(
        contract=Contract.model_validate({**CONTRACT, "outbox": new_bucket()}),
        store=store,
        vault=vault,
        buckets=buckets,
        sandbox=lambda: sandbox,
        targets=dict,
        master=lambda: MasterData((Vendor("V1", "Müller & Zoon B.V."), Vendor("V2", "Lake Paper Co"))),
        master_key=KEY,
    )


def bill(parts: Parts, number: str, gross: str, *, vendor: str = "V1", note: bool = False, **values: Any) -> str:
    """A posted bill, due on Tuesday."""
    kind, name = (CreditNote, "credit_note") if note else (Invoice, "invoice")
    due = {} if note else {"due_date": dt.date(2026, 11, 24)}
    fields = {"issue_date": dt.date(2026, 11, 16), "currency": "EUR", **due, **values}
    record = kind(invoice_number=number, gross_total=Decimal(gross), **fields)
    return posted(parts, number, Draft(name, 0.99, record, ()), vendor)


def posted(parts: Parts, content: str, draft: Draft, vendor: str | None = None) -> str:
    identity = read(parts.store, content)
    attempt = parts.store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    state = parts.store.save_draft(
        identity, attempt=attempt, draft=draft, findings=(), vendor_id=vendor, to=State.READY, postings=()
    )
    assert state is State.POSTED
    return identity


def confirmed(parts: Parts, vendor: str = "V1", number: str = IBAN, routing: str = "") -> None:
    vendor_accounts.propose_details(parts, {vendor: BankDetails(account(number), routing)}, actor="hana")
    payables = Payables(parts)
    payables.called(vendor, actor="carl", **TOLD)
    payables.confirm(vendor, actor="pam")


def proposed(parts: Parts, now: dt.datetime = MONDAY) -> str:
    (run_id,) = proposing.propose(parts, today=now.date()).waiting
    return run_id


def released(parts: Parts, run_id: str) -> None:
    assert not parts.store.release_payments("acme", run_id, actor="rosa")
    assert parts.store.release_payments("acme", run_id, actor="ruth")


def names(parts: Parts, prefix: str) -> list[str]:
    return [one.key for one in parts.buckets.list_inbox(parts.contract.outbox_bucket, prefix=prefix)]


def content(parts: Parts, name: str) -> str:
    return (parts.buckets.find(parts.contract.outbox_bucket, name) or b"").decode()


def test_bills_go_out_once_after_two_people_and_tie(parts: Parts) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00", payment_terms="2 % Skonto innerhalb 8 Tagen")
    bill(parts, "RE-2", "50.00", due_date=dt.date(2026, 11, 20))
    bill(parts, "GS-3", "30.00", note=True)
    later = bill(parts, "RE-4", "70.00", due_date=dt.date(2026, 12, 18))
    run_id = proposed(parts)
    assert proposed(parts) == run_id, "twice is once"
    assert parts.store.payment_run("acme", run_id).total == Decimal("118.00")
    assert later not in {one.document_id for one in parts.store.payment_run("acme", run_id).bills}

    with pytest.raises(AskAPerson, match="two people"):
        paying_bills.send_payments(parts, run_id, now=MONDAY)
    assert not parts.store.release_payments("acme", run_id, actor="rosa")
    assert not parts.store.release_payments("acme", run_id, actor="rosa"), "the same person is no second one"
    with pytest.raises(AskAPerson, match="two people"):
        paying_bills.send_payments(parts, run_id, now=MONDAY)
    assert parts.store.release_payments("acme", run_id, actor="ruth")
    first = paying_bills.send_payments(parts, run_id, now=MONDAY)
    assert first == paying_bills.send_payments(parts, run_id, now=MONDAY)
    assert first == {"payments": 1, "total": "118.00", "execution": "2026-11-24"}

    (file,) = [one for one in names(parts, "payments/") if one.endswith(".xml")]
    assert "<CtrlSum>118.00</CtrlSum>" in content(parts, file)
    (advice,) = names(parts, f"payments/{run_id}/advice/")
    letter = content(parts, advice)
    assert "****4300" in letter
    assert IBAN not in letter
    assert {"RE-1", "RE-2", "GS-3", "98.00", "2.00", "-30.00"} <= set(letter.split())
    report = closing.control(parts, MONDAY.date(), MONDAY.date())
    (tally,) = report.payment_runs
    assert (tally.bills, tally.payments, tally.total, tally.sent_total) == (3, 1, Decimal("118.00"), Decimal("118.00"))


def test_a_bill_is_never_in_two_live_runs(parts: Parts, engine: Engine) -> None:
    confirmed(parts)
    identity = bill(parts, "RE-1", "100.00")
    run_id = proposed(parts)
    copy = (
        "insert into payment_run select 'other', client, system, currency, execution, total, null, body_hash, state,"
        " touched_by, released_by, proposed_at, null from payment_run"
    )
    again = (
        "insert into paid_bill select 'other', document_id, 'X', payee_id, account_id, number, issue_date, gross,"
        " discount, amount, true from paid_bill"
    )
    with pytest.raises(DBAPIError, match="uq_paid_bill_live"), engine.begin() as connection:
        connection.execute(text(f"{copy}; {again}"))
    with pytest.raises(DBAPIError, match="open again"), engine.begin() as connection:
        connection.execute(text("update paid_bill set live = false"))
    parts.store.decline_payments("acme", run_id, actor="rosa")
    anew = proposed(parts)
    assert anew != run_id
    assert [one.document_id for one in parts.store.payment_run("acme", anew).bills] == [identity]


@pytest.mark.parametrize(
    "statement",
    [
        "update payment_run set state = 'released', released_by = array['rosa', 'rosa']",
        "update payment_run set state = 'released', released_by = array['rosa']",
        "update payment_run set state = 'released', released_by = array['rosa', null]",
        "update payment_run set state = 'released', released_by = array['rosa', 'pipeline']",
        "update payment_run set state = 'released', released_by = array['rosa', 'decider']",
        "update payment_run set state = 'sent', sent_total = total, released_by = array['rosa', 'ruth']",
        "update payment_run set total = total + 1",
        "update paid_bill set amount = amount + 1",
        "delete from paid_bill",
    ],
)
def test_the_database_refuses_what_two_people_did_not_release(parts: Parts, engine: Engine, statement: str) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00")
    proposing.propose(parts, today=MONDAY.date(), actor="decider")
    with pytest.raises(DBAPIError, match=r"violates check|is never changed|next state"), engine.begin() as connection:
        connection.execute(text(statement))


def test_who_proposed_does_not_release(parts: Parts) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00")
    (run_id,) = proposing.propose(parts, today=MONDAY.date(), actor="rosa").waiting
    with pytest.raises(NotAllowed, match="two other people"):
        parts.store.release_payments("acme", run_id, actor="rosa")


def test_new_or_changed_bank_details_never_go_out_without_a_call_and_two_people(parts: Parts, engine: Engine) -> None:
    bill(parts, "RE-1", "100.00")
    vendor_accounts.propose_details(parts, {"V1": BankDetails(account(IBAN))}, actor="hana")
    for call in ("", "carl"):
        if call:
            Payables(parts).called("V1", actor=call, **TOLD)
        ((_, why),) = proposing.propose(parts, today=MONDAY.date()).held
        assert "call-back and two people" in why
        with pytest.raises(NotAllowed, match="second person"):
            Payables(parts).confirm("V1", actor=call or "hana")
    with pytest.raises(DBAPIError, match=r"four_eyes|approved_before"), engine.begin() as connection:
        connection.execute(text("update payee_account set state = 'active', approved_by = 'hana'"))
    Payables(parts).confirm("V1", actor="pam")
    run_id = proposed(parts)
    released(parts, run_id)

    vendor_accounts.propose_details(parts, {"V1": BankDetails(account(OTHER_IBAN))}, actor="hana")
    (changed,) = [one.account_id for one in vendor_accounts.waiting_accounts(parts, "V1")]
    pay = (
        "insert into payment (payment_id, client, payment_run_id, payee_id, account_id, sealed, file_name, state, code,"
        " sent_at) select payment_id, 'acme', run_id, payee_id, :account, '', 'f', 'sent', '', now() from paid_bill"
    )
    with pytest.raises(DBAPIError, match="not confirmed"), engine.begin() as connection:
        connection.execute(text(pay), {"account": changed})
    Payables(parts).called("V1", actor="carl", **TOLD)
    Payables(parts).confirm("V1", actor="pam")
    with pytest.raises(DBAPIError, match="no bill of the run"), engine.begin() as connection:
        connection.execute(text(pay), {"account": changed})
    with pytest.raises(DBAPIError, match="proposed anew"), engine.begin() as connection:
        connection.execute(text("update payee_account set state = 'active' where state = 'replaced'"))
    with pytest.raises(AskAPerson, match="decline"):
        paying_bills.send_payments(parts, run_id, now=MONDAY)
    parts.store.decline_payments("acme", run_id, actor="rosa")
    assert proposed(parts) != run_id


def test_a_bill_that_asks_for_another_account_waits(parts: Parts) -> None:
    confirmed(parts)
    identity = bill(parts, "RE-1", "100.00", supplier_iban=OTHER_IBAN)
    made = proposing.propose(parts, today=MONDAY.date())
    assert not made.waiting
    assert "another account" in dict(made.held)[identity]
    assert OTHER_IBAN not in str(made)
    assert vendor_accounts.propose_from_bill(parts, identity, actor="hana") == {"accounts_proposed": 1, "called": 0}
    Payables(parts).called("V1", actor="carl", **TOLD)
    Payables(parts).confirm("V1", actor="pam")
    assert proposed(parts)


def test_a_call_that_the_review_kept_about_these_details_comes_along(parts: Parts) -> None:
    identity = bill(parts, "RE-1", "100.00", supplier_iban=OTHER_IBAN)
    case = parts.store.case("acme", identity)
    assert case is not None
    call = CallBack(
        document_id=identity,
        actor="carl",
        phone=TOLD["phone"],
        known_from=TOLD["known_from"],
        known_since=dt.date(2026, 1, 1),
        spoke_with=TOLD["spoke_with"],
        called_at=MONDAY,
        outcome=CallBackOutcome.CONFIRMED,
        account=case.account or "",
    )
    parts.store.call_back("acme", call)
    assert vendor_accounts.propose_from_bill(parts, identity, actor="hana") == {"accounts_proposed": 1, "called": 1}
    for person in ("carl", "hana"):
        with pytest.raises(NotAllowed, match="second person"):
            Payables(parts).confirm("V1", actor=person)
    Payables(parts).confirm("V1", actor="pam")
    assert proposed(parts)


def test_money_by_ach_follows_a_prenote_that_waited(parts: Parts, engine: Engine) -> None:
    confirmed(parts, "V2", US_NUMBER, "091000019")
    identity = bill(parts, "A-1", "100.00", vendor="V2", currency="USD")
    assert "no prenote" in dict(proposing.propose(parts, today=MONDAY.date()).held)[identity]
    assert [paying_bills.send_prenotes(parts, now=MONDAY)["prenotes"] for _ in range(2)] == [1, 0]
    (test,) = names(parts, "payments/prenotes/")
    assert content(parts, test).splitlines()[2][:3] == "623"
    # effective on Tuesday; Thursday is Thanksgiving: Wednesday, Friday, Monday
    assert "2026-11-30" in dict(proposing.propose(parts, today=MONDAY.date()).held)[identity]
    friday = MONDAY + dt.timedelta(days=4)
    run_id = proposed(parts, friday)
    released(parts, run_id)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text("update prenote set good_from = good_from - 1"))
    sent = paying_bills.send_payments(parts, run_id, now=friday)
    assert sent == {"payments": 1, "total": "100.00", "execution": "2026-11-30"}
    (file,) = [one for one in names(parts, "payments/") if one.endswith(".ach") and "prenotes" not in one]
    assert content(parts, file).splitlines()[1][50:53] == "CCD"


def test_the_database_wants_the_prenote_too(parts: Parts, engine: Engine) -> None:
    confirmed(parts, "V2", US_NUMBER, "091000019")
    bill(parts, "A-1", "100.00", vendor="V2", currency="USD")
    paying_bills.send_prenotes(parts, now=MONDAY)
    friday = MONDAY + dt.timedelta(days=4)
    run_id = proposed(parts, friday)
    released(parts, run_id)
    (test,) = names(parts, "payments/prenotes/")
    assert answering.answered(parts, returned(parts, test))["returned"] == 1
    assert answering.answered(parts, returned(parts, test))["returned"] == 0
    with pytest.raises(AskAPerson):
        paying_bills.send_payments(parts, run_id, now=friday)
    with engine.begin() as connection, pytest.raises(DBAPIError, match=r"not confirmed|no prenote"):
        connection.execute(
            text(
                "insert into payment (payment_id, client, payment_run_id, payee_id, account_id, sealed, file_name,"
                " state, code, sent_at) select payment_id, 'acme', run_id, payee_id, account_id, '', 'f', 'sent', '',"
                " now() from paid_bill"
            )
        )


@pytest.mark.parametrize("prenote_on", [None, MONDAY])
def test_the_database_refuses_ach_without_a_prenote_that_waited(parts: Parts, prenote_on: dt.datetime | None) -> None:
    confirmed(parts, "V2", US_NUMBER, "091000019")
    identity = bill(parts, "A-1", "100.00", vendor="V2", currency="USD")
    if prenote_on:
        paying_bills.send_prenotes(parts, now=prenote_on)
    ((account_id, _),) = vendor_accounts.active_accounts(parts).values()
    hundred = Decimal("100.00")
    paid = PaidBill(identity, "P1", "vendor/V2", account_id, "A-1", None, hundred, Decimal(0), hundred)
    run = PaymentRun("R1", "acme", "nacha", "USD", dt.date(2026, 11, 27), hundred, "hash", bills=(paid,))
    parts.store.propose_payments(run, actor="pipeline")
    released(parts, "R1")
    payment = SentPayment("P1", "vendor/V2", account_id, b"", "f", "sent")
    with pytest.raises(NotAllowed) as refused:
        parts.store.put_bill_payments("acme", "R1", [payment])
    assert "no prenote" in str(refused.value.__context__)


def test_a_return_opens_the_bills_and_stops_the_account(parts: Parts) -> None:
    confirmed(parts)
    identity = bill(parts, "RE-1", "100.00")
    run_id = proposed(parts)
    released(parts, run_id)
    paying_bills.send_payments(parts, run_id, now=MONDAY)
    (payment,) = parts.store.payments("acme")

    assert answering.answered(parts, camt(payment.payment_id, "DBIT"))["settled"] == 1
    assert proposing.propose(parts, today=MONDAY.date()).waiting == []
    for count in (1, 0):
        assert answering.answered(parts, camt(payment.payment_id, "CRDT"))["returned"] == count
    made = proposing.propose(parts, today=MONDAY.date())
    assert made.waiting == []
    assert "call-back" in dict(made.held)[identity]
    confirmed(parts)
    assert proposed(parts) != run_id


def test_a_file_that_the_bank_refuses_opens_all_its_bills(parts: Parts) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00")
    run_id = proposed(parts)
    released(parts, run_id)
    paying_bills.send_payments(parts, run_id, now=MONDAY)
    refused = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>'
        f"<OrgnlMsgId>{run_id}</OrgnlMsgId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()
    assert [answering.answered(parts, refused)["returned"] for _ in range(2)] == [1, 0]


def test_a_statement_settles_by_id_or_by_the_files_sum_and_names_the_rest(parts: Parts) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00")
    run_id = proposed(parts)
    released(parts, run_id)
    paying_bills.send_payments(parts, run_id, now=MONDAY)
    day = dt.date(2026, 11, 24)
    rows = (
        StatementLine(date=day, description="SAMMELÜBERWEISUNG", withdrawal=Decimal("100.00")),
        StatementLine(date=day, description="Kontoführung", withdrawal=Decimal("7.90")),
    )
    statement = posted(parts, "statement", Draft("bank_statement", 0.99, BankStatement(currency="EUR", rows=rows), ()))

    counts = answering.match_statements(parts)[statement]
    assert (counts["settled"], counts["unmatched"]) == (1, 1)
    assert answering.match_statements(parts) == {}, "once"
    said = content(parts, f"payments/statements/{statement}.json")
    assert '"row": 2' in said
    assert '"amount": "-7.90"' in said
    assert parts.store.payments("acme")[0].state == "settled"


def test_a_file_that_never_left_goes_out_at_the_next_try(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed(parts)
    bill(parts, "RE-1", "100.00")
    run_id = proposed(parts)
    released(parts, run_id)
    with monkeypatch.context() as dying:
        dying.setattr(Folder, "put", lambda *_, **__: (_ for _ in ()).throw(TryAgain("the worker dies")))
        with pytest.raises(TryAgain):
            paying_bills.send_payments(parts, run_id, now=MONDAY)
    with pytest.raises(NotAllowed, match="went out"):
        parts.store.decline_payments("acme", run_id, actor="rosa")
    for _ in range(2):
        paying_bills.send_payments(parts, run_id, now=MONDAY + dt.timedelta(days=1))
    assert len([one for one in names(parts, "payments/") if one.endswith(".xml")]) == 1
    assert len(parts.store.payments("acme")) == 1


def camt(payment_id: str, indicator: str) -> bytes:
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if indicator == "CRDT" else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry>'
        f'<Amt Ccy="EUR">100.00</Amt><CdtDbtInd>{indicator}</CdtDbtInd><BookgDt><Dt>2026-11-30</Dt></BookgDt>'
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{payment_id}</EndToEndId></Refs>{back}</TxDtls></NtryDtls>"
        "</Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()


def returned(parts: Parts, name: str) -> bytes:
    """The first entry as the bank sends it back."""
    rows = content(parts, name).splitlines()
    addenda = f"799R03{rows[2][79:94]}      09100001".ljust(79) + rows[2][79:94]
    return "\n".join([*rows[:2], rows[2][:78] + "1" + rows[2][79:], addenda, *rows[-2:]]).encode()
