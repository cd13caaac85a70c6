"""The bill made from an approved record: its amounts tie, or it is not made."""

from __future__ import annotations

from decimal import Decimal

import pytest
from posting_office import VENDOR, invoice

from bpo_pipeline.documents import CreditNote, Invoice, PurchaseOrder, Receipt
from bpo_pipeline.documents.fields import LineItem, TaxLine
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.posting.bill import BillKind, body_hash, canonical, make_bill


def test_equal_records_have_equal_hashes_however_they_were_written() -> None:
    one = invoice(net_total=Decimal("90.0"), gross_total=Decimal("98.1"))
    other = Invoice.model_validate_json(invoice(net_total=Decimal("90.000")).model_dump_json())

    assert one == other
    assert body_hash(one) == body_hash(other)


@pytest.mark.parametrize(
    "changes", [{"gross_total": "98.11"}, {"supplier_iban": "X"}, {"line_items": ()}, {"due_date": None}]
)
def test_any_change_of_a_value_changes_the_hash(changes: dict[str, object]) -> None:
    assert body_hash(invoice(**changes)) != body_hash(invoice())


def test_an_invoice_and_a_credit_note_with_the_same_values_have_different_hashes() -> None:
    assert body_hash(invoice()) != body_hash(CreditNote(**invoice().model_dump()))


def test_the_canonical_record_has_no_exponents() -> None:
    assert b'"9000000"' in canonical(invoice(gross_total=Decimal("9E+6")))


def test_lines_that_add_up_are_kept() -> None:
    bill = make_bill(invoice(), VENDOR)

    assert [line.description for line in bill.lines] == ["Rope"]
    assert (bill.net, bill.tax, bill.total) == (Decimal(90), Decimal("8.10"), Decimal("98.10"))
    assert bill.taxes == (TaxLine(rate=Decimal(9), base=Decimal(90), amount=Decimal("8.10"), category="S"),)


def test_lines_that_do_not_add_up_are_replaced_by_one_as_invoiced() -> None:
    wrong = (LineItem(description="Rope", line_total=Decimal("89.00")),)

    bill = make_bill(invoice(line_items=wrong), VENDOR)

    assert [(line.description, line.amount) for line in bill.lines] == [("As invoiced, INV-1", Decimal("90.00"))]


def test_discount_and_shipping_explain_the_difference_between_lines_and_net() -> None:
    lines = (LineItem(description="Rope", line_total=Decimal("95.00")),)

    bill = make_bill(invoice(line_items=lines, discount_total="10.00", shipping_total="5.00"), VENDOR)

    assert bill.lines[0].amount - bill.discount + bill.shipping == bill.net


def test_a_tip_is_part_of_what_was_paid() -> None:
    receipt = Receipt(
        issue_date=invoice().issue_date,
        currency="USD",
        net_total=Decimal("20.00"),
        tax_total=Decimal("2.00"),
        tip_total=Decimal("3.00"),
        gross_total=Decimal("25.00"),
    )

    bill = make_bill(receipt, VENDOR)

    assert bill.net + bill.tax == bill.total == Decimal("25.00")
    assert bill.number == ""


def test_a_missing_net_or_tax_follows_from_the_other_totals() -> None:
    assert make_bill(invoice(net_total=None), VENDOR).net == Decimal("90.00")
    assert make_bill(invoice(tax_total=None), VENDOR).tax == Decimal("8.10")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"gross_total": None}, "gross total"),
        ({"gross_total": "98.11"}, "98.11"),
        ({"invoice_number": None}, "number"),
        ({"issue_date": None}, "issue date"),
        ({"currency": None}, "currency"),
    ],
)
def test_what_cannot_be_booked_goes_to_a_person_with_a_sentence(changes: dict[str, object], word: str) -> None:
    with pytest.raises(Refused, match=word) as refused:
        make_bill(invoice(**changes), VENDOR)

    assert refused.value.disposition.kind is DispositionKind.REVIEW
    assert refused.value.disposition.reason is Reason.POSTING_REFUSED


def test_a_bill_needs_a_vendor_and_a_purchase_order_does_not() -> None:
    with pytest.raises(Refused, match="vendor"):
        make_bill(invoice(), None)
    order = PurchaseOrder(
        purchase_order_number="PO-1", issue_date=invoice().issue_date, currency="EUR", net_total=Decimal("10.00")
    )

    bill = make_bill(order, None)

    assert (bill.kind, bill.number, bill.total) == (BillKind.PURCHASE_ORDER, "PO-1", Decimal("10.00"))
