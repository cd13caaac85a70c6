"""Import files: a target that takes bills as files in the client's outbox. Base of ``ubl`` and ``csv``.

A posting is one file whose name contains our key, so that it can be found again; the original lies beside it and is
there first. The file appears last and whole: whoever watches the folder never sees half a bill.
"""

from __future__ import annotations

import mimetypes
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Protocol

from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.posting import BillState, RemoteBill, to_a_person
from bpo_pipeline.posting.bill import Bill


class Folder(Protocol):
    """The client's outbox as a target needs it."""

    def put(self, key: str, body: bytes, content_type: str, *, if_none_match: bool = True) -> object:
        """Write an object, unless there is one of that name already (then it stays as it is)."""
        ...

    def get(self, key: str) -> bytes | None:
        """The object's bytes, or None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What can be read back from an import file."""

    total: Decimal
    currency: str


class FileTarget(ABC):
    """The accounting port on a folder. One object per run, for one client."""

    suffix: str
    content_type: str

    def __init__(self, name: str, *, folder: Folder, prefix: str, vendors: Sequence[Vendor]) -> None:
        """Write below *prefix* (ends with a slash); *vendors* is the list that the client sent."""
        self.name = name
        self._folder = folder
        self._prefix = prefix
        self._vendors = {one.vendor_id: one for one in vendors}
        self._drafts: dict[str, bytes] = {}
        self._attached: set[str] = set()

    @abstractmethod
    def render(self, key: str, bill: Bill) -> bytes:
        """The file's content. Raises Refused when the bill cannot be written in this format."""

    @abstractmethod
    def read_back(self, content: bytes) -> Written:
        """Total and currency as the file says them."""

    def vendors(self) -> Sequence[Vendor]:
        """The client's list."""
        return tuple(self._vendors.values())

    def find_vendor(self, vendor_id: str) -> Vendor | None:
        """The vendor with that id, or None."""
        return self._vendors.get(vendor_id)

    def purchase_orders(self) -> Sequence[PurchaseOrder]:
        """None: a folder cannot be asked."""
        return ()

    def find(self, key: str) -> RemoteBill | None:
        """The file with our key, or a draft that this object holds."""
        name = self.file_name(key)
        content = self._folder.get(name)
        state = BillState.POSTED
        if content is None:
            content, state = self._drafts.get(key), BillState.DRAFT
        if content is None:
            return None
        written = self.read_back(content)
        attached = state is BillState.POSTED or key in self._attached
        return RemoteBill(name, name, state, written.total, written.currency, attachment=attached)

    def create_bill(self, key: str, bill: Bill, expected_total: Decimal) -> RemoteBill:
        """Make the file's content and hold it; a file cannot be cancelled, so the total is checked before."""
        content = self.render(key, bill)
        written = self.read_back(content)
        if written.total != expected_total:
            raise to_a_person(f"the {self.name} file says {written.total} {written.currency}, not {expected_total}")
        self._drafts[key] = content
        name = self.file_name(key)
        return RemoteBill(name, name, BillState.DRAFT, written.total, written.currency)

    def attach_document(self, key: str, name: str, content: bytes) -> None:
        """Put the original beside the file, under a name that contains our key."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = PurePosixPath(name).suffix.lower()
        self._folder.put(f"{self._prefix}bill-{key}-original{suffix}", content, kind, if_none_match=True)
        self._attached.add(key)

    def post(self, key: str) -> None:
        """Let the file appear; one that is there stays as it is."""
        name = self.file_name(key)
        if self._folder.get(name) is None:
            self._folder.put(name, self._drafts[key], self.content_type, if_none_match=True)
        self._drafts.pop(key, None)

    def discard(self, key: str) -> None:
        """Forget the draft."""
        self._drafts.pop(key, None)

    def reverse(self, key: str) -> None:
        """Not possible: the client may have imported the file. Raises Refused."""
        raise to_a_person(f"the import file {self.file_name(key)} was handed over; the client has to reverse it")

    def file_name(self, key: str) -> str:
        """The object's key in the outbox."""
        return f"{self._prefix}bill-{key}{self.suffix}"
