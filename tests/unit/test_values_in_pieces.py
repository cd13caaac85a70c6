"""Amounts and dates that an engine read in pieces, in the wide print of a till."""

from __future__ import annotations

import pytest

from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.extraction.amounts import amounts_of
from bpo_pipeline.extraction.dates import days_of
from bpo_pipeline.model.reading import Box, Page, Source, Word

HEIGHT = 10.0


def line(*pieces: tuple[str, float], sure: float = 0.95):  # noqa: ANN201 - a Line
    """Words with the white before each, in heights of the print."""
    left, words = 20.0, []
    for text, white in pieces:
        left += white * HEIGHT
        words.append(Word(text, Box(left, 50, left + 3 * len(text), 50 + HEIGHT), sure, HEIGHT))
        left += 3 * len(text)
    (one,) = lines_of((Page(1, 200, 400, tuple(words), Source.OCR),))
    return one


@pytest.mark.parametrize(
    ("pieces", "values"),
    [
        ((("4", 0), ("1", 0.33), (".", 0.33), ("50", 0.33)), ["41.50"]),
        ((("1", 0), ("70.", 0.29), ("00", 0.45)), ["170.00"]),
        ((("RM7.", 0), ("0", 0.3), ("0", 0.3)), ["7.00"]),
        ((("1", 0), ("14.00", 0.66)), ["1", "14.00"]),
        ((("200", 0), ("SR", 0.33), ("1", 0.33), ("16.60", 0.33)), ["200", "116.60"]),
        ((("28-90", 0),), ["28.90"]),
        ((("Rm29.30", 0),), ["29.30"]),
    ],
)
def test_the_figures_of_one_amount_are_put_together_and_a_quantity_stays_apart(
    pieces: tuple[tuple[str, float], ...], values: list[str]
) -> None:
    assert [str(one.value) for one in amounts_of(line(*pieces), ".")] == values


def test_a_text_layer_is_taken_as_it_is_written() -> None:
    assert [str(one.value) for one in amounts_of(line(("1", 0), ("70.00", 0.3), sure=1.0), ".")] == ["1", "70.00"]
    assert not amounts_of(line(("28-90", 0), sure=1.0), ".")


@pytest.mark.parametrize(
    ("pieces", "day"),
    [
        ((("04", 0), ("/0", 0.3), ("5/201", 0.3), ("7", 0.3), ("7:", 0.4), ("19", 0.3)), "2017-05-04"),
        ((("30-", 0), ("04", 0.3), ("-", 0.3), ("20", 0.5), ("18", 0.3), ("1", 0.9), ("5:57", 0.3)), "2018-04-30"),
        ((("1", 0), ("7/05/17", 0.1)), "2017-05-17"),
        ((("25/Feb/20", 0), ("17", 0.31), ("07:43:54", 0.31)), "2017-02-25"),
        ((("3", 0), ("11/03/18", 0.9)), "2018-03-11"),
        ((("14.06.20", 0), ("08:47", 0.4)), "2020-06-14"),
        ((("14.06", 0), (".20", 0.2), ("08:47", 0.4)), "2020-06-14"),
    ],
)  # fmt: skip
def test_the_pieces_of_one_date_are_put_together(pieces: tuple[tuple[str, float], ...], day: str) -> None:
    assert [str(one.value) for one in days_of(line(*pieces), first=True, certain=True)] == [day]
