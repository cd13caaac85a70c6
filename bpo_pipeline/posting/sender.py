"""Send what waits in the outbox: once each, whatever happens on the way.

lease -> compare the approved hash -> find by our key -> create the draft -> compare the target's total -> attach the
original -> post -> read back -> settle. A call that may have had its effect is read back by its key, never sent under a
new one. One sender per company: the lease of the outbox and one pool slot see to that, and a sender whose lease runs
out stops before the next writing call.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from logging import getLogger
from typing import Protocol

from bpo_pipeline.errors import AskAPerson, TryAgain, Uncertain
from bpo_pipeline.model.ledger import OutboxRow, utc_now
from bpo_pipeline.model.posting import Acknowledgement
from bpo_pipeline.posting import (
    AccountingTarget,
    Approved,
    KeyNotAccepted,
    Original,
    ServerFault,
)
from bpo_pipeline.posting.delivery import Delivery
from bpo_pipeline.posting.once import PATIENCE_SECONDS

log = getLogger(__name__)

LEASE_SECONDS = 120
"""After a crash of the whole machine nobody sends these rows for so long."""
ROWS_PER_LEASE = 5
DEAD_AFTER = 3
"""So many rows in a row that could not be sent end the run: the target is down."""
TRIES_WITH_FAULT = 6
FIRST_PAUSE = dt.timedelta(seconds=15)
LONGEST_PAUSE = dt.timedelta(minutes=15)


class OutcomeKind(StrEnum):
    """How sending one row ended."""

    POSTED = "posted"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNCERTAIN = "uncertain"
    PAUSED = "paused"
    LOST_LEASE = "lost_lease"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, in a sentence."""

    key: str
    document_id: str
    kind: OutcomeKind
    sentence: str = ""
    acknowledgement: Acknowledgement | None = None


@dataclass(frozen=True, slots=True)
class SendingReport:
    """What one run of the sender did."""

    outcomes: tuple[Outcome, ...]
    paused: str = ""
    """Why the run stopped early: the key was not accepted, or the target is down; empty when it did not."""

    def count(self, kind: OutcomeKind) -> int:
        """How many rows ended that way."""
        return sum(one.kind is kind for one in self.outcomes)


class Outbox(Protocol):
    """The outbox table as the sender needs it."""

    def lease(self, client: str, target: str, *, owner: str, seconds: float, limit: int) -> list[OutboxRow]:
        """Take rows that wait (or are uncertain, or whose lease ran out); each carries its lease token."""
        ...

    def settle(self, key: str, *, lease_token: int, acknowledgement: Acknowledgement) -> bool:
        """Posted; False when the lease was lost and another sender has settled it."""
        ...

    def uncertain(self, key: str, *, lease_token: int, error: str, until: dt.datetime | None) -> object:
        """It may have been posted: read back after *until*."""
        ...

    def postpone(self, key: str, *, lease_token: int, error: str, until: dt.datetime) -> object:
        """Not posted; again after *until*."""
        ...

    def refuse(self, key: str, *, lease_token: int, sentence: str) -> object:
        """Not posted; a person has to look."""
        ...


def send_waiting(
    client: str,
    target_name: str,
    *,
    target: AccountingTarget,
    store: Outbox,
    load_bill: Callable[[OutboxRow], Approved],
    load_original: Callable[[OutboxRow], Original | None],
    owner: str,
    limit: int = 1000,
    patience_seconds: float = PATIENCE_SECONDS,
) -> SendingReport:
    """Send at most *limit* waiting rows of one client to one target.

    A target that is down, or that does not accept our key, costs a few calls: the run ends and the rows wait.
    """
    outcomes: list[Outcome] = []
    paused = ""
    failures_in_a_row = 0
    seen: set[str] = set()
    while len(outcomes) < limit and not paused:
        count = min(ROWS_PER_LEASE, limit - len(outcomes))
        rows = store.lease(client, target_name, owner=owner, seconds=LEASE_SECONDS, limit=count)
        lease_ends = time.monotonic() + LEASE_SECONDS
        if not rows:
            break
        for row in rows:
            if paused or row.key in seen:
                sentence = paused or "tried in this run already"
                store.postpone(row.key, lease_token=row.lease_token, error=sentence, until=_later(row))
                outcomes.append(Outcome(row.key, row.document_id, OutcomeKind.POSTPONED, sentence))
                continue
            seen.add(row.key)
            outcome = post(
                row,
                target=target,
                load_bill=load_bill,
                load_original=load_original,
                store=store,
                lease_ends=lease_ends,
                patience_seconds=patience_seconds,
            )
            outcomes.append(outcome)
            failed = outcome.kind in {OutcomeKind.POSTPONED, OutcomeKind.UNCERTAIN}
            failures_in_a_row = failures_in_a_row + 1 if failed else 0
            if outcome.kind is OutcomeKind.PAUSED:
                paused = outcome.sentence
            elif failures_in_a_row >= DEAD_AFTER:
                paused = f"{target_name} is down: {failures_in_a_row} postings in a row failed ({outcome.sentence})"
    report = SendingReport(tuple(outcomes), paused)
    if paused:
        log.error("posting paused client=%s target=%s", client, target_name)
    log.info(
        "posting client=%s target=%s sent=%d of %d",
        client,
        target_name,
        report.count(OutcomeKind.POSTED),
        len(outcomes),
    )
    return report


def post(
    row: OutboxRow,
    *,
    target: AccountingTarget,
    load_bill: Callable[[OutboxRow], Approved],
    load_original: Callable[[OutboxRow], Original | None],
    store: Outbox,
    lease_ends: float | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Outcome:
    """Send one leased row and write down how it ended. Never raises for what a target or a record can do."""
    delivery = Delivery(row, target, lease_ends or time.monotonic() + LEASE_SECONDS, patience_seconds)

    def ended(kind: OutcomeKind, sentence: str) -> Outcome:
        log.warning("posting key=%s document=%s %s", row.key, row.document_id, kind.value)
        return Outcome(row.key, row.document_id, kind, sentence)

    try:
        remote = delivery.deliver(load_bill(row), lambda: load_original(row))
    except AskAPerson as problem:
        store.refuse(row.key, lease_token=row.lease_token, sentence=str(problem))
        return ended(OutcomeKind.REFUSED, str(problem))
    except Uncertain as problem:
        store.uncertain(row.key, lease_token=row.lease_token, error=str(problem), until=_later(row))
        return ended(OutcomeKind.UNCERTAIN, str(problem))
    except TryAgain as problem:
        if isinstance(problem, ServerFault) and row.tries >= TRIES_WITH_FAULT:
            sentence = f"{problem}; tried {row.tries} times"
            store.refuse(row.key, lease_token=row.lease_token, sentence=sentence)
            return ended(OutcomeKind.REFUSED, sentence)
        store.postpone(row.key, lease_token=row.lease_token, error=str(problem), until=_later(row))
        kind = OutcomeKind.PAUSED if isinstance(problem, KeyNotAccepted) else OutcomeKind.POSTPONED
        return ended(kind, str(problem))
    acknowledgement = Acknowledgement(
        key=row.key,
        target=row.target,
        number=remote.number,
        total=remote.total,
        currency=remote.currency,
        posted_at=utc_now(),
        attachment=remote.attachment,
    )
    if not store.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement):
        return ended(OutcomeKind.LOST_LEASE, "another sender has taken this posting over; it found the same bill")
    return Outcome(row.key, row.document_id, OutcomeKind.POSTED, "", acknowledgement)


def _later(row: OutboxRow) -> dt.datetime:
    """When to try again: 15 s, doubled with each try, at most a quarter of an hour."""
    return utc_now() + min(FIRST_PAUSE * int(2 ** min(max(row.tries - 1, 0), 10)), LONGEST_PAUSE)
