"""A bank's CSV or XLSX export: one heading, one line per booking, sometimes labels above."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.documents.statement_labels import column_of
from bpo_pipeline.documents.timesheet_values import DateOrder, order_of
from bpo_pipeline.extraction.statements.lines import Booked, booked
from bpo_pipeline.extraction.statements.money import decimal_of
from bpo_pipeline.extraction.timesheets.spots import Spot, spots_of
from bpo_pipeline.model.reading import Sheet

_SEARCHED = 40


def heading_of(rows: Sequence[Sequence[Spot]]) -> tuple[int, dict[int, str]] | None:
    """Index of the heading's row and what its columns are; None for a table that is no statement."""
    for index, row in enumerate(rows[:_SEARCHED]):
        columns: dict[int, str] = {}
        for place, spot in enumerate(row):
            name = column_of(spot.text) if spot else None
            if name is not None and name not in columns.values():
                columns[place] = name
        kinds = set(columns.values())
        if "date" in kinds and kinds & {"amount", "deposit", "withdrawal"} and len(kinds) >= 3:
            return index, columns
    return None


def from_sheets(sheets: Sequence[Sheet]) -> tuple[list[Booked], list[list[Spot]]]:
    """All lines of the first sheet with a heading, and the rows of cells around them."""
    for sheet in sheets:
        rows = spots_of(sheet)
        if sheet.hidden or (heading := heading_of(rows)) is None:
            continue
        index, columns = heading
        body = rows[index + 1 :]
        texts = [spot.text for row in body for spot in row if spot]
        decimal = decimal_of(row[place].text for row in body for place, name in columns.items()
                             if name in {"amount", "deposit", "withdrawal", "balance"})  # fmt: skip
        order = _order(body, columns, texts)
        lines: list[Booked] = []
        rest = list(rows[:index])
        for row in body:
            line = booked({name: row[place] for place, name in columns.items() if row[place]}, order, decimal)
            if line is None:
                rest.append(list(row))
            else:
                lines.append(line)
        return lines, rest
    return [], []


def _order(body: Sequence[Sequence[Spot]], columns: dict[int, str], texts: Sequence[str]) -> DateOrder:
    days = [row[place].text for row in body for place, name in columns.items() if name == "date"]
    return order_of(days or texts)
