"""Candidates for the day of a slip: every date on it, with the words around it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.dates import Day
from bpo_pipeline.extraction.learned.shapes import EMPTY, shape


def day_candidates(days: Mapping[int, Sequence[Day]]) -> list[Day]:
    """All dates that exist in the calendar, line by line."""
    return [one for line in sorted(days) for one in days[line] if one.value is not None]


def day_features(lines: Sequence[Line], candidates: Sequence[Day], ruled: dt.date | None) -> list[list[float]]:
    """One row per candidate; *ruled* is the date that the rules chose."""
    counts = Counter(one.value for one in candidates)
    ordered = sorted({one.value for one in candidates if one.value})
    rows = []
    for number, one in enumerate(candidates):
        left = " ".join(word.text for word in lines[one.line].words[: one.first])
        rows.append(
            [
                one.line / len(lines),
                float(one.line),
                float(number),
                float(len(counts)),
                float(counts[one.value]),
                float(ordered.index(one.value) if one.value else -1),
                float(one.doubtful),
                float(ruled is not None and one.value == ruled),
                float(one.value.year if one.value else 0),
                *shape(left),
                *shape(lines[one.line].text),
                *(shape(lines[one.line - 1].text) if one.line else EMPTY),
            ]
        )
    return rows
