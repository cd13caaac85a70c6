"""Dates as printed, in seven languages; day and month told apart or said to be in doubt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.extraction.spread import squeezed_day
from bpo_pipeline.model.reading import Box, Word

_MONTHS = (
    "january jan janvier janv januar janner jan januari enero ene gennaio gen janeiro",
    "february feb fevrier fevr fev februar februari febrero febbraio fevereiro",
    "march mar mars maerz marz mrz maart mrt marzo marco",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho",
    "august aug aout agosto ago augustus agost",
    "september sep sept septembre septiembre set settembre setembro",
    "october oct octobre oktober okt octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec decembre dezember dez diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_NUMERIC = re.compile(
    r"(?<![\w.,/-])([0-9]{1,4})\s?([./-])\s?([0-9]{1,2})\s?\2\s?"
    r"((?:19|20)[0-9]{2}|(?:19|20) [0-9]{2}(?! ?[:.0-9])|[0-9]{2})(?![\w]|[./-]?[0-9])"
)
"""An engine may read a blank into the year: ``25/12/20 18``, unless that is the hour."""
_GLUED = re.compile(
    r"(?<![\w.,/-])([0-9]{1,4})([./-])([0-9]{1,2})\2((?:19|20)[0-9]{2}|[0-9]{2})(?=[0-2][0-9]:[0-5][0-9]|[A-Za-z]{3,})"
)
"""A date with the time or the next word printed, or read, right behind it."""
_COMPACT = re.compile(r"(?<![\w.,/-])(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![\w]|[-/][0-9])")
_DAY_FIRST = re.compile(
    r"(?<![\w./])([0-3]?[0-9])(?:st|nd|rd|th|er|º|o|ª)?[\s.\-/]{0,3}(?:de\s|of\s|d['’])?\s?([^\W\d_]{3,10})\.?,?[\s.\-/]{0,3}(?:de\s|del\s)?\s?"
    r"((?:19|20)[0-9]{2}|(?:19|20) [0-9]{2}(?! ?[:.0-9])|[0-9]{2})(?![\w])"
)
_MONTH_FIRST = re.compile(
    r"(?<![\w])([^\W\d_]{3,10})\.?[\s\-]{0,2}([0-3]?[0-9])(?:st|nd|rd|th)?\s?,?[\s\-]{0,2}((?:19|20)[0-9]{2})(?![\w])"
)


@dataclass(frozen=True)
class Day:
    """A date on the page; ``value`` is None for what looks like a date and is none (31.02.)."""

    value: dt.date | None
    words: tuple[Word, ...]
    page: int
    line: int
    first: int
    """Index in the line of its first word."""
    doubtful: bool = False
    """Day and month could be exchanged."""

    @cached_property
    def box(self) -> Box:
        """The smallest box that holds the words."""
        return around(self.words)


def day_first(lines: Sequence[Line], *, language: str | None, american: bool) -> tuple[bool, bool]:
    """Whether numeric dates put the day first, and whether that is certain.

    Certain when a date of the document can be read in one way only, or when the language knows one order.
    """
    day, month = 0, 0
    for line in lines:
        for match in _NUMERIC.finditer(line.text[:400]):
            first, second = int(match[1]), int(match[3])
            day += 12 < first <= 31 and second <= 12
            month += 12 < second <= 31 and first <= 12
            if match[2] == "." and len(match[1]) <= 2:
                day += 1
    if day or month:
        return day >= month, day == 0 or month == 0
    if language not in {None, "en"}:
        return True, True
    return not american, False


def year_day_month(lines: Sequence[Line]) -> bool:
    """Whether the document writes 2015-30-04: year, day, month, seen on French templates."""
    found = [match for line in lines for match in _NUMERIC.finditer(line.text[:400]) if len(match[1]) == len("2015")]
    return any(int(one[3]) > 12 for one in found) and not any(int(one[4]) > 12 for one in found)


def days_of(line: Line, *, first: bool, certain: bool, turned: bool = False) -> tuple[Day, ...]:
    """All dates of a line from left to right; *first*: the day stands before the month.

    *turned*: dates that begin with the year go on with the day.
    """
    text = line.text
    if len(text) > 600 or not any(one.isdigit() for one in text):
        return ()
    results: list[Day] = []
    taken: list[tuple[int, int]] = []
    for pattern, reader in (
        (_GLUED, _numeric),
        (_NUMERIC, _numeric),
        (_DAY_FIRST, _written_day),
        (_MONTH_FIRST, _written_month),
        (_COMPACT, _compact),
    ):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            read = reader(match, first=first, certain=certain)
            if read is None:
                continue
            value = read[0]
            if turned and value is not None and reader is _numeric and len(match[1]) == len("2015") and value.day <= 12:
                read = (value.replace(month=value.day, day=value.month), read[1])
            taken.append(match.span())
            number, words = _words(line, *match.span())
            results.append(Day(read[0], words, line.page, line.index, number, read[1]))
    results = _with_pieces(line, results, first=first, certain=certain)
    return tuple(sorted(results, key=lambda one: one.first))


def _with_pieces(line: Line, found: Sequence[Day], *, first: bool, certain: bool) -> list[Day]:
    """The dates with those that an engine read in pieces, in the place of what a piece alone would say."""
    result = list(found)
    for cell in line.cells:
        pieces = squeezed_day(cell)
        reader = _numeric if pieces and pieces[0][3].isdigit() else _in_letters
        read = reader(pieces[0], first=first, certain=certain) if pieces else None
        if pieces is None or read is None or read[0] is None:
            continue
        words = pieces[1]
        result = [one for one in result if not any(word is own for word in one.words for own in words)]
        place = next(number for number, word in enumerate(line.words) if word is words[0])
        result.append(Day(read[0], words, line.page, line.index, place, read[1]))
    return result


def date_of(text: str, *, first: bool = True) -> dt.date | None:
    """The one date that a text is, None when it is none."""
    for pattern, reader in (
        (_NUMERIC, _numeric),
        (_DAY_FIRST, _written_day),
        (_MONTH_FIRST, _written_month),
        (_COMPACT, _compact),
    ):
        match = pattern.fullmatch(text.strip())
        if match:
            read = reader(match, first=first, certain=True)
            return read[0] if read else None
    return None


_Read = tuple[dt.date | None, bool]


def _numeric(match: re.Match[str], *, first: bool, certain: bool) -> _Read | None:
    one, two, three = match[1], match[3], match[4]
    if len(one) == 4:
        if len(three) == 4:
            return None
        year, month, day = int(one), int(two), int(three)
        if month > 12 >= day:
            month, day = day, month  # year-day-month, seen on French templates
        return _date(year, month, day), False
    if len(one) == 3:
        return None
    year = _year(three)
    left, right = int(one), int(two)
    if left > 31 or right > 31 or (left > 12 and right > 12) or (len(three) == 2 and match[2] == "." and left == 0):
        return None
    if left > 12 or right > 12:
        day, month = (left, right) if left > 12 else (right, left)
        return _date(year, month, day), False
    day, month = (left, right) if first or match[2] == "." else (right, left)
    return _date(year, month, day), left != right and not certain and match[2] != "."


def _written_day(match: re.Match[str], *, first: bool, certain: bool) -> _Read | None:
    del first, certain
    month = _month(match[2])
    return None if month is None else (_date(_year(match[3]), month, int(match[1])), False)


def _in_letters(match: re.Match[str], *, first: bool, certain: bool) -> _Read | None:
    del first, certain
    month = _month(match[3])
    return None if month is None else (_date(_year(match[4]), month, int(match[1])), False)


def _written_month(match: re.Match[str], *, first: bool, certain: bool) -> _Read | None:
    del first, certain
    month = _month(match[1])
    return None if month is None else (_date(int(match[3]), month, int(match[2])), False)


def _compact(match: re.Match[str], *, first: bool, certain: bool) -> _Read | None:
    del first, certain
    value = _date(int(match[1]), int(match[2]), int(match[3]))
    return None if value is None else (value, False)


def _month(name: str) -> int | None:
    parts = folded(name)
    return MONTHS.get(parts[0]) if len(parts) == 1 else None


def _year(text: str) -> int:
    year = int(text.replace(" ", ""))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _words(line: Line, start: int, end: int) -> tuple[int, tuple[Word, ...]]:
    """The words of a line under a range of its text, with the first one's index."""
    place, first, inside = 0, -1, []
    for number, word in enumerate(line.words):
        if place < end and place + len(word.text) > start:
            first = number if first < 0 else first
            inside.append(word)
        place += len(word.text) + 1
    return first, tuple(inside)
