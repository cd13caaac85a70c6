"""Kill -9 of each part in the middle of a run of a hundred documents: nothing is lost, and nothing is booked twice.

Each round drops fresh documents of both clients, kills one part with SIGKILL while it works on them, repairs the house
with ``up`` (a killed worker repairs itself) and waits until every document is at rest. The DAGs are started by hand
where their schedule would only make the test wait. ``BPO_KILL_DOCUMENTS`` makes the rounds smaller or larger.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
import pytest
from house import House, wait_for

from bpo_pipeline.app import App
from bpo_pipeline.flow.proving import prove
from bpo_pipeline.generator.awkward import SMALL
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.document import POSTED, DemoDocument, good
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.stack import processes
from bpo_pipeline.store import AcknowledgementDue

pytestmark = pytest.mark.e2e

DOCUMENTS = int(os.environ.get("BPO_KILL_DOCUMENTS", "100"))
SHARES = {"lakeside": 0.2, "nordlicht": 0.8}
"""A bill in Tryton takes a second, an import file a tenth of it."""
FORMS = {"lakeside": (Form.PDF,), "nordlicht": (Form.UBL, Form.PDF, Form.CII, Form.UBL, Form.FACTURX)}
FIRST, LAST = 0.2, 0.7
"""The part is killed when so much of its work is done."""
OUTAGE_SECONDS = 3
PATIENCE_SECONDS = 900
WORKER = "airflow worker -- LocalExecutor: "
IDLE = "<idle>"
MOST = 0.5
"""So many must go straight through; how many more do is a matter of reading well, which other tests measure."""
NOT_THEIR_FAULT = {f"in_review:{one}" for one in (Reason.PARSER_CRASH, Reason.PARSE_TIMEOUT, Reason.POSTING_REFUSED)}
EVENTS = ("received", "duplicate", "read", "drafted", "ready", "in_review", "rejected", "quarantined", "posted")
UNDERSTOOD = frozenset({State.READY, State.POSTED, State.IN_REVIEW, State.ON_HOLD, State.REJECTED})


@dataclass
class Round:
    """One batch on its way."""

    house: House
    number: int
    begun: dt.datetime = field(default_factory=utc_now)
    batch: dict[str, list[DemoDocument]] = field(default_factory=dict)

    def drop(self) -> None:
        """Put the batch into the inboxes and start the intake at once."""
        for client, share in SHARES.items():
            count = round(DOCUMENTS * share)
            self.batch[client] = [self._document(client, place) for place in range(count)]
            assert self.house.drop(self.batch[client]) == count
            self.house.trigger(f"intake__{client}")

    def _document(self, client: str, place: int) -> DemoDocument:
        rng = seeded(self.number, client, place)
        cards = [card for card in VENDORS[client] if not card.receipts]
        serial = 20_000 + self.number * DOCUMENTS + place
        paper = invent(
            rng,
            doc_type="invoice",
            vendor=cards[place % len(cards)],
            client=client,
            today=self.begun.date(),
            serial=serial,
            line_count=rng.randint(1, 6),
            gross_between=SMALL,
        )
        forms = FORMS[client]
        return good(paper, forms[place % len(forms)], rng, key=f"incoming/run-{self.number}-{place:04d}")

    def told(self, app: App, client: str) -> list[AcknowledgementDue]:
        """What became of this round's files so far."""
        keys = {one.key for one in self.batch[client]}
        found = app.store.told(client, received_from=self.begun)
        return [one for one in found if one.arrival.key in keys]

    def share(self, app: App, states: frozenset[State], client: str = "") -> float:
        """Which part of the round's documents, or of one client's, stands in one of these states."""
        clients = [client] if client else list(SHARES)
        there = [one.state in states for name in clients for one in self.told(app, name)]
        return sum(there) / sum(len(self.batch[name]) for name in clients)


def understood(run: Round, app: App) -> float:
    """How much is read and understood."""
    return run.share(app, UNDERSTOOD)


def filed(run: Round, app: App) -> float:
    """How many of the import files, two for each document, are written and settled."""
    return sum(len(one.postings) for one in run.told(app, "nordlicht")) / (2 * len(run.batch["nordlicht"]))


def booked(run: Round, app: App) -> float:
    """How much is booked in Tryton."""
    return run.share(app, frozenset({State.POSTED}), "lakeside")


def kill_part(name: str) -> Callable[[House], None]:
    """Kills the program of that name; what it started lives on."""

    def kill(house: House) -> None:
        head = processes.leader(house.home, name)
        assert head is not None
        os.kill(head.pid, signal.SIGKILL)
        wait_for(
            lambda: processes.leader(house.home, name) is None, "the end of the killed part", seconds=10, every=0.1
        )

    return kill


def kill_worker(house: House) -> None:
    """Kills a worker while it runs a task on documents; the task itself is left without its supervisor."""
    wait_for(lambda: _busy_workers(house), "work on documents", seconds=60, every=0.2)
    _busy_workers(house)[0].kill()


VICTIMS: dict[str, tuple[Callable[[Round, App], float], Callable[[House], None], bool]] = {
    "worker": (understood, kill_worker, False),
    "scheduler": (understood, kill_part("scheduler"), True),
    "postgres": (understood, kill_part("postgres"), True),
    "seaweed": (filed, kill_part("seaweed"), True),
    "tryton": (booked, kill_part("tryton"), True),
}
"""Victim -> whose progress decides the moment, how it is killed, and whether ``up`` repairs it."""


@pytest.mark.parametrize("victim", VICTIMS)
def test_after_a_kill_every_document_ends_once_and_every_bill_exists_once(house: House, victim: str) -> None:
    progress, kill, repair = VICTIMS[victim]
    clock = time.monotonic()
    run = Round(house, list(VICTIMS).index(victim))
    run.drop()
    with house.app() as app:
        wait_for(lambda: progress(run, app) >= FIRST, "a fifth of the work", seconds=PATIENCE_SECONDS, every=0.2)
        done = progress(run, app)
        kill(house)
    assert done <= LAST, "the part was killed too late to be in the middle of its work"
    killed = time.monotonic() - clock
    if repair:
        time.sleep(OUTAGE_SECONDS)
        house.up()
    repaired = time.monotonic() - clock
    with house.app() as app:
        wait_for(lambda: _rest(run, app), "that every document ended", seconds=PATIENCE_SECONDS, every=5)
        print(
            f"{victim}: killed after {killed:.0f} s with {done:.0%} done, repaired after {repaired:.0f} s,"
            f" all at rest after {time.monotonic() - clock:.0f} s"
        )
        _each_document_ended_once(run, app)
        _each_bill_exists_once(house, app)
        for client in SHARES:
            assert app.control(client, run.begun.date(), utc_now().date()).differences == ()
            assert app.store.verify_chain(client) == []


def _rest(run: Round, app: App) -> bool:
    """Whether all documents are at rest and told; until then, start what would only wait for its schedule."""
    waiting = False
    for client, documents in run.batch.items():
        told = run.told(app, client)
        states = {one.state for one in told}
        wanted = {
            "intake": len(told) < len(documents) or bool(app.store.acknowledgements_due(client, limit=1)),
            "process": bool(states & {State.RECEIVED, State.READ}),
            "post": State.READY in states,
        }
        for stage, needed in wanted.items():
            if needed:
                run.house.trigger(f"{stage}__{client}")
        waiting = waiting or any(wanted.values())
    return not waiting


def _each_document_ended_once(run: Round, app: App) -> None:
    """Each file arrived once, went through each stage once, and is posted or waits for a person for its contents."""
    for client, documents in run.batch.items():
        told = run.told(app, client)
        assert Counter(one.arrival.key for one in told) == dict.fromkeys([one.key for one in documents], 1)
        assert not [one for one in told if one.arrival.duplicate]
        outcomes = prove(app.parts(client), told, documents)
        posted = [one for one in outcomes if one.actual == POSTED]
        assert [(one.key, one.wrong) for one in posted if one.wrong] == []
        assert len(posted) >= len(documents) * MOST
        assert not [one for one in outcomes if one not in posted and not one.actual.startswith("in_review:")]
        assert not [one for one in outcomes if one.actual in NOT_THEIR_FAULT]
        names = Counter((one.document_id, one.name) for one in app.store.events(client))
        for one in told:
            passed = ["received", "read", "drafted"]
            passed += ["ready", "posted"] if one.state is State.POSTED else [State.IN_REVIEW.value]
            found = {name: names[one.arrival.document_id, name] for name in EVENTS}
            assert found == {name: int(name in passed) for name in EVENTS}


def _each_bill_exists_once(house: House, app: App) -> None:
    ledger = [row for client in SHARES for row in app.store.outbox(client)]
    posted = {name: {row.key: row.number for row in ledger if row.target == name} for name in ("tryton", "ubl", "csv")}
    assert {row.state for row in ledger} <= {PostingState.POSTED, PostingState.AWAITING_APPROVAL, PostingState.REFUSED}
    assert house.bills() == dict.fromkeys([key for key, number in posted["tryton"].items() if number], 1)
    for name in ("ubl", "csv"):
        listed = [one.key for one in house.box("nordlicht").list_inbox("nordlicht-outbox", prefix=f"import/{name}/")]
        files = sorted(key for key in listed if "-original" not in key)
        assert files == sorted(number for number in posted[name].values() if number)
        originals = [key for key in listed if "-original" in key]
        assert len(originals) == len(files)


def _busy_workers(house: House) -> list[psutil.Process]:
    """Workers that run a task on documents now; a worker's title names its task instance."""
    titles = {}
    for process in processes.family(house.home, "scheduler"):
        try:
            title = " ".join(process.cmdline()).strip()
        except psutil.Error:
            continue  # it ended while we looked
        if title.startswith(WORKER) and IDLE not in title:
            titles[title.removeprefix(WORKER)] = process
    rows = house.airflow_rows(
        "select cast(id as text) from task_instance where state = 'running' and dag_id like 'process__%'"
        " and task_id = 'work'"
    )
    return [titles[row[0]] for row in rows if row[0] in titles]
