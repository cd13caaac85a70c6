"""Payroll on a real database and a real S3: prepared, released by a second person, sent once, paid, returned."""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from store_words import read

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.timesheet import Timesheet, TimesheetRow
from bpo_pipeline.errors import AskAPerson, NotAllowed, TryAgain
from bpo_pipeline.flow import answering, pay_results, paying, paying_out
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payroll import Payroll
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import account, tax_id
from bpo_pipeline.model.states import State
from bpo_pipeline.settings import load_settings
from bpo_pipeline.store import Buckets, Folder, Seal, Store, Vault

pytestmark = pytest.mark.integration
KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
MONDAY = dt.date(2026, 11, 9)
TODAY = dt.date(2026, 11, 17)
NOW = dt.datetime(2026, 11, 17, 9, tzinfo=dt.UTC)
CONTRACT = {
    "client": "acme",
    "name": "Acme Inc.",
    "country": "US",
    "currency": "USD",
    "documents": [{"type": "timesheet"}],
    "targets": [{"kind": "csv"}],
    "approval_limit": "10000",
    "payroll": {
        "may_reveal": ["pam"],
        "files": [
            {"kind": "adp", "company_code": "ABC", "pay_codes": {"regular": "Reg Hours", "overtime": "O/T Hours"}},
        ],
        "payments": {
            "kind": "nacha", "company_id": "1234567890", "company_name": "ACME", "origin_routing": "091000019",
        },
    },
}  # fmt: skip
PEOPLE = tuple(
    PaidEmployee(
        str(1000 + n), "Ann", f"Canary{n}", rate=Decimal("21.37"), ssn=tax_id(f"21{n}-77-433{n}"),
        routing="091000019", account=account(f"77788899900{n}"),
    )
    for n in range(3)
)  # fmt: skip


@pytest.fixture
def parts(store: Store, buckets: Buckets, vault: Vault, new_bucket: Callable[[], str]) -> Iterator[Parts]:
    contract = Contract.model_validate({**CONTRACT, "inbox": new_bucket(), "outbox": new_bucket()})
    sandbox = new_sandbox(load_settings())
    yield Parts(
        contract=contract,
        store=store,
        vault=vault,
        buckets=buckets,
        sandbox=lambda: sandbox,
        targets=dict,
        master=lambda: pytest.fail("nobody asks for vendors"),
        master_key=KEY,
    )
    sandbox.close()


def sheet(store: Store, who: str, hours: tuple[str, ...] = ("8", "8", "8", "8", "10.5"), code: str = "REG") -> str:
    rows = tuple(
        TimesheetRow(date=MONDAY + dt.timedelta(days=day), hours=Decimal(one), pay_code=code)
        for day, one in enumerate(hours)
    )
    record = Timesheet(employee_id=who, period_start=MONDAY, period_end=MONDAY + dt.timedelta(days=6), rows=rows)
    draft = Draft("timesheet", 0.99, record, ())
    identity = read(store, f"{who}{hours}")
    attempt = store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    state = store.save_draft(
        identity, attempt=attempt, draft=draft, findings=(), vendor_id=None, to=State.READY, postings=()
    )
    assert state is State.POSTED, "what has no target is done when it is accepted"
    return identity


def accounts(parts: Parts) -> list[int]:
    return [one.account_id for one in parts.store.accounts("acme", state="proposed")]


def confirmed(parts: Parts) -> None:
    paying.take_over(parts, PEOPLE, actor="hana")
    told = {"phone": "+1 555 0100", "known_from": "employment contract", "spoke_with": "each of them"}
    parts.store.account_called("acme", accounts(parts), actor="carl", **told)
    parts.store.approve_accounts("acme", accounts(parts), actor="pam")


def prepared(parts: Parts) -> str:
    for one in PEOPLE:
        sheet(parts.store, one.employee_id)
    (run_id,) = paying.prepare(parts, today=TODAY)
    return run_id


def names(parts: Parts, prefix: str) -> list[str]:
    return [one.key for one in parts.buckets.list_inbox(parts.contract.outbox_bucket, prefix=prefix)]


def test_payroll_is_sent_after_a_second_person_and_ties(parts: Parts) -> None:
    confirmed(parts)
    run_id = prepared(parts)

    with pytest.raises(AskAPerson, match="second person"):
        paying.send(parts, run_id)
    assert parts.store.release_run("acme", run_id, actor="rosa")
    assert paying.send(parts, run_id) == paying.send(parts, run_id)

    (name,) = names(parts, "payroll/acme-")
    content = parts.buckets.find(parts.contract.outbox_bucket, name) or b""
    assert name.endswith("PRABCEPI.csv")
    assert content.decode().splitlines()[1:] == [f"ABC,26111501,00100{n},,,40.00,2.50" for n in range(3)]


def test_a_timesheet_is_paid_once(parts: Parts) -> None:
    confirmed(parts)
    run_id = prepared(parts)
    assert paying.prepare(parts, today=TODAY) == [run_id]
    parts.store.decline_run("acme", run_id, actor="rosa")
    (again,) = paying.prepare(parts, today=TODAY)
    assert again != run_id
    parts.store.release_run("acme", again, actor="rosa")
    assert paying.prepare(parts, today=TODAY) == []


def test_a_sheet_that_comes_late_joins_the_run_that_waits(parts: Parts) -> None:
    confirmed(parts)
    sheet(parts.store, "1000")
    (first,) = paying.prepare(parts, today=TODAY)
    sheet(parts.store, "1001")
    (whole,) = paying.prepare(parts, today=TODAY)
    assert parts.store.pay_run("acme", first).state == "declined"
    assert paying.report_of(parts, whole).totals.employees == 2
    parts.store.release_run("acme", whole, actor="rosa")
    sheet(parts.store, "1002")
    (rest,) = paying.prepare(parts, today=TODAY)
    assert paying.report_of(parts, rest).totals.employees == 1


def test_a_period_that_is_not_over_waits(parts: Parts) -> None:
    confirmed(parts)
    sheet(parts.store, "1000")
    assert paying.prepare(parts, today=MONDAY + dt.timedelta(days=6)) == []


def test_unconfirmed_accounts_stop_the_run_until_it_is_prepared_again(parts: Parts) -> None:
    paying.take_over(parts, PEOPLE, actor="hana")
    run_id = prepared(parts)
    with pytest.raises(NotAllowed, match="cannot be released"):
        parts.store.release_run("acme", run_id, actor="rosa")


def test_who_decided_on_a_timesheet_does_not_release(parts: Parts, engine: Engine) -> None:
    confirmed(parts)
    identity = sheet(parts.store, "1000")
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into decision"
                " (document_id, client, kind, actor, at, version, corrections, comment, fingerprint)"
                " values (:d, 'acme', 'approve', 'rosa', now(), 99, '{}', '', 'x')"
            ),
            {"d": identity},
        )
    (run_id,) = paying.prepare(parts, today=TODAY)
    with pytest.raises(NotAllowed, match="second person"):
        parts.store.release_run("acme", run_id, actor="rosa")
    with pytest.raises(IntegrityError, match="four_eyes"), engine.begin() as connection:
        connection.execute(text("update pay_run set state = 'released', released_by = 'rosa'"))


@pytest.mark.parametrize(("caller", "approver"), [("carl", "hana"), ("carl", "carl"), (None, "pam")])
def test_bank_details_need_a_call_and_a_second_person(parts: Parts, caller: str | None, approver: str) -> None:
    paying.take_over(parts, PEOPLE[:1], actor="hana")
    if caller:
        told = {"phone": "+1 555 0100", "known_from": "contract", "spoke_with": "Ann"}
        parts.store.account_called("acme", accounts(parts), actor=caller, **told)
    with pytest.raises(NotAllowed, match="second person"):
        parts.store.approve_accounts("acme", accounts(parts), actor=approver)


def test_the_database_refuses_money_to_an_unconfirmed_account(parts: Parts, engine: Engine) -> None:
    confirmed(parts)
    run_id = prepared(parts)
    parts.store.release_run("acme", run_id, actor="rosa")
    paying.take_over(parts, [replace(PEOPLE[0], account=account("666"))], actor="hana")
    (new,) = accounts(parts)
    with pytest.raises(DBAPIError, match="not confirmed"), engine.begin() as connection:
        connection.execute(
            text(
                "insert into payment (payment_id, client, run_id, payee_id, account_id, sealed, file_name, state, code,"
                " sent_at) values ('X', 'acme', :run, '1000', :account, '', 'f', 'sent', '', now())"
            ),
            {"run": run_id, "account": new},
        )
    with pytest.raises(DBAPIError, match="replaced"), engine.begin() as connection:
        connection.execute(text("update payee_account set sealed = 'x' where state = 'active'"))


def paid_out(parts: Parts, net: Decimal, *, who: tuple[str, ...] = ("1000", "1001", "1002")) -> str:
    """A sent run whose result says that each of these gets so much; nobody has released the money yet."""
    confirmed(parts)
    for one in who:
        sheet(parts.store, one)
    (run_id,) = paying.prepare(parts, today=TODAY)
    parts.store.release_run("acme", run_id, actor="rosa")
    paying.send(parts, run_id)
    content = result_file(parts, run_id, net)
    pay_results.take_result(parts, run_id, content, actor="pam", total=net * len(who))
    return run_id


def result_file(parts: Parts, run_id: str, net: Decimal) -> bytes:
    batch, _ = paying.opened(parts, parts.store.pay_run("acme", run_id))
    people = dict.fromkeys(line.employee_id for line in batch.lines)
    rows = [
        f"{who},{gross},{gross - net},{net},5.00"
        for who in people
        for gross in [batch.gross(who, {"overtime": Decimal("1.5")})]
    ]
    return "\n".join(["employee_id,gross,federal_income_tax,net,employer_medicare", *rows]).encode()


def test_net_pay_goes_out_once_and_a_return_is_open_again(parts: Parts) -> None:
    run_id = paid_out(parts, Decimal("700.10"))
    with pytest.raises(AskAPerson, match="second person"):
        paying_out.pay(parts, run_id, now=NOW)
    parts.store.approve_result("acme", run_id, actor="carl")

    first = paying_out.pay(parts, run_id, now=NOW)
    assert (first["payments"], first["total"], first["effective"]) == (3, "2100.30", "2026-11-20")
    assert paying_out.pay(parts, run_id, now=NOW)["payments"] == 0
    (name,) = [one for one in names(parts, "payments/") if one.endswith(".ach")]

    assert answering.answered(parts, returned(parts, name)) == {
        "matched": 1, "returned": 1, "settled": 0, "not_ours": 0, "to_look_at": 0,
    }  # fmt: skip
    assert answering.answered(parts, returned(parts, name))["returned"] == 0
    assert paying_out.pay(parts, run_id, now=NOW)["total"] == "700.10"


@pytest.mark.parametrize("actor", ["pam", "rosa"])
def test_who_brought_the_result_or_released_the_hours_does_not_release_the_money(
    parts: Parts, engine: Engine, actor: str
) -> None:
    run_id = paid_out(parts, Decimal("700.10"))
    with pytest.raises(NotAllowed, match="second person"):
        parts.store.approve_result("acme", run_id, actor=actor)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text("update pay_result set approved_by = :who, approved_at = now()"), {"who": actor})
    assert parts.store.approve_result("acme", run_id, actor="carl")
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text("update pay_result set sealed = 'x'"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"1002,", b"6666,", "not in the batch: 6666"),
        (b"net,", b"medicare,", "no column net"),
        (b"1001,934.94", b"1001,935.94", "gross less what was withheld is not the net"),
        (b"1001,934.94,234.84", b"1001,935.94,235.84", "gross is not hours times rate for 1001"),
        (b",700.10,", b",700.1O,", "net is no amount"),
        (b"1001,", b"1000,", "twice"),
        (b"5.00\n", b"5.00,1\n", "another number of columns"),
    ],
)
def test_a_result_that_is_not_that_of_the_run_is_not_taken_over(
    parts: Parts, old: bytes, new: bytes, sentence: str
) -> None:
    run_id = paid_out(parts, Decimal("700.10"))
    content = result_file(parts, run_id, Decimal("700.10")).replace(old, new, 1)
    with pytest.raises(AskAPerson, match=sentence):
        pay_results.take_result(parts, run_id, content, actor="pam")
    good = result_file(parts, run_id, Decimal("700.10"))
    with pytest.raises(AskAPerson, match="control total"):
        pay_results.take_result(parts, run_id, good, actor="pam", total=Decimal("2100.31"))


def test_a_result_in_the_inbox_waits_for_a_person(parts: Parts) -> None:
    run_id = paid_out(parts, Decimal("700.10"))
    content = result_file(parts, run_id, Decimal("650.10"))
    key = f"{pay_results.FOLDER}{run_id}.csv"
    parts.buckets.put(parts.contract.inbox_bucket, key, content, "text/csv")
    assert pay_results.take_waiting(parts) == pay_results.take_waiting(parts) == [run_id]
    asked = pay_results.result_text(parts, run_id, today=TODAY)
    assert "3 employees" in asked
    assert "650" not in asked
    assert "on 2026-11-20." in asked
    assert "The pay day was" in pay_results.result_text(parts, run_id, today=dt.date(2026, 11, 20))
    parts.store.approve_result("acme", run_id, actor="pam")
    assert pay_results.take_waiting(parts) == []


def returned(parts: Parts, name: str) -> bytes:
    """The first entry as the bank sends it back."""
    rows = (parts.buckets.find(parts.contract.outbox_bucket, name) or b"").decode().splitlines()
    addenda = f"799R03{rows[2][79:94]}      09100001".ljust(79) + rows[2][79:94]
    return "\n".join([*rows[:2], "621" + rows[2][3:78] + "1" + rows[2][79:], addenda, *rows[-2:]]).encode()


def test_no_canary_is_found_where_it_does_not_belong(
    parts: Parts, engine: Engine, caplog: pytest.LogCaptureFixture, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Unique SSNs, accounts and rates go through all of payroll; then everything at rest and every log is searched."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    confirmed(parts)
    run_id = prepared(parts)
    gate = paying.gate_text(parts, run_id)
    parts.store.release_run("acme", run_id, actor="rosa")
    paying.send(parts, run_id)
    pay_results.take_result(parts, run_id, result_file(parts, run_id, Decimal("701.13")), actor="pam")
    gate += pay_results.result_text(parts, run_id, today=TODAY)
    parts.store.approve_result("acme", run_id, actor="carl")
    paying_out.pay(parts, run_id, now=NOW)

    dump = _everything(engine)
    temporary = "".join(path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())
    pages = "".join(
        (parts.buckets.find(parts.contract.outbox_bucket, one) or b"").decode() for one in names(parts, "payroll/")
    )
    for person in PEOPLE:
        assert person.ssn is not None
        assert person.account is not None
        for canary in (person.ssn.plain(), person.ssn.plain().replace("-", ""), person.account.plain()):
            for place in (dump, caplog.text, gate, temporary, pages, repr(person), json.dumps(str(person))):
                assert canary not in place
    assert "701.13" not in dump
    assert "21.37" not in dump + caplog.text + gate
    assert "Canary" not in dump + caplog.text + gate


def _everything(engine: Engine) -> str:
    """All rows of all tables as text."""
    with engine.connect() as connection:
        tables = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
        # as values: a row shows itself cut after a few hundred characters
        return "".join(row for one in tables for row in connection.scalars(text(f'select t::text from "{one}" t')))


def test_a_value_that_was_moved_does_not_open() -> None:
    sealed = Seal(KEY, "acme").close("employee/1", b"secret")
    assert b"secret" not in sealed
    assert Seal(KEY, "acme").open("employee/1", sealed) == b"secret"
    for seal, owner in ((Seal(KEY, "acme"), "employee/2"), (Seal(KEY, "other"), "employee/1")):
        with pytest.raises(AskAPerson, match="cannot be opened"):
            seal.open(owner, sealed)
    with pytest.raises(AskAPerson, match="BPO_MASTER_KEY"):
        Seal("", "acme")


@pytest.mark.parametrize(("actor", "why"), [("eve", "curious"), ("pam", " ")])
def test_showing_a_number_needs_the_contracts_word_and_a_reason(parts: Parts, actor: str, why: str) -> None:
    confirmed(parts)
    with pytest.raises(NotAllowed, match="does not let"):
        Payroll(parts).reveal("1000", "ssn", actor=actor, why=why)
    assert not [one for one in parts.store.events("acme") if one.name == "revealed"]


def test_showing_a_number_leaves_a_line(parts: Parts) -> None:
    confirmed(parts)
    assert Payroll(parts).reveal("1000", "ssn", actor="pam", why="W-2 correction") == "210-77-4330"
    assert Payroll(parts).reveal("1000", "account", actor="pam", why="return") == "777888999000"
    with pytest.raises(AskAPerson, match="has no rate"):
        Payroll(parts).reveal("1000", "rate", actor="pam", why="curious")
    told = [(one.actor, one.data) for one in parts.store.events("acme") if one.name == "revealed"]
    assert told[0] == ("pam", {"what": "ssn of 1000", "why": "W-2 correction"})
    assert [data["what"] for _, data in told] == ["ssn of 1000", "account of 1000"]


def test_a_file_that_never_left_goes_out_once_at_the_next_try(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = paid_out(parts, Decimal("700.10"), who=("1000",))
    parts.store.approve_result("acme", run_id, actor="carl")
    with monkeypatch.context() as dying:
        dying.setattr(Folder, "put", lambda *_, **__: (_ for _ in ()).throw(TryAgain("the worker dies")))
        with pytest.raises(TryAgain):
            paying_out.pay(parts, run_id, now=NOW)
    for count in (1, 0):
        assert paying_out.pay(parts, run_id, now=NOW)["payments"] == count
    assert len(parts.store.payments("acme")) == 1
    assert len([one for one in names(parts, "payments/") if one.endswith(".ach")]) == 1
