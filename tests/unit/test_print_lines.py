"""Handwriting on top of a slip is no name, and no name begins with what goes on from the line above."""

from __future__ import annotations

from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.extraction.learned.print_lines import printed
from bpo_pipeline.extraction.learned.rows import name_runs
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.slips import read_slips
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word


def lines(*rows: tuple[str, float, str | None]):  # noqa: ANN201 - Lines
    """Text, how sure the engine is, and what the second one saw."""
    words = []
    for number, (text, sure, second) in enumerate(rows):
        for place, part in enumerate(text.split()):
            box = Box(20 + 60 * place, 20 + 20 * number, 70 + 60 * place, 32 + 20 * number)
            other = None if second is None else (second.split() + [""] * 9)[place]
            words.append(Word(part, box, sure, 12.0, second=other))
    return lines_of((Page(1, 300, 600, tuple(words), Source.OCR),))


def texts(*rows: tuple[str, float, str | None]) -> list[str]:
    return [one.text for one in printed(lines(*rows))]


SHOP = ("FIVE STAR TRADING", 0.99, "FIVE STAR TRADING")
STREET = ("12 Jalan Besar", 0.97, "I2 Jalan Besar")


def test_handwriting_is_left_out_and_faint_print_stays() -> None:
    assert texts(("Wory Caitering", 0.83, "Cae"), SHOP, STREET) == [SHOP[0], STREET[0]]
    assert texts(("poistomnad", 0.47, None), SHOP, STREET) == [SHOP[0], STREET[0]]
    assert texts(("n", 0.8, ""), SHOP, STREET) == [SHOP[0], STREET[0]]
    assert len(texts(("WESTERN STATIONERY", 0.85, "WESTERN STATONERY"), SHOP, STREET)) == 3
    assert len(texts(("WESTERN STATIONERY", 0.85, None), SHOP, STREET)) == 3


def test_a_page_that_is_read_badly_everywhere_keeps_its_lines() -> None:
    assert len(texts(("Wory", 0.5, "Cae"), ("Star", 0.5, "Sun"), STREET)) == 3


def test_lines_are_counted_anew() -> None:
    assert [one.index for one in printed(lines(("n", 0.8, ""), SHOP, STREET))] == [0, 1]


def test_no_name_begins_with_what_goes_on_from_the_line_above() -> None:
    runs = {one.text for one in name_runs(lines(("POPULAR BOOK", 0.99, None), ("CO. (M) SDN BHD", 0.99, None)))}

    assert "POPULAR BOOK CO. (M) SDN BHD" in runs
    assert "CO. (M) SDN BHD" not in runs


def test_receipts_that_an_engine_read_are_learned_from() -> None:
    reading = Reading(())
    papers = [
        Paper(kind, "shop", "labelled", kind, reading, {"supplier_name": "Star"}) for kind in ("receipt", "invoice")
    ]

    (one,) = read_slips(papers)

    assert (one.id, one.vendor, one.fields, one.typed) == ("receipt", "shop", {"supplier_name": "Star"}, False)
