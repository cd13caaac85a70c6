"""Bubble sheets: filled, blank, double and rubbed-out marks, and templates that cannot be used."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.bubble_sheets import template_beside
from bpo_pipeline.reading.marks import read_marks

TEMPLATE = {
    "pageDimensions": [400, 400],
    "bubbleDimensions": [20, 20],
    "customLabels": {"Number": ["n1..2"]},
    "fieldBlocks": {
        "choices": {
            "fieldType": "QTYPE_MCQ4", "origin": [20, 20], "bubblesGap": 40, "labelsGap": 40, "fieldLabels": ["q1..4"],
        },
        "digits": {
            "fieldType": "QTYPE_INT", "origin": [250, 20], "bubblesGap": 30, "labelsGap": 40, "fieldLabels": ["n1..2"],
        },
    },
}  # fmt: skip


def answers(*filled: tuple[int, int, int]) -> dict[str, Any]:
    """What is read when these bubbles (left, top, darkness) are filled."""
    pixels = np.full((400, 400), 250, np.uint8)
    for left, top, dark in filled:
        pixels[top : top + 20, left : left + 20] = 250 - dark
    saved = io.BytesIO()
    Image.fromarray(pixels).save(saved, "PNG")
    return dict(read_marks(saved.getvalue(), {"template": TEMPLATE})[0])


def test_each_state_of_a_question_is_told() -> None:
    found = answers(
        (60, 20, 220), (20, 100, 220), (140, 100, 220), (20, 140, 220), (60, 140, 110), (250, 80, 220), (290, 230, 220)
    )
    assert (found["q1"]["value"], found["q1"]["state"]) == ("B", "marked")
    assert (found["q2"]["value"], found["q2"]["state"]) == ("", "blank")
    assert (found["q3"]["value"], found["q3"]["state"]) == ("AD", "several")
    assert (found["q4"]["value"], found["q4"]["state"]) == ("AB", "corrected")
    assert found["Number"]["value"] == "27"
    assert "n1" not in found


@pytest.mark.parametrize("broken", [{}, {"pageDimensions": [4, 4]}, TEMPLATE | {"fieldBlocks": {"a": {}}}])
def test_a_broken_template_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read_marks(b"", {"template": broken})


def test_the_template_is_the_one_whose_name_the_picture_begins_with(tmp_path: Path) -> None:
    for name in ("a__template.json", "b__template.json"):
        (tmp_path / name).write_text("{}")
    assert template_beside(tmp_path / "a__sheet.png") == tmp_path / "a__template.json"
    assert template_beside(tmp_path / "c__sheet.png") is None
    assert template_beside(tmp_path / "a__sheet.pdf") is None
