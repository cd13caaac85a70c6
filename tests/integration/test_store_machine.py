"""Whatever happens in whatever order: each document once, each bill once, every change with its event."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from conftest import Clock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, text
from store_words import ACME, MORNING, acknowledgement, found, invoice, posting

from bpo_pipeline.errors import NotAllowed, StaleVersion
from bpo_pipeline.model.ledger import Decision, DecisionKind, OutboxRow
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.states import State
from bpo_pipeline.store import ChainHead, Store

pytestmark = pytest.mark.integration
CONTENTS = some.sampled_from(["a", "b", "c", "d"])
PEOPLE = some.sampled_from(["eva", "ben"])
Held = tuple[str, str, int]

LEADS_TO = {
    DecisionKind.CORRECT: State.IN_REVIEW,
    DecisionKind.APPROVE: State.READY,
    DecisionKind.REJECT: State.REJECTED,
    DecisionKind.HOLD: State.ON_HOLD,
    DecisionKind.RESUME: State.IN_REVIEW,
    DecisionKind.RETYPE: State.IN_REVIEW,
    DecisionKind.ASK: State.ON_HOLD,
}


class Lifecycle(RuleBasedStateMachine):
    """Workers, senders, listers and people at once; a worker that is never heard of again has crashed."""

    engine: ClassVar[Engine]
    attempts = Bundle("attempts")
    leases = Bundle("leases")
    decisions = Bundle("decisions")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.store = Store(self.engine, clock=self.clock)
        self.client = ACME
        with self.engine.begin() as connection:
            # the same ids in each run, so that hypothesis can repeat one
            connection.execute(text("set local session_replication_role = replica"))
            connection.execute(text("truncate document, arrival, event, decision, outbox cascade"))
        self.twins = {found(content)[1].document_id for content in "ad"}
        self.arrivals: set[str] = set()
        self.documents: set[str] = set()
        self.bills: Counter[str] = Counter()
        self.head: ChainHead | None = None

    @rule(content=CONTENTS, name=some.sampled_from(["x", "y"]))
    def list_inbox(self, content: str, name: str) -> None:
        arrival = self.store.receive([found(content, client=self.client, key=f"incoming/{content}{name}")])[0]
        self.arrivals.add(arrival.arrival_id)
        self.documents.add(arrival.document_id)

    @initialize(gate=some.booleans())
    def a_morning_at_work(self, gate: bool) -> None:
        """Four documents: just received, read, in review, and ready (or at the gate)."""
        for content in "abcd":
            self.list_inbox(content, "x")
        for content, to in (("b", None), ("c", State.IN_REVIEW), ("d", State.READY)):
            for stage in ("read", "understand")[: 1 if to is None else 2]:
                held = self.begin(content)
                assert isinstance(held, tuple)
                assert held[1] == stage
                self.finish(held, to or State.READY, gate)
        self.head = self.store.chain_head(self.client)

    @rule(target=attempts, content=CONTENTS)
    def begin(self, content: str) -> object:
        document = found(content, client=self.client)[1].document_id
        stage, expect = "read", State.RECEIVED
        if self.store.states_of([document]).get(document) is State.READ:
            stage, expect = "understand", State.READ
        attempt = self.store.begin(document, stage, expect=frozenset({expect}))
        return multiple() if attempt is None else (document, stage, attempt)

    @rule(held=consumes(attempts), to=some.sampled_from([State.READY, State.IN_REVIEW]), gate=some.booleans())
    def finish(self, held: Held, to: State, gate: bool) -> None:
        document, stage, attempt = held
        if stage == "read":
            self.store.move(document, State.READ, attempt=attempt)
            return
        ready = [posting(document, over_limit=gate)] if to is State.READY else []
        self.store.save_draft(
            document,
            attempt=attempt,
            draft=invoice(number="INV-1" if document in self.twins else document),
            findings=(),
            vendor_id="V1",
            to=to,
            postings=ready,
        )

    @rule(target=decisions, content=CONTENTS, kind=some.sampled_from(DecisionKind), actor=PEOPLE)
    def look(self, content: str, kind: DecisionKind, actor: str) -> object:
        case = self.store.case(self.client, found(content, client=self.client)[1].document_id)
        if case is None:
            return multiple()
        return Decision(case.document.document_id, kind, actor, self.clock(), case.version)

    @rule(taken=decisions, gate=some.booleans())
    def decide(self, taken: Decision, gate: bool) -> None:
        to = LEADS_TO[taken.kind]
        ready = [posting(taken.document_id, over_limit=gate)] if to is State.READY else []
        try:
            self.store.decide(taken, to=to, draft=invoice(), postings=ready)
        except (StaleVersion, NotAllowed):
            return

    @rule(actor=PEOPLE)
    def release(self, actor: str) -> None:
        try:
            self.store.release([row.key for row in self.store.awaiting_approval(self.client)], actor=actor)
        except NotAllowed:
            return

    @rule(target=leases)
    def lease(self) -> object:
        return multiple(*self.store.lease(self.client, "tryton", owner="sender", seconds=60, limit=2))

    @rule(
        row=consumes(leases),
        outcome=some.sampled_from(["posted", "posted", "posted", "lost answer", "refused", "away"]),
    )
    def send(self, row: OutboxRow, outcome: str) -> None:
        token = row.lease_token
        if outcome == "refused":
            if not self.bills[row.key]:
                self.store.refuse(row.key, lease_token=token, sentence="No.")
        elif outcome == "away":
            self.store.postpone(row.key, lease_token=token, error="503", until=self.clock())
        else:
            # what every sender does: look the key up before creating
            self.bills[row.key] = self.bills[row.key] or 1
            if outcome == "posted":
                self.store.settle(row.key, lease_token=token, acknowledgement=acknowledgement(row.key))

    @rule(seconds=some.sampled_from([1, 61]))
    def wait(self, seconds: int) -> None:
        self.clock.pass_seconds(seconds)

    @rule()
    def maintain(self) -> None:
        self.store.stale_leases()

    @rule(dry_run=some.booleans())
    def reprocess(self, dry_run: bool) -> None:
        self.store.reprocess(sorted(self.documents), actor="eva", dry_run=dry_run)

    @invariant()
    def posted_is_what_the_target_has(self) -> None:
        states = self.store.states_of(self.documents)
        for row in self.store.outbox(self.client):
            if row.state is PostingState.POSTED:
                assert self.bills[row.key] == 1
            if states[row.document_id] is State.POSTED:
                assert row.state is PostingState.POSTED
            if states[row.document_id] is State.REJECTED:
                assert row.state is PostingState.REFUSED

    def teardown(self) -> None:
        self.every_file_is_somewhere_exactly_once()
        self.the_history_tells_where_each_document_stands()

    def every_file_is_somewhere_exactly_once(self) -> None:
        assert sum(self.store.count_by_state(self.client).values()) == len(self.documents)
        lines = self.store.control_lines(self.client, MORNING.date(), MORNING.date())
        assert {line.arrival_id for line in lines} == self.arrivals
        assert len([line for line in lines if not line.duplicate]) == len(self.documents)

    def the_history_tells_where_each_document_stands(self) -> None:
        assert self.store.verify_chain(self.client, head=self.head) == []
        told = dict.fromkeys(self.documents, "received")
        for event in self.store.events(self.client):
            told[event.document_id] = event.data.get("to", told[event.document_id])
        assert told == {document: state.value for document, state in self.store.states_of(self.documents).items()}


def test_any_order_of_events_keeps_the_promises(engine: Engine) -> None:
    Lifecycle.engine = engine

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Lifecycle,
        settings=settings(
            max_examples=35,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
