"""What a second engine reads in the place of each word, and what agreement of the two is worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from qa_builder import LINES, page

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.learned.evidence import NAMES, Weighed
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import reading_from_json, reading_to_json
from bpo_pipeline.reading.engines import Layout, Seen, ppocr
from bpo_pipeline.reading.engines.beside import parts_of
from bpo_pipeline.reading.engines.ppocr_lines import Line

LINE = Line(np.array([[10, 10], [110, 10], [110, 30], [10, 30]], dtype=np.float32))
PICTURE = np.full((60, 140), 255, dtype=np.uint8)


@pytest.mark.parametrize(
    ("words", "other", "parts"),
    [
        (["NO.12,JA:AN", "SE_ANGOR"], "NO.12,JALAN SELANGOR", ["NO.12,JALAN", "SELANGOR"]),
        (["LUT", "1504,"], "LOT1504", ["LOT", "1504"]),
        (["MINLMARKET", "KL"], "MINI MARKET kl", ["MINIMARKET", "kl"]),
        (["Selangor.O"], "Selangor.", ["Selangor."]),
        (["A", "B"], "", ["", ""]),
    ],
)
def test_each_word_gets_what_the_other_engine_saw_in_its_place(words: list[str], other: str, parts: list[str]) -> None:
    assert parts_of(other, words) == parts


def see(monkeypatch: pytest.MonkeyPatch, other: str | None, layout: Layout = Layout.SLIP) -> list[str | None]:
    own = [Seen("LUT", 10, 10, 50, 30, 0.9), Seen("1504", 60, 10, 110, 30, 0.9)]
    monkeypatch.setattr(ppocr, "_scores", lambda *_: np.zeros((1, 1), dtype=np.float32))
    monkeypatch.setattr(ppocr, "text_lines", lambda *_: [LINE])
    monkeypatch.setattr(ppocr, "_read", lambda *_: own)
    monkeypatch.setattr(ppocr.tesseract, "look_at_line", lambda *_: other)
    return [one.second for one in ppocr.PpOcr().see(PICTURE, dots_per_inch=300, languages=("en",), layout=layout)]


def test_pages_are_looked_at_twice_and_bits_of_text_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert see(monkeypatch, "LOT 1504") == ["LOT", "1504"]
    assert see(monkeypatch, "LOT 1504", Layout.SPARSE) == [None, None]


def test_without_a_second_engine_the_first_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert see(monkeypatch, None) == [None, None]


def test_readings_that_were_kept_before_there_were_second_looks_still_load() -> None:
    kept = reading_to_json(Reading((page(*LINES),)))
    for word in kept["pages"][0]["words"]:
        del word["second"]

    assert {word.second for word in reading_from_json(kept).pages[0].words} == {None}


def weighed(second: dict[str, str] | None) -> tuple[float, ...]:
    one = page(*LINES)
    words = (replace(word, second=None if second is None else second.get(word.text, word.text)) for word in one.words)
    reading = Reading((replace(one, words=tuple(words)),))
    rows = {path.path: row for path, _, row in Weighed(extract(reading, "invoice"), reading).rows()}
    return tuple(rows["invoice_number"][NAMES.index(name)] for name in ("looked_twice", "agreed", "differing"))


def test_agreement_is_evidence_and_so_is_that_nobody_looked() -> None:
    number = extract(Reading((page(*LINES),)), "invoice").record.model_dump()["invoice_number"]

    assert weighed(None) == (0.0, 0.5, -1.0)
    assert weighed({}) == (1.0, 1.0, 0.0)
    looked, agreed, differing = weighed({number: f"{number[:-1]}#"})
    assert (looked, differing) == (1.0, -1.0)
    assert 0.5 < agreed < 1.0
