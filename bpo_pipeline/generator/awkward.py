"""The awkward ones, by name: what a pipeline must not post, and what it must say instead.

``AWKWARD`` lists them; each makes one or several files for a client. To add a case, copy the most similar function and
add a line to the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from random import Random

from bpo_pipeline.generator import files
from bpo_pipeline.generator.blocks import put_into_words
from bpo_pipeline.generator.commerce import Paper, invent, total_up
from bpo_pipeline.generator.document import CONTAINER, DemoDocument, with_content
from bpo_pipeline.generator.masterdata import CLIENTS, VENDORS, TaxScheme, VendorCard
from bpo_pipeline.generator.pdf import render_pdf, render_text
from bpo_pipeline.generator.truth import Truth, nothing_true, truth_of
from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.money import to_cents

SMALL = (Decimal(50), Decimal(6000))
"""Gross totals that need no approval."""
STRANGERS = {
    "US": VendorCard(
        "", "Tamarack Signs & Banners LLC", "31 Quarry Road", "54880", "Superior", "WI", "US", "76-1760313",
        "5121547280", "Twin Ports Bank", "091058375", trade="print", layout="classic", number_format="TSB-{n:05d}",
    ),
    "DE": VendorCard(
        "", "Weserglas Manufaktur GmbH", "Am Wall 164", "28195", "Bremen", "", "DE", "DE334483475",
        "DE38100700007284838362", "Deutsche Bank", bic="DEUTDEBBXXX", locale="de-DE", scheme=TaxScheme.VAT,
        rates=(Decimal(19),), trade="print", layout="classic", number_format="WG-{n:05d}",
    ),
}  # fmt: skip
"""Well-formed vendors that are in nobody's books."""
OTHER_ACCOUNTS = {"US": ("902908415", "091038159"), "DE": ("DE39370400448679958125", "COBADEFFXXX")}
"""Accounts that belong to none of the vendors."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a case is made for; *serial* keeps its numbers apart from those of other documents."""

    rng: Random
    client: str
    today: dt.date
    serial: int
    folder: str

    def key(self, name: str) -> str:
        """Object key of a file."""
        return f"{self.folder}{name}"

    def vendor(self) -> VendorCard:
        """A vendor from the client's own country that writes invoices."""
        home = CLIENTS[self.client].country
        cards = [card for card in VENDORS[self.client] if card.country == home and not card.receipts]
        return self.rng.choice([card for card in cards if card.layout != "letter"])

    def invoice(self, vendor: VendorCard | None = None, *, offset: int = 0) -> Paper:
        """A small, clean invoice."""
        return invent(
            self.rng, doc_type="invoice", vendor=vendor or self.vendor(), client=self.client, today=self.today,
            serial=self.serial + offset, line_count=self.rng.randint(1, 6), gross_between=SMALL,
        )  # fmt: skip


def _wrong_total(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    wrong = replace(paper, gross_total=paper.gross_total + Decimal("90.00"))
    # without a line for tax, a total that nothing on the page supports is doubtful, not contradicted
    also = ("in_review:low_confidence",)
    return (_altered(order, wrong, "wrong_total", "in_review:math_mismatch", also=also),)


def _unknown_vendor(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice(STRANGERS[CLIENTS[order.client].country])
    return (_altered(order, paper, "unknown_vendor", "in_review:unknown_vendor"),)


def _changed_bank_account(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    account, bank_code = OTHER_ACCOUNTS[CLIENTS[order.client].country]
    american = paper.vendor.country == "US"
    card = replace(
        paper.vendor,
        account=account,
        routing_number=bank_code if american else "",
        bic="" if american else bank_code,
    )
    return (_altered(order, replace(paper, vendor=card), "changed_bank_account", "in_review:bank_change"),)


def _duplicate(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    content = render_pdf(paper)
    first = with_content(paper, content, key=order.key(f"duplicate-{order.serial}.pdf"))
    again = order.key(f"duplicate-{order.serial}_again.pdf")
    return first, with_content(paper, content, key=again, expected="rejected:duplicate_file", case="duplicate")


def _resent(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    first = with_content(paper, render_pdf(paper), key=order.key(f"resent-{order.serial}.pdf"))
    again = render_pdf(replace(paper, vendor=replace(paper.vendor, layout=_other_layout(paper.vendor.layout))))
    second = with_content(
        paper, again, key=order.key(f"resent-{order.serial}_resent.pdf"), case="resent",
        expected="in_review:possible_duplicate",
    )  # fmt: skip
    return first, second


def _other_layout(name: str) -> str:
    return "modern" if name != "modern" else "classic"


def _two_invoices(order: Order) -> tuple[DemoDocument, ...]:
    vendor = order.vendor()
    papers = (order.invoice(vendor), order.invoice(vendor, offset=1))
    return _batch(order, "two-invoices", "two_invoices_in_one_pdf", papers)


def _batch_with_separators(order: Order) -> tuple[DemoDocument, ...]:
    papers = (order.invoice(), order.invoice(offset=1))
    return _batch(order, "batch", "batch_with_separators", papers, sheets=(files.separator_sheet(papers[0].vendor),))


def _batch(
    order: Order, name: str, case: str, papers: tuple[Paper, ...], *, sheets: tuple[bytes, ...] = ()
) -> tuple[DemoDocument, ...]:
    """Invoices behind each other in one file, with or without sheets between them, and what is cut out of it."""
    key = order.key(f"{name}-{order.serial}.pdf")
    rendered = [render_pdf(paper) for paper in papers]
    content = files.joined([one for pair in zip_longest(rendered, sheets) for one in pair if one])
    members = []
    first = 1
    for number, (paper, pdf) in enumerate(zip(papers, rendered, strict=True), 1):
        pages = Pages(first, first + files.page_count(pdf) - 1)
        members.append(with_content(paper, pdf, key=f"{key}!{number}/pages-{pages}.pdf", case=case, parent=key))
        first = pages.last + 1 + bool(sheets)
    return (_file(order, key, content, case, CONTAINER), *members)


def _two_invoices_and_a_letter(order: Order) -> tuple[DemoDocument, ...]:
    """Nothing says whether the letter between them belongs to the first one."""
    vendor = order.vendor()
    case, key = "two_invoices_and_a_letter", order.key(f"two-invoices-and-a-letter-{order.serial}.pdf")
    letter = files.letter(vendor, CLIENTS[order.client], order.today, serial=order.serial)
    content = files.joined((render_pdf(order.invoice(vendor)), letter, render_pdf(order.invoice(vendor, offset=1))))
    blank = nothing_true(file=key, client=order.client, content=content, case=case, doc_type="invoice")
    truth = replace(blank, vendor_id=vendor.vendor_id)
    return (_file(order, key, content, case, "in_review:several_documents", truth=truth),)


def _zero_bytes(order: Order) -> tuple[DemoDocument, ...]:
    key = order.key(f"empty-{order.serial}.pdf")
    # all empty files are alike: the second one that a client sends is a copy of the first
    return (_file(order, key, b"", "zero_bytes", "rejected:empty_file", also=("rejected:duplicate_file",)),)


def _truncated(order: Order) -> tuple[DemoDocument, ...]:
    content = render_pdf(order.invoice())
    key = order.key(f"truncated-{order.serial}.pdf")
    return (_file(order, key, content[:600], "truncated", "rejected:truncated", also=("rejected:corrupt",)),)


def _encrypted(order: Order) -> tuple[DemoDocument, ...]:
    content = files.locked(render_pdf(order.invoice()))
    return (_file(order, order.key(f"locked-{order.serial}.pdf"), content, "encrypted", "rejected:encrypted"),)


def _over_limit(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    # shipping and discount are left out below, so they do not count here
    factor = int(Decimal(11000) / sum((line.line_total for line in paper.lines), Decimal(0))) + 1
    lines = tuple(
        replace(line, quantity=line.quantity * factor, line_total=to_cents(line.unit_price * line.quantity * factor))
        for line in paper.lines
    )
    big = total_up(replace(paper, lines=lines, discount=Decimal("0.00"), shipping=Decimal("0.00")))
    return (_altered(order, big, "over_limit", "in_review:approval_limit"),)


def _unknown_purchase_order(order: Order) -> tuple[DemoDocument, ...]:
    paper = replace(order.invoice(), order_number=f"PO-{70000 + order.serial}")
    return (_altered(order, paper, "unknown_purchase_order", "in_review:unknown_purchase_order"),)


def _missing_number(order: Order) -> tuple[DemoDocument, ...]:
    paper = replace(order.invoice(), number="")
    # another number of the page may be taken for it, but never without doubt
    also = ("in_review:low_confidence",)
    return (_altered(order, paper, "missing_number", "in_review:extraction_incomplete", also=also),)


def _zip(order: Order) -> tuple[DemoDocument, ...]:
    return _container(order, f"batch-{order.serial}.zip", "zip", files.zipped)


def _eml(order: Order) -> tuple[DemoDocument, ...]:
    customer = CLIENTS[order.client]
    return _container(
        order, f"mail-{order.serial}.eml", "eml", lambda members: files.mailed(members, customer.name, order.today)
    )


def _container(
    order: Order, name: str, case: str, pack: Callable[[dict[str, bytes]], bytes]
) -> tuple[DemoDocument, ...]:
    papers = (order.invoice(), order.invoice(offset=1))
    key = order.key(name)
    members = tuple(
        with_content(paper, render_pdf(paper), key=f"{key}!invoice-{place}.pdf", case=case, parent=key)
        for place, paper in enumerate(papers, 1)
    )
    content = pack({one.key.partition("!")[2]: one.content for one in members})
    return (_file(order, key, content, case, CONTAINER), *members)


def _executable(order: Order) -> tuple[DemoDocument, ...]:
    key = order.key(f"invoice-{order.serial}.exe.pdf")
    return (_file(order, key, files.executable(order.serial), "executable", "rejected:type_mismatch"),)


def _letter(order: Order) -> tuple[DemoDocument, ...]:
    content = files.letter(order.vendor(), CLIENTS[order.client], order.today, serial=order.serial)
    return (_file(order, order.key(f"letter-{order.serial}.pdf"), content, "letter", "in_review:unknown_type"),)


def _javascript(order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    content = files.with_javascript(render_pdf(paper))
    key = order.key(f"active-{order.serial}.pdf")
    return (with_content(paper, content, key=key, expected="quarantined:active_content", case="javascript"),)


AWKWARD: dict[str, Callable[[Order], tuple[DemoDocument, ...]]] = {
    "wrong_total": _wrong_total,
    "unknown_vendor": _unknown_vendor,
    "changed_bank_account": _changed_bank_account,
    "duplicate": _duplicate,
    "resent": _resent,
    "two_invoices_in_one_pdf": _two_invoices,
    "batch_with_separators": _batch_with_separators,
    "two_invoices_and_a_letter": _two_invoices_and_a_letter,
    "zero_bytes": _zero_bytes,
    "truncated": _truncated,
    "encrypted": _encrypted,
    "over_limit": _over_limit,
    "unknown_purchase_order": _unknown_purchase_order,
    "missing_number": _missing_number,
    "zip": _zip,
    "eml": _eml,
    "executable": _executable,
    "letter": _letter,
    "javascript": _javascript,
}
"""Name of the case -> what makes its files."""


def _altered(order: Order, paper: Paper, case: str, expected: str, *, also: tuple[str, ...] = ()) -> DemoDocument:
    text = put_into_words(paper)
    content = render_text(text)
    key = order.key(f"invoice-{order.serial}.pdf")
    truth = truth_of(
        paper, file=key, form="pdf", content=content, text=text, case=case, known_vendor=case != "unknown_vendor"
    )
    return with_content(paper, content, key=key, expected=expected, truth=truth, also=also)


def _file(
    order: Order, key: str, content: bytes, case: str, expected: str, *, also: tuple[str, ...] = (),
    truth: Truth | None = None,
) -> DemoDocument:  # fmt: skip
    blank = truth or nothing_true(file=key, client=order.client, content=content, case=case)
    return DemoDocument(client=order.client, key=key, content=content, truth=blank, expected=expected, also=also)
