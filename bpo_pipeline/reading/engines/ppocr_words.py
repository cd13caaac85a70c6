"""From what PP-OCR sees in each slice of a line to words with boxes.

The network names a character (or none) for each slice, eight pixels of a line 48 high; so each character's place is
known, and a word's box is that of its characters, not a share of the line. It forgets blanks now and then
("TOTAL12.50"): a gap of white as wide as a blank ends a word as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bpo_pipeline.reading.engines.port import Grey, Seen
from bpo_pipeline.reading.engines.ppocr_lines import Line

_WHITE = 0.42
"""A gap this wide, in heights of the line's print, ends a word."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""The model knows Chinese: it may see full-width punctuation where there is none on European paper."""
_FIRST_OTHER = "\u0250"
"""Latin letters end before this."""
_MORE = frozenset("€£¥₹₺₽₩₪฿₫₱₦«»‹›–—‘’‚“”„†‡•…‰™№Ω×÷−√≤≥≈→←↑↓☐☑☒✓✗")


class Alphabet:
    """The character of each class (the first is "none"), and which of them European papers use.

    The model also knows Chinese and sees it in rows of asterisks; such classes are never chosen, but the chance that
    they had is missing from the one that is.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(one.translate(_FULL_WIDTH) for one in characters)
        used = [len(one) <= 1 and (one < _FIRST_OTHER or one in _MORE) for one in self.characters]
        self.used = np.array(used, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Sign:
    """One character: the slices where it was seen, and how sure that is."""

    text: str
    first: float
    last: float
    confidence: float


def words(chances: npt.NDArray[np.float32], alphabet: Alphabet, line: Line, crop: Grey, *, share: float) -> list[Seen]:
    """The words of one line; *share* of the slices show the line, the rest is padding."""
    signs = list(_signs(chances, alphabet, share))
    if not signs:
        return []
    found: list[Seen] = []
    for group in _groups(signs, _gaps(crop)):
        start, stop = max(group[0].first, 0.0), min(group[-1].last, 1.0)
        confidence = float(np.mean([one.confidence for one in group]))
        found.append(Seen("".join(one.text for one in group), *line.part(start, stop), confidence))
    return found


def _signs(chances: npt.NDArray[np.float32], alphabet: Alphabet, share: float) -> Iterator[_Sign]:
    """One sign for each run of slices that name the same character (connectionist temporal classification)."""
    best = (chances * alphabet.used).argmax(axis=1)
    slices = len(best) * share
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    stops = np.append(starts[1:], len(best))
    for start, stop in zip(starts, stops, strict=True):
        kind = int(best[start])
        if kind and start < slices:
            sure = float(chances[start:stop, kind].max())
            yield _Sign(alphabet.characters[kind], start / slices, stop / slices, sure)


def _groups(signs: Sequence[_Sign], gaps: Sequence[tuple[float, float]]) -> Iterator[list[_Sign]]:
    """The signs of each word."""
    group: list[_Sign] = []
    for sign in signs:
        if sign.text.isspace():
            if group:
                yield group
            group = []
            continue
        if group and any(_between(group[-1], gap, sign) for gap in gaps):
            yield group
            group = []
        group.append(sign)
    if group:
        yield group


def _between(before: _Sign, gap: tuple[float, float], after: _Sign) -> bool:
    return (before.first + before.last) / 2 < (gap[0] + gap[1]) / 2 < (after.first + after.last) / 2


def _gaps(crop: Grey) -> list[tuple[float, float]]:
    """Where a line is white over the width of a blank: (start, stop) as shares of its width."""
    low, high = np.percentile(crop, (2, 90))
    if high - low < 40:
        return []
    ink = crop < (low + high) / 2
    rows = np.flatnonzero(ink.mean(axis=1) > 0.02)
    if len(rows) == 0:
        return []
    height = int(rows[-1] - rows[0] + 1)
    edges = np.flatnonzero(np.diff(np.pad(ink.any(axis=0).astype(np.int8), 1)))
    wide = crop.shape[1]
    stops, starts = edges[1:-1:2], edges[2::2]
    return [
        (float(left / wide), float(right / wide))
        for left, right in zip(stops, starts, strict=True)
        if right - left > _WHITE * height
    ]
