"""Titles on the page: lines that say what the paper is, weighed by place, size and company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from bpo_pipeline.documents.layout import Cell, Line, folded
from bpo_pipeline.documents.titles import OTHER_PAPERS, TITLES
from bpo_pipeline.model.reading import Box, Page

OTHER = "other"
_LONGEST = 7
"""Words in the longest title."""
_FIELD_WORDS = frozenset(
    [
        "id",
        "date",
        "datum",
        "fecha",
        "data",
        "total",
        "amount",
        "address",
        "terms",
        "to",
        "period",
        "summary",
        "betrag",
        "details",
        "from",
        "vom",
    ]
)
"""After a title these make it the name of a field."""
_LARGE = 1.35
"""A title's print, relative to the usual one."""
_MOST_LINES = 70
"""Lines per page in which titles are sought."""


@dataclass(frozen=True)
class Title:
    """A title that was found."""

    kind: str
    """A document type's name, or ``other``."""
    points: float
    page: int
    line: int
    after: tuple[str, ...]
    """The folded parts that follow it in its line."""
    box: Box


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], str]:
    phrases = {folded(one): OTHER for one in OTHER_PAPERS}
    for kind, several in TITLES.items():
        phrases.update({folded(one): kind for one in several})
    return phrases


@lru_cache(maxsize=1)
def _joined_phrases() -> dict[str, str]:
    return {"".join(parts): kind for parts, kind in _phrases().items()}


def titles_of(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[Title, ...]:
    """All titles, with 0.5 to 4 points each."""
    sizes = [cell.size for line in lines for cell in line.cells]
    usual = median(sizes) if sizes else 10.0
    heights = {page.number: page.height or 842.0 for page in pages}
    seen: dict[int, int] = {}
    result: list[Title] = []
    for line in lines:
        seen[line.page] = seen.get(line.page, 0) + 1
        if seen[line.page] > _MOST_LINES:
            continue
        for cell in line.cells:
            title = _title(cell, line, usual, heights[cell.page])
            if title is not None:
                result.append(title)
    return tuple(result)


def _title(cell: Cell, line: Line, usual: float, height: float) -> Title | None:
    spaced = len(cell.words) >= 6 and all(len(word.text) == 1 for word in cell.words)
    parts = [part for word in cell.words[: 60 if spaced else 12] for part in folded(word.text)]
    if spaced:
        parts = ["".join(parts)]  # R E C H N U N G
    kind, length, start = _longest(parts)
    if kind is None and cell.size >= _LARGE * usual and len(cell.words) <= _LONGEST:
        parts = ["".join(parts)]  # OCR cuts large letters apart: FACTU U R
        kind, length, start = _joined_phrases().get(parts[0]), 1, 0
    if kind is None:
        return None
    rest = parts[start + length :]
    if rest and (rest[0] in _FIELD_WORDS or _ends_within(cell, start + length)):
        return None  # "Order date", "Auftrag-Nr-Lief": the name of a field
    alone = not rest and start == 0
    numbered = (
        bool(rest)
        and start == 0
        and any(any(one.isdigit() for one in part) for part in rest[:5])
        and len(cell.words) <= 10
    )
    if not alone and not numbered and (start or len(cell.words) > (12 if cell.bold else 6)):
        return None
    if kind == OTHER and not alone and cell.size < 1.12 * usual:
        return None  # "Delivery note no. 4711" is a reference
    points = 1.0 if alone else 1.2 if numbered else 0.6
    ratio = cell.size / usual if usual else 1.0
    points += 1.6 if ratio >= _LARGE else 0.8 if ratio >= 1.12 else 0.0
    points += 0.4 if cell.bold else 0.0
    points += 0.4 if cell.text.isupper() and len(cell.text) > 4 else 0.0
    place = cell.box.top / height
    points += 0.8 if place < 0.35 else 0.3 if place < 0.55 else -0.6
    if cell.text.rstrip().endswith(":") and not numbered:
        points -= 0.9  # a label, not a title
    if len(line.cells) > 3:
        points -= 1.0  # a heading of a table
    return Title(kind, max(points, 0.1), cell.page, line.index, tuple(rest[:6]), cell.box) if points > 0.3 else None


def _ends_within(cell: Cell, count: int) -> bool:
    """Whether the first *count* parts end in the middle of a hyphened word."""
    seen = 0
    for word in cell.words:
        parts = len(folded(word.text))
        if seen < count < seen + parts:
            return ":" not in word.text and "#" not in word.text
        seen += parts
    return False


def _longest(parts: Sequence[str]) -> tuple[str | None, int, int]:
    """The longest title at the beginning of some parts; one leading word such as ``copy`` may stand before it."""
    phrases = _phrases()
    for start in range(min(2, len(parts))):
        for length in range(min(_LONGEST, len(parts) - start), 0, -1):
            kind = phrases.get(tuple(parts[start : start + length]))
            if kind is not None:
                return kind, length, start
    return None, 0, 0
