"""Earnings and what is kept back: rows of a name and amounts under ``rate``, ``hours``, ``this period``, ``ytd``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.documents.pay_stub_labels import named
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.statements.money import money_of
from bpo_pipeline.model.reading import Word

_AMOUNTS = ("rate", "hours", "this_period", "ytd")
_NEAR = 48.0
"""Points between an amount and its heading."""
_LONGEST_NAME = 5
"""Words of a row's name; longer ones are sentences."""
_MINUS_REACH, _MINUS_DROP = 14.0, 8.0
_DEDUCTIONS = re.compile(r"(?i)\b(deductions?|taxes|withholdings?|statutory)\b")
_ADJUSTMENT = re.compile(r"(?i)^\W*adjustments?\b")
_EARNINGS = re.compile(r"(?i)^\s*(earnings|hours and earnings|income|gross earnings)\b")


@dataclass
class PayTable:
    """What the table says: its rows, and the totals among them."""

    rows: list[dict[str, Found]] = field(default_factory=list)
    totals: dict[str, dict[str, Found]] = field(default_factory=dict)


def table_of(lines: Sequence[Line]) -> PayTable:
    """All rows under a heading with ``this period`` or ``year to date``."""
    table, columns, section = PayTable(), {}, "earnings"
    loose = [word for line in lines for word in line.words if word.text in {"-", "–", "−"}]
    for line in lines:
        if heading := _heading(line):
            columns = heading
            section = "deductions" if _DEDUCTIONS.search(line.cells[0].text) else section
            continue
        text = line.cells[0].text if line.cells else ""
        if _DEDUCTIONS.search(text) and not re.search(r"\d", text):
            section = "deductions"
            continue
        if _ADJUSTMENT.match(text) and not re.search(r"\d", line.text):
            section = "adjustment"
        if _EARNINGS.match(text) and not re.search(r"\d", line.text):
            section = "earnings"
        if columns:
            section = _row(table, line, columns, section, loose)
    return table


def _heading(line: Line) -> dict[str, float] | None:
    """Column -> the middle of its heading; the first of each kind, since other tables may stand beside."""
    columns: dict[str, float] = {}
    for cell in line.cells:
        if not columns and any(map(str.isdigit, cell.text)):
            return None
        name = named("columns", cell.text)
        if name is not None and name in columns:
            break
        if name is not None:
            columns[name] = (cell.box.left + cell.box.right) / 2
    return columns if {"this_period", "ytd"} & columns.keys() and len(columns) >= 2 else None


def _row(table: PayTable, line: Line, columns: Mapping[str, float], section: str, loose: Sequence[Word]) -> str:
    right = max(columns.values()) + _NEAR
    words = [word for word in line.words if word.box.left < right and word.text not in {"-", "$", "–", "−", "+"}]
    name: list[Word] = []
    for word in words:
        if money_of(word.text.strip("$*°'"), ".") is not None and not (not name and word.text.isdigit()):
            break
        name.append(word)
    numbers = words[len(name) :]
    label = " ".join(word.text for word in name).strip(" *:.")
    if not numbers or len(name) > _LONGEST_NAME or not any(map(str.isalpha, label)) or len(label) < 2:
        return section
    cells: dict[str, Found] = {}
    for word in numbers:
        value = money_of(word.text.strip("$*°'"), ".")
        centre = (word.box.left + word.box.right) / 2
        near = min((one for one in columns if one != "description"), key=lambda one: abs(columns[one] - centre))
        if value is None or abs(columns[near] - centre) > _NEAR or near in cells:
            continue
        minus = section == "deductions" and near == "this_period" and value > 0 and _has_minus(word, loose)
        cells[near] = Found(-value if minus else value, f"-{word.text}" if minus else word.text,
                            0.85 * (0.5 + 0.5 * word.confidence), line.page, word.box)  # fmt: skip
    if not cells:
        return section
    total = named("totals", label)
    if total is not None:
        table.totals.setdefault(total, cells)
        return "deductions" if total == "gross_pay" else section
    sure = 0.9 * (0.5 + 0.5 * min(word.confidence for word in name))
    cells["description"] = Found(label, label, sure, line.page, around(name))
    cells["section"] = Found(section, section, 0.85, derived=True)
    table.rows.append(cells)
    return section


def _has_minus(word: Word, loose: Sequence[Word]) -> bool:
    """Whether a minus stands before an amount; OCR often gives it a line of its own."""
    return any(
        0 <= word.box.left - one.box.right < _MINUS_REACH and abs(one.box.middle - word.box.middle) < _MINUS_DROP
        for one in loose
    )


def kind_of(label: str) -> str | None:
    """The tax or deduction that a row's name says, with or without a state or city before it."""
    if (kind := named("kinds", label)) is not None and not re.search(r"(?i)^(ny|ca|nj|[A-Z]{2}) (state )?", label):
        return kind
    parts = folded(label)
    for start in range(1, min(3, len(parts))):
        rest = " ".join(parts[start:])
        if (kind := named("kinds", rest)) is not None:
            city = len(parts[0]) == 3 or parts[0] in {"city", "local", "county"}
            return "local_income_tax" if kind in {"federal_income_tax", "state_income_tax"} and city else (
                "state_income_tax" if kind == "federal_income_tax" else kind)  # fmt: skip
        if rest in {"income tax", "withholding", "tax"}:
            return "local_income_tax" if len(parts[0]) == 3 else "state_income_tax"
    return named("kinds", label)


def amount(cells: Mapping[str, Found], name: str) -> Decimal | None:
    """A cell's amount."""
    one = cells.get(name)
    return one.value if one is not None and isinstance(one.value, Decimal) else None
