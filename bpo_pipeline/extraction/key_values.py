"""Key and value pairs of a form that has no definition: what stands beside or under its label.

A label ends with a colon, or is a few words with something written right of it in the same line. The value is what
follows in the line, else what stands under the label; a value goes on in the lines below while they stand in its
column and have no label of their own. Nothing of it is used as a document's data: it is shown to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bpo_pipeline.documents.layout import Line, around, lines_of
from bpo_pipeline.model.reading import Box, Reading, Word

_COLON = re.compile(r"[:;]$|--+$|\?$")
_CUT = re.compile(r"(?<=[A-Za-z)]:)(?=\S)|(?<=[A-Za-z).])_+(?=\S)|(?<=[A-Za-z]{2}\.)(?=\d)")
"""Within a word: after a colon, at a filled-in line, between ``No.`` and its number."""
_HEADS = re.compile(
    r"(?i)\b(name|address|date|no|number|nos|phone|telephone|fax|tel|to|from|subject|re|city|state|zip|company|title|"
    r"dept|department|signature|type|size|brand|amount|total|description|quantity|code|region|division|manager|account|"
    r"period|report|sample|by|approved|prepared|time|copies|cc|attention|attn|country|product|style|cost|rate|length|"
    r"weight|location|project|material|supplier|manufacturer|contact|employer|position|age|sex|price|volume|test|area|"
    r"year|month|week|page|pages|id|source|color|request|requested|received|reviewed|reason|comments|remarks|status|"
    r"width|media|publication|market|file|invoice|order|vendor|item|unit|units|method|budget|originator|distribution)\b"
)
"""Words that fields of office forms are called by."""
_LONGEST = 9
"""Words of a label."""
_BELOW = 2.4
"""Heights of a line under a label in which its value may begin."""
_GOES_ON = 1.9
"""The same for the next line of a value."""
_NEAR = 12.0
"""Heights between the parts of a value in one line."""
_APART = 1.2
"""Heights between words of one label or value."""


@dataclass(frozen=True)
class Pair:
    """One label and what was filled in for it."""

    key: str
    value: str
    page: int
    key_box: Box
    value_box: Box


@dataclass(frozen=True)
class _Run:
    """Words that stand together."""

    words: tuple[Word, ...]
    page: int
    line: int
    label: bool

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return around(self.words)


def pairs_of(reading: Reading) -> tuple[Pair, ...]:
    """All pairs of all pages, from top to bottom."""
    lines = lines_of(reading.pages)
    runs = [run for line in lines for run in _runs(line)]
    by_line: dict[int, list[_Run]] = {}
    for run in runs:
        by_line.setdefault(run.line, []).append(run)
    found, used = [], set[int]()
    for run in runs:
        if not run.label or id(run) in used:
            continue
        value = _beside(run, by_line[run.line]) or _under(run, runs, by_line)
        if value is None or id(value) in used:
            continue
        used |= {id(value)}
        words = list(value.words)
        for more in _rest_of_line(value, by_line[value.line]) if value.line == run.line else ():
            used.add(id(more))
            words += more.words
        for more in _further(value, runs, by_line):
            if id(more) not in used:
                used.add(id(more))
                words += more.words
        text = " ".join(word.text for word in words).strip(" _.")
        if any(map(str.isalnum, text)):
            found.append(Pair(run.text.strip(" _"), text, run.page, run.box, around(words)))
    return tuple(found)


def _runs(line: Line) -> list[_Run]:
    """A line cut at wide gaps and after colons."""
    parts: list[list[Word]] = [[]]
    for word in (piece for one in line.words for piece in _pieces(one)):
        last = parts[-1][-1] if parts[-1] else None
        if last is not None and (
            word.box.left - last.box.right > _APART * min(word.box.height, last.box.height) or _COLON.search(last.text)
        ):
            parts.append([])
        parts[-1].append(word)
    runs = []
    for place, part in enumerate(parts):
        text = " ".join(word.text for word in part)
        colon = bool(_COLON.search(text)) and any(map(str.isalpha, text))
        after = " ".join(word.text for word in parts[place + 1]) if place + 1 < len(parts) else ""
        beside = bool(after) and not _COLON.search(after)
        label = colon or (beside and _like_a_label(text, part) and _answers(text, after, len(parts) - place))
        runs.append(_Run(tuple(part), line.page, line.index, label))
    return runs


def _pieces(word: Word) -> list[Word]:
    """A word cut where a label and its value were written together, each with its share of the box."""
    cuts = [0, *(match.end() for match in _CUT.finditer(word.text)), len(word.text)]
    texts = [word.text[a:b] for a, b in pairwise(cuts) if b > a]
    if len(texts) < 2:
        return [word]
    step, left, found = word.box.width / len(word.text), word.box.left, []
    for text in texts:
        right = left + step * len(text)
        found.append(Word(text, Box(left, word.box.top, right, word.box.bottom), word.confidence))
        left = right
    return found


def _like_a_label(text: str, words: Sequence[Word]) -> bool:
    """Words, not figures, and only a few of them."""
    letters = sum(map(str.isalpha, text))
    return len(words) <= _LONGEST and letters >= 3 and letters >= 2 * sum(map(str.isdigit, text)) and text[0].isalpha()


def _answers(text: str, after: str, parts: int) -> bool:
    """Whether what follows may be the value of a label: the label has a usual name, or the value has figures."""
    named = bool(_HEADS.search(text))
    return (named and not _HEADS.search(after)) or (parts == 2 and any(map(str.isdigit, after)) and text[:1].isupper())


def _beside(run: _Run, line: Sequence[_Run]) -> _Run | None:
    place = line.index(run)
    after = line[place + 1] if place + 1 < len(line) else None
    return after if after is not None and not _COLON.search(after.text) else None


def _rest_of_line(value: _Run, line: Sequence[_Run]) -> list[_Run]:
    """What follows a value in its line up to the next label, when it stands near."""
    found: list[_Run] = []
    last = value
    for other in line[line.index(value) + 1 :]:
        if other.label or other.box.left - last.box.right > _NEAR * value.box.height:
            break
        found.append(other)
        last = other
    return found


def _under(run: _Run, runs: Sequence[_Run], by_line: dict[int, list[_Run]]) -> _Run | None:
    """What stands under a label whose own line has nothing more."""
    if not _COLON.search(run.text):
        return None
    for other in runs:
        below = other.box.top - run.box.bottom
        if (
            other.page == run.page
            and -0.3 * run.box.height < below < _BELOW * run.box.height
            and other.line != run.line
            and abs(other.box.left - run.box.left) < 3 * run.box.height
            and not other.label
            and by_line[other.line].index(other) == 0
        ):
            return other
    return None


def _further(value: _Run, runs: Sequence[_Run], by_line: dict[int, list[_Run]]) -> list[_Run]:
    """The next lines of a value: in its column, right under each other, without a label of their own."""
    found: list[_Run] = []
    last = value
    for other in runs:
        if other.page != value.page or other.line <= last.line or other.label:
            continue
        below = other.box.top - last.box.bottom
        if below > _GOES_ON * last.box.height:
            break
        alone = by_line[other.line][0] is other
        if alone and abs(other.box.left - value.box.left) < 1.5 * value.box.height and below > -0.5 * last.box.height:
            found.append(other)
            last = other
    return found
