"""Telling the client what became of each file: one JSON per file in its outbox, renewed when that changes."""

from __future__ import annotations

from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.intake.acknowledgement import Acknowledgement, PostedTo
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store import AcknowledgementDue

PAGE = 500
SAID = {
    State.IN_REVIEW: DispositionKind.REVIEW,
    State.ON_HOLD: DispositionKind.REVIEW,
    State.REJECTED: DispositionKind.REJECT,
    State.QUARANTINED: DispositionKind.QUARANTINE,
}
"""State -> disposition; every other state means that the file was accepted."""


def acknowledge(parts: Parts) -> int:
    """Write what is due and gives how many; a file is written again rather than forgotten."""
    written = 0
    while due := parts.store.acknowledgements_due(parts.client, limit=PAGE):
        for one in due:
            body = _text(parts, one).model_dump_json(indent=2).encode()
            parts.buckets.put(
                parts.contract.outbox_bucket, acknowledgement_key(one.arrival.arrival_id), body, "application/json"
            )
            parts.store.mark_acknowledged(one.arrival.arrival_id, revision=one.revision)
            written += 1
    return written


def acknowledgement_key(arrival_id: str) -> str:
    """Where the client finds the acknowledgement of an arrival."""
    return f"acknowledgements/{arrival_id}.json"


def _text(parts: Parts, due: AcknowledgementDue) -> Acknowledgement:
    arrival = due.arrival
    return Acknowledgement(
        arrival_id=arrival.arrival_id,
        document_id=arrival.document_id,
        client=parts.client,
        key=arrival.key,
        sha256=arrival.sha256,
        size=arrival.size,
        media_type=due.media_type,
        received_at=arrival.received_at,
        duplicate=arrival.duplicate,
        container=arrival.container,
        parent=arrival.parent,
        disposition=SAID.get(due.state, DispositionKind.ACCEPT) if due.state else DispositionKind.ACCEPT,
        reason=Reason(due.reason) if due.reason else None,
        sentence=due.sentence,
        state=due.state,
        updated_at=utc_now(),
        postings=tuple(
            PostedTo(
                target=one.target,
                number=one.number,
                total=one.total,
                currency=one.currency,
                posted_at=one.posted_at,
            )
            for one in due.postings
        ),
    )
