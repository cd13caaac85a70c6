"""Line items told from what only looks like one, by what the lines add up to."""

from __future__ import annotations

from decimal import Decimal

from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft

LEFTS = (50.0, 300.0, 380.0, 480.0)
HEAD = ("Description", "Quantity", "Unit price", "Amount")


def _draft(rows: list[tuple[str, ...]], *below: Placed, language: str = "en") -> Draft:
    texts = [(50.0, 60.0, "Lamp Works Ltd", 16.0), (50.0, 230.0, "Invoice R-7"), *table(300, [HEAD, *rows], LEFTS)]
    return extract(reading(page(*texts, *below), language=language), "invoice")


def _lines(draft: Draft) -> list[tuple[str | None, str | None]]:
    items = draft.record.model_dump()["line_items"]
    return [(one["description"], str(one["line_total"])) for one in items]


def test_a_row_that_only_explains_is_no_item() -> None:
    rows = [
        ("Desk lamp", "2", "50.00", "100.00"),
        ("of which copying levy", "", "", "4.24"),
        ("Chair", "1", "20.00", "20.00"),
    ]
    draft = _draft(rows, (380, 400, "Gross total"), (480, 400, "120.00"))
    assert [total for _, total in _lines(draft)] == ["100.00", "20.00"]


def test_a_row_without_quantity_stays_where_the_sum_needs_it() -> None:
    rows = [("Desk lamp", "2", "50.00", "100.00"), ("Assembly", "", "", "4.24"), ("Chair", "1", "20.00", "20.00")]
    draft = _draft(rows, (380, 400, "Gross total"), (480, 400, "124.24"))
    assert [total for _, total in _lines(draft)] == ["100.00", "4.24", "20.00"]


def test_a_discount_in_the_row_below_is_taken_off_its_item() -> None:
    rows = [
        ("Desk lamp", "2", "50.00", "100.00"),
        ("less discount", "", "", "-10.00"),
        ("Chair", "1", "20.00", "20.00"),
    ]
    draft = _draft(rows, (380, 400, "Gross total"), (480, 400, "110.00"))
    assert [total for _, total in _lines(draft)] == ["90.00", "20.00"]


def test_the_column_that_quantity_times_price_meets_holds_the_totals() -> None:
    """``Total tax`` stands left of ``Total``, and both are called total."""
    rows = [
        ("Description", "Quantity", "Unit price", "Total VAT", "Total"),
        ("Desk lamp", "2", "50.00", "20.00", "100.00"),
        ("Chair", "3", "20.00", "12.00", "60.00"),
    ]
    texts = table(300, rows, (50.0, 250.0, 330.0, 410.0, 500.0))
    draft = extract(
        reading(page((50, 60, "Lamp Works Ltd"), (50, 230, "Invoice R-7"), *texts), language="en"), "invoice"
    )
    assert [total for _, total in _lines(draft)] == ["100.00", "60.00"]


def test_a_price_stands_beside_its_quantity_in_either_order() -> None:
    draft = extract(
        reading(
            page(
                (50, 60, "Lamp Works Ltd"),
                *table(330, [("Toner", "120.00", "3", "360.00"), ("Paper", "9.00", "10", "90.00")], LEFTS),
                (380, 400, "Gross total"),
                (480, 400, "450.00"),
            ),
            language="en",
        ),
        "invoice",
    )
    items = draft.record.model_dump()["line_items"]
    assert [(one["quantity"], one["unit_price"]) for one in items] == [
        (Decimal(3), Decimal("120.00")),
        (Decimal(10), Decimal("9.00")),
    ]


def test_the_name_of_goods_may_stand_above_their_amounts() -> None:
    rows = [("", "2", "50.00", "100.00")]
    texts = [
        (50.0, 60.0, "Lamp Works Ltd"),
        *table(300, [HEAD], LEFTS),
        (50.0, 318.0, "Desk lamp"),
        *table(334, rows, LEFTS),
    ]
    assert _lines(extract(reading(page(*texts), language="en"), "invoice")) == [("Desk lamp", "100.00")]


def test_a_printed_number_of_units_is_what_the_price_is_for() -> None:
    rows = [
        ("Name, Description", "Unit Price", "Price base Qty", "Net Unit Price", "Requested Qty", "Line Total Net"),
        ("Screw - zinc plated", "19.50", "2", "20.00", "10", "100.00"),
        ("Bolt - steel", "9.50", "1", "10.00", "6", "60.00"),
    ]
    texts = table(300, rows, (50.0, 180.0, 250.0, 330.0, 410.0, 500.0))
    draft = extract(reading(page((50, 60, "Purchase Order PO-77", 14.0), *texts), language="en"), "purchase_order")
    items = draft.record.model_dump()["line_items"]
    assert [(one["description"], str(one["unit_price"])) for one in items] == [("Screw", "20.00"), ("Bolt", "10.00")]
    assert items[0]["price_basis_quantity"] == Decimal(2)


def test_a_change_has_its_own_number_not_that_of_the_order_it_changes() -> None:
    texts: list[Placed] = [
        (300, 60, "ORDER CHANGE:"),
        (460, 60, "PO123456789-C02"),
        (300, 120, "PURCHASE ORDER ID: PO123456789"),
    ]
    draft = extract(reading(page(*texts), language="en"), "purchase_order_change")
    assert draft.record.model_dump()["purchase_order_number"] == "PO123456789-C02"


def test_a_street_broken_over_two_lines_is_one() -> None:
    texts: list[Placed] = [
        (50, 40, "Lumber Inc"),
        (50, 54, "1337 N San Joaquin"),
        (50, 68, "St"),
        (50, 82, "Stockton CA 95202"),
        (350, 60, "Facture FA-2018-0139", 14.0),
        (350, 150, "Facturé à"),
        (350, 164, "YourCompany"),
        (350, 178, "250 Executive Park Blvd"),
        (350, 192, "San Francisco CA 94134"),
    ]
    record = extract(reading(page(*texts), language="fr"), "invoice").record.model_dump()
    assert record["supplier_name"] == "Lumber Inc"
    assert record["supplier_address"] == "1337 N San Joaquin St, Stockton CA 95202"
