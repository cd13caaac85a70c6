"""The main job through a running Airflow: files dropped into inboxes by the clients, the scheduled DAGs do the rest."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from house import READING_SECONDS, House, by_client, leaves, wait_for
from jsonschema import Draft202012Validator

from bpo_pipeline.app import App
from bpo_pipeline.flow.acknowledging import acknowledgement_key
from bpo_pipeline.flow.proving import at_rest, prove
from bpo_pipeline.generator.awkward import AWKWARD, SMALL, Order
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.document import POSTED, DemoDocument, good
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.store import AcknowledgementDue

pytestmark = pytest.mark.e2e

SEED = 20
SERIAL = 5000
FORMS = {"lakeside": (Form.PDF, Form.PDF), "nordlicht": (Form.FACTURX, Form.UBL, Form.PDF)}
CASES = {"lakeside": ("duplicate", "wrong_total", "over_limit", "zip"), "nordlicht": ("unknown_vendor", "zero_bytes")}
PATIENCE_SECONDS = 300
YES = {"chosen_options": ["Approve"], "params_input": {}}
SHORTEST_SECRET = 8
"""Account numbers and names shorter than this could stand anywhere by chance."""


@dataclass(frozen=True)
class Job:
    """What was dropped, when, and what became of it."""

    begun: dt.datetime
    batch: dict[str, list[DemoDocument]]
    told: dict[str, list[AcknowledgementDue]]
    seconds: float

    @property
    def over_limit(self) -> DemoDocument:
        """The one bill that waits at the gate."""
        (one,) = [one for one in self.batch["lakeside"] if one.truth.case == "over_limit"]
        return one


@pytest.fixture(scope="module")
def job(house: House) -> Job:
    """Drop fourteen files of both clients and wait until each has come to rest and its client was told."""
    begun = utc_now()
    batch = by_client(tuple(_documents(begun.date())))
    clock = time.monotonic()
    assert house.drop([one for documents in batch.values() for one in documents]) == 12
    with house.app() as app:
        wait_for(lambda: _done(app, batch, begun), "that every file ended", seconds=PATIENCE_SECONDS)
        told = {client: app.store.told(client, received_from=begun) for client in batch}
    return Job(begun, batch, told, time.monotonic() - clock)


def test_each_file_ends_as_expected_and_each_posted_bill_stands_in_its_target(house: House, job: Job) -> None:
    with house.app() as app:
        outcomes = [
            one for client in job.batch for one in prove(app.parts(client), job.told[client], job.batch[client])
        ]
    assert [(one.key, one.expected, one.actual, one.wrong) for one in outcomes if one.wrong] == []
    assert len(outcomes) == 14
    assert {"posted", "container", "rejected:duplicate_file", "in_review:approval_limit"} <= {
        one.actual for one in outcomes
    }


def test_every_posted_bill_is_in_the_ledger_exactly_once(house: House, job: Job) -> None:
    with house.app() as app:
        rows = app.store.outbox("lakeside")
    posted = {row.key for row in rows if row.number}
    assert len(posted) == sum(one.expected == POSTED for one in job.batch["lakeside"])
    assert house.bills() == dict.fromkeys(posted, 1)


def test_each_file_has_one_acknowledgement_that_the_client_can_read_and_check(house: House, job: Job) -> None:
    schema = json.loads((PROJECT / "schemas" / "acknowledgement.v1.schema.json").read_text(encoding="utf-8"))
    check = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for client, told in job.told.items():
        box, bucket = house.box(client), f"{client}-outbox"
        for one in told:
            body = json.loads(box.get(bucket, acknowledgement_key(one.arrival.arrival_id), limit_bytes=100_000))
            assert list(check.iter_errors(body)) == []
            assert (body["key"], body["sha256"], body["state"]) == (one.arrival.key, one.arrival.sha256, one.state)
            assert {(post["target"], post["number"]) for post in body["postings"]} == {
                (post.target, post.number) for post in one.postings
            }
        assert len(list(box.list_inbox(bucket, prefix="acknowledgements/"))) == len(told)


def test_the_control_report_ties_for_both_clients(house: House, job: Job) -> None:
    with house.app() as app:
        reports = {one: app.control(one, job.begun.date(), utc_now().date()) for one in job.batch}
    assert {client: report.differences for client, report in reports.items()} == dict.fromkeys(job.batch, ())
    files = {client: sum(day.files for day in report.days) for client, report in reports.items()}
    assert files == {"lakeside": 8, "nordlicht": 5}


def test_tasks_hand_on_ids_and_counts_and_nothing_that_was_read(house: House, job: Job) -> None:
    rows = house.airflow_rows("select dag_id, task_id, value from xcom")
    assert {dag for dag, _, _ in rows} >= {"intake__lakeside", "process__lakeside", "post__lakeside"}
    secrets = _secrets(job)
    for dag, task, value in rows:
        for leaf in leaves(value):
            # the question at the gate is made of ids, counts and sums, and is the one longer text
            assert isinstance(leaf, int | float) or len(leaf) < 200 or task in {"describe", "question"}, f"{dag}.{task}"
        assert not [one for one in secrets if one in json.dumps(value, ensure_ascii=False)], f"{dag}.{task}"


def test_no_log_holds_a_name_or_an_account_of_a_document(house: House, job: Job) -> None:
    logs = [*(house.home / "logs").rglob("*.log"), *(house.home / "airflow" / "logs").rglob("*.log")]
    assert len(logs) > 20
    secrets = _secrets(job)
    assert len(secrets) > 10
    found = [(path.name, _where(path, secrets)) for path in logs]
    assert [one for one in found if one[1]] == []


def test_a_bill_over_the_limit_is_posted_once_another_person_has_released_it(house: House, job: Job) -> None:
    wait_for(house.questions, "that the question was asked", seconds=120)
    (path,) = house.questions()
    assert house.ask("PATCH", path, person="viewer", body=YES).status_code == 403
    with house.app() as app:
        assert len(app.awaiting_approval("lakeside")) == 1
    expected = replace(
        job.over_limit,
        expected=POSTED,
        vendor_id=job.over_limit.truth.vendor_id,
        total=_gross(job.over_limit),
        currency=job.over_limit.truth.fields["currency"],
    )

    def wrong() -> tuple[str, ...]:
        with house.app() as app:
            (outcome,) = prove(app.parts("lakeside"), app.store.told("lakeside", received_from=job.begun), [expected])
        return outcome.wrong

    wait_for(lambda: _answered(house) and not wrong(), "that the released bill was posted", seconds=300, every=2)
    with house.app() as app:
        history = [(one.name, one.actor) for one in app.store.events("lakeside") if one.actor != "pipeline"]
        posted = {row.key for row in app.store.outbox("lakeside") if row.number}
        assert history == [("released", "reviewer"), ("ready", "reviewer")]
        assert app.store.verify_chain("lakeside") == []
    assert house.bills() == dict.fromkeys(posted, 1)


def _documents(today: dt.date) -> Iterator[DemoDocument]:
    serial = SERIAL
    for client, forms in FORMS.items():
        cards = [card for card in VENDORS[client] if not card.receipts]
        for form, card in zip(forms, cards, strict=False):
            rng = seeded(SEED, client, serial)
            paper = invent(
                rng, doc_type="invoice", vendor=card, client=client, today=today, serial=serial, line_count=3,
                gross_between=SMALL,
            )  # fmt: skip
            yield good(paper, form, rng, key=f"incoming/invoice-{serial}")
            serial += 1
        for case in CASES[client]:
            yield from AWKWARD[case](Order(seeded(SEED, client, case), client, today, serial, "incoming/"))
            serial += 2


def _done(app: App, batch: dict[str, list[DemoDocument]], begun: dt.datetime) -> bool:
    for client, documents in batch.items():
        if at_rest(app.store.told(client, received_from=begun), documents) < len(documents):
            return False
    return not any(app.store.acknowledgements_due(client, limit=1) for client in batch)


def _answered(house: House) -> bool:
    """Answer what is asked, as somebody who reads it first; have it asked again where Airflow 3.3 lost the answer."""
    for path in house.questions():
        time.sleep(READING_SECONDS)
        house.ask("PATCH", path, person="reviewer", body=YES)
    asking = house.ask("GET", "dags/ask__lakeside/dagRuns?state=running&state=queued")
    with house.app() as app:
        if asking.ok and not asking.json()["total_entries"] and app.awaiting_approval("lakeside"):
            house.trigger("approve__lakeside")
    return not house.questions()


def _gross(one: DemoDocument) -> Decimal:
    return Decimal(one.truth.fields["gross_total"])


def _secrets(job: Job) -> set[str]:
    """Names and account numbers that stand on the documents."""
    names = ("supplier_name", "supplier_iban", "supplier_address")
    documents = [one for batch in job.batch.values() for one in batch]
    known = {one.truth.fields.get(name, "") for one in documents for name in names}
    return {one for one in known if len(one) >= SHORTEST_SECRET}


def _where(path: Path, secrets: set[str]) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line[:300] for line in text.splitlines() if any(one in line for one in secrets)]
