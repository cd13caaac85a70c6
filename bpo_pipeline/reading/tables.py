"""Table files: cells as text, sheet by sheet, whether they come as XLSX or as CSV."""

from __future__ import annotations

import openpyxl

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Sheet
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.delimited import read_csv
from bpo_pipeline.reading.workbook import read_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: dict[str, dict[str, str]] = {"text/csv": {"csv": "1"}, XLSX: {"openpyxl": openpyxl.__version__}}
"""Media type -> the engine that reads it and its version."""


def read_table(content: bytes, media_type: str) -> tuple[tuple[Sheet, ...], tuple[Remark, ...]]:
    """The sheets that hold something, and what a person should know about them.

    Raises Refused: encoding, corrupt, too_many_cells, no_text.
    """
    sheets, remarks = read_xlsx(content) if media_type == XLSX else read_csv(content)
    if not any(sheet.rows for sheet in sheets):
        raise Refused(Reason.NO_TEXT, "There is nothing in the cells of the file.")
    return sheets, remarks
