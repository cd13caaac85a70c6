"""Vendor memory: one confirmed paper makes the next one better, never against arithmetic, and can be taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.extraction import extract, judged, layout_of, remembered
from bpo_pipeline.extraction.remembered import matching
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.memory import Remembered
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def paper(number: str, total: str, *, shift: float = 0.0) -> Reading:
    """An invoice that calls its number and total what nobody else does, and whose vendor has no legal form."""
    rows = (
        (60, "Blauwasser Tauchschule am Hafen"), (90, "Uferweg 3, 24103 Kiel"), (150, "Rechnung"),
        (200, f"Vorgangszeichen {number}"), (220, "Datum 03.02.2026"), (320, "Kursteilnahme Gruppe Nord"),
        (420, f"Obolus {total}"), (700, "Fröhliche Blasen wünscht die Mannschaft"),
    )  # fmt: skip
    words = []
    for top, text in rows:
        left = 60.0
        for part in text.split():
            box = Box(left, top + shift, left + 6 * len(part), top + shift + 10)
            words.append(Word(part, box, size=10.0))
            left = box.right + 4
    return Reading((Page(1, 595, 842, tuple(words), Source.TEXT),), language="de")


def confirmed(reading: Reading, **values: object) -> Draft:
    """The paper's draft with what a person typed."""
    draft = extract(reading, "invoice")
    known = {"supplier_name": "Blauwasser Tauchschule am Hafen", **values}
    return replace(draft, record=draft.record.model_copy(update=known))


FIRST = paper("BT-77", "210,00")
TRUE = {"invoice_number": "BT-77", "gross_total": Decimal("210.00")}


def memory(number: int = 1, *, hits: int = 0, misses: int = 0) -> Remembered:
    return Remembered(number, "acme", "d", "v", layout_of(FIRST, confirmed(FIRST, **TRUE)), "jane", AT, hits, misses)


def test_the_second_paper_has_what_a_person_put_right_on_the_first() -> None:
    second = paper("BT-91", "1.340,50", shift=4)
    alone = extract(second, "invoice")
    assert getattr(alone.record, "invoice_number", None) != "BT-91"
    known = remembered(alone, second, [memory()])
    record = known.record.model_dump()
    assert record["invoice_number"] == "BT-91"
    assert record["gross_total"] == Decimal("1340.50")
    assert record["supplier_name"] == "Blauwasser Tauchschule am Hafen"
    evidence = known.evidence_for("invoice_number")
    assert evidence is not None
    assert evidence.source is Source.MEMORY
    assert evidence.raw == "BT-91"


def test_what_was_read_out_of_the_same_ink_stays_as_the_rules_read_it() -> None:
    """A month put right in ``FAO2/2016`` is not undone by the place that memory knows."""
    second = paper("BT-9I", "1.340,50")
    alone = extract(second, "invoice")
    number = Evidence("invoice_number", "BT-9I", Source.TEXT, 0.3, 1, Box(0, 0, 1, 1))
    kept = [one for one in alone.evidence if one.path != "invoice_number"]
    draft = replace(alone, record=alone.record.model_copy(update={"invoice_number": "BT-91"}), evidence=(*kept, number))
    known = remembered(draft, second, [memory()])
    evidence = known.evidence_for("invoice_number")
    assert known.record.model_dump()["invoice_number"] == "BT-91"
    assert evidence is not None
    assert evidence.confidence > 0.3


def test_another_vendor_s_paper_is_left_alone() -> None:
    words = [replace(word, text=f"x{word.text[::-1]}") for word in paper("A-1", "5,00").pages[0].words]
    other = Reading((replace(FIRST.pages[0], words=tuple(words)),), language="de")
    draft = extract(other, "invoice")
    assert remembered(draft, other, [memory()]) == draft


def test_a_memory_that_misleads_fades() -> None:
    sheet = Sheet(paper("BT-91", "1.340,50"), "invoice", ())
    assert matching(sheet, [memory(hits=3, misses=2)])
    assert not matching(sheet, [memory(hits=1, misses=9)])


def test_a_confirmed_paper_says_how_good_the_memory_was() -> None:
    second = paper("BT-91", "1.340,50")
    hits, misses = judged(
        second, confirmed(second, invoice_number="BT-91", gross_total=Decimal("1340.50")), [memory(7)]
    )[7]
    assert hits >= 3
    assert misses == 0
    _, wrong = judged(second, confirmed(second, invoice_number="OTHER", gross_total=Decimal(1)), [memory(7)])[7]
    assert wrong == 2


def test_what_sums_prove_is_not_replaced() -> None:
    second = paper("BT-91", "1.340,50")
    draft = extract(second, "invoice")
    proved = draft.record.model_copy(
        update={"net_total": Decimal(100), "tax_total": Decimal(19), "gross_total": Decimal(119)}
    )
    ink = replace(draft.evidence[0], confidence=0.3, source=Source.TEXT)
    evidence = tuple(replace(ink, path=path) for path in ("net_total", "tax_total", "gross_total"))
    known = remembered(replace(draft, record=proved, evidence=evidence), second, [memory()])
    assert known.record.model_dump()["gross_total"] == Decimal(119)


def test_bank_accounts_are_never_remembered() -> None:
    layout = layout_of(FIRST, confirmed(FIRST, **TRUE, supplier_iban="DE89370400440532013000"))
    assert "supplier_iban" not in layout.constants
    assert not [one for one in layout.anchors if "iban" in one.path or "bic" in one.path]


def test_an_address_whose_numbers_the_page_does_not_show_is_not_remembered() -> None:
    """A vendor that moved, or somebody who only looks like it: the page counts."""
    address = "Uferweg 3, 24103 Kiel"
    known = replace(memory(), layout=layout_of(FIRST, confirmed(FIRST, **TRUE, supplier_address=address)))
    same = remembered(extract(FIRST, "invoice"), FIRST, [known])
    words = tuple(replace(one, text="29,") if one.text == "3," else one for one in FIRST.pages[0].words)
    moved = replace(FIRST, pages=(replace(FIRST.pages[0], words=words),))

    assert same.record.model_dump()["supplier_address"] == address
    assert "Uferweg 3," not in str(remembered(extract(moved, "invoice"), moved, [known]).record)
