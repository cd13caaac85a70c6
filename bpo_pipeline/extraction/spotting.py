"""Labels on the page: spaCy's PhraseMatcher over the words of all lines.

The blank pipeline only supplies the vocabulary; words are cut by ``layout.folded``, so that case, accents and
punctuation do not matter. The longest phrase wins where two overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.labels_lines import LINE_LABELS, TAX_LABELS
from bpo_pipeline.documents.labels_model import Label
from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.model.reading import Box, Word

_BREAK = "\u241e"
"""Stands between cells and lines; no phrase holds it."""

_JOINTS = frozenset(
    {
        "-",
        "–",
        "|",
        "*",
        "•",
        "●",
        "+",
        "abzgl.",
        "zzgl.",
        "abzüglich",
        "zuzüglich",
        "zuzügl.",
        "less",
        "plus",
        "moins",
        "dont",
        "less:",
        "add:",
    }
)
"""After these a label opens as well as at the beginning of its cell."""


_DOUBTED = 0.9
"""Words that OCR is less sure of than this may be misread labels."""
_FIVE = 5
_LONG = 8
"""A word of a picture as long as this may be misspelt however sure OCR is."""


@dataclass(frozen=True)
class Mark:
    """A label that was found."""

    line: int
    first: int
    """Index in the line of its first word."""
    last: int
    """Index in the line of its last word."""
    labels: tuple[Label, ...]
    words: tuple[Word, ...]
    opens: bool
    """Whether it stands at the beginning of its cell."""
    colon: bool
    """Whether a colon (or #, or an equals sign) follows at once."""

    @cached_property
    def box(self) -> Box:
        """The smallest box that holds the words."""
        return around(self.words)

    def weight(self, field: str) -> float:
        """How firmly it names the field, 0 for not at all."""
        return max((one.weight for one in self.labels if one.field == field), default=0.0)

    @property
    def fields(self) -> frozenset[str]:
        """The fields it may name."""
        return frozenset(one.field for one in self.labels)


@dataclass(frozen=True)
class _Book:
    """A matcher and the labels behind each of its phrases."""

    matcher: PhraseMatcher
    phrases: dict[str, tuple[Label, ...]]
    words: frozenset[str]
    """All words of all phrases."""
    pieces: tuple[tuple[str, tuple[str, ...]], ...]
    """Each word that may be misread, in one piece more than it may have wrong letters: one piece at least is right."""

    def spelled(self, part: str) -> str:
        """The label's word that OCR misread as *part*, with one wrong letter in five at most; else *part* itself."""
        if len(part) < _FIVE or part in self.words or part.isdigit():
            return part
        near = [word for word, pieces in self.pieces if any(map(part.__contains__, pieces)) and _misread(part, word)]
        return near[0] if len(near) == 1 else part


@lru_cache(maxsize=1)
def _vocab() -> Vocab:
    return spacy.blank("xx").vocab


@lru_cache(maxsize=32)
def _book(kind: str, document_type: str) -> _Book:
    source = {"page": LABELS, "line": LINE_LABELS, "tax": TAX_LABELS}[kind]
    by_phrase: dict[tuple[str, ...], list[Label]] = {}
    for label in source:
        if label.holds_for(document_type):
            parts = folded(label.phrase)
            by_phrase.setdefault(parts, []).append(label)
            if len(parts) > 1 and len(parts[0]) == 1 and len(parts[1]) > 3:  # "à régler" is often printed as one
                by_phrase.setdefault((parts[0] + parts[1], *parts[2:]), []).append(label)
            if len(parts) > 1 and parts[0] == "n":  # "N.º de factura"
                by_phrase.setdefault(("n", "o", *parts[1:]), []).append(label)
            if len(parts) > 1 and len(parts[-1]) == 1 and len(parts[-2]) > 3:
                by_phrase.setdefault((*parts[:-2], parts[-2] + parts[-1]), []).append(label)
    matcher = PhraseMatcher(_vocab(), attr="ORTH")
    words = frozenset(part for parts in by_phrase for part in parts)
    phrases: dict[str, tuple[Label, ...]] = {}
    for parts, labels in by_phrase.items():
        if parts:
            matcher.add(" ".join(parts), [Doc(_vocab(), words=list(parts))])
            phrases[" ".join(parts)] = tuple(labels)
    return _Book(matcher, phrases, words, tuple((word, _pieces(word)) for word in words if len(word) >= _FIVE))


def _pieces(word: str) -> tuple[str, ...]:
    count = len(word) // _FIVE + 1
    return tuple(word[len(word) * place // count : len(word) * (place + 1) // count] for place in range(count))


def _misread(part: str, word: str) -> bool:
    """Whether two words differ by one letter in five at most (Levenshtein)."""
    most = len(word) // _FIVE
    if not most or abs(len(part) - len(word)) > most:
        return False
    row = list(range(len(word) + 1))
    for index, letter in enumerate(part, 1):
        above, row[0] = row[0], index
        for place, other in enumerate(word, 1):
            above, row[place] = row[place], min(above + (letter != other), row[place] + 1, row[place - 1] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most


def spot(lines: Sequence[Line], kind: str, document_type: str) -> tuple[Mark, ...]:
    """All labels of a kind (``page``, ``line`` or ``tax``), in reading order."""
    book = _book(kind, document_type)
    tokens: list[str] = []
    places: list[tuple[int, int]] = []
    for position, line in enumerate(lines):
        number = 0
        for cell in line.cells:
            for word in cell.words:
                parts = folded(word.text) if len(word.text) <= 60 else ()
                if word.confidence < _DOUBTED:
                    parts = tuple(book.spelled(part) for part in parts)
                elif word.confidence < 1:
                    parts = tuple(book.spelled(part) if len(part) >= _LONG else part for part in parts)
                for part in parts or ((_BREAK,) if len(word.text) > 1 else ()):
                    tokens.append(part)
                    places.append((position, number))
                number += 1
            tokens.append(_BREAK)
            places.append((position, -1))
    if not tokens:
        return ()
    doc = Doc(_vocab(), words=tokens)
    spans = filter_spans(book.matcher(doc, as_spans=True))
    marks = [_mark(lines, book, doc[span.start : span.end].text, places, span.start, span.end) for span in spans]
    return tuple(one for one in marks if one is not None)


def _mark(
    lines: Sequence[Line], book: _Book, phrase: str, places: list[tuple[int, int]], start: int, end: int
) -> Mark | None:
    position, first = places[start]
    last = places[end - 1][1]
    line = lines[position]
    if start and places[start - 1] == (position, first):
        return None  # begins within a word
    if places[end] == (position, last):
        head, colon_found, _ = line.words[last].text.partition(":")
        inside = sum(1 for place in places[start:end] if place == (position, last))
        if not colon_found or len(folded(head)) != inside:
            return None  # ends within a word, as in "Rechnung-4711"
    words = line.words[first : last + 1]
    before = line.words[first - 1] if first else None
    opens = before is None or any(cell.words[0] is words[0] for cell in line.cells) or before.text.casefold() in _JOINTS
    following = line.words[last + 1].text if last + 1 < len(line.words) else ""
    colon = words[-1].text.endswith((":", "#", "=")) or following[:1] in {":", "#", "="}
    colon = colon or places[end] == (position, last)
    return Mark(line.index, first, last, book.phrases[phrase], words, opens, colon)
