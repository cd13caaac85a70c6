"""Posting what was approved, releasing what waits at the gate, and comparing with the targets afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial

from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.senders import has_ended, this_sender
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.posting import Approved, Original
from bpo_pipeline.posting.reconcile import reconcile as differences_of
from bpo_pipeline.posting.sender import send_waiting


def gather(parts: Parts) -> list[dict[str, int | str]]:
    """How many postings wait for each target; targets with none are left out."""
    parts.store.take_back(parts.client, has_ended=has_ended)
    waiting = Counter(row.target for row in parts.store.waiting(parts.client))
    return [{"target": name, "count": count} for name, count in sorted(waiting.items())]


def send(parts: Parts, target: str, limit: int = 1000) -> dict[str, int]:
    """Send what waits for one target; gives how many rows ended how.

    Raises TryAgain when the target is down: the rows wait, and the run says so.
    """
    parts.store.take_back(parts.client, has_ended=has_ended)
    # a bill and its original belong to one document, which is looked up once
    look_up = lru_cache(maxsize=1)(partial(_document, parts))
    report = send_waiting(
        parts.client,
        target,
        target=parts.target(target),
        store=parts.store,
        load_bill=lambda row: look_up(row.document_id)[1],
        load_original=lambda row: _original(parts, look_up(row.document_id)[0]),
        owner=this_sender(),
        limit=limit,
    )
    if report.paused:
        raise TryAgain(report.paused)
    return dict(Counter(one.kind.value for one in report.outcomes))


def reconcile(parts: Parts) -> dict[str, int]:
    """Compare every settled posting with its target: key, state and total.

    Raises AskAPerson naming each difference.
    """
    rows = parts.store.outbox(parts.client, states=frozenset({PostingState.POSTED, PostingState.REFUSED}))
    wrong = [line for target in parts.targets().values() for line in differences_of(rows, target=target)]
    if wrong:
        raise AskAPerson("; ".join(wrong))
    return {"checked": len(rows), "differences": 0}


def approval_text(parts: Parts, keys: Sequence[str]) -> str:
    """What a person is asked at the gate: ids, counts and sums, no personal data."""
    rows = [row for row in parts.store.awaiting_approval(parts.client) if row.key in set(keys)]
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, Decimal(0)) + row.total
    lines = [f"- document `{row.document_id}` to {row.target}: **{row.total} {row.currency}**" for row in rows]
    total = ", ".join(f"{amount} {currency}" for currency, amount in sorted(sums.items()))
    return "\n".join([f"{len(rows)} postings over the approval limit of {parts.client}, {total} in all:", *lines])


def _document(parts: Parts, document_id: str) -> tuple[Document, Approved]:
    case = parts.store.case(parts.client, document_id)
    if case is None or case.draft is None:
        message = f"document {document_id} has no record any more; nothing was sent"
        raise AskAPerson(message)
    return case.document, Approved(case.draft.record, case.vendor_id)  # type: ignore[arg-type]


def _original(parts: Parts, document: Document) -> Original:
    name = document.key.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    content = parts.vault.get_original(parts.client, document.sha256)
    return Original(name, document.media_type, content)
