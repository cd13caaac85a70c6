"""The interval of a rate, against published values; and bars that fit their frame."""

from __future__ import annotations

import sys

import pytest

from bpo_pipeline.reporting.dashboard import by_age, by_share
from bpo_pipeline.reporting.interval import rate
from bpo_pipeline.settings import PROJECT


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Stat. Med. 17 (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    found = rate(hits, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_without_a_sample_nothing_is_known() -> None:
    assert (rate(0, 0).low, rate(0, 0).high, rate(0, 0).value) == (0.0, 1.0, None)
    assert rate(5, 5).high == 1.0


def test_every_document_is_in_one_class() -> None:
    assert by_age({0: 1, 1: 2, 23: 3, 24: 4, 9999: 5}) == (
        ("under 1 h", 1),
        ("1 to 4 h", 2),
        ("4 to 24 h", 3),
        ("1 to 3 d", 4),
        ("over 3 d", 5),
    )
    assert dict(by_share({1.0: 1, 1.01: 2}))["50 to 100 %"] == 1


def test_bars_and_columns_stay_in_their_frame() -> None:
    sys.path.insert(0, str(PROJECT / "plugins"))
    from desk.charts import bars, columns

    for chart in (bars([("a", 3), ("b", 0)]), columns([("1", [("x", 2), ("y", 5)]), ("2", [])]), bars([]), columns([])):
        for box in chart.boxes:
            assert 0 <= box.x <= box.x + box.width <= chart.width
            assert 0 <= box.y <= box.y + box.height <= chart.height
