"""The steps that bring one approved bill into a target, each followed by a look at what the target has.

find by our key -> create the draft -> compare the total -> attach the original -> post -> read back. A step whose fate
is unknown is never repeated blindly: the target is asked until it shows the effect.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from logging import getLogger
from typing import TypeVar

import stamina

from bpo_pipeline.errors import TryAgain, Uncertain
from bpo_pipeline.model.ledger import OutboxRow
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting import (
    AccountingTarget,
    Approved,
    BillState,
    KeyNotAccepted,
    Original,
    RemoteBill,
    to_a_person,
)
from bpo_pipeline.posting.bill import Bill, body_hash, make_bill
from bpo_pipeline.posting.once import send_once

log = getLogger(__name__)

_Answer = TypeVar("_Answer")

SHORT_ATTEMPTS = 3


class Delivery:
    """The steps for one row; every writing step is followed by a look at what the target has."""

    def __init__(self, row: OutboxRow, target: AccountingTarget, lease_ends: float, patience_seconds: float) -> None:
        self._row = row
        self._target = target
        self._lease_ends = lease_ends
        self._patience_seconds = patience_seconds

    def deliver(self, approved: Approved, load_original: Callable[[], Original | None]) -> RemoteBill:
        """Bring the bill into the target and give it as the target has it. Raises what ``AccountingTarget`` raises."""
        row, target = self._row, self._target
        if body_hash(approved.record) != row.body_hash:
            log.critical("record differs from what was approved key=%s document=%s", row.key, row.document_id)
            raise to_a_person("the record is not the one that was approved; nothing was sent, look at its history")
        found = self._find()
        if found is not None and found.state is BillState.POSTED:
            return self._checked(found)
        draft = self._draft(found, make_bill(approved.record, self._vendor(approved.vendor_id)))
        self._check_total(draft)
        if not draft.attachment:
            self._attach(load_original)
        self._write(lambda: target.post(row.key), self._is_posted)
        posted = self._find()
        if posted is None or posted.state is not BillState.POSTED:
            raise Uncertain(f"{row.target} took the posting but does not show it as posted yet")
        return self._checked(posted)

    def _vendor(self, vendor_id: str | None) -> Vendor | None:
        if not vendor_id:
            return None
        vendor = self._short(lambda: self._target.find_vendor(vendor_id))
        if vendor is None:
            raise to_a_person(f"vendor {vendor_id} is not in {self._row.target}; create it there or choose another")
        return vendor

    def _draft(self, found: RemoteBill | None, bill: Bill) -> RemoteBill:
        """The draft of this very bill: the one that a sender before us left, or a new one."""
        row = self._row
        if bill.total != row.total or bill.currency != row.currency:
            raise to_a_person(
                f"approved were {row.total} {row.currency}, the bill is over {bill.total} {bill.currency}; nothing sent"
            )
        if found is not None and found.content and found.content != bill.content:
            # an earlier approval of this document left it behind
            self._discard()
            found = None
        return found or self._create(bill)

    def _check_total(self, draft: RemoteBill) -> None:
        row = self._row
        if draft.total != row.total or draft.currency != row.currency:
            self._discard()
            raise to_a_person(
                f"{row.target} makes it {draft.total} {draft.currency}, approved were {row.total} {row.currency}; "
                "the draft was cancelled"
            )

    def _attach(self, load_original: Callable[[], Original | None]) -> None:
        original = load_original()
        if original is not None:
            name, content = original.name, original.content
            self._write(lambda: self._target.attach_document(self._row.key, name, content), self._is_attached)

    def _discard(self) -> None:
        self._write(lambda: self._target.discard(self._row.key), lambda: self._find() is None)

    def _create(self, bill: Bill) -> RemoteBill:
        made: list[RemoteBill] = []
        row, target = self._row, self._target
        self._write(lambda: made.append(target.create_bill(row.key, bill, row.total)), self._exists)
        draft = made[0] if made else self._find()
        if draft is None:
            raise Uncertain(f"{row.target} took the draft but does not show it yet")
        return draft

    def _write(self, call: Callable[[], object], happened: Callable[[], bool]) -> None:
        """A writing call: sent once; where its fate is unknown, the target is asked until it shows the effect."""
        if time.monotonic() > self._lease_ends:
            raise TryAgain("the lease ran out before everything was sent; the rest follows")
        send_once(call, happened, patience_seconds=self._patience_seconds)

    def _short(self, call: Callable[[], _Answer]) -> _Answer:
        """A reading call, repeated a few times over about two seconds."""
        for attempt in stamina.retry_context(
            on=_worth_repeating, attempts=SHORT_ATTEMPTS, timeout=5, wait_initial=0.2, wait_max=2
        ):
            with attempt:
                return call()
        raise TryAgain("not asked")

    def _find(self) -> RemoteBill | None:
        return self._short(lambda: self._target.find(self._row.key))

    def _exists(self) -> bool:
        return self._target.find(self._row.key) is not None

    def _is_attached(self) -> bool:
        found = self._find()
        return found is not None and found.attachment

    def _is_posted(self) -> bool:
        found = self._target.find(self._row.key)
        return found is not None and found.state is BillState.POSTED

    def _checked(self, remote: RemoteBill) -> RemoteBill:
        """The posted bill, if it is over what was approved."""
        row = self._row
        if remote.total != row.total or remote.currency != row.currency:
            log.critical("posted total differs key=%s document=%s", row.key, row.document_id)
            raise to_a_person(
                f"{row.target} has posted {remote.total} {remote.currency} as {remote.number}, approved were "
                f"{row.total} {row.currency}; reverse it there"
            )
        return remote


def _worth_repeating(problem: Exception) -> bool:
    return isinstance(problem, TryAgain) and not isinstance(problem, KeyNotAccepted)
