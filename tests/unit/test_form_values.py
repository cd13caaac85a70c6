"""Values as people write them into forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bpo_pipeline.extraction.form_values import amount_of, date_of, tax_number, time_of


@pytest.mark.parametrize("text", ["03/12/2025", "3-12-2025", "03/122025", "O3/12/2025 .", "03/12/2025 1", "2025-03-12"])
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert date_of(text) == dt.date(2025, 3, 12)


@pytest.mark.parametrize("text", ["", "13/45/2025", "soon", "3/12/25"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert date_of(text) is None


def test_amounts_times_and_numbers() -> None:
    assert amount_of("$ 2,500") == amount_of("2.500") == Decimal(2500)
    assert amount_of("about 20") is None
    assert time_of("8 : 00 am") == "8:00 AM"
    assert tax_number("12 3456789", employer=True) == "12-3456789"
    assert tax_number("219099999", employer=False) == "219-09-9999"
