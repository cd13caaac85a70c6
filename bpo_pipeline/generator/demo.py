"""The demo's batch: about 60 documents of both clients, each with what must become of it.

Three quarters are clean and end in the books; the rest shows every way in which a document can need a person, be
refused or be set apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.generator.awkward import AWKWARD, SMALL, Order
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.document import DemoDocument, good
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.masterdata import PURCHASE_ORDERS, VENDORS, VendorCard, vendor
from bpo_pipeline.generator.scan import good_quality
from bpo_pipeline.generator.seeds import seeded

FOLDER = "incoming/"
FIRST_SERIAL = 1000
MOST_NUMBERS = 100
"""Document numbers per client and seed, so that another seed's documents have other numbers."""
NO_LIMIT = (Decimal(1), Decimal(9999))

FORMS: dict[str, tuple[Form, ...]] = {
    "lakeside": (Form.PDF, Form.PDF, Form.PDF, Form.SCAN_JPEG, Form.PDF, Form.PDF, Form.SCAN_PDF),
    "nordlicht": (Form.PDF, Form.FACTURX, Form.UBL, Form.PDF, Form.SCAN_PDF, Form.CII, Form.SCAN_TIFF),
}
"""In which forms the clean invoices of each client come, in turn."""
SCANS = 4
"""Clean scans per client; when there are as many, the rest comes as PDF."""
CASES: dict[str, tuple[str, ...]] = {
    "lakeside": (
        "wrong_total", "unknown_vendor", "changed_bank_account", "duplicate", "over_limit", "unknown_purchase_order",
        "encrypted", "zip", "executable", "letter",
    ),
    "nordlicht": (
        "wrong_total", "unknown_vendor", "resent", "two_invoices_in_one_pdf", "two_invoices_and_a_letter",
        "missing_number", "zero_bytes", "truncated", "eml", "javascript", "changed_bank_account",
    ),
}  # fmt: skip
PARKED: dict[str, tuple[str, ...]] = {
    "lakeside": (
        "missing_number", "wrong_total", "two_invoices_and_a_letter", "unknown_purchase_order",
        "changed_bank_account", "letter",
    ),
    "nordlicht": (
        "missing_number", "wrong_total", "two_invoices_and_a_letter", "unknown_vendor", "changed_bank_account",
        "letter",
    ),
}  # fmt: skip
"""The dozen that a new reviewer finds at the desk: each kind of exception, and what settles it, is seen once."""
FIRST_PARKED = 70
"""Their place among the numbers of a seed, behind those of the batch."""
ORDERS_BILLED = 3
"""Purchase orders of lakeside that the batch bills."""


def demo_batch(*, seed: int, today: dt.date) -> tuple[DemoDocument, ...]:
    """The documents, in the order in which they are dropped; members of archives and mails follow their container.

    Document dates lie in the 60 days before *today*. The same seed and day give the same bytes.
    """
    return tuple(one for client in FORMS for one in _of_client(client, seed, today))


def parked_batch(*, seed: int, today: dt.date) -> tuple[DemoDocument, ...]:
    """A dozen documents that need a person, six of each client; the same seed and day give the same bytes."""
    serial = FIRST_SERIAL + seed % 1000 * MOST_NUMBERS + FIRST_PARKED
    return tuple(
        one
        for client, cases in PARKED.items()
        for place, case in enumerate(cases)
        for one in AWKWARD[case](Order(seeded(seed, client, "parked", case), client, today, serial + 2 * place, FOLDER))
    )


def _of_client(client: str, seed: int, today: dt.date) -> Iterator[DemoDocument]:
    serial = FIRST_SERIAL + seed % 1000 * MOST_NUMBERS
    scans = 0
    cards = VENDORS[client]
    for place, card in enumerate(card for card in cards if not card.receipts):
        form = FORMS[client][place % len(FORMS[client])]
        if form.startswith("scan"):
            scans += 1
            form = form if scans <= SCANS else Form.PDF
        yield _clean(client, card, "invoice", form, seed=seed, today=today, serial=serial)
        serial += 1
    for card in [card for card in cards if not card.receipts][:2]:
        yield _clean(client, card, "credit_note", Form.PDF, seed=seed, today=today, serial=serial)
        serial += 1
    for card in (card for card in cards if card.receipts):
        form = Form.SCAN_JPEG if scans < SCANS else Form.PDF
        scans += 1
        yield _clean(client, card, "receipt", form, seed=seed, today=today, serial=serial)
        serial += 1
    for order in PURCHASE_ORDERS[client][-ORDERS_BILLED:]:
        rng = seeded(seed, order.number)
        card = vendor(client, order.vendor_id)
        paper = invent(
            rng, doc_type="invoice", vendor=card, client=client, today=today, serial=serial, order=order,
            gross_between=NO_LIMIT,
        )  # fmt: skip
        yield good(paper, Form.PDF, rng, key=f"{FOLDER}invoice-{serial}")
        serial += 1
    for case in CASES[client]:
        yield from AWKWARD[case](Order(seeded(seed, client, case), client, today, serial, FOLDER))
        serial += 2


def _clean(
    client: str, card: VendorCard, kind: str, form: Form, *, seed: int, today: dt.date, serial: int
) -> DemoDocument:
    rng = seeded(seed, client, serial)
    paper = invent(
        rng, doc_type=kind, vendor=card, client=client, today=today, serial=serial, line_count=rng.randint(1, 6),
        gross_between=SMALL if kind != "receipt" else NO_LIMIT,
    )  # fmt: skip
    return good(paper, form, rng, key=f"{FOLDER}{kind.replace('_', '-')}-{serial}", quality=good_quality(rng))
