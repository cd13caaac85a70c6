"""Charts as plain SVG: the server computes every box, so no script runs and the table behind has the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 560
ROW = 26
LABEL = 190
"""Width of the labels left of bars."""
HEIGHT = 180
FLOOR = 24
"""Height of the labels below columns."""


@dataclass(frozen=True, slots=True)
class Box:
    """One bar or segment, in the chart's own units; the origin is the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    """Names its colour in the style sheet."""
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Boxes and labels in a frame."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    labels: tuple[tuple[float, float, str, str], ...]
    """x, y, text and anchor."""


def bars(rows: Sequence[tuple[str, int]], *, kind: str = "calm") -> Chart:
    """One horizontal bar per row, the longest as wide as the frame."""
    most = max((number for _, number in rows), default=0) or 1
    boxes: list[Box] = []
    labels: list[tuple[float, float, str, str]] = []
    for number, (name, value) in enumerate(rows):
        top = number * ROW
        width = round((WIDTH - LABEL - 60) * value / most, 1)
        boxes.append(Box(LABEL, top + 4, width, ROW - 10, kind, f"{name}: {value}"))
        labels.append((LABEL - 10, top + 17, name, "end"))
        labels.append((LABEL + width + 8, top + 17, f"{value:,}", "start"))
    return Chart(WIDTH, max(len(rows), 1) * ROW, tuple(boxes), tuple(labels))


def columns(days: Iterable[tuple[str, Sequence[tuple[str, int]]]]) -> Chart:
    """One stacked column per day: (label, ((kind, number), ...)), the first kind at the bottom."""
    stacks = list(days)
    most = max((sum(number for _, number in parts) for _, parts in stacks), default=0) or 1
    step = WIDTH / max(len(stacks), 1)
    boxes: list[Box] = []
    labels: list[tuple[float, float, str, str]] = []
    for place, (name, parts) in enumerate(stacks):
        bottom = float(HEIGHT)
        for kind, number in parts:
            height = round((HEIGHT - 10) * number / most, 1)
            bottom -= height
            if number:
                left, says = round(place * step + 3, 1), f"{name}: {number} {kind}"
                boxes.append(Box(left, round(bottom, 1), round(step - 6, 1), height, kind, says))
        if (len(stacks) - 1 - place) % (1 + len(stacks) // 10):
            continue  # labels of many columns would run into each other
        labels.append((round(place * step + step / 2, 1), HEIGHT + 17.0, name, "middle"))
    return Chart(WIDTH, HEIGHT + FLOOR, tuple(boxes), tuple(labels))
