"""UBL import files: valid under the official rules, or given to a person with the rule's own sentence."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from posting_office import VENDOR, MemoryOutbox, invoice

from bpo_pipeline.documents import CreditNote, Invoice, PurchaseOrder, Receipt, document_type
from bpo_pipeline.documents.fields import CommercialRecord, LineItem, TaxLine
from bpo_pipeline.errors import Refused
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.truth import truth_of
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.posting.bill import make_bill
from bpo_pipeline.posting.sender import OutcomeKind, send_waiting
from bpo_pipeline.posting.targets.en16931 import broken_rules
from bpo_pipeline.posting.targets.ubl import Ubl
from bpo_pipeline.posting.targets.ubl_document import CAC, CBC, Buyer, ubl_document

BUYER = Buyer("Nordlicht Handels GmbH", "DE", "DE786563558")
SPACES = {"cac": CAC, "cbc": CBC}
TODAY = dt.date(2026, 11, 20)


class Memory:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, key: str, body: bytes, content_type: str, *, if_none_match: bool = True) -> None:
        self.files.setdefault(key, body)

    def get(self, key: str) -> bytes | None:
        return self.files.get(key)


def target(folder: Memory | None = None) -> Ubl:
    return Ubl("ubl", folder=folder or Memory(), prefix="import/ubl/", vendors=[VENDOR], buyer=BUYER)


def values(content: bytes, path: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(content).iterfind(path, SPACES)]


def two_rates(**changes: Any) -> Invoice:
    fields = {
        "currency": "EUR",
        "net_total": "195.00",
        "tax_total": "33.45",
        "gross_total": "228.45",
        "discount_total": "10.00",
        "shipping_total": "5.00",
        "supplier_iban": "DE20200505502769264991",
        "purchase_order_number": "4500001",
        "taxes": (
            TaxLine(rate=Decimal(19), base=Decimal(165), amount=Decimal("31.35"), category="S"),
            TaxLine(rate=Decimal(7), base=Decimal(30), amount=Decimal("2.10"), category="S"),
        ),
        "line_items": (
            LineItem(
                description="A", quantity=Decimal(3), unit_price=Decimal(60), line_total=Decimal(170),
                tax_rate=Decimal(19), unit="Stk.",
            ),
            LineItem(
                description="B", quantity=Decimal(1), unit_price=Decimal(30), line_total=Decimal(30),
                tax_rate=Decimal(7), unit="Std",
            ),
        ),
    }  # fmt: skip
    return invoice("R-1", **fields | changes)


def test_the_values_of_the_record_are_where_the_norm_wants_them() -> None:
    content = target().render("key1", make_bill(two_rates(), VENDOR))

    assert values(content, "cbc:ID") == ["R-1"]
    assert values(content, ".//cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount") == ["31.35", "2.10"]
    assert values(content, "cac:LegalMonetaryTotal/*") == [
        "200.00", "195.00", "228.45", "10.00", "5.00", "228.45",
    ]  # fmt: skip
    assert values(content, "cac:AllowanceCharge/cbc:Amount") == ["10.00", "5.00"]
    assert values(content, "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount") == ["10.00"]
    assert values(content, ".//cac:PayeeFinancialAccount/cbc:ID") == ["DE20200505502769264991"]
    assert values(content, "cac:AdditionalDocumentReference/cbc:ID") == ["key1"]
    assert [one.get("unitCode") for one in etree.fromstring(content).iterfind(".//cbc:InvoicedQuantity", SPACES)] == [
        "C62",
        "HUR",
    ]


def test_a_credit_note_is_a_credit_note_with_positive_amounts() -> None:
    record = CreditNote(**two_rates().model_dump() | {"preceding_invoice_number": "R-0"})

    content = target().render("key1", make_bill(record, VENDOR))

    assert etree.QName(etree.fromstring(content)).localname == "CreditNote"
    assert values(content, "cbc:CreditNoteTypeCode") == ["381"]
    assert values(content, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == ["R-0"]
    assert target().read_back(content).total == Decimal("228.45")


@pytest.mark.parametrize("category", ["AE", "K", "G", "E", "Z", "O"])
def test_bills_without_tax_name_the_reason_that_their_category_implies(category: str) -> None:
    tax = TaxLine(rate=Decimal(0), base=Decimal("90.00"), amount=Decimal(0), category=category)
    record = invoice(tax_total="0.00", gross_total="90.00", taxes=(tax,), customer_tax_id="DE786563558")
    if category in {"K", "O"}:
        # BR-IC-11 asks for a delivery date, BR-O-02 forbids VAT ids: neither can be had from the record
        with pytest.raises(Refused, match=r"\[BR-(IC|O)-"):
            target().render("key1", make_bill(record, VENDOR))
    else:
        target().render("key1", make_bill(record, VENDOR))


@pytest.mark.parametrize(
    ("record", "vendor", "rule"),
    [
        (invoice(tax_total="8.10"), Vendor("1", "No tax id", country="DE"), r"\[BR-S-02\]"),
        (invoice(), Vendor("1", "No country", tax_ids=("12345",)), r"\[BR-09\]"),
        (two_rates(currency="EURO"), VENDOR, r"\[BR-CL-0[34]\]"),
        (two_rates(amount_due="1.00", prepaid="300.00", rounding="0.001"), VENDOR, ""),
    ],
)
def test_a_bill_that_breaks_a_rule_goes_to_a_person_with_the_rule(record: Invoice, vendor: Vendor, rule: str) -> None:
    if not rule:
        assert target().render("key1", make_bill(record, vendor))
        return
    with pytest.raises(Refused, match=rule):
        target().render("key1", make_bill(record, vendor))


def test_a_receipt_without_number_is_refused_by_the_rule_that_asks_for_one() -> None:
    receipt = Receipt(issue_date=TODAY, currency="EUR", gross_total=Decimal("11.90"), tax_total=Decimal("1.90"))

    with pytest.raises(Refused, match=r"BR-02"):
        target().render("key1", make_bill(receipt, VENDOR))


def test_a_receipt_is_prepaid() -> None:
    receipt = Receipt(
        invoice_number="S-1", issue_date=TODAY, currency="EUR", gross_total=Decimal("11.90"), tax_total=Decimal("1.90")
    )

    content = target().render("key1", make_bill(receipt, VENDOR))

    assert values(content, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["0.00"]


def test_a_purchase_order_is_not_a_bill() -> None:
    order = PurchaseOrder(purchase_order_number="1", issue_date=TODAY, currency="EUR", net_total=Decimal(1))

    with pytest.raises(Refused, match="not a bill"):
        target().render("key1", make_bill(order, VENDOR))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'TaxInclusiveAmount currencyID="USD">98.10', b'TaxInclusiveAmount currencyID="USD">98.11', "BR-CO-15"),
        (b">380<", b">999<", "BR-CL-01"),
        (b"<cbc:ID>INV-1</cbc:ID>", b"<cbc:ID/>", "BR-02"),
        (b"<cbc:IssueDate>", b"<cbc:Strange/><cbc:IssueDate>", "schema"),
    ],
)
def test_the_rules_find_what_is_wrong(old: bytes, new: bytes, rule: str) -> None:
    content = target().render("key1", make_bill(invoice(), VENDOR))
    assert old in content

    assert any(rule in sentence for sentence in broken_rules(content.replace(old, new)))


def truth_record(paper: Any) -> CommercialRecord:
    """The record of a generated document's truth, as an approved one would be."""
    truth = truth_of(paper, file="x.pdf", form="ubl", content=b"")
    kind = document_type(truth.doc_type).record
    known = {name: value for name, value in truth.fields.items() if name in kind.model_fields}
    lines = [
        {name: value for name, value in line.items() if name in LineItem.model_fields} for line in truth.line_items
    ]
    return kind.model_validate(known | {"line_items": lines})


@pytest.mark.parametrize("doc_type", ["invoice", "credit_note"])
def test_the_truth_of_every_generated_document_becomes_a_valid_file(doc_type: str) -> None:
    rng = random.Random(7)
    vendors = [one for one in VENDORS["nordlicht"] if not one.receipts]
    refused = []
    for serial in range(100, 100 + 6 * len(vendors)):
        card = vendors[serial % len(vendors)]
        paper = invent(rng, doc_type=doc_type, vendor=card, client="nordlicht", today=TODAY, serial=serial)
        vendor = Vendor(card.vendor_id, card.name, tax_ids=(card.tax_id,), country=card.country)
        record = truth_record(paper)
        broken = broken_rules(ubl_document("key1", make_bill(record, vendor), BUYER))
        if broken:
            refused.append((card.vendor_id, broken))
    assert refused == []


cents = st.decimals(Decimal("0.01"), Decimal(99999), places=2)
lines = st.lists(
    st.tuples(
        st.decimals(Decimal(-99), Decimal(999), places=3).filter(bool),
        st.decimals(Decimal(-50), Decimal(5000), places=4),
        st.sampled_from([Decimal(19), Decimal(7), Decimal("5.5"), Decimal(0)]),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(lambda text: text.strip().isprintable()),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(lines, st.sampled_from([Invoice, CreditNote]), st.sampled_from(["", "discount", "shipping"]), cents)
def test_whatever_ties_becomes_a_valid_file(
    parts: list[tuple[Decimal, Decimal, Decimal, str]], kind: type[Invoice], extra: str, amount: Decimal
) -> None:
    items = [
        LineItem(
            description=text, quantity=quantity, unit_price=price, tax_rate=rate, line_total=to_cents(quantity * price)
        )
        for quantity, price, rate, text in parts
        if text.strip()
    ]
    bases: dict[Decimal, Decimal] = {}
    for one in items:
        bases[one.tax_rate] = bases.get(one.tax_rate, Decimal(0)) + one.line_total
    if not bases:
        return
    if extra:
        first = next(iter(bases))
        bases[first] += amount if extra == "shipping" else -amount
    taxes = tuple(
        TaxLine(rate=r, base=b, amount=to_cents(b * r / 100), category="S" if r else "Z") for r, b in bases.items()
    )
    net, tax = sum(bases.values()), sum(one.amount for one in taxes)
    record = kind.model_validate(
        invoice("R-1").model_dump()
        | {"net_total": net, "tax_total": tax, "gross_total": net + tax, "line_items": items, "taxes": taxes}
        | ({f"{extra}_total": amount} if extra else {})
    )

    bill = make_bill(record, VENDOR)

    assert broken_rules(ubl_document("key1", bill, BUYER)) == ()
    assert target().read_back(target().render("key1", bill)).total == record.gross_total


def test_the_file_is_written_once_and_the_refusal_reaches_the_outbox() -> None:
    folder, outbox = Memory(), MemoryOutbox()
    for key, record in (("good", two_rates()), ("bad", two_rates(currency="EURO"))):
        outbox.add(record, key, target="ubl")
    for _ in range(2):
        report = send_waiting(
            "nordlicht",
            "ubl",
            target=target(folder),
            store=outbox,
            load_bill=outbox.load_bill,
            load_original=outbox.load_original,
            owner="test",
        )
        outbox.add(two_rates(), "good", target="ubl")
    assert report.count(OutcomeKind.POSTED) == 1
    assert sorted(folder.files) == ["import/ubl/bill-good-original.pdf", "import/ubl/bill-good.xml"]
    assert outbox.rows["bad"].state is PostingState.REFUSED
    assert "[BR-CL-" in outbox.sentences["bad"]
