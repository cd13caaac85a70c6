"""Papers of people and payments through the same running Airflow: nothing personal is left where it does not belong."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from house import READING_SECONDS, House, wait_for
from sqlalchemy import NullPool, create_engine, text

from bpo_pipeline.app import App
from bpo_pipeline.documents.survey import Survey
from bpo_pipeline.flow.proving import AT_REST
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.document import good
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.papers import new_hire
from bpo_pipeline.generator.papers.paper import OfficePaper
from bpo_pipeline.generator.papers.pay import pay_stub
from bpo_pipeline.generator.papers.statements import statement
from bpo_pipeline.generator.papers.year_forms import w2
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.sensitive import tax_id
from bpo_pipeline.stack import postgres

pytestmark = pytest.mark.e2e

SEED, SERIAL = 4070, 9400
CLIENT, BUYER = "lakeside", "nordlicht"
PAYS = ("reviewer", "admin")
PATIENCE_SECONDS = 600
MOST_BYTES = 50_000_000
"""A larger temporary file is none of ours."""


@dataclass(frozen=True)
class Papers:
    """What was dropped: the ids by name, the values that must be nowhere, and the bill to pay."""

    begun: dt.datetime
    ids: dict[str, str]
    canaries: frozenset[str]
    answers: dict[str, tuple[str, str]]
    bill: str
    account: str


@pytest.fixture(scope="module")
def papers(house: House) -> Papers:
    """Drop a W-2, a pay stub, a bank statement, a filled form of the client's own and a bill; wait until they rest."""
    begun = utc_now()
    made = [
        w2(seeded(SEED, "w2"), "w2.pdf"),
        pay_stub(seeded(SEED, "stub"), "stub.pdf"),
        statement(seeded(SEED, "ofx"), "bank.ofx", form="ofx"),
    ]
    sheet, answers = new_hire.filled(seeded(SEED, "hire"), {"veteran": "blank"})
    card = [one for one in VENDORS[BUYER] if not one.receipts][-1]
    rng = seeded(SEED, "bill")
    paper = invent(rng, doc_type="invoice", vendor=card, client=BUYER, today=begun.date(), serial=SERIAL, line_count=2)
    bill = good(paper, Form.UBL, rng, key=f"incoming/bill-{SERIAL}")
    files = {f"incoming/{one.name}": one.content for one in made} | {"incoming/hire.pdf": sheet}
    for key, content in files.items():
        house.box(CLIENT).put(f"{CLIENT}-inbox", key, content, "application/octet-stream")
    house.drop([bill])
    with house.app() as app:
        told = lambda client: {one.arrival.key: one for one in app.store.told(client, received_from=begun)}  # noqa: E731

        def rest() -> bool:
            both = told(CLIENT) | told(BUYER)
            return all(key in both and both[key].state in AT_REST for key in (*files, bill.key))

        wait_for(rest, "that every paper came to rest", seconds=PATIENCE_SECONDS)
        ids = {key.removeprefix("incoming/"): one.arrival.document_id for key, one in told(CLIENT).items()}
        paid = told(BUYER)[bill.key].arrival.document_id
    fields = bill.truth.fields
    return Papers(begun, ids, _canaries(made), answers, paid, fields["supplier_iban"])


def test_the_papers_were_read(house: House, papers: Papers) -> None:
    with house.app() as app:
        cases = {name: app.store.case(CLIENT, one) for name, one in papers.ids.items()}
    records = {name: case.draft.record.model_dump(mode="json") for name, case in cases.items() if case and case.draft}
    assert {"w2.pdf", "stub.pdf", "bank.ofx"} <= records.keys()
    read = {_digits(value) for record in records.values() for value in record.values() if isinstance(value, str)}
    assert {one for one in papers.canaries if one.isdigit()} <= read


def test_a_form_of_the_clients_own_is_read_by_its_definition(house: House, papers: Papers) -> None:
    with house.app() as app:
        case = app.store.case(CLIENT, papers.ids["hire.pdf"])
    assert case is not None
    assert case.draft is not None
    assert isinstance(case.draft.record, Survey)
    assert {one.question: (one.value or "", one.state) for one in case.draft.record.answers} == papers.answers


def test_personal_values_are_in_no_log_no_database_no_xcom_and_no_temporary_file(house: House, papers: Papers) -> None:
    assert len(papers.canaries) >= 5
    found = {
        where: sorted(tax_id(one).masked for one in papers.canaries if one in content)
        for where, content in _everywhere(house, papers.begun)
    }
    assert len(found) > 100
    assert {where: values for where, values in found.items() if values} == {}


def test_a_posted_bill_is_paid_once_two_people_have_said_so(house: House, papers: Papers) -> None:
    with house.app() as app:
        payables = app.payables(BUYER)
        payables.propose_account_of_bill(papers.bill, actor="hana")
        vendor = app.store.case(BUYER, papers.bill)
        assert vendor is not None
        assert vendor.vendor_id
        told = {"phone": "+49 40 555 0100", "known_from": "vendor master", "spoke_with": "Ann"}
        payables.called(vendor.vendor_id, actor="carl", **told)
        payables.confirm(vendor.vendor_id, actor="pam")
        wait_for(lambda: _sent(house, app), "the bank's file", seconds=PATIENCE_SECONDS, every=2)
        (run,) = [
            one for one in app.store.payment_runs(BUYER) if papers.bill in {bill.document_id for bill in one.bills}
        ]
        bucket = f"{BUYER}-outbox"
        keys = [one.key for one in house.box(BUYER).list_inbox(bucket, prefix=f"payments/{run.run_id}")]
        (sepa,) = [one for one in keys if one.endswith(".xml")]
        body = house.box(BUYER).get(bucket, sepa, limit_bytes=1_000_000).decode()
        assert f"<IBAN>{papers.account}</IBAN>" in body
        assert f"<CtrlSum>{run.total}</CtrlSum>" in body
        assert set(run.released_by) == set(PAYS)
        assert app.payables(BUYER).propose().waiting == []


def _sent(house: House, app: App) -> bool:
    """Answer what is asked, and have it asked again where Airflow lost a question; whether the file lies there."""
    released = {who for one in app.store.payment_runs(BUYER, states={"proposed"}) for who in one.released_by}
    for path in house.questions(f"release_payments__{BUYER}"):
        time.sleep(READING_SECONDS)
        person = next(one for one in PAYS if one not in released)
        house.ask("PATCH", path, person=person, body={"chosen_options": ["Release"], "params_input": {}})
        released.add(person)
    if list(house.box(BUYER).list_inbox(f"{BUYER}-outbox", prefix="payments/")):
        return True
    open_runs = house.ask("GET", f"dags/release_payments__{BUYER}/dagRuns?state=running&state=queued")
    if open_runs.ok and not open_runs.json()["total_entries"]:
        house.trigger(f"payments__{BUYER}")
    return False


def _canaries(made: list[OfficePaper]) -> frozenset[str]:
    """SSNs and account numbers as printed and as digits."""
    names = ("employee_ssn", "account_number")
    values = {one.fields[name] for one in made for name in names if name in one.fields}
    return frozenset(values | {_digits(one) for one in values})


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def _everywhere(house: House, begun: dt.datetime) -> Iterator[tuple[str, str]]:
    """Name and content of each log, table and temporary file; what S3 keeps for the client is the client's own."""
    for path in house.home.rglob("*"):
        inside = path.relative_to(house.home).parts
        if inside[0] not in {"postgres", "seaweed", "tryton"} and path.is_file():
            yield str(path), path.read_text(encoding="utf-8", errors="replace")
    for database in ("airflow", "bpo"):
        engine = create_engine(postgres.url(house.home, database), poolclass=NullPool)
        with engine.connect() as connection:
            tables = "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
            for schema, table in connection.execute(text(tables)).all():
                if schema not in {"pg_catalog", "information_schema"}:
                    rows = connection.scalars(text(f'select t::text from "{schema}"."{table}" t'))
                    yield f"{database}.{table}", "\n".join(rows)
    for path in Path(tempfile.gettempdir()).iterdir():
        if path not in house.home.parents and _new(path, begun):
            for file in [path, *path.rglob("*")]:
                if _new(file, begun) and file.is_file():
                    yield str(file), file.read_text(encoding="utf-8", errors="replace")


def _new(path: Path, begun: dt.datetime) -> bool:
    """Whether something was written since; what is gone by now was temporary indeed."""
    try:
        return path.stat().st_mtime >= begun.timestamp() and path.stat().st_size < MOST_BYTES
    except OSError:
        return False
