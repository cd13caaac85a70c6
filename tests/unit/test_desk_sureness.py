"""Confidence at the desk means what it says, and is asked for as the quality rules ask."""

from __future__ import annotations

from dataclasses import replace

import plugin_site  # noqa: F401 - puts the plugin on the path
import pytest
from desk.sureness import Sureness, confirmed

from bpo_pipeline.model.draft import Evidence
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa import CONFIDENCE

READ = Evidence("gross_total", "119,00", Source.TEXT, 0.97, 1, None)
NOTED = Finding(CONFIDENCE, "gross_total", Severity.NOTE, Reason.LOW_CONFIDENCE, "It was read with 97 %.")


def sure(confidence: float, minimum: float, *, known: bool = False, source: Source = Source.TEXT) -> Sureness:
    return Sureness(replace(READ, confidence=confidence, source=source), minimum, calibrated=True, confirmed=known)


@pytest.mark.parametrize(
    ("one", "meaning", "doubtful"),
    [
        (sure(0.97, 0.9), "right 97 times in 100", False),
        (sure(0.9995, 0.9), "right 999 times in 1,000", False),
        (sure(0.88, 0.95), "right 88 times in 100, 95 asked for: compare it with the page", True),
        (sure(0.97, 0.993), "right 970 times in 1,000, 993 asked for: compare it with the page", True),
        (sure(0.943, 0.944), "right 943 times in 1,000, 944 asked for: compare it with the page", True),
        (sure(0.97, 1.01), "right 97 times in 100: compare it with the page", True),
        (sure(0.88, 0.95, known=True), "right 88 times in 100; something else confirms it", False),
        (sure(0.5, 0.95, source=Source.HUMAN), "entered by a person", False),
        (sure(0.5, 0.95, source=Source.MEMORY), "known from earlier documents: compare it with the page", True),
    ],
)
def test_confidence_is_told_as_how_often_such_readings_were_right(one: Sureness, meaning: str, doubtful: bool) -> None:
    assert (one.meaning, one.doubtful) == (meaning, doubtful)


def test_what_was_never_measured_is_told_in_words() -> None:
    assert replace(sure(0.97, 0.8), calibrated=False).meaning == "read clearly"
    assert replace(sure(0.85, 0.8), calibrated=False).meaning == "read well"
    assert replace(sure(0.7, 0.8), calibrated=False).meaning == "read uncertainly: compare it with the page"


def test_a_note_of_the_rule_means_that_something_else_confirms_the_value() -> None:
    assert confirmed((NOTED,))
    assert not confirmed((replace(NOTED, severity=Severity.ERROR), replace(NOTED, rule="evidence")))
