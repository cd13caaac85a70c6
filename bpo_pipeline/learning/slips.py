"""Labelled receipts as readings: text lines with boxes, as people typed them or as an engine would have read them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

_POINTS = 595.0
"""Width of all pages: only proportions count."""


@dataclass(frozen=True)
class Sample:
    """One labelled document."""

    id: str
    vendor: str
    """Documents of one vendor are never in training and in test at once."""
    reading: Reading
    fields: dict[str, str]
    typed: bool = False
    """As a person typed it: a reading without an error, which none of an engine is."""


def samples(path: Path, *, without: Collection[str] = (), noise: Random | None = None) -> Iterator[Sample]:
    """The documents of a JSON lines file whose ids are not among *without*.

    A line has ``id``, ``vendor_key``, ``width``, ``height``, ``words`` (text lines), ``boxes_xyxy`` and ``fields``.
    """
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            data = json.loads(row)
            if data["id"] in without:
                continue
            yield Sample(data["id"], data["vendor_key"], _reading(data, noise), data["fields"], typed=noise is None)


def read_slips(papers: Iterable[Paper]) -> list[Sample]:
    """The receipts among papers that an engine really read: its own errors, lines and boxes."""
    return [
        Sample(one.id, one.vendor, one.reading, dict(one.fields)) for one in papers if one.document_type == "receipt"
    ]


def _reading(data: dict[str, Any], noise: Random | None) -> Reading:
    width, height = float(data["width"]), float(data["height"])
    texts, boxes = data["words"], data["boxes_xyxy"]
    scale = _POINTS / max(width, 1.0)
    words: list[Word] = []
    for text, box in zip(texts, boxes, strict=True):
        shown = misread(text, noise) if noise else text
        words.extend(split(shown, Box(*(edge * scale for edge in box)), 0.97))
    page = Page(1, _POINTS, height * scale, tuple(words), Source.OCR)
    return Reading((page,), language="en")


def split(text: str, box: Box, confidence: float) -> list[Word]:
    """A text line as words, each with its share of the line's box."""
    size, place, result = max(len(text), 1), 0, []
    for part in text.split():
        place = text.index(part, place)
        left = box.left + box.width * place / size
        place += len(part)
        right = box.left + box.width * place / size
        result.append(Word(part, Box(left, box.top, right, box.bottom), confidence))
    return result


_ALIKE = {"O": "0", "0": "O", "1": "I", "I": "1", "S": "5", "5": "S", "B": "8", "8": "B", "L": "1", "E": "F", "H": "N"}


def misread(text: str, rng: Random) -> str:
    """The text as an engine gives it: blanks lost, now and then a letter taken for one that looks alike."""
    result = []
    for letter in text:
        if (letter == " " and rng.random() < 0.06) or (letter in ".,-" and rng.random() < 0.01):
            continue
        result.append(_ALIKE.get(letter, letter) if rng.random() < 0.004 else letter)
    return "".join(result)
