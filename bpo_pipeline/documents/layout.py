"""Lines and cells of a page: words side by side on one base line, cut where a wide gap separates columns.

Boxes as everywhere: points, origin top left, y grows downwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bpo_pipeline.model.reading import Box, Page, Word

GAP = 1.05
"""Words further apart than this many line heights stand in different cells."""

_PART = re.compile(r"[^\W_]+")
_LATIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l"})


@lru_cache(maxsize=20000)
def folded(text: str) -> tuple[str, ...]:
    """Letters and digits in lower case without accents, cut at everything else: ``USt.-Id.`` -> ust, id."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    return tuple(_PART.findall("".join(one for one in plain if not unicodedata.combining(one))))


@dataclass(frozen=True)
class Cell:
    """Words that stand together in one line."""

    page: int
    """From 1."""
    line: int
    """Index of its line in the document, from 0."""
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The smallest box that holds the words."""
        return around(self.words)

    @cached_property
    def size(self) -> float:
        """Font size in points, the height of the box where the size is unknown."""
        return max((word.size for word in self.words), default=0.0) or self.box.height

    @cached_property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)


@dataclass(frozen=True)
class Line:
    """One printed line of a page."""

    page: int
    index: int
    """Index in the document, from 0."""
    words: tuple[Word, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The smallest box that holds the words."""
        return around(self.words)


def around(words: Iterable[Word]) -> Box:
    """The smallest box that holds all words; there must be one at least."""
    boxes = [word.box for word in words]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def lines_of(pages: Sequence[Page]) -> tuple[Line, ...]:
    """All lines of a document from top to bottom, page by page; marginal upright text is left out."""
    lines: list[Line] = []
    for page in pages:
        rows = _rows([word for word in page.words if not _upright(word)])
        for words in rows:
            index = len(lines)
            cells = tuple(Cell(page.number, index, part) for part in _parts(words))
            lines.append(Line(page.number, index, words, cells))
    return tuple(lines)


def _upright(word: Word) -> bool:
    """Whether the word runs up or down the margin."""
    count = len(word.text)
    if count > 1 and word.size and word.box.width < 1.35 * word.size and word.box.height > 1.4 * word.size:
        return True
    if count == 1:
        return bool(word.size) and word.box.height < word.size * 0.55 and word.box.width > word.box.height * 1.2
    return count > 2 and word.box.height > word.box.width * 2.2


def _rows(words: list[Word]) -> list[tuple[Word, ...]]:
    """Words grouped by their vertical middle, each group from left to right."""
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda one: (one.box.middle, one.box.left)):
        placed = False
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            height = min(word.box.height, rows[index][0].box.height)
            if abs(word.box.middle - middles[index]) <= 0.42 * height and _free(rows[index], word):
                rows[index].append(word)
                placed = True
                break
        if not placed:
            rows.append([word])
            middles.append(word.box.middle)
    return [tuple(sorted(row, key=lambda one: one.box.left)) for row in rows]


def _free(row: list[Word], word: Word) -> bool:
    """Whether the word would not be printed over another one of the row."""
    box = word.box
    for other in row:
        shared = min(box.right, other.box.right) - max(box.left, other.box.left)
        if shared > 0.5 * min(box.width, other.box.width) and abs(other.box.middle - box.middle) > 0.2 * box.height:
            return False
    return True


def _parts(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words of a line, cut at wide gaps."""
    parts: list[list[Word]] = []
    for word in words:
        last = parts[-1][-1] if parts else None
        if last is None or word.box.left - last.box.right > GAP * min(word.box.height, last.box.height):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [tuple(part) for part in parts]
