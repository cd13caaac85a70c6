"""Taking files out of an inbox: each becomes arrivals and documents, and is then moved aside, unchanged."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pydantic import TypeAdapter

from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.asking import take_answer
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.intake import Limits, Received, receive
from bpo_pipeline.intake.unread import receive_unread
from bpo_pipeline.model.document import short_key
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind
from bpo_pipeline.store import NotThere, ObjectInfo

log = logging.getLogger(__name__)

LONG = 10
"""Pages from which their number is noted."""
TAKEN = "taken/"
AFTER_TAKEN = "taken0"
"""The first key that sorts after everything under ``taken/``."""


def object_id(client: str, key: str) -> str:
    """What stands for an inbox key wherever others can read it: file names may hold personal names."""
    return short_key("object", client, key)


def waiting(parts: Parts) -> list[str]:
    """Object ids of everything that lies in the client's inbox and was not taken yet, oldest first.

    Also what lies in the wrong folder; what was taken is passed over without being listed.
    """
    return [object_id(parts.client, one.key) for one in _listed(parts)]


def receive_objects(parts: Parts, ids: Sequence[str]) -> dict[str, int]:
    """Take the objects with these ids; gives how many files had which disposition.

    Each object is registered before it is moved, so that a crash in between only means that it is
    found again and recognised. Raises TryAgain when S3 or the database are away.
    """
    counts: Counter[str] = Counter()
    wanted = set(ids)
    for key in [one.key for one in _listed(parts) if object_id(parts.client, one.key) in wanted]:
        info = parts.buckets.info(parts.contract.inbox_bucket, key)
        if info is None:
            continue  # another lister was first
        try:
            if take_answer(parts, info):
                counts["answer"] += 1
                continue
            found = _take(parts, info)
        except NotThere:
            continue
        if not found:
            continue
        arrivals = parts.store.receive([(one.arrival, one.document, door(one)) for one in found])
        for one, arrival in zip(found, arrivals, strict=True):
            word = "container" if arrival.container else "duplicate" if arrival.duplicate else door(one).kind.value
            counts[word] += 1
        parts.buckets.move(parts.contract.inbox_bucket, key, taken_key(found[0]), etag=info.etag)
    log.info("stage=intake client=%s objects=%d %s", parts.client, len(ids), dict(counts))
    return dict(counts)


def taken_key(first: Received) -> str:
    """Where a taken object lies from then on: ``taken/<day>/<arrival>/<name>``."""
    arrival = first.arrival
    return f"{TAKEN}{arrival.received_at:%Y-%m-%d}/{arrival.arrival_id}/{arrival.key.rsplit('/', 1)[-1]}"


@dataclass(frozen=True, slots=True)
class Screening:
    """What the safety check found that matters later; nothing for most files."""

    remarks: tuple[Remark, ...] = ()
    """For a person to weigh."""
    pages: int = 0
    """Noted for long files, which take long to read."""


_SCREENING: TypeAdapter[Screening] = TypeAdapter(Screening)


def screening_of(parts: Parts, sha256: str) -> Screening:
    """What ``receive_keys`` noted about a file."""
    try:
        return _SCREENING.validate_python(parts.vault.get_json(parts.client, sha256, "screening"))
    except NotThere:
        return Screening()


def _listed(parts: Parts) -> list[ObjectInfo]:
    listed = parts.buckets.list_inbox(parts.contract.inbox_bucket, prefix="")
    found = list(takewhile(lambda one: not one.key.startswith(TAKEN), listed))
    found += parts.buckets.list_inbox(parts.contract.inbox_bucket, prefix="", after=AFTER_TAKEN)
    return sorted(found, key=lambda one: (one.last_modified, one.key))


def _take(parts: Parts, info: ObjectInfo) -> tuple[Received, ...]:
    bucket, limits = parts.contract.inbox_bucket, Limits()
    try:
        content = parts.buckets.get(bucket, info.key, limit_bytes=limits.file_bytes, etag=info.etag)
    except Refused as refusal:
        sha256 = parts.buckets.hash(bucket, info.key, etag=info.etag)
        return receive_unread(
            client=parts.client,
            key=info.key,
            etag=info.etag,
            sha256=sha256,
            size=info.size,
            disposition=refusal.disposition,
            received_at=utc_now(),
        )
    found = receive(
        client=parts.client,
        key=info.key,
        etag=info.etag,
        content=content,
        sandbox=parts.sandbox(),
        limits=limits,
        received_at=utc_now(),
    )
    for one in found:
        keep(parts, one)
    return found


def keep(parts: Parts, one: Received) -> None:
    """Store a file's bytes, and what the safety check found that matters later; before it is registered."""
    parts.vault.put_original(parts.client, one.document.sha256, one.content, one.document.media_type)
    if one.screened.remarks or one.screened.page_count >= LONG:
        noted = Screening(one.screened.remarks, one.screened.page_count)
        parts.vault.put_json(parts.client, one.document.sha256, "screening", _SCREENING.dump_python(noted, mode="json"))


def door(one: Received) -> Disposition:
    """What stops a file at the door; what only a person must weigh is read first and becomes a finding."""
    return ACCEPTED if one.disposition.kind is DispositionKind.REVIEW else one.disposition
