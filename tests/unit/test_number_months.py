"""A month within a number, read with a letter for its nil."""

from __future__ import annotations

import datetime as dt

import pytest

from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.number_dates import with_months_in_figures


@pytest.mark.parametrize(
    ("number", "day", "meant"),
    [
        ("FAO2/2016/032649", dt.date(2016, 2, 13), "FA02/2016/032649"),
        ("FAO2/2016/032649", dt.date(2016, 3, 13), "FAO2/2016/032649"),
        ("FAO2/2016/032649", dt.date(2017, 2, 13), "FAO2/2016/032649"),
        ("GO-4711", dt.date(2016, 2, 13), "GO-4711"),
    ],
)
def test_the_issue_date_says_that_a_letter_is_a_nil(number: str, day: dt.date, meant: str) -> None:
    fields = {"invoice_number": Found(number, number, 0.9), "issue_date": Found(day, day.isoformat(), 0.9)}
    assert with_months_in_figures(fields)["invoice_number"].value == meant
    assert with_months_in_figures(fields)["invoice_number"].raw == number
