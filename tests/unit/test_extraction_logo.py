"""A logo that repeats the first letter of a name is no part of the name."""

from __future__ import annotations

import pytest

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.party import from_cells
from bpo_pipeline.model.reading import Box, Word


@pytest.mark.parametrize(
    ("words", "apart", "name"),
    [
        (("W", "Weserglas", "GmbH"), 18.0, "Weserglas GmbH"),
        (("W", "Weserglas", "GmbH"), 4.0, "W Weserglas GmbH"),
        (("E", "Plus", "GmbH"), 18.0, "E Plus GmbH"),
    ],
)
def test_a_letter_far_left_of_the_word_it_begins_is_a_logo(words: tuple[str, ...], apart: float, name: str) -> None:
    left, made = 50.0, []
    for text in words:
        made.append(Word(text, Box(left, 50, left + 8 * len(text), 65)))
        left += 8 * len(text) + (apart if len(made) == 1 else 4)

    party = from_cells([Cell(1, 0, tuple(made))])

    assert party is not None
    assert party.name_text == name
