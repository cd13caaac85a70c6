"""What stands in captioned boxes as values: the first run of words, joined where OCR cut a number apart.

A paper often prints the same form twice or four times (copies B, C and 2). The copies vote; of equal votes the first
one counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.layout import around, folded
from bpo_pipeline.extraction.captioned import Filled
from bpo_pipeline.extraction.form_values import amount_of
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.model.reading import Word

_RUN = 1.6
"""Line heights between words of one value."""
_PARTY_RUN = 5.0
_LEFT = 90.0
"""Points from the left side of its box within which a line of an address begins."""
_NUMBER = re.compile(r"-?\$?[\d.,]*\d[\d.,]*")
_TICKS = frozenset({"x", "[x]", "(x)", "☒", "✓", "✔", "xx", "|x|", "ix]", "[x"})
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?")
SSN, EIN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"), re.compile(r"(?<!\d)\d{2}-\d{7}(?!\d)")


@dataclass(frozen=True)
class Written:
    """One value as one copy of the form has it."""

    text: str
    words: tuple[Word, ...]
    page: int

    def found(self, value: Value | None, confidence: float) -> Found:
        """The value with its ink; OCR's own doubt lowers the confidence."""
        ink = min((word.confidence for word in self.words), default=1.0)
        box = around(self.words) if self.words else None
        return Found(value, self.text, confidence * (0.5 + 0.5 * ink), self.page, box)


def runs(filled: Filled, gap: float = _RUN) -> list[Written]:
    """The first run of words of each line of a box."""
    found = []
    for line in filled.lines:
        words = [line[0]]
        for word in line[1:]:
            if word.box.left - words[-1].box.right > gap * max(word.box.height, words[-1].box.height):
                break
            words.append(word)
        found.append(Written(" ".join(word.text for word in words), tuple(words), filled.page))
    return found


def amount(filled: Filled) -> Written | None:
    """The first line that is a number, blanks inside of it taken out."""
    for run in runs(filled):
        text = re.sub(r"\s", "", run.text).strip("|[]")
        if _NUMBER.fullmatch(text) and amount_of(text) is not None:
            return Written(text.lstrip("$"), run.words, run.page)
    return None


def matching(pattern: re.Pattern[str]) -> Callable[[Filled], Written | None]:
    """Reads a number of a fixed shape, whatever stands beside it."""

    def read(filled: Filled) -> Written | None:
        for run in runs(filled):
            if match := pattern.search(re.sub(r"\s", "", run.text)):
                return Written(match[0], run.words, run.page)
        return None

    return read


def text(filled: Filled) -> Written | None:
    """The first line."""
    gap = 6.0 if filled.caption.kind == "text" else _RUN
    return next((one for one in runs(filled, gap) if any(map(str.isalnum, one.text))), None)


def party(filled: Filled) -> Written | None:
    """Name and address, lines with a newline between, up to the postal code."""
    kept: list[Written] = []
    for run in runs(filled, _PARTY_RUN):
        if run.words[0].box.left > filled.box.left + _LEFT or not re.search(r"\w{2}", run.text):
            continue
        kept.append(run)
        if _ZIP.fullmatch(run.text.split()[-1]):
            break
    if not kept:
        return None
    return Written("\n".join(one.text for one in kept), tuple(w for one in kept for w in one.words), filled.page)


def ticked(filled: Filled) -> bool:
    """Whether a cross stands in the box."""
    return any(word.text.strip(".").casefold() in _TICKS for line in filled.lines for word in line)


def vote(copies: Sequence[Written]) -> tuple[Written, float] | None:
    """The reading that most copies share, and how sure that makes it; the least cut apart of those that agree."""
    if not copies:
        return None
    keys = ["".join(folded(one.text)) for one in copies]
    counts = Counter(keys)
    texts = dict(zip(keys, (one.text for one in copies), strict=True))
    best = max(counts, key=lambda key: (counts[key], -_cut(texts[key]), len(key), -keys.index(key)))
    same = [one for one, key in zip(copies, keys, strict=True) if key == best]
    share = counts[best] / len(copies)
    return min(same, key=lambda one: len(one.text.split())), 0.8 + 0.15 * (counts[best] > 1) * share


def _cut(text: str) -> int:
    """Letters and digits that stand alone: how much OCR cut the words apart."""
    return sum(len(part) == 1 for part in text.split())
