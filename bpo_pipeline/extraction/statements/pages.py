"""A printed statement: headings, lines under them on every page, continuation lines, the sums around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.documents.statement_labels import column_of, label_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of
from bpo_pipeline.extraction.statements.lines import Booked, booked
from bpo_pipeline.extraction.statements.money import money_of
from bpo_pipeline.extraction.timesheets.spots import Spot, spot_of
from bpo_pipeline.model.reading import Word

Columns = dict[str, tuple[float, float]]
"""Column -> its heading's left and right."""
_AMOUNTS = ("deposit", "withdrawal", "amount", "balance")
_SECTIONS = {"deposit": ("total_deposits",), "withdrawal": ("total_withdrawals", "total_fees")}
_BELOW = 16.0
"""Points under a line in which its description goes on."""


def from_pages(lines: Sequence[Line], order: DateOrder, decimal: str) -> list[Booked]:
    """All bookings, page after page; a page without a heading goes on with the columns of the one before."""
    columns: Columns = {}
    section: str | None = None
    found: list[Booked] = []
    last: tuple[int, float] | None = None
    for index, line in enumerate(lines):
        if (heading := _heading(lines, index)) is not None:
            columns, last = heading, None
            continue
        section = _section(line) or section
        if not columns:
            continue
        cells = _cells(line, columns, order, decimal)
        if section is not None and "amount" in cells and not {"deposit", "withdrawal"} & columns.keys():
            cells.setdefault(section, cells.pop("amount"))
        one = booked(cells, order, decimal) if "date" in cells else None
        if one is not None:
            found.append(one)
            last = (line.page, line.box.bottom)
        elif last is not None and _goes_on(line, columns, last):
            _append(found[-1], line)
            last = (line.page, line.box.bottom)
        else:
            last = None
    return found


def _heading(lines: Sequence[Line], index: int) -> Columns | None:
    """The columns of a heading, which may be spread over two lines; the second one is no heading of its own."""
    mine = _named(lines[index].cells)
    for other in lines[index + 1 : index + 2]:
        if other.page == lines[index].page and other.box.top - lines[index].box.bottom < _BELOW:
            more = _named(other.cells)
            mine = {**more, **mine} if more and mine and len(more) == len(other.cells) else mine
    if "date" not in mine or len(mine) < 3 or not mine.keys() & set(_AMOUNTS):
        return None
    if "amount" in mine and {"deposit", "withdrawal"} & mine.keys() and "balance" not in mine:
        mine["balance"] = mine.pop("amount")
    return mine


def _named(cells: Sequence[Cell]) -> Columns:
    found: Columns = {}
    for cell in cells:
        name = column_of(cell.text)
        if name is not None and name not in found:
            found[name] = (cell.box.left, cell.box.right)
        elif name is None:  # headings that stand close together were read as one cell
            for word in cell.words:
                if (part := column_of(word.text)) is not None and part not in found:
                    found[part] = (word.box.left, word.box.right)
    return found


def _section(line: Line) -> str | None:
    """``deposit`` or ``withdrawal`` where a line is the title of a part of the statement."""
    if len(line.cells) > 1 or any(map(str.isdigit, line.text)):
        return None
    kind = label_of(line.text.replace("(continued)", ""))
    return next((name for name, kinds in _SECTIONS.items() if kind in kinds), None)


def _cells(line: Line, columns: Columns, order: DateOrder, decimal: str) -> dict[str, Spot]:
    """The line's words by column: days at the left, amounts under the nearest heading, the rest is text."""
    words = list(line.words)
    cells: dict[str, Spot] = {}
    amounts: list[list[Word]] = []
    while words and (run := _amount_run(words, decimal)) and run[0].box.left > columns["date"][1]:
        amounts.insert(0, run)
        words = words[: -len(run)]
    for run in amounts:
        centre = (run[0].box.left + run[-1].box.right) / 2
        names = [name for name in _AMOUNTS if name in columns and name not in cells]
        if names:
            near = min(names, key=lambda name: abs(sum(columns[name]) / 2 - centre))
            cells[near] = spot_of(run, line.page)
    for count in (1, 2, 3):
        if len(words) >= count and dates_of(" ".join(word.text for word in words[:count]), order):
            cells["date"] = spot_of(words[:count], line.page)
            words = words[count:]
            break
    if words and "value_date" in columns and dates_of(words[0].text, order):
        cells["value_date"] = spot_of(words[:1], line.page)
        words = words[1:]
    text = [word for word in words if any(map(str.isalnum, word.text)) or word.text in "-&"]
    if text:
        cells["description"] = spot_of(text, line.page)
    return cells


def _amount_run(words: Sequence[Word], decimal: str) -> list[Word]:
    """The last words of a line that are one amount: ``5,500.00``, ``$ 12.00``, ``12.00 CR``."""
    for count in (3, 2, 1):
        run = list(words[-count:])
        text = " ".join(word.text for word in run)
        close = all(b.box.left - a.box.right < 1.2 * a.box.height for a, b in pairwise(run))
        if len(run) == count and close and any(one in text for one in ".,") and money_of(text, decimal) is not None:
            return run
    return []


def _goes_on(line: Line, columns: Columns, last: tuple[int, float]) -> bool:
    """Whether a line belongs to the description above it: right under it, in its column, without amounts."""
    page, bottom = last
    left = columns.get("description", columns["date"])[0]
    right = min((columns[name][0] for name in _AMOUNTS if name in columns), default=1000.0)
    return (
        line.page == page
        and 0 <= line.box.top - bottom < _BELOW
        and abs(line.box.left - left) < 30
        and line.box.right < right + 20
        and label_of(line.text) is None
    )


def _append(booking: Booked, line: Line) -> None:
    known = booking.fields.get("description")
    if known is not None and known.box is not None:
        text = f"{known.value} {line.text}"
        booking.fields["description"] = known.__class__(
            text, text, known.confidence, known.page, known.box.union(line.box)
        )
