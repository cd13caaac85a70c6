"""The table of hours on a page: its heading, then every word by the column above it and the day beside it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.documents.timesheet_labels import column_of, columns, header_labels, near, squeezed, weekday_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of
from bpo_pipeline.extraction.timesheets.columns import Heading, heading_of
from bpo_pipeline.extraction.timesheets.spots import NOTHING, Spot, spot_of
from bpo_pipeline.model.reading import Word

_LONGEST = 4
"""Words in the name of a column."""
Level = Callable[[Word], float]
"""The vertical middle of a word on the page laid level."""


@dataclass(frozen=True)
class PageTable:
    """A heading and the rows below it, as cells; where it begins and ends."""

    heading: Heading
    rows: list[list[Spot]]
    top: float
    bottom: float


def page_tables(lines: Sequence[Line], level: Level, order: DateOrder) -> list[PageTable]:
    """All tables of hours on one page, from top to bottom."""
    found = []
    for place, line in enumerate(lines):
        spots = _segments(line)
        heading = heading_of(spots, order)
        if heading is not None:
            found.append((place, spots, heading))
    tables = []
    for number, (place, spots, heading) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else len(lines)
        words = [word for line in lines[place + 1 : end] for word in line.words]
        tables.append(_table(spots, heading, words, lines[place], level, order))
    return [table for table in tables if table.rows]


def _segments(line: Line) -> list[Spot]:
    """A line's words, joined to names of columns or days where they are such."""
    result: list[Spot] = []
    for cell in line.cells:
        if column_of(cell.text) is not None or (len(cell.words) <= 3 and weekday_of(cell.text) is not None):
            result.append(spot_of(cell.words, line.page))
            continue
        index = 0
        while index < len(cell.words):
            length = next(
                (
                    size
                    for size in range(min(_LONGEST, len(cell.words) - index), 0, -1)
                    if _named(" ".join(word.text for word in cell.words[index : index + size]), size)
                ),
                1,
            )
            result.append(spot_of(cell.words[index : index + length], line.page))
            index += length
    return result


def _named(text: str, size: int) -> bool:
    if column_of(text) is not None:
        return True
    first, _, rest = text.partition(" ")
    return size <= 2 and weekday_of(first) is not None and (not rest or any(map(str.isdigit, rest)))


def _table(
    spots: list[Spot], heading: Heading, words: list[Word], head: Line, level: Level, order: DateOrder
) -> PageTable:
    spots, heading = _kept(spots, heading)
    boxes = [spot.box for spot in spots if spot.box is not None]
    edges = [(one.right + other.left) / 2 for one, other in pairwise(boxes)]
    shift = 0
    if heading.matrix and not any(column < min(heading.days) for column in heading.fields):
        first, last = min(heading.days), max(heading.days)
        pitch = (_centre(spots[last]) - _centre(spots[first])) / max(last - first, 1)
        edges.insert(0, _centre(spots[first]) - pitch / 2)
        shift = 1
    heading = Heading(
        {column + shift: name for column, name in heading.fields.items()},
        {column + shift: day for column, day in heading.days.items()},
    )
    count = len(spots) + shift
    anchors = _anchors(heading, words, edges, level, order)
    top = max(level(word) for word in head.words)
    if not anchors:
        return PageTable(heading, [], top, top)
    pitch = median([two - one for one, two in pairwise(anchors)] or [18.0])
    grid: list[list[list[Word]]] = [[[] for _ in range(count)] for _ in anchors]
    for word in words:
        row = min(range(len(anchors)), key=lambda i: abs(anchors[i] - level(word)))
        if abs(anchors[row] - level(word)) <= 0.55 * pitch:
            middle = (word.box.left + word.box.right) / 2
            grid[row][bisect_right(edges, middle)].append(word)
    rows = [[_cell(cell, head.page) for cell in row] for row in grid]
    if heading.matrix:
        for cells in rows:
            if cells[0] and column_of(cells[0].text) is None and (name := row_name(cells[0].text)) is not None:
                cells[0] = replace(cells[0], text=name.replace("_", " "))
    return PageTable(heading, rows, top, anchors[-1] + 0.5 * pitch)


def _kept(spots: list[Spot], heading: Heading) -> tuple[list[Spot], Heading]:
    """The columns without the specks between them."""
    known = {**heading.fields, **heading.days}
    kept = [i for i, spot in enumerate(spots) if i in known or sum(map(str.isalpha, spot.text)) > 3]
    fields = {new: heading.fields[old] for new, old in enumerate(kept) if old in heading.fields}
    days = {new: heading.days[old] for new, old in enumerate(kept) if old in heading.days}
    return [spots[i] for i in kept], Heading(fields, days)


def _cell(words: list[Word], page: int) -> Spot:
    ordered = sorted(words, key=lambda word: word.box.left)
    meant = [word for word in ordered if any(map(str.isalnum, word.text)) or word.text in {":", ".", ";", ","}]
    return spot_of(meant, page) if any(map(str.isalnum, "".join(word.text for word in meant))) else NOTHING


def _anchors(
    heading: Heading, words: Sequence[Word], edges: Sequence[float], level: Level, order: DateOrder
) -> list[float]:
    """Where the rows are: the days down the side, the names of rows, or else every line that holds a number."""
    if heading.matrix:
        side = [word for word in words if bisect_right(edges, (word.box.left + word.box.right) / 2) == 0]
        named = _merged([(level(word), word) for word in side])
        kinds = [at for at, text in named if row_name(text) is not None]
        if kinds:
            return kinds
        return [at for at, text in named if any(map(str.isalnum, text))]
    columns = [column for column, name in heading.fields.items() if name in {"date", "day"}]
    dated: list[float] = []
    for column in columns:
        inside = [w for w in words if bisect_right(edges, (w.box.left + w.box.right) / 2) == column]
        for at, text in _merged([(level(word), word) for word in inside]):
            if dates_of(text, order) or weekday_of(text) is not None or _like_a_date(text):
                dated.append(at)
    total = [
        at
        for at, text in _merged([(level(word), word) for word in words])
        if header_labels().get(squeezed(" ".join(text.split()[:1]))) == "total"
    ]
    return [at for at in _apart(sorted(dated)) if not total or at < total[0] or at > total[0] + 200]


def _like_a_date(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 4 and any(one in text for one in "/.-")


def row_name(text: str) -> str | None:
    """What a row holds by its name, letters that OCR misread included."""
    known = column_of(text)
    meant = near(squeezed(text), columns()) if known is None else None
    return known or (columns()[meant] if meant else None)


def _merged(words: Sequence[tuple[float, Word]]) -> list[tuple[float, str]]:
    """Words at one height joined to a text."""
    groups: list[tuple[float, list[Word]]] = []
    for at, word in sorted(words, key=lambda one: one[0]):
        if groups and abs(groups[-1][0] - at) <= 0.5 * max(word.box.height, 6.0):
            groups[-1][1].append(word)
        else:
            groups.append((at, [word]))
    return [(at, " ".join(w.text for w in sorted(group, key=lambda w: w.box.left))) for at, group in groups]


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights that are one row, once."""
    groups: list[list[float]] = []
    for at in heights:
        if groups and at - groups[-1][-1] <= 6.0:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(group) / len(group) for group in groups]


def _centre(spot: Spot) -> float:
    return (spot.box.left + spot.box.right) / 2 if spot.box else 0.0


def consecutive(dates: Sequence[dt.date | None]) -> dt.date | None:
    """The first day when most of the dates are those of days on end, else None."""
    votes: dict[dt.date, int] = {}
    for index, date in enumerate(dates):
        if date is not None:
            first = date - dt.timedelta(days=index)
            votes[first] = votes.get(first, 0) + 1
    if not votes:
        return None
    best = max(votes, key=lambda one: votes[one])
    return best if votes[best] >= max(3, 0.5 * len(dates)) else None
