"""The queue's filter as the address has it: what cannot be meant is said, not silently left out."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

import plugin_site  # noqa: F401 - puts the plugin on the path
import pytest
from desk.filters import asked

from bpo_pipeline.model.ledger import utc_now


@pytest.mark.parametrize(
    ("text", "value"),
    [("1000", "1000"), ("1234.50", "1234.50"), ("1234,5", "1234.5"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50")],
)
def test_a_value_is_understood_in_both_ways_of_writing(text: str, value: str) -> None:
    wanted = asked(urlencode({"from": text}))
    assert wanted.filter(("acme",), "jane", utc_now()).value_from == Decimal(value)
    assert wanted.wrong == ()


@pytest.mark.parametrize("text", ["1.000", "1,000", "abc", "1e5", "NaN", "1.2.3", "9" * 40])
def test_a_value_that_cannot_be_meant_is_said(text: str) -> None:
    wanted = asked(urlencode({"to": text, "days": "soon"}))
    assert wanted.filter(("acme",), "jane", utc_now()).value_to is None
    assert wanted.wrong == (f"{text!r} is no amount here: write it like 1234.50.", "'soon' is no number of days.")
