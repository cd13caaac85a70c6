"""A small posting office for tests: records, an outbox in memory, a target in memory that can be told to fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bpo_pipeline.documents import Invoice
from bpo_pipeline.documents.fields import CommercialRecord, LineItem
from bpo_pipeline.model.ledger import OutboxRow, utc_now
from bpo_pipeline.model.posting import Acknowledgement, PostingState
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.posting import Approved, BillState, Original, RemoteBill
from bpo_pipeline.posting.bill import Bill, body_hash

VENDOR = Vendor("V-1001", "Cascade Rope & Harness Co.", tax_ids=("DE250587700",), country="DE")
ORIGINAL = Original("invoice.pdf", "application/pdf", b"%PDF-1.7 made for a test")


def invoice(number: str = "INV-1", **changes: object) -> Invoice:
    """An invoice over 90.00 + 8.10 = 98.10 with one line."""
    values: dict[str, object] = {
        "invoice_number": number,
        "issue_date": utc_now().date(),
        "due_date": utc_now().date() + dt.timedelta(days=30),
        "currency": "USD",
        "supplier_name": VENDOR.name,
        "net_total": Decimal("90.00"),
        "tax_total": Decimal("8.10"),
        "gross_total": Decimal("98.10"),
        "line_items": (
            LineItem(description="Rope", quantity=Decimal(3), unit_price=Decimal("30.00"), line_total=Decimal("90.00")),
        ),
    }
    return Invoice.model_validate(values | changes)


def row_for(record: CommercialRecord, key: str = "key1", target: str = "tryton") -> OutboxRow:
    """The outbox row of an approved record, not leased yet."""
    return OutboxRow(
        key=key,
        client="lakeside",
        document_id=f"document-of-{key}",
        target=target,
        body_hash=body_hash(record),
        total=record.gross_total or Decimal(0),
        currency=record.currency or "",
        state=PostingState.WAITING,
        tries=0,
        lease_token=0,
    )


@dataclass
class MemoryOutbox:
    """The outbox port in memory, with the records that were approved."""

    records: dict[str, CommercialRecord] = field(default_factory=dict)
    rows: dict[str, OutboxRow] = field(default_factory=dict)
    acknowledgements: dict[str, Acknowledgement] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)
    not_before: dict[str, dt.datetime] = field(default_factory=dict)
    vendor_id: str | None = VENDOR.vendor_id

    def add(self, record: CommercialRecord, key: str = "key1", target: str = "tryton") -> OutboxRow:
        self.records[key] = record
        self.rows[key] = row_for(record, key, target)
        return self.rows[key]

    def load_bill(self, row: OutboxRow) -> Approved:
        return Approved(self.records[row.key], self.vendor_id)

    def load_original(self, row: OutboxRow) -> Original:
        return replace(ORIGINAL, content=ORIGINAL.content + row.key.encode())

    def lease(self, client: str, target: str, *, owner: str, seconds: float, limit: int) -> list[OutboxRow]:
        now = utc_now()
        sendable = {PostingState.WAITING, PostingState.UNCERTAIN}
        leased = []
        for key, row in self.rows.items():
            if row.target == target and row.state in sendable and self.not_before.get(key, now) <= now:
                leased.append(replace(row, tries=row.tries + 1, lease_token=row.lease_token + 1))
        for row in leased[:limit]:
            self.rows[row.key] = replace(row, state=PostingState.LEASED)
        return leased[:limit]

    def settle(self, key: str, *, lease_token: int, acknowledgement: Acknowledgement) -> bool:
        if self.rows[key].lease_token != lease_token:
            return False
        self.rows[key] = replace(self.rows[key], state=PostingState.POSTED, number=acknowledgement.number)
        self.acknowledgements[key] = acknowledgement
        return True

    def uncertain(self, key: str, *, lease_token: int, error: str, until: dt.datetime | None) -> None:
        self._end(key, PostingState.UNCERTAIN, error, until)

    def postpone(self, key: str, *, lease_token: int, error: str, until: dt.datetime) -> None:
        self._end(key, PostingState.WAITING, error, until)

    def refuse(self, key: str, *, lease_token: int, sentence: str) -> None:
        self._end(key, PostingState.REFUSED, sentence, None)

    def let_time_pass(self) -> None:
        self.not_before.clear()

    def _end(self, key: str, state: PostingState, sentence: str, until: dt.datetime | None) -> None:
        self.rows[key] = replace(self.rows[key], state=state)
        self.sentences[key] = sentence
        if until is not None:
            self.not_before[key] = until


@dataclass
class MemoryTarget:
    """An accounting target in memory. ``faults`` maps a method to what happens before and after its effect."""

    name: str = "tryton"
    bills: dict[str, list[RemoteBill]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    before: dict[str, list[Exception]] = field(default_factory=dict)
    after: dict[str, list[Exception]] = field(default_factory=dict)
    makes_total: Callable[[Decimal], Decimal] = lambda total: total

    def vendors(self) -> Sequence[Vendor]:
        return (VENDOR,)

    def find_vendor(self, vendor_id: str) -> Vendor | None:
        return VENDOR if vendor_id == VENDOR.vendor_id else None

    def purchase_orders(self) -> Sequence[PurchaseOrder]:
        return ()

    def find(self, key: str) -> RemoteBill | None:
        self._fault("find", self.before)
        return self.bills.get(key, [None])[-1]

    def create_bill(self, key: str, bill: Bill, expected_total: Decimal) -> RemoteBill:
        self._fault("create_bill", self.before)
        made = RemoteBill("1", "", BillState.DRAFT, self.makes_total(bill.total), bill.currency, bill.content)
        self.bills.setdefault(key, []).append(made)
        self._fault("create_bill", self.after)
        return made

    def attach_document(self, key: str, name: str, content: bytes) -> None:
        self._fault("attach_document", self.before)
        self._change(key, attachment=True)

    def post(self, key: str) -> None:
        self._fault("post", self.before)
        self._change(key, state=BillState.POSTED, number=f"2026-{len(self.bills):05d}")
        self._fault("post", self.after)

    def discard(self, key: str) -> None:
        self._fault("discard", self.before)
        self.bills[key].pop()
        if not self.bills[key]:
            del self.bills[key]

    def reverse(self, key: str) -> None:
        del self.bills[key]

    def _change(self, key: str, **changes: object) -> None:
        self.bills[key][-1] = replace(self.bills[key][-1], **changes)

    def _fault(self, method: str, faults: dict[str, list[Exception]]) -> None:
        if faults is self.before:
            self.calls.append(method)
        if faults.get(method):
            raise faults[method].pop(0)
