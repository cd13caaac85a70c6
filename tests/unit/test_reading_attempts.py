"""How often a picture is tried: a bad page again, a bad page that takes long only once."""

from __future__ import annotations

import signal
from collections.abc import Sequence

import numpy as np
import pytesseract
import pytest

from bpo_pipeline.errors import AskAPerson, Refused
from bpo_pipeline.reading import ocr
from bpo_pipeline.reading.engines import Grey, Layout, Seen, tesseract
from bpo_pipeline.reading.engines.tesseract import Tesseract
from bpo_pipeline.reading.images import Picture


class Clock:
    """Processor time that passes only when the engine looks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Squinting:
    """An engine that is unsure of everything, and takes its time."""

    name, version, wants_clean, poor, hopeless = "squinting", "1", True, 0.65, 0.5

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds
        self.looks = 0

    def knows(self, language: str) -> bool:
        return False

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        self.looks += 1
        self._clock.now += self._seconds
        return [Seen("smudged", 10, 10, 200, 40, 0.2)]


@pytest.mark.parametrize(("seconds", "looks"), [(0.1, 3), (6.0, 2), (20.0, 1)])
def test_a_page_is_tried_again_only_while_there_is_time(
    seconds: float, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(ocr, "_spent", clock)
    engine = Squinting(clock, seconds)
    rows = np.full((1200, 900), 255, dtype=np.uint8)
    rows[100:1100:40, 100:800] = 0

    page = ocr.read_picture(Picture(rows, 100.0), 1, engines=[engine], languages=())

    assert engine.looks == looks
    assert [word.text for word in page.words] == ["smudged"]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (RuntimeError("Tesseract process timeout"), "quarantine:parse_timeout"),
        (pytesseract.TesseractError(-signal.SIGXCPU, ""), "quarantine:parse_timeout"),
        (pytesseract.TesseractError(1, "no such language"), None),
    ],
)
def test_a_picture_that_takes_too_long_is_set_apart_and_not_called_damaged(
    problem: Exception, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> str:
        raise problem

    monkeypatch.setattr(pytesseract, "image_to_data", stop)
    monkeypatch.setattr(tesseract, "_is_inside", lambda: False)
    with pytest.raises(AskAPerson) as raised:
        Tesseract().see(np.zeros((9, 9), dtype=np.uint8), dots_per_inch=300, languages=(), layout=Layout.PAGE)

    assert (raised.value.disposition.code if isinstance(raised.value, Refused) else None) == code
