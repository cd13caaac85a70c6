"""XLSX: the values of the cells as a person sees them, read row by row and never more than the limits allow.

The only place that calls openpyxl on foreign bytes; screening has counted the cells and refused macros and
entities before. A formula counts with the value that the spreadsheet program last stored; one without is named.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Sheet, SheetRow
from bpo_pipeline.model.reasons import Reason

_MOST_CELLS = 200_000
"""Filled cells of a workbook."""
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 256
_MOST_SHEETS = 60
_NO_VALUE = re.compile(
    rb'<c\b[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*><f\b(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)


def read_xlsx(content: bytes) -> tuple[tuple[Sheet, ...], tuple[Remark, ...]]:
    """All sheets, and remarks on hidden ones that hold something and on formulas without a stored value.

    Raises Refused: corrupt, too_many_cells.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets: list[Sheet] = []
        room = _MOST_CELLS
        for one in book.worksheets[:_MOST_SHEETS]:
            rows = _rows(one.iter_rows(max_col=_MOST_COLUMNS, max_row=_MOST_ROWS, values_only=True), room)
            room -= sum(len(row.cells) for row in rows)
            sheets.append(Sheet(one.title, rows, hidden=one.sheet_state != "visible"))
        book.close()
        empty = _formulas_without_value(content)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, ParseError):
        # openpyxl raises whatever a damaged workbook makes it stumble over
        raise Refused(Reason.CORRUPT, "The workbook can't be opened. Please save it again as .xlsx.") from None
    return tuple(sheets), _remarks(sheets, empty)


def _rows(values: Iterable[tuple[object, ...]], room: int) -> tuple[SheetRow, ...]:
    rows: list[SheetRow] = []
    used = 0
    for number, row in enumerate(values, start=1):
        if row.count(None) == len(row):
            # a spreadsheet may have a million of them
            continue
        cells = [shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        used += len(cells)
        if used > room:
            sentence = f"The workbook holds more than {_MOST_CELLS} filled cells. Please send it in parts."
            raise Refused(Reason.TOO_MANY_CELLS, sentence)
        rows.append(SheetRow(number, tuple(cells)))
    return tuple(rows)


def shown(value: object) -> str:
    """A cell's value as text: ISO dates, ``HH:MM`` times, numbers with a decimal point."""
    if isinstance(value, dt.datetime | dt.time | dt.timedelta):
        return _shown_time(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        number = Decimal(str(round(value, 6)))
        return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(), "f")
    return " ".join(str(value).split()) if value is not None else ""


def _shown_time(value: dt.datetime | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _formulas_without_value(content: bytes) -> list[str]:
    """Cells whose formula was never computed, e.g. written by a program; their value is unknown."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                found += [match[1].decode() for match in _NO_VALUE.finditer(archive.read(name))]
    return found


def _remarks(sheets: list[Sheet], empty: list[str]) -> tuple[Remark, ...]:
    remarks = [
        Remark(
            Reason.HIDDEN_TEXT.value,
            f"The workbook has a hidden sheet ({sheet.name[:40]!r}) with {len(sheet.rows)} rows, which was not taken: "
            "ask the sender what it is for.",
        )
        for sheet in sheets
        if sheet.hidden and sheet.rows
    ]
    if empty:
        sentence = (
            f"{len(empty)} cells hold formulas whose result the file does not carry ({', '.join(empty[:5])}): "
            "ask for the file saved by a spreadsheet program, or enter the values."
        )
        remarks.append(Remark(Reason.FORMULA_TEXT.value, sentence))
    return tuple(remarks)
