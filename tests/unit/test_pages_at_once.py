"""Pages of one document read at once: what comes out, and in which order, is what one after the other gives."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from bpo_pipeline.errors import AskAPerson, Refused
from bpo_pipeline.model.reading import Page
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.at_once import MOST, PagesAtOnce
from bpo_pipeline.reading.engines import Grey, Layout, Seen
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.settings import load_settings

SECONDS = 60.0
FRENCH = ["Facture", "date", "montant", "total", "TTC", "TVA", "remise", "quantité"]


class Engine:
    """Sees on each picture its number, which is how light the picture is; knows French only when told."""

    name, version, wants_clean, poor, hopeless = "fake", "1", False, 0.1, 0.1

    def __init__(self, *, french: int = 0, fails_at: int = 0) -> None:
        self.french, self.fails_at = french, fails_at
        self.meeting = threading.Barrier(1)
        self.reading = self.most = 0
        self._lock = threading.Lock()

    def knows(self, language: str) -> bool:
        return language == "fr"

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        number = int(picture[0, 0])
        with self._lock:
            self.reading += 1
            self.most = max(self.most, self.reading)
        self.meeting.wait(SECONDS)
        with self._lock:
            self.reading -= 1
        if number == self.fails_at:
            raise Refused(Reason.PARSE_TIMEOUT, "Page too slow.")
        words = FRENCH if number == self.french else []
        sure = 0.9 if languages[0] == "fr" else 0.8
        return [Seen(text, 90 * place, 10, 90 * place + 80, 30, sure)
                for place, text in enumerate([f"page-{number}-{languages[0]}", *words])]  # fmt: skip


def pages(engine: Engine, count: int, *, at_once: int) -> list[Page]:
    found: list[Page] = []
    with PagesAtOnce([engine], ["en"], at_once=at_once) as scans:
        for number in range(1, count + 1):
            scans.start(Picture(np.full((900, 1200), number, dtype=np.uint8), 100.0), number, found.append)
        scans.finish()
    return found


def test_two_pages_are_looked_at_at_the_same_time_and_come_in_order() -> None:
    engine = Engine()
    engine.meeting = threading.Barrier(2)  # nobody passes alone

    found = pages(engine, 6, at_once=2)

    assert [page.number for page in found] == [1, 2, 3, 4, 5, 6]
    assert engine.most == 2


def test_one_at_a_time_is_the_default_of_old_and_never_more_than_memory_allows() -> None:
    alone, many = Engine(), Engine()
    pages(alone, 3, at_once=1)
    many.meeting = threading.Barrier(MOST)
    pages(many, 2 * MOST, at_once=64)

    assert (alone.most, many.most) == (1, MOST)


@pytest.mark.parametrize("french", [0, 1, 3])
def test_the_language_that_a_page_tells_counts_for_the_pages_after_it(french: int) -> None:
    one_by_one, at_once = (pages(Engine(french=french), 6, at_once=count) for count in (1, 3))

    assert at_once == one_by_one
    tongues = [page.words[0].text[-2:] for page in at_once]
    assert tongues == (["en"] * 6 if not french else ["en"] * (french - 1) + ["fr"] * (7 - french))


@pytest.mark.parametrize("at_once", [1, 3])
def test_the_first_page_that_cannot_be_read_says_why(at_once: int) -> None:
    with pytest.raises(Refused) as refusal:
        pages(Engine(fails_at=4), 9, at_once=at_once)

    assert refusal.value.disposition.reason is Reason.PARSE_TIMEOUT


def test_a_worker_reads_one_page_at_a_time_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BPO_PAGES_AT_ONCE", raising=False)
    assert load_settings().pages_at_once == 1

    monkeypatch.setenv("BPO_PAGES_AT_ONCE", "many")
    with pytest.raises(AskAPerson, match="BPO_PAGES_AT_ONCE"):
        load_settings()
