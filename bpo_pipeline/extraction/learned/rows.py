"""Candidates for the supplier's name and address: runs of lines at the head of a slip, or anywhere with a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.learned.shapes import EMPTY, SHAPES, WORDS, plain, registered, shape
from bpo_pipeline.model.reading import Word

HEAD = 16
"""Lines from the top among which a name begins."""
ADDRESS_HEAD = 22
LONGEST_NAME = 3
LONGEST_ADDRESS = 8
_REGISTRATION = re.compile(
    r"(?:\s*[(\[{][^)\]}]*\d{3,}|\s+(?:(?:co\.?|company|reg\.?|roc|gst|sst)\s*\.?\s*(?:no|id)\b.*|[A-Za-z]{0,3}\d{5,12})).*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\s,;/(-]*(?:\b(?:tel|phone|fax|fon|telefon|hotline|h/p|mobile|e-?mail|gst|sst|reg|co\.?\s?no|ust|www)\b|tel[.:]|tel\d|https?:).*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\(M\)|\([A-Z][A-Za-z ]+\) ?S|&|(?:co|sdn|bhd)\b", re.IGNORECASE)
"""No name begins like this: it goes on from the line above."""
_KINDS = list(WORDS)
_FORM, _TRADE, _STREET, _REGION, _PHONE, _REGISTER, _TITLE = (
    _KINDS.index(name) for name in ("form", "trade", "street", "region", "phone", "register", "title")
)
_CODE = len(WORDS) + SHAPES.index("code")
_PARTS = (_STREET, _REGION, _CODE, _FORM, _TRADE, _REGISTER, _PHONE)


@dataclass(frozen=True)
class Run:
    """Lines that may be a name or an address, as one text."""

    start: int
    end: int
    """Index of the last line, included."""
    text: str
    words: tuple[Word, ...]
    cut: bool
    """Whether a registration number or telephone number at the end was left out."""


def name_runs(lines: Sequence[Line]) -> list[Run]:
    """One to three lines each, whole and without the registration number behind the name."""
    starts = [
        line.index
        for line in lines
        if (line.index < HEAD or (shape(line.text)[_FORM] and len(line.text) < 70 and line.index < 120))
        and not (line.index and _GOES_ON.match(line.text))
    ]
    result: list[Run] = []
    for start in starts:
        for end in range(start, min(start + LONGEST_NAME, len(lines))):
            if end > start and (end >= HEAD or lines[end].page != lines[start].page):
                break
            result.extend(_variants(lines, start, end, _REGISTRATION))
    return result


def address_runs(lines: Sequence[Line]) -> list[Run]:
    """One to eight lines each, without telephone numbers and the like at their end."""
    result: list[Run] = []
    for start in range(min(ADDRESS_HEAD, len(lines))):
        for end in range(start, min(start + LONGEST_ADDRESS, len(lines))):
            if lines[end].page != lines[start].page:
                break
            result.extend(_variants(lines, start, end, _CONTACT)[-1:])
    return result


def _variants(lines: Sequence[Line], start: int, end: int, tail: re.Pattern[str]) -> list[Run]:
    words = tuple(word for line in lines[start : end + 1] for word in line.words)
    text = " ".join(line.text for line in lines[start : end + 1])
    head, last = " ".join(line.text for line in lines[start:end]), lines[end].text
    result = [Run(start, end, _tidy(text), words, cut=False)] if plain(text) else []
    short = tail.sub("", last)
    if short != last and plain(short):
        kept = f"{head} {short}".strip()
        count = sum(len(line.words) for line in lines[start:end]) + len(short.split())
        result.append(Run(start, end, _tidy(kept), words[:count], cut=True))
    return result


def in_parts(lines: Sequence[Line], run: Run) -> str:
    """The run's text with a comma where a line ends without one."""
    left, parts = len(run.words), []
    for line in lines[run.start : run.end + 1]:
        parts.append(" ".join(word.text for word in line.words[:left]).rstrip(" ,;"))
        left -= len(line.words)
    return _tidy(", ".join(part for part in parts if part))


def _tidy(text: str) -> str:
    return text.strip(" ,;:|*=~_-")


def name_features(lines: Sequence[Line], runs: Sequence[Run]) -> list[list[float]]:
    """One row per run; see ``_common``, plus what is particular to names."""
    page = _Page(lines)
    rows = []
    for run in runs:
        name = plain(run.text)
        rows.append(
            [
                *_common(page, run),
                float(sum(name in other for other in page.plain) if len(name) > 3 else 0),
                float(any(len(part) > 3 and part in page.domains for part in _parts(run.text))),
                float(sum(1 for line in lines[: run.start] if shape(line.text)[_FORM])),
                float(sum(1 for line in lines[run.end + 1 : HEAD] if shape(line.text)[_FORM])),
                page.first_street - run.end,
            ]
        )
    return rows


def address_features(lines: Sequence[Line], runs: Sequence[Run]) -> list[list[float]]:
    """One row per run; see ``_common``, plus how many of its lines look like parts of an address."""
    page = _Page(lines)
    rows = []
    for run in runs:
        inside = [page.shapes[index] for index in range(run.start, run.end + 1)]
        outside = page.shapes[: run.start] + page.shapes[run.end + 1 : ADDRESS_HEAD]
        rows.append(
            [
                *_common(page, run),
                *(sum(one[kind] for one in inside) for kind in _PARTS),
                *(max((one[kind] for one in outside), default=0.0) for kind in (_STREET, _CODE)),
                registered(run.text),
            ]
        )
    return rows


class _Page:
    """What all candidates of a document have in common."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.shapes = [shape(line.text) for line in lines]
        self.plain = [plain(line.text) for line in lines]
        self.height = median(line.box.height for line in lines) or 1.0
        self.width = max(line.box.right for line in lines) or 1.0
        self.domains = " ".join(
            line.text.casefold() for line in lines if "www" in line.text.casefold() or "@" in line.text
        )
        self.first_street = float(
            next((index for index, one in enumerate(self.shapes) if one[_STREET] and not one[_FORM]), 30)
        )


def _parts(text: str) -> list[str]:
    return [part for part in text.casefold().split() if part.isalpha()]


def _common(page: _Page, run: Run) -> list[float]:
    """Place and size of the run, the shapes of its first and last line and of its neighbours."""
    first, last = page.lines[run.start], page.lines[run.end]
    heights = [line.box.height for line in page.lines[run.start : run.end + 1]]
    gaps = [
        page.lines[index + 1].box.top - page.lines[index].box.bottom for index in range(run.start, run.end)
    ] or [0.0]  # fmt: skip
    above = first.box.top - page.lines[run.start - 1].box.bottom if run.start else 99.0
    below = page.lines[run.end + 1].box.top - last.box.bottom if run.end + 1 < len(page.lines) else 99.0
    middle = (first.box.left + first.box.right) / 2 / page.width
    return [
        float(run.start),
        float(run.end - run.start),
        float(run.cut),
        max(heights) / page.height,
        min(heights) / page.height,
        heights[0] / heights[-1],
        max(gaps) / page.height,
        min(above / page.height, 9.0),
        min(below / page.height, 9.0),
        middle,
        first.box.left / page.width,
        float(len(plain(run.text))),
        *shape(run.text[:120]),
        *page.shapes[run.start],
        *page.shapes[run.end],
        *(page.shapes[run.start - 1] if run.start else EMPTY),
        *(page.shapes[run.end + 1] if run.end + 1 < len(page.lines) else EMPTY),
    ]
