"""Numbers and dates that an engine read in pieces: ``4 1 . 50``, ``04 /0 5/201 7`` in the wide print of a till.

A till sets each sign in a field of its own, so the white beside a narrow 1 or a point looks like a blank. Between the
figures of one number it is at most a third as wide as the print is high; a quantity stands two thirds before its price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.model.reading import Word

_WHITE, _AT_MARK, _IN_DAY = 0.36, 1.0, 0.6
"""The widest white between the figures of one number, beside its decimal mark and within a date, in print heights."""
_FIGURES = re.compile(r"(?:RM)?[0-9.,]+|RM")
_DAY = re.compile(
    r"(?<![0-9./-])([0-3]?[0-9])([./-])([01]?[0-9]|[A-Za-z]{3})\2(20[0-9]{2}|[0-9]{2})(?=[0-2][0-9]:[0-5]|[0-9]:[0-5]|[^0-9./:-]|$)"
)
_LONGEST = 40
_MONEY = re.compile(r"(?:RM)?[0-9]{1,6}[.,][0-9]{2}")


def glued(words: Sequence[Word]) -> list[bool]:
    """For each word of a cell whether it goes on with the amount that the word before it began."""
    result = [False] * len(words)
    for start, stop in _runs(words):
        if stop - start > 1 and _MONEY.fullmatch("".join(one.text for one in words[start:stop])):
            result[start + 1 : stop] = [True] * (stop - start - 1)
    return result


def seen(words: Sequence[Word]) -> bool:
    """Whether an engine saw the words, as ink."""
    return any(one.confidence < 1 or one.second is not None for one in words)


def squeezed_day(cell: Cell) -> tuple[re.Match[str], tuple[Word, ...]] | None:
    """A date in a cell that was read in pieces (day, mark, month, year with its century), with its words."""
    text = "".join(one.text for one in cell.words)
    match = _DAY.search(text) if len(cell.words) > 1 and len(text) < _LONGEST and seen(cell.words) else None
    if match is None:
        return None
    place, inside = 0, []
    for word in cell.words:
        if place < match.end() and place + len(word.text) > match.start():
            inside.append(word)
        place += len(word.text)
    close = all(_white(left, right) <= _IN_DAY for left, right in pairwise(inside))
    return (match, tuple(inside)) if len(inside) > 1 and close else None


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and behind the last of the figures that stand close to each other."""
    start = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or not _close(words[place - 1], words[place]):
            yield start, place
            start = place


def _close(left: Word, right: Word) -> bool:
    figures = _FIGURES.fullmatch(left.text) and _FIGURES.fullmatch(right.text) and seen((left, right))
    at_mark = left.text[-1] in ".,"
    return bool(figures) and _white(left, right) <= (_AT_MARK if at_mark else _WHITE)


def _white(left: Word, right: Word) -> float:
    """The white between two words, in heights of the higher one."""
    return (right.box.left - left.box.right) / max(left.box.height, right.box.height, 1e-6)
