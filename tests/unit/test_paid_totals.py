"""A receipt's total is what was given less the change, where the paper says both."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction_pages import Placed, page, reading, scanned

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.learned.evidence import NAMES, Weighed
from bpo_pipeline.extraction.learned.sums import amount_candidates, paid
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Reading

PARKING = (("Amount Incl. GST", "5.00"), ("Accepted total", "10.00"), ("Change", "5.00"))


def slip(rows: tuple[tuple[str, str], ...]) -> Reading:
    placed: list[Placed] = [
        (40.0, 40.0, "Harbour Parking Sdn Bhd"),
        (40.0, 60.0, "12 Jalan Besar"),
        (40.0, 80.0, "28/05/2018"),
    ]
    for number, (label, amount) in enumerate(rows):
        placed += [(40.0, 120.0 + 14 * number, label), (180.0, 120.0 + 14 * number, amount)]
    return scanned(reading(page(*placed, width=250.0), language="en"))


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (PARKING, "5.00"),
        ((("Total", "44.40"), ("Cash", "50.00"), ("Change", "5.60")), "44.40"),
        ((("Total", "44.40"), ("Cash", "44.40"), ("Change", "0.00")), None),
        ((("Total", "44.40"), ("Item", "39.40"), ("Cash", "50.00"), ("Change", "5.60"), ("Change", "10.60")), None),
        ((("Total", "44.40"), ("Cash", "50.00"), ("Change", "5.50")), None),
    ],
)  # fmt: skip
def test_only_one_amount_that_payment_and_change_leave_is_proved(
    rows: tuple[tuple[str, str], ...], total: str | None
) -> None:
    sheet = Sheet(slip(rows), "receipt", ())

    assert paid(amount_candidates(sheet.amounts), sheet.lines) == (None if total is None else Decimal(total))


def test_the_proved_amount_is_the_total_and_that_counts_as_a_proof() -> None:
    read = slip(PARKING)
    draft = extract(read, "receipt")
    proofs = {one.path: row[NAMES.index("proofs")] for one, _, row in Weighed(draft, read).rows()}
    evidence = draft.evidence_for("gross_total")

    assert draft.record.model_dump()["gross_total"] == Decimal("5.00")
    assert evidence is not None
    assert evidence.confidence > 0.97
    assert proofs["gross_total"] == 1.0
