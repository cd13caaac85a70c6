"""A long scan gets the time that its pages need, on the clock and of the processor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bpo_pipeline.flow import files, processing
from bpo_pipeline.flow.patience import read_seconds
from bpo_pipeline.flow.receiving import LONG, Screening, screening_of
from bpo_pipeline.intake import Screened
from bpo_pipeline.model.reasons import ACCEPTED
from bpo_pipeline.sandbox import Limits
from bpo_pipeline.store import NotThere

PAGES = 40


class Stopped(Exception):
    """The job's time is known."""


class Watch:
    """A sandbox that notes how long a job may take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def run(self, task: str, content: bytes, *, arguments: object = None, wall_seconds: float = 0.0) -> Any:
        self.seconds = wall_seconds
        raise Stopped


def test_more_pages_get_more_time_up_to_a_bound() -> None:
    assert read_seconds(0) == read_seconds(1) == read_seconds(LONG) == 120.0
    assert read_seconds(PAGES) == 4 * read_seconds(LONG)
    assert read_seconds(500) == 3600.0


def test_half_of_a_long_time_on_the_clock_may_be_processor_time() -> None:
    assert Limits(cpu_seconds=1).within(30.0).cpu_seconds == 1
    assert Limits(cpu_seconds=60).within(read_seconds(PAGES)).cpu_seconds == 240


def test_a_file_on_its_own_gets_the_time_of_its_pages() -> None:
    watch = Watch()
    with pytest.raises(Stopped):
        files.read_content(
            watch, b"", Screened(ACCEPTED, "application/pdf", PAGES), ignore_embedded_xml=False, languages=()
        )
    assert watch.seconds == read_seconds(PAGES)


def test_a_clients_file_gets_the_time_of_its_pages() -> None:
    watch = Watch()
    vault = SimpleNamespace(get_original=lambda *_: b"", get_json=lambda *_: {"remarks": [], "pages": PAGES})
    parts: Any = SimpleNamespace(
        client="acme",
        vault=vault,
        sandbox=lambda: watch,
        contract=SimpleNamespace(languages=("en",), forms=()),
        pages_at_once=1,
    )
    document: Any = SimpleNamespace(sha256="0" * 64, media_type="application/pdf", document_id="one", folder="")

    with pytest.raises(Stopped):
        processing._read(parts, document, 1)

    assert watch.seconds == read_seconds(PAGES)


def test_a_file_of_which_nothing_was_noted_is_short() -> None:
    def nothing(*_: object) -> object:
        raise NotThere("screening")

    parts: Any = SimpleNamespace(client="acme", vault=SimpleNamespace(get_json=nothing))

    assert screening_of(parts, "0" * 64) == Screening()
