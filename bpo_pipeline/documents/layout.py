"""Lines and cells of a page: words side by side on one base line, cut where a wide gap separates columns.

Boxes as everywhere: points, origin top left, y grows downwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from bpo_pipeline.model.reading import Box, Page, Source, Word

GAP = 1.05
"""Words further apart than this many line heights stand in different cells."""

_BLANKS = 2.2
"""Words of a typewriter's page stand in different cells where more than one blank is between them, in letter widths."""
_EVEN = 0.03
_ROUND = 0.45
"""Least width of a typewriter's letter, in heights; a till's narrow print is left alone."""
_FEW = 12
"""With fewer words nobody can tell how a page lies."""
_SLOPES = tuple(step / 1000 for step in range(-60, 61) if step)
_STEEP = tuple(side * step / 1000 for step in range(62, 150, 2) for side in (-1, 1))
"""Slopes of 3.5 to 8.5 degrees, which a hurried hand at the scanner makes."""
_FINE = 0.25
"""Points that a row's edge is told to; whole points make some slopes look sharp that are not."""
_CLEARLY = 1.01
"""A slope must be this much sharper than the level page."""
_FAR_CLEARER = 1.1
"""... and a steep one than all others."""

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


def lines_of(pages: Sequence[Page], *, level: bool = False) -> tuple[Line, ...]:
    """All lines of a document from top to bottom, page by page; marginal upright text is left out.

    *level*: the pages have been laid level already.
    """
    lines: list[Line] = []
    for page in pages:
        words = [word for word in page.words if not _upright(word)]
        rows = _rows(words, slope_of(words) if page.source is Source.OCR and not level else 0.0)
        blank = _BLANKS * _letter_width(words) if page.source is Source.OCR else 0.0
        for row in rows:
            index = len(lines)
            cells = tuple(Cell(page.number, index, part) for part in _parts(row, blank))
            lines.append(Line(page.number, index, row, cells))
    return tuple(lines)


def _upright(word: Word) -> bool:
    """Whether the word runs up or down the margin."""
    count = len(word.text)
    if count > 1 and word.size and word.box.width < 1.35 * word.size and word.box.height > 1.4 * word.size:
        return True
    if count == 1:
        return bool(word.size) and word.box.height < word.size * 0.55 and word.box.width > word.box.height * 1.2
    return count > 2 and word.box.height > word.box.width * 2.2


def slope_of(words: Sequence[Word]) -> float:
    """How far lines sink per point to the right, on a scan that lies askew; 0.0 for a level one.

    Of all slopes up to 8.5 degrees the one under which the words fall into the sharpest rows.
    """
    return _slope_of(tuple(words)) if len(words) >= _FEW else 0.0


@lru_cache(maxsize=32)
def _slope_of(words: tuple[Word, ...]) -> float:
    """Kept, since a page is laid out anew by each stage that understands it, and this takes longest."""
    middles = np.array([(one.box.left + one.box.right) / 2 for one in words])
    edges = np.array([(one.box.top, one.box.bottom) for one in words])
    widths = np.array([one.box.width for one in words])
    opened = np.concatenate([widths, -widths])
    bins = np.arange(edges.min() - 60, edges.max() + 60, _FINE)

    def sharpness(slope: float) -> float:
        shift = slope * (middles - middles.mean())
        places = bins.searchsorted(np.concatenate([edges[:, 0] - shift, edges[:, 1] - shift]), "right")
        return float((np.cumsum(np.bincount(places, opened, len(bins) + 1)[1:-1]) ** 2).sum())

    best, most = 0.0, sharpness(0.0) * _CLEARLY
    for slope in _SLOPES:
        if (value := sharpness(slope)) > most:
            best, most = slope, value
    steepest = max(_STEEP, key=sharpness)
    return steepest if sharpness(steepest) > most * _FAR_CLEARER else best


def _rows(words: list[Word], slope: float) -> list[tuple[Word, ...]]:
    """Words grouped by their vertical middle on the level page, each group from left to right."""
    rows: list[list[Word]] = []
    middles: list[float] = []

    def level(word: Word) -> float:
        return word.box.middle - slope * (word.box.left + word.box.right) / 2

    for word in sorted(words, key=lambda one: (level(one), one.box.left)):
        placed = False
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            height = min(word.box.height, rows[index][0].box.height)
            if abs(level(word) - middles[index]) <= 0.42 * height and _free(rows[index], word):
                rows[index].append(word)
                placed = True
                break
        if not placed:
            rows.append([word])
            middles.append(level(word))
    return [tuple(sorted(row, key=lambda one: one.box.left)) for row in rows]


def _free(row: list[Word], word: Word) -> bool:
    """Whether the word would not be printed over another one of the row."""
    box = word.box
    for other in row:
        shared = min(box.right, other.box.right) - max(box.left, other.box.left)
        if shared > 0.5 * min(box.width, other.box.width) and abs(other.box.middle - box.middle) > 0.2 * box.height:
            return False
    return True


def _letter_width(words: Sequence[Word]) -> float:
    """The width that all letters of a typewriter's page have, 0.0 on any other page."""
    long = [word for word in words if len(word.text) > 3]
    if len(long) < _FEW:
        return 0.0
    widths = np.array([word.box.width / len(word.text) for word in long])
    middle = float(np.median(widths))
    even = float(np.median(np.abs(widths - middle))) < _EVEN * middle
    return middle if even and middle > _ROUND * float(np.median([word.box.height for word in long])) else 0.0


def _parts(words: Sequence[Word], blank: float) -> list[tuple[Word, ...]]:
    """The words of a line, cut at wide gaps, always wider than *blank*."""
    parts: list[list[Word]] = []
    for word in words:
        last = parts[-1][-1] if parts else None
        if last is None or word.box.left - last.box.right > max(GAP * min(word.box.height, last.box.height), blank):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [tuple(part) for part in parts]
