"""Day and month told apart by the document's own number: ``INV/2025/07/0042`` was written in July 2025.

Numbering by year and month is what accounting systems do by default (Odoo: ``INV/YYYY/MM/NNNN``, Dolibarr:
``FAYYMM-NNNN``). It decides between two readings of a date, and never makes a date of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bpo_pipeline.extraction.found import Found

_YEAR_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})[/\-.](0[1-9]|1[0-2])(?![0-9])")
_MONTH_YEAR = re.compile(r"(?<![0-9])(0[1-9]|1[0-2])[/\-.](20[0-9]{2})(?![0-9])")
_IN_FIGURES = re.compile(r"[0-9]{1,4}\s?([./-])\s?[0-9]{1,2}\s?\1\s?[0-9]{2,4}")
_LETTER_IN_MONTH = re.compile(r"O([1-9])[/\-.](20[0-9]{2})(?![0-9])")
_SETTLED = 0.9
_TWELVE = 12


def settled_by_number(fields: dict[str, Found]) -> dict[str, Found]:
    """The dates with day and month exchanged where only then the issue date is in the month of the number."""
    number, issue = fields.get("invoice_number"), fields.get("issue_date")
    if number is None or issue is None or not isinstance(issue.value, dt.date):
        return fields
    month = _month(str(number.value))
    day = issue.value
    if month is None or month[0] != day.year or not _IN_FIGURES.search(issue.raw) or day.day > _TWELVE:
        return fields
    if month[1] == day.month:
        return {**fields, "issue_date": issue.surer(max(issue.confidence, _SETTLED))}
    if month[1] != day.day:
        return fields
    return {name: _turned(one) if name in {"issue_date", "due_date"} else one for name, one in fields.items()}


def with_months_in_figures(fields: dict[str, Found]) -> dict[str, Found]:
    """The number with a nil for a letter, ``FAO2/2016`` -> ``FA02/2016``, where the issue date says so too."""
    number, issue = fields.get("invoice_number"), fields.get("issue_date")
    if number is None or issue is None or not isinstance(issue.value, dt.date):
        return fields
    text = str(number.value)
    found = _LETTER_IN_MONTH.search(text)
    if found is None or int(found[2]) != issue.value.year or int(found[1]) not in {issue.value.month, issue.value.day}:
        return fields
    return {**fields, "invoice_number": replace(number, value=f"{text[: found.start()]}0{text[found.start() + 1 :]}")}


def _month(number: str) -> tuple[int, int] | None:
    if match := _YEAR_MONTH.search(number):
        return int(match[1]), int(match[2])
    return (int(match[2]), int(match[1])) if (match := _MONTH_YEAR.search(number)) else None


def _turned(one: Found) -> Found:
    """The same date with day and month exchanged, where both are at most 12 and written in figures."""
    day = one.value
    if not isinstance(day, dt.date) or day.day > _TWELVE or not _IN_FIGURES.search(one.raw):
        return one
    return Found(day.replace(month=day.day, day=day.month), one.raw, _SETTLED, one.page, one.box)
