"""Pairs of a form without a definition: beside the label, under it, over several lines."""

from __future__ import annotations

from bpo_pipeline.extraction import pairs_of
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word


def page(*lines: tuple[float, float, str]) -> Reading:
    words = []
    for left, top, text in lines:
        x = left
        for part in text.split():
            words.append(Word(part, Box(x, top, x + 6 * len(part), top + 10)))
            x += 6 * len(part) + 5
    return Reading((Page(1, 612, 792, tuple(words), Source.OCR),))


def pairs(reading: Reading) -> dict[str, str]:
    return {one.key: one.value for one in pairs_of(reading)}


def test_a_value_stands_beside_or_under_its_label() -> None:
    reading = page((50, 50, "Brand: PHOENIX"), (50, 80, "Date"), (200, 80, "March 18, 1968"), (50, 110, "Remarks:"),
                   (50, 124, "sent by mail"))  # fmt: skip
    assert pairs(reading) == {"Brand:": "PHOENIX", "Date": "March 18, 1968", "Remarks:": "sent by mail"}


def test_a_value_goes_on_until_the_next_label() -> None:
    reading = page((50, 50, "Address:"), (140, 50, "12 Mill Lane"), (140, 64, "Dayton OH"), (50, 78, "Phone: 555 0100"))
    assert pairs(reading) == {"Address:": "12 Mill Lane Dayton OH", "Phone:": "555 0100"}


def test_two_labels_side_by_side_are_no_pair() -> None:
    assert pairs(page((50, 50, "Name"), (200, 50, "Address"), (50, 70, "plain words of a sentence"))) == {}
