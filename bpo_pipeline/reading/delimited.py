"""CSV in any dialect: comma, semicolon, tab or bar; UTF-8 or UTF-16; a stray quote costs its own lines only.

Lines in = rows out + lines named in a remark: a quote that was never closed would otherwise swallow the
employees below it without a word.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from bpo_pipeline.documents.table_text import table_text
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Sheet, SheetRow
from bpo_pipeline.model.reasons import Reason

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200
"""Lines that decide on the delimiter."""
_MOST_ROWS = 100_000
_MOST_NAMED = 5
_FIELD = 64 * 1024


def read_csv(content: bytes) -> tuple[tuple[Sheet, ...], tuple[Remark, ...]]:
    """The one sheet of a CSV file, and a remark where lines could not be taken.

    Raises Refused: encoding, too_many_cells.
    """
    lines = table_text(content).splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > _MOST_ROWS:
        raise Refused(Reason.TOO_MANY_CELLS, f"The table has more than {_MOST_ROWS} rows. Please send it in parts.")
    csv.field_size_limit(_FIELD)
    if (
        lines
        and (declared := lines[0].casefold().replace(" ", "")).startswith("sep=")
        and len(declared) == len("sep=,")
    ):
        delimiter, first = declared[-1], 1  # Excel's own way to say it
    else:
        delimiter, first = delimiter_of(lines[:_SAMPLE]), 0
    rows: list[SheetRow] = []
    refused: list[int] = []
    number = first
    while number < len(lines):
        cells, taken = _record(lines, number, delimiter)
        if cells is None:
            refused.append(number + 1)
        elif any(cells):
            rows.append(SheetRow(number + 1, cells))
        number += taken
    return (Sheet("csv", tuple(rows)),), _remarks(refused, len(lines))


def delimiter_of(lines: Sequence[str]) -> str:
    """The character that cuts the most lines into the same number of parts, at least two."""
    best, most = ",", 0.0
    for one in _DELIMITERS:
        counts = Counter(_outside_quotes(line, one) for line in lines if line.strip())
        counts.pop(0, None)
        if not counts:
            continue
        parts, lines_alike = counts.most_common(1)[0]
        score = lines_alike * (1 + min(parts, 10) / 100)
        if score > most:
            best, most = one, score
    return best


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _record(lines: Sequence[str], start: int, delimiter: str) -> tuple[tuple[str, ...] | None, int]:
    """The cells of the record that begins in a line, and how many lines it takes; None for a line that is refused.

    A quoted field may go over several lines, unless those lines are rows themselves.
    """
    line = lines[start]
    if line.count('"') % 2 == 0:
        return _cells(line, delimiter), 1
    width = _outside_quotes(lines[0], delimiter)
    for length in range(2, min(len(lines) - start, 20) + 1):
        if lines[start + length - 1].count(delimiter) >= max(width, 1) and '"' not in lines[start + length - 1]:
            return None, 1
        joined = "\n".join(lines[start : start + length])
        if joined.count('"') % 2 == 0:
            cells = _cells(joined, delimiter)
            return (cells, length) if cells is not None and len(cells) <= width + 1 else (None, 1)
    return None, 1


def _cells(text: str, delimiter: str) -> tuple[str, ...] | None:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if not rows:
        return ()
    cells = [" ".join(cell.split()) for cell in rows[0]]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _remarks(refused: Sequence[int], lines: int) -> tuple[Remark, ...]:
    if not refused:
        return ()
    named = ", ".join(map(str, refused[:_MOST_NAMED])) + (" ..." if len(refused) > _MOST_NAMED else "")
    sentence = (
        f"{len(refused)} of {lines} lines are not proper CSV (a quote that is never closed) and were not taken: "
        f"line {named}. Enter them by hand or have the file exported again."
    )
    return (Remark(Reason.CORRUPT.value, sentence),)
