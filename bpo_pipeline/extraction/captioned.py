"""Captioned boxes: where a page prints the captions of a form, and which words stand in each box.

A box begins under its caption and ends at the next caption to the right and below, so that it is found in any
arrangement, without rules and frames. Captions are matched as OCR reads them, some letters wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bpo_pipeline.documents.captions import Caption
from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.model.reading import Box, Word

_ALIKE = 86.0
"""Share of letters, percent, in which a printed caption agrees with the phrase."""
_SHORT = 4
"""Phrases up to so many letters must be right in each."""
_NUMBER = 4
"""Characters of a box's number before its caption: ``12a``, ``e/f``."""
_REACH = {"amount": 30.0, "id": 30.0, "text": 46.0, "party": 105.0, "tick": 26.0, "code": 30.0, "state": 48.0}
"""Points under a caption in which its value may stand."""


@dataclass(frozen=True)
class Printed:
    """A caption on a page."""

    caption: Caption
    page: int
    box: Box
    """With the box's number before it."""
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Filled:
    """A caption with what stands in its box, line by line."""

    caption: Caption
    page: int
    box: Box
    lines: tuple[tuple[Word, ...], ...]

    @property
    def text(self) -> str:
        """Lines with a newline between."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)


def captions_on(lines: Sequence[Line], captions: Sequence[Caption]) -> tuple[Printed, ...]:
    """Every caption on the pages, the best match first where several would use the same words."""
    phrases = [("".join(folded(text)), one) for one in captions for text in one.phrases]
    matches: list[tuple[float, int, int, int, Caption]] = []
    for number, line in enumerate(lines):
        parts = ["".join(folded(word.text)) for word in line.words]
        for start in range(len(parts)):
            joined = ""
            for end in range(start, min(len(parts), start + 20)):
                if end > start and line.words[end].box.left - line.words[end - 1].box.right > 2.2 * line.box.height:
                    break
                joined += parts[end]
                if parts[end] and parts[start]:
                    matches += ((score, number, start, end + 1, one) for score, one in _alike(joined, phrases))
    taken: set[tuple[int, int]] = set()
    found = []
    for _, number, start, end, caption in sorted(matches, key=lambda one: (-one[0], one[1], one[2])):
        places = {(number, place) for place in range(start, end)}
        if places & taken:
            continue
        taken |= places
        words = lines[number].words[start:end]
        before = lines[number].words[start - 1] if start else None
        if before is not None and (number, start - 1) not in taken and _numbers(before, words[0]):
            words = (before, *words)
        found.append(Printed(caption, lines[number].page, around(words), words))
    return tuple(sorted(found, key=lambda one: (one.page, one.box.top, one.box.left)))


def _alike(joined: str, phrases: Sequence[tuple[str, Caption]]) -> Iterator[tuple[float, Caption]]:
    """Longer captions weigh more: ``state income tax`` is no ``income tax``."""
    for phrase, caption in phrases:
        if abs(len(phrase) - len(joined)) > max(1, len(phrase) // 7):
            continue
        score = 100.0 * (phrase == joined) if len(phrase) <= _SHORT else fuzz.ratio(phrase, joined)
        if score >= _ALIKE:
            yield score + 2 * len(phrase), caption


def _numbers(before: Word, first: Word) -> bool:
    """Whether a word is the number of the box whose caption follows it."""
    near = first.box.left - before.box.right < 3.5 * first.box.height
    return near and len(before.text.strip("|.")) <= _NUMBER and before.text[:1].isalnum()


def boxes_of(lines: Sequence[Line], captions: Sequence[Caption]) -> tuple[Filled, ...]:
    """Each caption with a name, and the words of its box."""
    printed = captions_on(lines, captions)
    static = {id(word) for one in printed for word in one.words}
    edges = [one for one in printed if one.caption.kind != "noise"]
    found = []
    for one in edges:
        others = [other for other in edges if other is not one and other.page == one.page]
        filled = _filled(one, _region(one, others), lines, static)
        if one.caption.kind == "state" and not filled.lines:  # some print the caption at the foot of its box
            filled = _filled(one, _region_above(one, others), lines, static)
        found += [filled] if one.caption.name else []
    return tuple(found)


def _filled(one: Printed, box: Box, lines: Sequence[Line], static: set[int]) -> Filled:
    if one.caption.kind == "code":  # boxes 12b to 12d are low: code and amount stand beside the caption
        box = Box(one.box.left, one.box.top - 2, box.right, box.bottom)
    rows = [tuple(word for word in line.words if id(word) not in static and _inside(word, box))
            for line in lines if line.page == one.page]  # fmt: skip
    return Filled(one.caption, one.page, box, tuple(row for row in rows if row))


def _region(one: Printed, others: Sequence[Printed]) -> Box:
    # fmt: off
    mine, reach = one.box, _REACH.get(one.caption.kind, 30.0)
    under = [other.box.top for other in others if other.box.top > mine.bottom and abs(other.box.left - mine.left) < 14]
    floor = min([mine.bottom + reach, *under])
    low = one.caption.kind not in {"state", "tick", "code"}
    beside = [other.box.left for other in others if other.box.left > mine.right - 2
              and (_same_row(mine, other.box) or (low and mine.top < other.box.middle < floor))]
    right = min(beside, default=mine.left + 300.0)
    below = [other.box.top for other in others
             if other.box.top > mine.top + 0.6 * mine.height and _over(other.box, mine.left, right)]
    bottom = min([mine.bottom + reach, *below])
    further = [other.box.left for other in others
               if mine.bottom < other.box.middle < bottom - 2 and mine.right - 2 < other.box.left < right]
    # fmt: on
    return Box(mine.left - 4, mine.bottom - 0.35 * mine.height, min([right, *further]) - 1, bottom + 1)


def _region_above(one: Printed, others: Sequence[Printed]) -> Box:
    mine = one.box
    beside = [other.box.left for other in others if _same_row(mine, other.box) and other.box.left > mine.right - 2]
    right = min(beside, default=mine.left + 300.0)
    above = [other.box.bottom for other in others if other.box.bottom < mine.top and _over(other.box, mine.left, right)]
    return Box(mine.left - 4, max([mine.top - _REACH["state"], *above]), right - 1, mine.top)


def _over(box: Box, left: float, right: float) -> bool:
    """Whether a caption stands within these sides by a good part of its width."""
    return min(box.right, right) - max(box.left, left) > 0.3 * min(box.width, right - left)


def _same_row(mine: Box, other: Box) -> bool:
    return abs(other.middle - mine.middle) < 0.9 * max(mine.height, other.height)


def _inside(word: Word, box: Box) -> bool:
    centre = (word.box.left + word.box.right) / 2
    return (
        box.left <= centre <= box.right
        and word.box.left >= box.left - 3
        and box.top <= word.box.middle <= box.bottom
        and word.box.left < box.right
    )
