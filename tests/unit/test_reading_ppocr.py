"""PP-OCR's own steps: from text pixels to lines, from what a line's slices show to words."""

from __future__ import annotations

import numpy as np
import pytest

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.reading.engines import other_than, ppocr
from bpo_pipeline.reading.engines.ppocr_lines import Line, text_lines
from bpo_pipeline.reading.engines.ppocr_words import Alphabet, words

LETTERS = Alphabet(("", *"TOAL12.50：家", " "))
LINE = Line(np.array([[100, 50], [340, 50], [340, 74], [100, 74]], dtype=np.float32))
WHITE = np.full((24, 240), 255, dtype=np.uint8)


def seen(text: str, *, sure: float = 0.9, other: str = "") -> np.ndarray:
    """Two slices for each character, the second one empty."""
    chances = np.zeros((2 * len(text), len(LETTERS.characters)), dtype=np.float32)
    names = ("", *"TOAL12.50：家", " ")
    for place, char in enumerate(text):
        chances[2 * place, names.index(char)] = sure
        chances[2 * place + 1, 0] = 1.0
        if other:
            chances[2 * place, names.index(other)] = 0.95
    return chances


def test_a_blank_ends_a_word_and_each_word_has_the_box_of_its_own_characters() -> None:
    first, second = words(seen("TOTAL 12.50"), LETTERS, LINE, WHITE, share=1.0)

    assert (first.text, second.text) == ("TOTAL", "12.50")
    assert first.confidence == pytest.approx(0.9)
    assert (first.left, first.top, first.bottom) == (100, 50, 74)
    assert second.left == pytest.approx(100 + 240 * 6 / 11)
    assert first.right < second.left < second.right <= 340


def test_words_that_the_network_glues_are_parted_where_the_paper_is_white() -> None:
    crop = WHITE.copy()
    crop[4:20, 4:110] = crop[4:20, 134:236] = 0
    crop[4:20, 10:110:12] = crop[4:20, 140:236:12] = 255

    parted = words(seen("TOTAL12.50"), LETTERS, LINE, crop, share=1.0)
    whole = words(seen("TOTAL12.50"), LETTERS, LINE, WHITE, share=1.0)

    assert [one.text for one in parted] == ["TOTAL", "12.50"]
    assert [one.text for one in whole] == ["TOTAL12.50"]


def test_padding_after_the_line_is_no_part_of_it() -> None:
    (word,) = words(seen("TOTAL12.50"), LETTERS, LINE, WHITE, share=0.5)

    assert word.text == "TOTAL"
    assert word.right <= 340


def test_chinese_is_never_chosen_and_full_width_marks_become_plain() -> None:
    (word,) = words(seen("12：50", sure=0.4, other="家"), LETTERS, LINE, WHITE, share=1.0)

    assert word.text == "12:50"
    assert word.confidence == pytest.approx(0.4)


def test_lines_are_found_where_the_text_is_grown_by_the_networks_margin() -> None:
    scores = np.zeros((320, 320), dtype=np.float32)
    scores[40:52, 60:200] = 0.9
    scores[100:112, 60:200] = 0.4  # too faint to be sure

    (line,) = text_lines(scores, (640, 640))
    left, top, right, bottom = line.part(0.0, 1.0)

    assert (left, top) < (120, 80)
    assert right > 398
    assert bottom > 102
    assert bottom - top < 60


def test_a_line_that_runs_up_the_page_is_cut_out_level() -> None:
    scores = np.zeros((320, 320), dtype=np.float32)
    scores[60:200, 40:52] = 0.9

    (line,) = text_lines(scores, (320, 320))
    wide, tall = line.size

    assert wide > 4 * tall
    assert line.cut(np.zeros((320, 320), dtype=np.uint8)).shape == (tall, wide)


def test_missing_models_are_the_deployments_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppocr.importlib.util, "find_spec", lambda _: None)

    with pytest.raises(AskAPerson, match="rapidocr"):
        ppocr._folder()


def test_the_other_engine_is_another_one() -> None:
    assert (other_than("tesseract"), other_than("pp-ocr")) == ("pp-ocr", "tesseract")
