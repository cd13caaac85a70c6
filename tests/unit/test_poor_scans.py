"""A box of a form on a poor scan: dirt is no writing, and what the page's own reading has in the box counts."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from bpo_pipeline.documents.known_form import FormBox
from bpo_pipeline.model.reading import Box, Word
from bpo_pipeline.reading.box_ink import Sheet
from bpo_pipeline.reading.boxes import _surer

SCALE = 220 / 72
BOX = FormBox("city", "text", Box(10, 10, 190, 24), "")
PLACE = Box(10, 10, 190, 24)


def sheet(*, text: str = "", dirt: tuple[tuple[int, int], ...] = (), writing: int = 40) -> Sheet:
    """A laid-over page of 200 by 40 points; dirt is black and three pixels wide to each side."""
    grey: npt.NDArray[Any] = np.full((round(40 * SCALE), round(200 * SCALE)), 255, np.uint8)
    cv2.putText(grey, text, (40, 62), cv2.FONT_HERSHEY_SIMPLEX, 0.9, writing, 2, cv2.LINE_AA)
    for x, y in dirt:
        cv2.fillConvexPoly(grey, np.array([(x - 3, y), (x, y - 3), (x + 3, y), (x, y + 3)]), 0)
    ink = (grey < 190).astype(np.uint8)
    nothing = np.zeros_like(ink)
    return Sheet(grey, ink, nothing, nothing, ())


def test_a_box_with_nothing_but_dirt_is_empty() -> None:
    assert sheet(dirt=((100, 50), (300, 60), (420, 40))).text(BOX)[0] == ""


def test_dirt_far_from_the_writing_and_on_it_changes_nothing() -> None:
    clean = sheet(text="Fairmont 28686", writing=110).text(BOX)[0]
    assert clean == "Fairmont 28686"
    assert sheet(text="Fairmont 28686", writing=110, dirt=((480, 45), (500, 70), (176, 40))).text(BOX)[0] == clean


@pytest.mark.parametrize(
    ("words", "read", "expected"),
    [
        ([("Westbury,", 12, 60, 0.9), ("DE", 64, 76, 0.95)], ("Wesibury, DE", 0.91), ("Westbury, DE", 0.9)),
        ([("Westbury", 12, 60, 0.96)], ("westbury", 0.97), ("Westbury", 0.97)),
        ([("Westbury", 12, 60, 0.3)], ("Wesibury", 0.8), ("Wesibury", 0.8)),
        ([("City Westbury", -30, 60, 0.9)], ("Wesibury", 0.8), ("Wesibury", 0.8)),
        ([("02037233)", 12, 60, 0.99)], ("020372331", 0.99), ("020372331", 0.99)),
        ([("80236", 40, 60, 0.99)], ("South Antonio, SC 80236", 0.9), ("South Antonio, SC 80236", 0.9)),
        ([("1", 12, 16, 0.9)], ("", 0.9), ("", 0.9)),
        ([], ("Wesibury", 0.8), ("Wesibury", 0.8)),
    ],
    ids=["about as sure", "same", "doubtful", "runs out", "other signs", "less", "empty", "nothing"],
)
def test_the_pages_own_words_win_where_they_are_sure_and_inside(
    words: list[tuple[str, int, int, float]], read: tuple[str, float], expected: tuple[str, float]
) -> None:
    there = [Word(text, Box(left, 12, right, 22), sure) for text, left, right, sure in words]
    assert _surer(read, there, PLACE) == expected
