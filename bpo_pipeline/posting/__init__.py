"""Posting: an approved record becomes a bill in the client's accounting, once, and the target's own word is read back.

``sender.send_waiting`` works off the outbox; ``sender.post`` sends one row. A target is whatever has the methods of
``AccountingTarget``; ``targets`` holds one file for each. Errors say what to do: ``TryAgain`` (the same call, the same
key), ``Uncertain`` (read back by key first), ``Refused`` (a person has to look), ``KeyNotAccepted`` (pause the target).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.errors import Refused, TryAgain
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor

if TYPE_CHECKING:
    from bpo_pipeline.posting.bill import Bill


class KeyNotAccepted(TryAgain):
    """The target does not accept our key (401): stop sending to it and renew the key; nothing was posted."""


class ServerFault(TryAgain):
    """The target answered that it failed itself (500): worth another try, but not for ever."""


class BillState(StrEnum):
    """Where a bill stands in the target."""

    DRAFT = "draft"
    POSTED = "posted"


@dataclass(frozen=True, slots=True)
class RemoteBill:
    """A bill as the target has it, found by our key. Cancelled ones do not count."""

    reference: str
    """The target's internal id."""
    number: str
    """The target's own number; empty while it is a draft that has none."""
    state: BillState
    total: Decimal
    """Gross total as the target computed it, in the document's own sign (a credit note's is positive)."""
    currency: str
    content: str = ""
    """First characters of the approved body hash that the bill was made from."""
    attachment: bool = False
    """Whether an original is attached."""
    vendor_id: str = ""
    """Whom the target books it on; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class Approved:
    """What was approved: the record and the vendor that was chosen for it."""

    record: CommercialRecord
    vendor_id: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """The client's file, to be attached to the bill."""

    name: str
    """A plain file name; shown in the target."""
    media_type: str
    content: bytes


class AccountingTarget(Protocol):
    """What every accounting target can do; all calls may raise ``TryAgain``, writing ones also ``Uncertain``."""

    @property
    def name(self) -> str:
        """``tryton``, ``ubl``, ``csv``."""
        ...

    def vendors(self) -> Sequence[Vendor]:
        """All vendors; asked once for the life of this object."""
        ...

    def find_vendor(self, vendor_id: str) -> Vendor | None:
        """The vendor with that id, or None. Vendors are never created."""
        ...

    def purchase_orders(self) -> Sequence[PurchaseOrder]:
        """Open purchase orders; asked once for the life of this object."""
        ...

    def find(self, key: str) -> RemoteBill | None:
        """The draft or posted bill that carries our key."""
        ...

    def create_bill(self, key: str, bill: Bill, expected_total: Decimal) -> RemoteBill:
        """Make a draft that carries our key; *expected_total* is what was approved. Raises Refused."""
        ...

    def attach_document(self, key: str, name: str, content: bytes) -> None:
        """Attach the original to our bill, unless it is attached already."""
        ...

    def post(self, key: str) -> None:
        """Post our draft; a posted one stays posted. Raises Refused (closed period ...)."""
        ...

    def discard(self, key: str) -> None:
        """Cancel our draft; nothing to do when there is none."""
        ...

    def reverse(self, key: str) -> None:
        """Cancel a posted bill by a counter entry; nothing is deleted."""
        ...


def to_a_person(sentence: str) -> Refused:
    """The error that gives a posting to a person, with a sentence to act on."""
    return Refused(Reason.POSTING_REFUSED, sentence, DispositionKind.REVIEW)
