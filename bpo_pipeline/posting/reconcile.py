"""The nightly comparison of our outbox with the target: key, state and total of every posting."""

from __future__ import annotations

from collections.abc import Iterable

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import OutboxRow
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.posting import AccountingTarget, BillState, RemoteBill


def reconcile(rows: Iterable[OutboxRow], *, target: AccountingTarget) -> tuple[str, ...]:
    """One sentence per difference between the outbox *rows* of a client and one *target* of it; empty when they agree.

    Rows of other targets are passed over; rows that wait, are being sent or are uncertain are left to the sender.
    Raises TryAgain when the target is down.
    """
    ours = [row for row in rows if row.target == target.name]
    return tuple(sentence for row in ours for sentence in _differences(row, target))


def _differences(row: OutboxRow, target: AccountingTarget) -> Iterable[str]:
    if row.state not in {PostingState.POSTED, PostingState.REFUSED}:
        return
    try:
        remote = target.find(row.key)
    except AskAPerson as problem:
        yield f"document {row.document_id}: {problem}"
        return
    if row.state is PostingState.REFUSED:
        if remote is not None and remote.state is BillState.POSTED:
            yield f"document {row.document_id}: refused by us, but {row.target} has posted it as {remote.number}"
        return
    yield from _posted_differences(row, remote)


def _posted_differences(row: OutboxRow, remote: RemoteBill | None) -> Iterable[str]:
    what = f"document {row.document_id}, posting {row.key}"
    if remote is None:
        yield f"{what}: posted as {row.number} according to us, not found in {row.target}"
        return
    if remote.state is not BillState.POSTED:
        yield f"{what}: posted according to us, {remote.state.value} in {row.target}"
    if remote.number != row.number:
        yield f"{what}: number {row.number} according to us, {remote.number} in {row.target}"
    if remote.total != row.total or remote.currency != row.currency:
        yield (
            f"{what}: {row.total} {row.currency} according to us, {remote.total} {remote.currency} in {row.target} "
            f"(difference {remote.total - row.total})"
        )
