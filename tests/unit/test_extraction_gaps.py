"""What a scan lost in a table is put in by arithmetic, and a page that lies askew is read as a level one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from extraction_pages import page, reading, scanned, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source

LEFTS = (50.0, 300.0, 380.0, 480.0)
HEAD = ("Description", "Quantity", "Unit price", "Amount")
Row = tuple[str, str, str, str]
LAMP: Row = ("Desk lamp", "4", "50.25", "201.00")
CHAIR: Row = ("Chair", "3", "20.10", "60.30")


def _paper(*rows: Row, net: str = "261.30") -> Reading:
    texts = [(50.0, 60.0, "Lamp Works Ltd", 16.0), (50.0, 230.0, "Invoice R-7"), *table(300, [HEAD, *rows], LEFTS)]
    totals = [(380.0, 420.0, "Net total"), (480.0, 420.0, net), (380.0, 434.0, "VAT 0%"), (480.0, 434.0, "0.00")]
    return reading(page(*texts, *totals, (380.0, 448.0, "Grand total"), (480.0, 448.0, net)), language="en")


def _lines(draft: Draft) -> list[tuple[Any, ...]]:
    names = ("description", "quantity", "unit_price", "line_total")
    return [tuple(one[name] for name in names) for one in draft.record.model_dump()["line_items"]]


WHOLE = [
    ("Desk lamp", Decimal(4), Decimal("50.25"), Decimal("201.00")),
    ("Chair", Decimal(3), Decimal("20.10"), Decimal("60.30")),
]


@pytest.mark.parametrize("sinks", [0.0, 0.05, -0.05])
def test_a_scan_that_lies_askew_has_the_same_lines(sinks: float) -> None:
    rows = [(f"Lamp number {n}", "2", "10.00", "20.00") for n in range(1, 9)]
    draft = extract(scanned(_paper(*rows, net="160.00"), sinks=sinks), "invoice")
    assert [one[0] for one in _lines(draft)] == [row[0] for row in rows]


def test_boxes_stay_where_the_ink_is_on_the_picture() -> None:
    level, askew = (extract(scanned(_paper(LAMP, CHAIR), sinks=one), "invoice") for one in (0.0, 0.05))
    before, after = (one.evidence_for("line_items.1.line_total") for one in (level, askew))
    assert before is not None
    assert after is not None
    assert before.box is not None
    assert after.box is not None
    middle = (before.box.left + before.box.right) / 2
    assert after.box.middle == pytest.approx(before.box.middle + 0.05 * middle, abs=0.5)


@pytest.mark.parametrize("column", [1, 2, 3], ids=["quantity", "price", "total"])
def test_a_cell_that_ocr_left_out_is_put_in(column: int) -> None:
    gap = tuple("" if place == column else text for place, text in enumerate(CHAIR))
    draft = extract(scanned(_paper(LAMP, (gap[0], gap[1], gap[2], gap[3]))), "invoice")
    name = ("description", "quantity", "unit_price", "line_total")[column]
    evidence = draft.evidence_for(f"line_items.1.{name}")
    assert _lines(draft) == WHOLE
    assert evidence is not None
    assert evidence.source is Source.DERIVED


def test_a_cell_that_a_text_layer_lacks_stays_empty() -> None:
    draft = extract(_paper(LAMP, ("Chair", "3", "", "60.30")), "invoice")
    assert _lines(draft)[1] == ("Chair", Decimal(3), None, Decimal("60.30"))


def test_a_price_whose_point_ocr_took_for_a_digit_is_mended_and_what_was_read_is_kept() -> None:
    draft = extract(scanned(_paper(LAMP, CHAIR), misread={"20.10": "20110"}), "invoice")
    evidence = draft.evidence_for("line_items.1.unit_price")
    assert _lines(draft) == WHOLE
    assert evidence is not None
    assert evidence.raw == "20110"
    assert evidence.rules


def test_two_ways_to_mend_a_row_are_none() -> None:
    """Three for 20.00 or twelve for 5.00."""
    draft = extract(scanned(_paper(LAMP, ("Chair", "12", "20.00", "60.00"), net="261.00")), "invoice")
    assert _lines(draft)[1][1:3] == (Decimal(12), Decimal("20.00"))


def test_a_comma_that_ocr_took_for_a_point_leaves_the_amount_as_it_is() -> None:
    big: Row = ("Machine", "1", "1.778,72", "1.778,72")
    draft = extract(scanned(_paper(big, net="1.778,72"), misread={"1.778,72": "1.778.72"}), "invoice")
    assert _lines(draft)[0][3] == Decimal("1778.72")
