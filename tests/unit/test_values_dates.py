"""Dates as printed: languages, order of day and month, days that do not exist."""

from __future__ import annotations

import datetime as dt

import pytest
from extraction_pages import page

from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.extraction.dates import date_of, day_first, days_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.03.2024", dt.date(2024, 3, 5)),
        ("2024-03-05", dt.date(2024, 3, 5)),
        ("5. März 2024", dt.date(2024, 3, 5)),
        ("31 octobre 2017", dt.date(2017, 10, 31)),
        ("8 mei 2026", dt.date(2026, 5, 8)),
        ("4 de mayo de 2026", dt.date(2026, 5, 4)),
        ("12 gennaio 2025", dt.date(2025, 1, 12)),
        ("3 de março de 2025", dt.date(2025, 3, 3)),
        ("May 11, 2026", dt.date(2026, 5, 11)),
        ("01.05.14", dt.date(2014, 5, 1)),
        ("2015-30-04", dt.date(2015, 4, 30)),
    ],
)
def test_a_date_is_read_in_each_language(text: str, day: dt.date) -> None:
    assert date_of(text) == day


def test_a_day_that_does_not_exist_keeps_its_ink_and_no_value() -> None:
    (line,) = lines_of([page((50, 50, "Datum 31.02.2024"))])

    (day,) = days_of(line, first=True, certain=True)

    assert day.value is None
    assert day.words[0].text == "31.02.2024"


def test_day_and_month_are_in_doubt_on_an_english_paper_without_other_dates() -> None:
    lines = lines_of([page((50, 50, "Invoice date 03/07/2025"))])

    first, certain = day_first(lines, language="en", american=False)
    (day,) = days_of(lines[0], first=first, certain=certain)

    assert day.doubtful


def test_another_date_of_the_paper_settles_the_order() -> None:
    lines = lines_of([page((50, 50, "Invoice date 03/07/2025"), (50, 70, "Due date 03/25/2025"))])

    first, certain = day_first(lines, language="en", american=False)
    (day,) = days_of(lines[0], first=first, certain=certain)

    assert day.value == dt.date(2025, 3, 7)
    assert not day.doubtful
