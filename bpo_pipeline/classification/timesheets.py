"""Whether a file is a timesheet: by its title and by columns that only timesheets have together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.documents.timesheet_labels import column_of, is_title, weekday_of
from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.reading import Sheet

_PEOPLE = frozenset({"employee_id", "employee_name", "last_name"})
_WHEN = frozenset({"date", "day"})
_TIMES = frozenset({"time_in", "time_out", "hours", "regular_hours", "overtime_hours"})
_SEARCHED = 60
_TOP = 14
"""Lines from the top of a page among which a title stands."""


def classify_sheets(sheets: Sequence[Sheet]) -> Classification:
    """A timesheet, a batch of them, or unknown, by the headings of the visible sheets."""
    for sheet in sheets:
        if sheet.hidden:
            continue
        titled = any(is_title(cell) for row in sheet.rows[:10] for cell in row.cells)
        for place, row in enumerate(sheet.rows[:_SEARCHED]):
            kinds = {kind for cell in row.cells if cell and (kind := column_of(cell))}
            days = sum(weekday_of(cell) is not None or _is_date(cell) for cell in row.cells if cell and len(cell) < 20)
            if not ((kinds & _TIMES and kinds & _WHEN) or (days >= 4 and (kinds & (_PEOPLE | _TIMES) or titled))):
                continue
            people = _people(sheet, place)
            kind = "timesheet_batch" if people > 1 else "timesheet"
            return Classification(kind, 0.98 if titled or kinds & _PEOPLE else 0.9)
    return Classification("unknown", 0.8)


def _people(sheet: Sheet, place: int) -> int:
    """How many employees the rows below a heading, or further headings, name."""
    head = sheet.rows[place].cells
    columns = [i for i, cell in enumerate(head) if cell and column_of(cell) in {"employee_id", "employee_name"}]
    if columns:
        column = next((i for i in columns if column_of(head[i]) == "employee_id"), columns[0])
        named = [row.cells[column] for row in sheet.rows[place + 1 :] if column < len(row.cells)]
        ids = {one for one in named if one and column_of(one) is None and not _is_label(one)}
        filled = {one for one in ids if any(map(str.isdigit, one))}
        return len(filled or ids)
    labels = {"employee_id", "employee_name"}
    pairs: list[tuple[str | None, str]] = []
    for row in sheet.rows:
        for one, after in zip(row.cells, row.cells[1:], strict=False):
            if one and after and column_of(one.rstrip(": ")) in labels and column_of(after) is None:
                pairs.append((column_of(one.rstrip(": ")), after))
    ids = {value for kind, value in pairs if kind == "employee_id"}
    names = {value for kind, value in pairs if kind == "employee_name"}
    return max(len(ids), len(names) if not ids else 0)


def classify_lines(lines: Sequence[Line]) -> Classification | None:
    """A timesheet by its title and table on a page; None when it does not look like one."""
    top = [line for line in lines if line.page == (lines[0].page if lines else 1)][:_TOP]
    titled = any(is_title(cell.text) for line in top for cell in line.cells)
    kinds: set[str] = set()
    days = 0
    for line in lines:
        found = {kind for cell in line.cells if (kind := column_of(cell.text))}
        if len(found) >= 2:
            kinds |= found
        days = max(days, sum(weekday_of(cell.text) is not None for cell in line.cells))
        if line.cells and column_of(line.cells[0].text) in _TIMES and len(line.cells) > 2:
            kinds |= found
    down = sum(any(weekday_of(word.text) is not None for word in line.words[:3]) for line in lines)
    table = (bool(kinds & _TIMES) and (bool(kinds & _WHEN) or days >= 4)) or (days >= 4 and titled) or down >= 5
    if titled and (table or kinds & _TIMES):
        return Classification("timesheet", 0.97)
    if table and len(kinds & _TIMES) >= 2 and (days >= 4 or down >= 4):
        return Classification("timesheet", 0.85)
    return None


def _is_label(text: str) -> bool:
    return bool(re.match(r"(?i)total|approved|supervisor|manager|sum|grand", text))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Za-z]{2,9}\.? )?\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\.?", text))
