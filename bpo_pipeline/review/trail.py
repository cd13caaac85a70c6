"""The trail: a document's whole story on one page, and the proof that nobody changed it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_pipeline.model.desk import CallBack, KeyedField, Question, Truth
from bpo_pipeline.model.ledger import Arrival, Case, Decision, Event, OutboxRow
from bpo_pipeline.model.posting import Acknowledgement
from bpo_pipeline.review.desk import Desk, load


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a person changed."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One event with the decision that it belongs to, if a person decided."""

    event: Event
    changes: tuple[Change, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything that is known of one document."""

    case: Case
    arrivals: tuple[Arrival, ...]
    steps: tuple[Step, ...]
    call_backs: tuple[CallBack, ...]
    questions: tuple[Question, ...]
    keyed: tuple[KeyedField, ...]
    truths: tuple[Truth, ...]
    postings: tuple[OutboxRow, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    parts: tuple[Case, ...]
    """What was cut out of it, by the machine or a person, in the order of the pages."""
    whole: Case | None
    """The file that it was cut out of."""
    wrong: tuple[str, ...]
    """What was changed behind our back, one sentence each; empty when the story is intact."""

    @property
    def intact(self) -> bool:
        """Whether every event is as it was written and the draft is the one that the events name."""
        return not self.wrong


def trail(desk: Desk, client: str, document_id: str) -> Trail:
    """The document's story. Raises AskAPerson when the client has no such document."""
    case = load(desk, client, document_id)
    store = desk.store
    events = store.events(client, document_id=document_id)
    by_version = {one.version: one for one in store.decisions(client, document_id)}
    return Trail(
        case=case,
        arrivals=tuple(store.arrivals(client, document_id=document_id)),
        steps=tuple(_step(event, by_version) for event in events),
        call_backs=tuple(store.call_backs(client, document_id)),
        questions=tuple(store.questions(client, document_id)),
        keyed=tuple(store.keyed_fields(client, document_id)),
        truths=tuple(store.truths(client, document_id=document_id, withdrawn=True)),
        postings=tuple(store.postings(client, document_id)),
        acknowledgements=tuple(store.acknowledgements(client, document_id)),
        parts=tuple(store.cut_out(client, document_id)),
        whole=store.case(client, case.document.parent) if case.document.parent else None,
        wrong=tuple(store.verify_document(client, document_id)),
    )


def _step(event: Event, by_version: dict[int, Decision]) -> Step:
    decision = by_version.get(event.data["version"]) if "decision" in event.data else None
    if decision is None:
        return Step(event)
    changes = tuple(
        Change(path, decision.before.get(path, ""), value) for path, value in sorted(decision.corrections.items())
    )
    return Step(event, changes, decision.comment)
