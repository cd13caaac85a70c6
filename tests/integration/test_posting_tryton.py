"""Bills in a real Tryton: right, once, and what happens when something goes wrong on the way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from posting_office import MemoryOutbox, invoice
from tryton_office import LosesAnswers, Office, today

from bpo_pipeline.documents import CreditNote, Invoice, Receipt
from bpo_pipeline.documents.fields import CommercialRecord, LineItem, TaxLine
from bpo_pipeline.errors import Refused, TryAgain
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.posting import BillState
from bpo_pipeline.posting.bill import make_bill
from bpo_pipeline.posting.reconcile import reconcile
from bpo_pipeline.posting.sender import OutcomeKind, SendingReport, send_waiting
from bpo_pipeline.posting.targets.tryton import Tryton

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office.open(tmp_path_factory.mktemp("tryton-home"))
    yield office
    office.close()


def unique() -> str:
    return uuid.uuid4().hex[:24]


def send(outbox: MemoryOutbox, target: Tryton, patience_seconds: float = 15) -> SendingReport:
    return send_waiting(
        "lakeside",
        "tryton",
        target=target,
        store=outbox,
        load_bill=outbox.load_bill,
        load_original=outbox.load_original,
        owner="test",
        patience_seconds=patience_seconds,
    )


def bills_with(office: Office, key: str) -> list[dict[str, object]]:
    fields = ("state", "total_amount", "reference", "party.code", "number")
    return office.target()._rest.search("account.invoice", [["description", "=", key]], fields)


def posted(office: Office, record: CommercialRecord) -> tuple[str, MemoryOutbox]:
    key, outbox = unique(), MemoryOutbox()
    outbox.add(record, key)
    report = send(outbox, office.target())
    assert report.count(OutcomeKind.POSTED) == 1, outbox.sentences
    return key, outbox


def test_a_posted_bill_has_the_right_total_vendor_reference_and_attachment(office: Office) -> None:
    record = invoice(f"INV-{unique()}", purchase_order_number="PO-20411")

    key, outbox = posted(office, record)

    (bill,) = bills_with(office, key)
    assert bill["state"] == "posted"
    assert bill["total_amount"] == Decimal("98.10")
    assert bill["reference"] == record.invoice_number
    assert bill["party"]["code"] == "V-1001"
    acknowledgement = outbox.acknowledgements[key]
    assert (acknowledgement.total, acknowledgement.currency) == (Decimal("98.10"), "USD")
    assert acknowledgement.number == bill["number"]
    assert acknowledgement.attachment
    resource = f"account.invoice,{bill['id']}"
    (attached,) = office.target()._rest.search("ir.attachment", [["resource", "=", resource]], ("name", "data_size"))
    assert attached["name"] == "invoice.pdf"
    assert attached["data_size"] == len(outbox.load_original(outbox.rows[key]).content)


def test_posting_twice_creates_one_bill(office: Office) -> None:
    key, outbox = posted(office, invoice(f"INV-{unique()}"))
    outbox.add(outbox.records[key], key)

    report = send(outbox, office.target())

    assert report.count(OutcomeKind.POSTED) == 1
    assert len(bills_with(office, key)) == 1


@pytest.mark.parametrize("request_line", [b"POST /lakeside/rest/model/account.invoice?", b"/post?"])
def test_an_answer_lost_after_commit_leaves_one_bill(office: Office, request_line: bytes) -> None:
    proxy = LosesAnswers(office.port)
    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}"), key)
    proxy.lose = request_line

    report = send(outbox, office.target(through=proxy.port))

    proxy.close()
    assert proxy.lost == 1
    assert report.count(OutcomeKind.POSTED) == 1
    assert [bill["state"] for bill in bills_with(office, key)] == ["posted"]


def test_a_timeout_that_commits_later_leaves_one_bill(office: Office) -> None:
    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}"), key)
    target = office.target(timeout_seconds=0.35)  # shorter than posting takes

    for _ in range(5):
        outbox.let_time_pass()
        send(outbox, target)
        if outbox.rows[key].state is PostingState.POSTED:
            break

    assert outbox.rows[key].state is PostingState.POSTED, outbox.sentences
    assert [bill["state"] for bill in bills_with(office, key)] == ["posted"]


@pytest.mark.parametrize("request_line", [b"POST /lakeside/rest/model/account.invoice?", b"/post?"])
def test_tryton_killed_during_posting_leaves_one_bill_after_restart(office: Office, request_line: bytes) -> None:
    proxy = LosesAnswers(office.port)
    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}"), key)
    proxy.lose, proxy.then = request_line, office.kill
    try:
        send(outbox, office.target(through=proxy.port), patience_seconds=1)
        state = outbox.rows[key].state
    finally:
        proxy.close()
        office.start()
    assert state in {PostingState.WAITING, PostingState.UNCERTAIN}
    outbox.let_time_pass()

    report = send(outbox, office.target())

    assert report.count(OutcomeKind.POSTED) == 1
    assert [bill["state"] for bill in bills_with(office, key)] == ["posted"]


def test_a_dead_tryton_lets_everything_wait(office: Office) -> None:
    outbox = MemoryOutbox()
    for _ in range(6):
        outbox.add(invoice(f"INV-{unique()}"), unique())
    target = office.target()
    office.kill()
    try:
        report = send(outbox, target)
    finally:
        office.start()

    assert "down" in report.paused
    assert {row.state for row in outbox.rows.values()} == {PostingState.WAITING}
    outbox.let_time_pass()
    assert send(outbox, target).count(OutcomeKind.POSTED) == 6


def test_a_bill_in_a_closed_period_is_for_a_person(office: Office) -> None:
    day = today().replace(year=today().year - 1, month=1, day=15)
    (period,) = office.rpc(
        "model.account.period.search",
        [["start_date", "=", {"__class__": "date", "year": day.year, "month": 1, "day": 1}]],
        0,
        1,
        None,
    )
    office.rpc("model.account.period.close", [period])
    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}", issue_date=day), key)

    send(outbox, office.target())

    assert outbox.rows[key].state is PostingState.REFUSED
    assert "period" in outbox.sentences[key]


def test_a_bill_of_a_year_without_books_is_for_a_person(office: Office) -> None:
    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}", issue_date=today().replace(year=2001, day=1)), key)

    send(outbox, office.target())

    assert outbox.rows[key].state is PostingState.REFUSED
    assert "2001" in outbox.sentences[key] or "fiscal year" in outbox.sentences[key].lower()


def test_a_revoked_key_pauses_the_target(office: Office) -> None:
    outbox = MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}"), unique())

    report = send(outbox, office.target(key="0" * 128))

    assert "401" in report.paused
    assert {row.state for row in outbox.rows.values()} == {PostingState.WAITING}


def test_a_total_that_tryton_computes_otherwise_is_refused_and_the_draft_cancelled(office: Office) -> None:
    class Rounds(Tryton):
        def _line(self, *arguments: object) -> dict[str, object]:
            line = super()._line(*arguments)
            return line | {"unit_price": line["unit_price"] + Decimal("0.01")}

    key, outbox = unique(), MemoryOutbox()
    outbox.add(invoice(f"INV-{unique()}"), key)

    send(outbox, Rounds(office.company))

    assert outbox.rows[key].state is PostingState.REFUSED
    assert "98.13" in outbox.sentences[key]
    assert [bill["state"] for bill in bills_with(office, key)] == ["cancelled"]


def test_the_same_vendor_number_under_another_key_is_refused_by_tryton(office: Office) -> None:
    number = f"INV-{unique()}"
    posted(office, invoice(number))
    outbox = MemoryOutbox()
    outbox.add(invoice(number, supplier_address="other"), "another" + unique()[:10])

    send(outbox, office.target())

    assert {row.state for row in outbox.rows.values()} == {PostingState.REFUSED}


CENTS = Decimal("0.01")
AWKWARD: dict[str, CommercialRecord] = {
    "credit note": CreditNote(
        invoice_number="", issue_date=today(), currency="USD", net_total=Decimal("40.00"), tax_total=Decimal("3.55"),
        gross_total=Decimal("43.55"),
        line_items=(
            LineItem(description="Return", quantity=Decimal(2), unit_price=Decimal(25), line_total=Decimal(50)),
            LineItem(description="Restocking", quantity=Decimal(-1), unit_price=Decimal(10), line_total=Decimal(-10)),
        ),
    ),
    "receipt with gross lines and tip": Receipt(
        invoice_number="", issue_date=today(), currency="USD", net_total=Decimal("20.00"), tax_total=Decimal("1.97"),
        tip_total=Decimal("4.00"), gross_total=Decimal("25.97"),
        line_items=(LineItem(description="Lunch", line_total=Decimal("21.97")),),
    ),
    "discount, shipping, price per hundred, half cents": Invoice(
        invoice_number="", issue_date=today(), currency="USD", net_total=Decimal("113.33"), tax_total=Decimal("10.06"),
        gross_total=Decimal("123.39"), discount_total=Decimal("5.00"), shipping_total=Decimal("12.50"),
        line_items=(
            LineItem(
                description="Clip", quantity=Decimal("333.5"), unit_price=Decimal("12.3456"),
                price_basis_quantity=Decimal(100), line_total=Decimal("41.17"),
            ),
            LineItem(description="A", quantity=Decimal(3), unit_price=Decimal("21.555"), line_total=Decimal("64.66")),
        ),
    ),
    "a half cent that Tryton rounds to even": Invoice(
        invoice_number="", issue_date=today(), currency="USD", net_total=Decimal("10.05"), tax_total=Decimal(0),
        gross_total=Decimal("10.05"),
        line_items=(
            LineItem(description="B", quantity=Decimal(5), unit_price=Decimal("2.009"), line_total=Decimal("10.05")),
        ),
    ),
    "two rates": Invoice(
        invoice_number="", issue_date=today(), currency="USD", net_total=Decimal("30.00"), tax_total=Decimal("2.60"),
        gross_total=Decimal("32.60"),
        taxes=(
            TaxLine(rate=Decimal(19), base=Decimal(10), amount=Decimal("1.90")),
            TaxLine(rate=Decimal("3.5"), base=Decimal(20), amount=Decimal("0.70")),
        ),
    ),
    "no tax": Invoice(invoice_number="", issue_date=today(), currency="USD", gross_total=Decimal("1234567.89")),
}  # fmt: skip


@pytest.mark.parametrize("what", AWKWARD)
def test_tryton_makes_the_documents_gross_total_to_the_cent(office: Office, what: str) -> None:
    record = AWKWARD[what].model_copy(update={"invoice_number": f"{what[:4]}-{unique()}"})

    key, outbox = posted(office, record)

    assert outbox.acknowledgements[key].total == record.gross_total
    (bill,) = bills_with(office, key)
    assert bill["total_amount"] == record.gross_total * (-1 if isinstance(record, CreditNote) else 1)


def test_the_nightly_comparison_finds_what_was_changed_in_tryton(office: Office) -> None:
    key, outbox = posted(office, invoice(f"INV-{unique()}"))
    kept, kept_outbox = posted(office, invoice(f"INV-{unique()}"))
    office.target().reverse(key)

    sentences = reconcile([outbox.rows[key], kept_outbox.rows[kept]], target=office.target())

    assert len(sentences) == 1
    assert key in sentences[0]
    assert "not found" in sentences[0]


def test_a_large_original_is_attached_once(office: Office) -> None:
    target, key = office.target(), unique()
    vendor = target.find_vendor("V-1001")
    target.create_bill(key, make_bill(invoice(f"INV-{unique()}"), vendor), Decimal("98.10"))
    content = b"%PDF" + bytes(20 * 1024 * 1024)

    target.attach_document(key, "large.pdf", content)
    target.attach_document(key, "large.pdf", content)

    found = target.find(key)
    assert found is not None
    assert found.attachment
    assert found.state is BillState.DRAFT
    resource = f"account.invoice,{found.reference}"
    assert len(target._rest.search("ir.attachment", [["resource", "=", resource]], ("id",))) == 1


def test_vendors_and_orders_are_those_of_the_books(office: Office) -> None:
    target = office.target()

    vendor = target.find_vendor("V-1001")
    assert vendor is not None
    assert vendor.name == "Cascade Rope & Harness Co."
    assert vendor.tax_ids == ("626018159",)
    assert vendor.ibans == ("6116372651",)
    assert vendor.country == "US"
    orders = {one.number: one for one in target.purchase_orders()}
    assert "PO-20411" in orders
    assert orders["PO-20411"].vendor_id.startswith("V-")
    assert all(order.net_total > 0 for order in orders.values())


def test_a_vendor_is_asked_for_in_vain_when_tryton_is_not_there(office: Office) -> None:
    with pytest.raises(TryAgain):
        office.target(through=1).vendors()


def test_a_vendors_tax_id_is_added_once(office: Office) -> None:
    target = Tryton(office.company)
    vendor = target.vendors()[0].vendor_id
    for _ in range(2):
        target.add_tax_id(vendor, "us_ein", "98-7654321")
    assert "987654321" in next(one for one in Tryton(office.company).vendors() if one.vendor_id == vendor).tax_ids
    with pytest.raises(Refused, match="another tax id"):
        target.add_tax_id(vendor, "us_ein", "12-3456789")
    with pytest.raises(Refused, match="not in Tryton"):
        target.add_tax_id("nobody", "us_ein", "98-7654321")
