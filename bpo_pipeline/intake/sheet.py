"""Tables: CSV and XLSX, counted in cells and columns before a spreadsheet library sees them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from bpo_pipeline.documents.table_text import table_text
from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.archive import read_member, screened_entries
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.xml import refuse_declarations
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import DispositionKind, Reason

_NUMBER = re.compile(r"[-+]?[\d.,' ]+%?")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_MACROS = re.compile(r"(?i)vbaProject\.bin$|^xl/activeX/|^xl/macrosheets/")


def screen_csv(content: bytes, limits: Limits) -> tuple[Remark, ...]:
    """Check a CSV file; remarks are for a person.

    Raises Refused: encoding, corrupt, too_many_columns, too_many_cells.
    """
    text = table_text(content)
    if "\0" in text:
        raise Refused(Reason.CORRUPT, "The table holds NUL characters. Please export it again as UTF-8.")
    csv.field_size_limit(limits.field_bytes)
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    cells, remarks = 0, dict[str, Remark]()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            cells += len(row)
            if len(row) > limits.columns:
                raise Refused(Reason.TOO_MANY_COLUMNS, f"The table has more than {limits.columns} columns.")
            if cells > limits.cells:
                raise Refused(Reason.TOO_MANY_CELLS, f"The table has more than {limits.cells} cells.")
            for cell in row:
                _remark_on(cell, number, remarks)
    except csv.Error:
        sentence = "The table is not proper CSV (an unclosed quote, or a very long field). Please export it again."
        raise Refused(Reason.CORRUPT, sentence) from None
    return tuple(sorted(remarks.values(), key=lambda remark: remark.reason))


def screen_xlsx(content: bytes, limits: Limits) -> tuple[Remark, ...]:
    """Check a workbook; remarks are for a person.

    Raises Refused: active_content, xml_dtd, decompression_bomb, too_many_cells, too_many_columns, corrupt.
    """
    remarks: list[Remark] = []
    with screened_entries(content, limits, bomb=Reason.DECOMPRESSION_BOMB) as archive:
        names = archive.namelist()
        if any(_MACROS.search(name) for name in names):
            sentence = "The workbook holds macros. Please send it without them, as .xlsx."
            raise Refused(Reason.ACTIVE_CONTENT, sentence, DispositionKind.QUARANTINE)
        if any(name.startswith("xl/embeddings/") for name in names):
            remarks.append(Remark(Reason.EMBEDDED_FILE.value, "The workbook carries other files inside."))
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                part = read_member(archive, entry, limits)
                refuse_declarations(part)
                if entry.filename.startswith("xl/worksheets/"):
                    _count_cells(part, limits)
    return tuple(remarks)


def _count_cells(sheet: bytes, limits: Limits) -> None:
    last_row = last_column = 0
    for match in _CELL.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        last_row, last_column = max(last_row, int(match[2])), max(last_column, column)
    if (
        last_row * last_column > limits.cells
        or sheet.count(b"<c ") > limits.cells
        or sheet.count(b"<row") > limits.cells
    ):
        raise Refused(
            Reason.TOO_MANY_CELLS, f"The sheet spans more than {limits.cells} cells. Please delete what is empty."
        )
    if last_column > limits.columns:
        raise Refused(Reason.TOO_MANY_COLUMNS, f"The sheet has more than {limits.columns} columns.")


def _remark_on(cell: str, row: int, remarks: dict[str, Remark]) -> None:
    def say(reason: Reason, what: str) -> None:
        remarks.setdefault(reason.value, Remark(reason.value, f"Row {row} {what}."))

    if cell.isascii():
        if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _NUMBER.fullmatch(cell):
            say(Reason.FORMULA_TEXT, "holds text that a spreadsheet would run as a formula")
        if any(character < " " and character not in "\t\r\n" for character in cell):
            say(Reason.CONTROL_CHARS, "holds control characters")
        if re.fullmatch(r"[\d.,]*\d[Ool][\d.,]*|[Ool][\d.,]*\d[\d.,]*", cell):
            say(Reason.CONFUSABLE_CHARS, "holds letters that look like digits in a number")
        return
    if unicodedata.normalize("NFKC", cell[:1]) in {"=", "+", "-", "@"}:
        say(Reason.FORMULA_TEXT, "holds text that a spreadsheet would run as a formula")
    if any(unicodedata.category(character) == "Cf" for character in cell):
        say(Reason.CONFUSABLE_CHARS, "holds invisible characters")
    if any(character.isdecimal() and not character.isascii() for character in cell):
        say(Reason.CONFUSABLE_CHARS, "holds digits of another alphabet")
    for word in cell.split():
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            say(Reason.CONFUSABLE_CHARS, "mixes alphabets within a word")
