"""Reading and understanding one document after the other; a bad one never stops the next."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import stamina

from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.errors import Refused, TryAgain
from bpo_pipeline.flow.cutting import cut_alone
from bpo_pipeline.flow.files import read_content
from bpo_pipeline.flow.keying import to_be_keyed
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.postings import planned_postings
from bpo_pipeline.flow.receiving import screening_of
from bpo_pipeline.flow.second_reading import rereader
from bpo_pipeline.flow.understanding import Understood, understand
from bpo_pipeline.intake import Screened
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import RouteKind
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reasons import ACCEPTED, DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.reading import reading_from_json, reading_to_json

log = logging.getLogger(__name__)

SET_ASIDE = {
    DispositionKind.REVIEW: State.IN_REVIEW,
    DispositionKind.REJECT: State.REJECTED,
    DispositionKind.QUARANTINE: State.QUARANTINED,
}
ROUTED = {
    RouteKind.STRAIGHT_THROUGH: State.READY,
    RouteKind.REVIEW: State.IN_REVIEW,
    RouteKind.REFUSE: State.REJECTED,
}

Step = Callable[[Parts, Document, int], State | None]


def read(parts: Parts, document_ids: Sequence[str]) -> dict[str, int]:
    """Read documents; gives how many stand in which state afterwards. TryAgain when S3 or database are away."""
    return _each(parts, document_ids, "read", State.RECEIVED, _read)


def understand_all(parts: Parts, document_ids: Sequence[str]) -> dict[str, int]:
    """Classify, extract, check and route documents; gives how many stand in which state afterwards."""
    return _each(parts, document_ids, "understand", State.READ, _understand)


def _each(parts: Parts, document_ids: Sequence[str], stage: str, expect: State, step: Step) -> dict[str, int]:
    for document_id in document_ids:
        attempt = parts.store.begin(document_id, stage, expect=frozenset({expect}))
        if attempt is None:
            continue
        case = parts.store.case(parts.client, document_id)
        if case is None:
            continue
        try:
            state = step(parts, case.document, attempt)
        except TryAgain:
            _give_back(parts, document_id, attempt)
            raise
        except Refused as refusal:
            aside = refusal.disposition
            state = SET_ASIDE[aside.kind]
            parts.store.move(document_id, state, attempt=attempt, reason=aside.reason, sentence=aside.sentence)
        log.info("stage=%s document=%s state=%s", stage, document_id, state)
    return dict(Counter(state.value for state in parts.store.states_of(document_ids).values()))


@stamina.retry(on=TryAgain, attempts=7, timeout=30.0)
def _give_back(parts: Parts, document_id: str, attempt: int) -> None:
    """Not the file's fault; said again for half a minute, because it may be the database that is away."""
    parts.store.give_back(document_id, attempt=attempt)


def _read(parts: Parts, document: Document, attempt: int) -> State:
    content = parts.vault.get_original(parts.client, document.sha256)
    screening = screening_of(parts, document.sha256)
    reading = read_content(
        parts.sandbox(),
        content,
        Screened(ACCEPTED, document.media_type, screening.pages, screening.remarks),
        ignore_embedded_xml=False,
        languages=parts.contract.languages,
        forms=parts.contract.forms,
        folder=document.folder,
        at_once=parts.pages_at_once,
    )
    parts.vault.put_json(parts.client, document.sha256, "reading", reading_to_json(reading))
    parts.store.move(document.document_id, State.READ, attempt=attempt)
    return State.READ


def _understand(parts: Parts, document: Document, attempt: int) -> State | None:
    reading = reading_from_json(parts.vault.get_json(parts.client, document.sha256, "reading"))
    if ids := cut_alone(parts, document, reading, attempt=attempt):
        read(parts, ids)
        understand_all(parts, ids)
        return State.SPLIT
    reread = rereader(
        parts.sandbox(),
        lambda: parts.vault.get_original(parts.client, document.sha256),
        media_type=document.media_type,
        reading=reading,
    )
    known = understand(
        reading,
        contract=parts.contract,
        master=parts.master(),
        today=utc_now().date(),
        reread=reread,
        duplicates=twins(parts, document.document_id),
    )
    parts.vault.put_json(parts.client, document.sha256, "rereadings", dict(known.rereadings))
    return store_understood(parts, document, attempt, known)


def store_understood(parts: Parts, document: Document, attempt: int, known: Understood) -> State | None:
    """Store what was understood; a document of no known type goes to a person without a draft."""
    to = ROUTED[known.route.kind]
    reason, sentence = known.route.reason, known.route.findings[0].sentence if known.route.findings else ""
    if known.draft is None:
        parts.store.move(
            document.document_id, to, attempt=attempt, reason=reason or Reason.UNKNOWN_TYPE, sentence=sentence
        )
        return to
    return parts.store.save_draft(
        document.document_id,
        attempt=attempt,
        draft=known.draft,
        findings=known.findings,
        vendor_id=known.vendor_id,
        to=to,
        reason=reason,
        sentence=sentence,
        postings=planned_postings(parts.contract, document, known.draft) if to is State.READY else (),
        keying=to_be_keyed(parts.contract, document, known.draft) if to is State.READY else None,
    )


def twins(parts: Parts, document_id: str) -> Callable[[str, str, Draft], Sequence[str]]:
    """Finds the client's other documents of the same vendor, number and gross total, or employee and days."""

    def find(vendor_id: str, number: str, draft: Draft) -> Sequence[str]:
        if isinstance(draft.record, Timesheet):
            others = parts.store.sheets_of(parts.client, vendor_id, exclude=document_id)
            return [other for other, period in others if overlaps(number, period)]
        gross: Decimal | None = getattr(draft.record, "gross_total", None)
        if gross is None:
            return ()
        return parts.store.possible_duplicates(
            parts.client, vendor_id=vendor_id, number=number, gross=gross, exclude=document_id
        )

    return find


def overlaps(period: str, other: str) -> bool:
    """Whether two periods (``first/last``, ISO dates) have a day in common."""
    (first, _, last), (other_first, _, other_last) = period.partition("/"), other.partition("/")
    return bool(last and other_last) and first <= other_last and other_first <= last
