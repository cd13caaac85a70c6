"""Bubble sheets: which bubbles stand where, and which question each belongs to.

The definition is OMRChecker's template JSON (github.com/Udayraj123/OMRChecker, docs/Templates), so that sheets made
for it can be read here. Places are pixels of the sheet after it was cut to ``pageDimensions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_KINDS: dict[str, tuple[tuple[str, ...], bool]] = {
    "QTYPE_INT": (tuple("0123456789"), True),
    "QTYPE_INT_FROM_1": (tuple("1234567890"), True),
    "QTYPE_MCQ4": (tuple("ABCD"), False),
    "QTYPE_MCQ5": (tuple("ABCDE"), False),
}
"""Values of the bubbles, and whether they stand one under the other."""
_RANGE = re.compile(r"(.*?)(\d+)\.{2,3}(\d+)")
_MOST_BUBBLES = 20_000


@dataclass(frozen=True, slots=True)
class Bubble:
    """One place to mark."""

    value: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Question:
    """Bubbles of which one is to be marked."""

    label: str
    bubbles: tuple[Bubble, ...]
    empty: str = ""
    """What stands for no mark."""


@dataclass(frozen=True, slots=True)
class BubbleSheet:
    """A whole template."""

    width: int
    height: int
    bubble: tuple[float, float]
    """Width and height of a bubble."""
    questions: tuple[Question, ...]
    joined: Mapping[str, tuple[str, ...]]
    """Answers that are made of several questions, e.g. the digits of a number."""
    cut: tuple[str, ...]
    """How the sheet is found on the picture: ``CropPage``, ``CropOnMarkers``."""


def bubble_sheet(template: Mapping[str, Any]) -> BubbleSheet:
    """The template as values. Raises KeyError, TypeError or ValueError for one that cannot be used."""
    width, height = (int(one) for one in template["pageDimensions"])
    size = template["bubbleDimensions"]
    empty = str(template.get("emptyValue") or "")
    questions = tuple(one for block in template["fieldBlocks"].values() for one in _questions(block, empty))
    if sum(len(one.bubbles) for one in questions) > _MOST_BUBBLES:
        message = "more bubbles than any sheet has"
        raise ValueError(message)
    joined = {name: tuple(_labels(parts)) for name, parts in (template.get("customLabels") or {}).items()}
    cut = tuple(str(one["name"]) for one in template.get("preProcessors") or ())
    return BubbleSheet(width, height, (float(size[0]), float(size[1])), questions, joined, cut)


def _questions(block: Mapping[str, Any], empty: str) -> Iterator[Question]:
    values, downwards = _KINDS.get(str(block.get("fieldType")), ((), False))
    values = tuple(map(str, block.get("bubbleValues") or values))
    downwards = block["direction"] == "vertical" if "direction" in block else downwards
    left, top = (float(one) for one in block["origin"])
    step, next_one = float(block["bubblesGap"]), float(block["labelsGap"])
    for row, label in enumerate(_labels(block["fieldLabels"])):
        x, y = (left + row * next_one, top) if downwards else (left, top + row * next_one)
        yield Question(
            label,
            tuple(
                Bubble(value, *((x, y + step * place) if downwards else (x + step * place, y)))
                for place, value in enumerate(values)
            ),
            str(block.get("emptyValue") or empty),
        )


def _labels(labels: list[str]) -> Iterator[str]:
    for label in labels:
        if match := _RANGE.fullmatch(label):
            yield from (f"{match[1]}{number}" for number in range(int(match[2]), int(match[3]) + 1))
        else:
            yield label
