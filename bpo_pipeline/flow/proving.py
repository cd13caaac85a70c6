"""Proving a demo run: what each dropped file was to become, and what became of it, down to the ERP's own books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpo_pipeline.flow.acknowledging import acknowledgement_key
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.generator.document import CONTAINER, POSTED, DemoDocument
from bpo_pipeline.model.document import content_hash
from bpo_pipeline.model.states import State
from bpo_pipeline.posting import BillState
from bpo_pipeline.store import AcknowledgementDue

AT_REST = frozenset({State.POSTED, State.REJECTED, State.QUARANTINED, State.IN_REVIEW, State.ON_HOLD})
WORDS = {State.ON_HOLD: "in_review"}
"""A document at the approval gate waits for a person too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: what was expected, what happened, and what is wrong with it (empty when nothing is)."""

    client: str
    key: str
    expected: str
    actual: str
    wrong: tuple[str, ...] = ()


def at_rest(told: Sequence[AcknowledgementDue], expected: Sequence[DemoDocument]) -> int:
    """How many of the expected files have come to rest."""
    found = _by_file(told)
    resting = [found.get(_file(one)) for one in expected]
    return sum(one is not None and (one.arrival.container or one.state in AT_REST) for one in resting)


def prove(parts: Parts, told: Sequence[AcknowledgementDue], expected: Sequence[DemoDocument]) -> list[Outcome]:
    """Compare each file with what was expected, and each posted one with its target's own books."""
    found = _by_file(told)
    return [_outcome(parts, found.get(_file(one)), one) for one in expected]


def _file(one: DemoDocument) -> tuple[str, str]:
    """What names a file in both worlds: its key, and for a member of a mail or archive its content."""
    return (one.parent, content_hash(one.content)) if one.parent and "/pages-" not in one.key else (one.key, "")


def _by_file(told: Sequence[AcknowledgementDue]) -> dict[tuple[str, str], AcknowledgementDue]:
    members = {(one.arrival.key.split("!", 1)[0], one.arrival.sha256): one for one in told if one.arrival.parent}
    return members | {(one.arrival.key, ""): one for one in told}


def _outcome(parts: Parts, told: AcknowledgementDue | None, expected: DemoDocument) -> Outcome:
    if told is None:
        return Outcome(parts.client, expected.key, expected.expected, "lost", ("it never arrived",))
    actual = _actual(told)
    wrong = list(_wrong(parts, told, expected)) if actual == POSTED else []
    if actual not in {expected.expected, *expected.also}:
        wrong.insert(0, told.sentence or "another end than expected")
    if parts.buckets.find(parts.contract.outbox_bucket, acknowledgement_key(told.arrival.arrival_id)) is None:
        wrong.append("the client has no acknowledgement")
    return Outcome(parts.client, expected.key, expected.expected, actual, tuple(wrong))


def _actual(told: AcknowledgementDue) -> str:
    if told.arrival.container:
        return CONTAINER
    if told.state is None or told.state is State.POSTED:
        return POSTED
    return f"{WORDS.get(told.state, told.state.value)}:{told.reason}"


def _wrong(parts: Parts, told: AcknowledgementDue, expected: DemoDocument) -> Iterator[str]:
    """What is wrong with a posted bill, as each target's own books show it."""
    case = parts.store.case(parts.client, told.arrival.document_id)
    if case is None or case.vendor_id != expected.vendor_id:
        yield f"vendor {case.vendor_id if case else None} instead of {expected.vendor_id}"
    wanted = {name for name, _ in parts.contract.targets_for(expected.truth.doc_type)}
    if {one.target for one in told.postings} != wanted:
        yield f"posted to {', '.join(one.target for one in told.postings) or 'nothing'}, not to {', '.join(wanted)}"
    for posting in told.postings:
        bill = parts.target(posting.target).find(posting.key)
        if bill is None or bill.state is not BillState.POSTED:
            yield f"{posting.target} does not have {posting.number}"
            continue
        if bill.total != expected.total or bill.currency != expected.currency:
            yield f"{posting.target}: {bill.total} {bill.currency} instead of {expected.total} {expected.currency}"
        if not bill.attachment:
            yield f"{posting.target}: the original is not attached to {posting.number}"
        if bill.vendor_id and bill.vendor_id != expected.vendor_id:
            yield f"{posting.target}: booked on vendor {bill.vendor_id} instead of {expected.vendor_id}"
