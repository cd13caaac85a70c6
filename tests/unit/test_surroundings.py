"""What stands around a value: the label beside it, text that may belong to it; and papers that lack the value."""

from __future__ import annotations

import datetime as dt

import pytest

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.learned.evidence import NAMES, Weighed
from bpo_pipeline.extraction.learned.surroundings import Surroundings
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.withheld import EACH, lacking, without
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

ROWS = (
    "Contoso Trading Ltd",
    "The Old Mill",
    "12 Market Street, Leeds LS1 4AB",
    "INVOICE",
    "Invoice number: INV-20417",
    "Invoice date: 14 March 2026",
    "Customer number: 884512",
    "Routing number: 021000021",
    "Net total 100.00",
    "VAT 20% 20.00",
    "Total due 120.00",
)


def page(*rows: str) -> Reading:
    words = []
    for row, text in enumerate(rows):
        left = 60.0
        for part in text.split():
            words.append(Word(part, Box(left, 60.0 + 14 * row, left + 5.5 * len(part), 70.0 + 14 * row), size=10.0))
            left += 5.5 * len(part) + 3
    return Reading((Page(1, 595, 842, tuple(words), Source.TEXT),), language="en")


def box_of(reading: Reading, text: str) -> Box:
    return next(word.box for word in reading.pages[0].words if word.text == text)


def weighed(draft: Draft, reading: Reading, path: str) -> dict[str, float]:
    return next(
        dict(zip(NAMES, row, strict=True)) for one, _, row in Weighed(draft, reading).rows() if one.path == path
    )


def test_the_label_beside_a_value_names_it_or_another_field() -> None:
    reading = page(*ROWS)
    near = Surroundings(Sheet(reading, "invoice", ()))
    own, other = near.named("invoice_number", 1, box_of(reading, "INV-20417"))
    assert own == pytest.approx(1.0)
    assert other == 0
    own, other = near.named("invoice_number", 1, box_of(reading, "021000021"))
    assert own == 0
    assert other > 0.5


def test_text_that_no_value_took_is_seen_beside_an_address() -> None:
    whole, part = page(*ROWS[:1], *ROWS[2:]), page(*ROWS)
    near = [Surroundings(Sheet(one, "invoice", ())) for one in (whole, part)]
    boxes = [box_of(one, "Market") for one in (whole, part)]
    name = [box_of(whole, "Contoso").union(box_of(whole, "Ltd"))]
    assert not near[0].touching(1, boxes[0], name)[0]
    assert near[1].touching(1, boxes[1], name)[0]


def test_an_amount_below_others_is_known_as_one() -> None:
    reading = page(*ROWS)
    draft = extract(reading, "invoice")
    assert weighed(draft, reading, "gross_total")["larger"] == 0
    assert weighed(draft, reading, "net_total")["larger"] == 1


def test_a_due_date_before_the_invoice_is_out_of_order() -> None:
    reading = page(*ROWS, "Due date: 1 March 2026")
    draft = extract(reading, "invoice")
    assert getattr(draft.record, "due_date", None) == dt.date(2026, 3, 1)
    assert weighed(draft, reading, "due_date")["in_order"] == -1


def test_a_value_is_taken_off_wherever_it_stands() -> None:
    reading = page(*ROWS, "Please quote INV-20417 when paying")
    evidence = extract(reading, "invoice").evidence_for("invoice_number")
    assert evidence is not None
    kept, gone = ([word.text for word in without(reading, evidence, label=one).pages[0].words] for one in (False, True))
    assert "INV-20417" not in kept
    assert len(kept) == len(reading.pages[0].words) - 2
    assert len(gone) == len(kept) - 2  # "Invoice number:"


def test_the_same_paper_always_lacks_the_same_fields() -> None:
    reading = page(*ROWS)
    paper = Paper("one", "contoso", "labelled", "invoice", reading, {"invoice_number": "INV-20417"})
    draft = extract(reading, "invoice")
    right = {"invoice_number", "issue_date", "gross_total", "net_total"}
    several = [[field for field, _ in lacking(paper, draft, right)] for _ in range(2)]
    assert several[0] == several[1]
    assert len(set(several[0])) == EACH
