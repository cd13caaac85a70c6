"""The desk: what review needs from the rest of the product, and what it checks before every decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import AskAPerson, NotAllowed, StaleVersion, Unknown
from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.desk import (
    CallBack,
    Claim,
    CutOut,
    Keyed,
    KeyedField,
    Keying,
    Question,
    QueueCounts,
    QueueFilter,
    QueueLine,
    QueueOrder,
    Truth,
    Typed,
)
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Arrival, Case, Decision, Event, NewPosting, OutboxRow, utc_now
from bpo_pipeline.model.posting import Acknowledgement
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State

PARKED = frozenset({State.IN_REVIEW, State.ON_HOLD})
NOBODY = frozenset({"", "pipeline"})


class ReviewStore(Protocol):
    """What review needs of the store."""

    def case(self, client: str, document_id: str) -> Case | None:
        """A document with everything known about it, None when the client has no such document."""

    def parked(
        self, client: str | None = None, *, reason: str | None = None, limit: int = 100, offset: int = 0
    ) -> list[Case]:
        """What waits for a person, longest wait first."""

    def events(self, client: str, *, document_id: str | None = None) -> list[Event]:
        """The history of a document, oldest first."""

    def decisions(self, client: str, document_id: str) -> list[Decision]:
        """What people decided on a document, first one first."""

    def acknowledgements(self, client: str, document_id: str) -> list[Acknowledgement]:
        """What the targets said about its postings."""

    def decide(
        self,
        decision: Decision,
        *,
        to: State,
        draft: Draft | None = None,
        findings: Sequence[Finding] = (),
        vendor_id: str | None = None,
        postings: Sequence[NewPosting] = (),
        reason: Reason | str | None = None,
        sentence: str = "",
        overridden: Sequence[str] = (),
        question: Question | None = None,
        cut: Sequence[CutOut] = (),
    ) -> Case | None:
        """Apply a decision in one transaction; the document then, None when this very one was applied before."""

    def claim(self, document_id: str, *, actor: str, seconds: float, assigned_by: str | None = None) -> Claim:
        """Let one person work on a parked document; raises Claimed."""

    def release_claim(self, document_id: str, *, actor: str) -> bool:
        """Free a document that *actor* has."""

    def claims(self, document_ids: Sequence[str]) -> dict[str, Claim]:
        """Who works on these documents now."""

    def autosave(
        self,
        client: str,
        document_id: str,
        *,
        actor: str,
        version: int,
        corrections: Mapping[str, str],
        comment: str = "",
        revision: int | None = None,
        lease_seconds: float = 0,
    ) -> Typed:
        """Keep what was typed, and renew the claim of who typed it."""

    def autosaved(self, client: str, document_id: str, *, actor: str) -> list[Typed]:
        """What was typed and not sent, newest version first."""

    def drop_autosaves(self, document_id: str, *, actor: str, up_to: int) -> int:
        """Throw away what was typed."""

    def queue(
        self,
        which: QueueFilter,
        *,
        order: QueueOrder = QueueOrder.DUE,
        descending: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> list[QueueLine]:
        """One page of the queue."""

    def queue_counts(self, which: QueueFilter) -> QueueCounts:
        """How many documents the filter finds."""

    def call_back(self, client: str, record: CallBack) -> bool:
        """Keep that somebody called the vendor; False when this very call is kept already."""

    def call_backs(self, client: str, document_id: str) -> list[CallBack]:
        """All calls about a document, first one first."""

    def keyings_for(self, actor: str, clients: Sequence[str], *, limit: int = 50) -> list[Keying]:
        """What this person can key or settle."""

    def keying(self, client: str, document_id: str) -> Keying | None:
        """The blind keying of a document."""

    def add_keyed(self, document_id: str, keyed: Keyed) -> Keying:
        """Keep what a person keyed."""

    def keying_differs(self, document_id: str) -> None:
        """Note that a third person settles."""

    def close_keying(self, document_id: str, fields: Sequence[KeyedField], *, actor: str) -> bool:
        """Keep how each field came out."""

    def keyed_fields(self, client: str, document_id: str) -> list[KeyedField]:
        """How each field of a document came out."""

    def questions(self, client: str, document_id: str) -> list[Question]:
        """All questions to the client about a document, first one first."""

    def arrivals(self, client: str, *, document_id: str) -> list[Arrival]:
        """All arrivals of a document's bytes, first one first."""

    def postings(self, client: str, document_id: str) -> list[OutboxRow]:
        """A document's postings, sent or not, in the order of sending."""

    def verify_document(self, client: str, document_id: str) -> list[str]:
        """One sentence for each event of a document that was changed, and for a draft that is not what they say."""

    def cut_out(self, client: str, document_id: str) -> list[Case]:
        """What was cut out of a document, in the order of its pages."""

    def revealed(self, client: str, *, what: str, actor: str, why: str, document_id: str) -> None:
        """Keep that a person was shown a document's sensitive values."""

    def truths(self, client: str, *, document_id: str | None = None, withdrawn: bool = False) -> list[Truth]:
        """What people put right."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say about a draft now."""

    findings: tuple[Finding, ...]
    vendor_id: str | None = None
    missing: tuple[Finding, ...] = ()
    """Those of them that say that a required field is empty: no comment stands for it."""

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)


class Check(Protocol):
    """Runs all quality rules of the client's contract on a draft."""

    def __call__(self, case: Case, draft: Draft) -> Checked:
        """Check *draft*, which may be a corrected one, as the draft of *case*; may raise TryAgain."""


class ApplyCorrections(Protocol):
    """Puts corrected values into a draft."""

    def __call__(self, draft: Draft, corrections: Mapping[str, str]) -> Draft:
        """The corrected draft; raises AskAPerson naming a path or value that cannot be taken."""


class PlanPostings(Protocol):
    """Says which postings an approved draft makes."""

    def __call__(self, case: Case, draft: Draft, vendor_id: str | None) -> Sequence[NewPosting]:
        """One per target of the contract; empty for a document type that is not posted."""


class Understand(Protocol):
    """Takes a document for one of another type: extracted and checked anew."""

    def __call__(self, case: Case, document_type: str) -> tuple[Draft, Checked]:
        """The draft of that type; raises AskAPerson for a type that is not known, TryAgain."""


class Cut(Protocol):
    """Cuts a file into documents."""

    def __call__(self, case: Case, ranges: Sequence[Pages]) -> Sequence[CutOut]:
        """A document for each range, stored and not yet registered; raises NotAllowed, Refused."""


def _no_contract(client: str) -> Contract:
    message = f"this desk knows no contract of {client}"
    raise AskAPerson(message)


def _not_understood(case: Case, document_type: str) -> tuple[Draft, Checked]:
    message = f"this desk cannot read document {case.document.document_id} as {document_type}"
    raise AskAPerson(message)


def _not_cut(case: Case, ranges: Sequence[Pages]) -> Sequence[CutOut]:  # noqa: ARG001 - stands for one that cuts
    message = f"this desk cannot cut document {case.document.document_id}"
    raise AskAPerson(message)


def _no_pages(case: Case) -> int:  # noqa: ARG001
    return 0


def _no_text(case: Case) -> str:  # noqa: ARG001 - stands for a function that looks at it
    return ""


def _learn_nothing(case: Case, draft: Draft, vendor_id: str | None, actor: str) -> None:
    """Stands for a memory."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the review functions are told; made in ``app``."""

    store: ReviewStore
    check: Check
    apply_corrections: ApplyCorrections
    plan_postings: PlanPostings
    clock: Callable[[], dt.datetime] = utc_now
    understand_as: Understand = _not_understood
    contract_of: Callable[[str], Contract] = _no_contract
    text_of: Callable[[Case], str] = _no_text
    """All words of the document, as read."""
    pages_of: Callable[[Case], int] = _no_pages
    """How many pages were read."""
    cut: Cut = _not_cut
    learn: Callable[[Case, Draft, str | None, str], None] = _learn_nothing
    """Told of each draft that somebody confirmed: case, draft, vendor and who."""


def load(desk: Desk, client: str, document_id: str) -> Case:
    """The client's document. Raises Unknown when there is none, also when it is another client's."""
    case = desk.store.case(client, document_id)
    if case is None:
        message = f"{client} has no document {document_id}"
        raise Unknown(message)
    return case


def decided_on(desk: Desk, client: str, decision: Decision, seen: Case | None = None) -> tuple[Case, bool]:
    """The document that is decided on, and whether this very decision was taken before.

    *seen* is the document as the caller has just loaded it: it is not loaded again, since the store compares versions
    under its lock in any case. Raises what ``require_decidable`` raises.
    """
    case = seen or load(desk, client, decision.document_id)
    if _was_taken(desk, client, case, decision):
        return case, True
    require_decidable(case, decision)
    return case, False


def _was_taken(desk: Desk, client: str, case: Case, decision: Decision) -> bool:
    """A double click, or an answer that was lost; a decision makes the next version, so one on this one is new."""
    return case.version != decision.version and any(
        replace(known, at=decision.at) == decision for known in desk.store.decisions(client, decision.document_id)
    )


def require_decidable(case: Case, decision: Decision) -> None:
    """Make sure that the person may decide on what they saw.

    Raises NotAllowed when the document does not wait for a person or the actor is none, StaleVersion
    when it was changed since the version that the decision names.
    """
    if decision.actor in NOBODY:
        message = "a decision needs the name of the person who takes it"
        raise NotAllowed(message)
    document = case.document
    if case.version != decision.version:
        message = (
            f"document {document.document_id} was changed since you loaded it "
            f"(you saw version {decision.version}, it is now {case.version}): look at it again"
        )
        raise StaleVersion(message, case)
    if document.state not in PARKED:
        message = f"document {document.document_id} is {document.state.value}: only a parked document can be decided"
        raise NotAllowed(message)


def draft_of(case: Case) -> Draft:
    """The draft. Raises NotAllowed when nothing was understood: there are no values to correct or to post."""
    if case.draft is None:
        message = (
            f"nothing was read from document {case.document.document_id}: "
            "reject it with a sentence for the client, or process it again"
        )
        raise NotAllowed(message)
    return case.draft
