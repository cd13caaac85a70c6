"""The fields around a table: who, which period, totals, approval; a label and the value to its right, or below."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.documents.timesheet_labels import (
    APPROVAL,
    EMPLOYEE_SIGNATURE,
    column_of,
    header_labels,
    is_title,
    phrases,
    squeezed,
)
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, hours_of
from bpo_pipeline.extraction.timesheets.cells import first_last, is_empty
from bpo_pipeline.extraction.timesheets.spots import Mark, Spot, computed, read

_DATES = frozenset({"period_start", "period_end", "period"})
_HOURS = frozenset({"total", "regular_total", "overtime_total"})
_NO = re.compile(r"(?i)no|false|pending|open|nein|rejected|0|not approved|unapproved")
_STATES = re.compile(r"(?i)(?:no|yes|true|false|ja|nein|pending|open|approved|rejected|x|ok|not approved|[01✓✔])")
_DIGITS = str.maketrans("lIOoSBZ|", "11005821")
_ID = re.compile(r"(?=.*\d)[\w./#-]{1,20}")


def header_of(rows: Sequence[Sequence[Spot]], order: DateOrder) -> dict[str, Mark]:
    """All header fields that the rows hold, the first of each; also ``employee_signed`` and ``supervisor_approved``."""
    fields: dict[str, Mark] = {}
    for row in rows:
        for column, spot in enumerate(row):
            if not spot:
                continue
            label, inside = _split(spot)
            name = header_labels().get(squeezed(label.replace("#", " no "))) or header_labels().get(squeezed(label))
            signature = _signature(label)
            if name is None and signature is None:
                continue
            right = inside or next((one for one in row[column + 1 :] if one), None)
            value = None if right is None or (not inside and _is_label(right)) else right
            if value is not None and value.page is not None:
                value = replace(value, text=value.text.strip(" :;_"))
            if signature is not None and spot.page is None:
                _sign(fields, signature, value)
            if name is not None and value is not None:
                _take(fields, name, value, order)
    return fields


def company_of(rows: Sequence[Sequence[Spot]]) -> Mark | None:
    """The company's name: the first text of the first row, when it is no title and no label."""
    for row in rows[:2]:
        spot = next((one for one in row if one), None)
        if spot and not _is_label(spot) and not is_title(spot.text) and re.search(r"[^\W\d]{2}", spot.text):
            return read(spot.text, spot, 0.85)
    return None


def _split(spot: Spot) -> tuple[str, Spot | None]:
    label, colon, value = spot.text.partition(":")
    if colon and value.strip() and re.search(r"[^\W\d]", label):
        return label, Spot(value.strip(), spot.confidence, spot.page, spot.box, spot.location)
    return spot.text.rstrip(": "), None


def _is_label(spot: Spot) -> bool:
    text = spot.text.rstrip(": ")
    return squeezed(text) in header_labels() or column_of(text) is not None or _signature(text) is not None


def _signature(label: str) -> str | None:
    folded = squeezed(label)
    if folded in phrases(EMPLOYEE_SIGNATURE):
        return "employee_signed"
    return "supervisor_approved" if folded in phrases(APPROVAL) else None


def _sign(fields: dict[str, Mark], name: str, value: Spot | None) -> None:
    if value is None or is_empty(value):
        fields.setdefault(name, computed(value=False, confidence=0.9))
    elif _STATES.fullmatch(value.text):
        fields[name] = read(not _NO.fullmatch(value.text), value)
    else:
        fields[name] = read(True, value)
        if name == "supervisor_approved" and re.search(r"[^\W\d]{2}", value.text):
            fields.setdefault("approver_name", read(value.text, value))


def _take(fields: dict[str, Mark], name: str, value: Spot, order: DateOrder) -> None:
    if name in _DATES:
        _take_dates(fields, name, value, dates_of(value.text, order))
    elif name in _HOURS:
        hours = hours_of(value.text)
        if hours is not None:
            fields.setdefault(name, read(hours, value))
    elif name in {"employee_id", "employee_name"}:
        _take_person(fields, name, value)
    elif name == "approval_status":
        _sign(fields, "supervisor_approved", value)
    else:
        fields.setdefault(name, read(value.text, value))


def _take_dates(fields: dict[str, Mark], name: str, value: Spot, found: Sequence[dt.date]) -> None:
    if len(found) > 1:
        fields["period_start"], fields["period_end"] = read(found[0], value), read(found[-1], value)
    elif found:
        sure = 0.8 if name == "period" else 1.0
        fields.setdefault("period_start" if name == "period" else name, read(found[0], value, sure))


def _take_person(fields: dict[str, Mark], name: str, value: Spot) -> None:
    if value.page is not None:
        value = replace(value, text=_tidy(value.text, number=name == "employee_id"))
    if _ID.fullmatch(value.text):
        fields.setdefault("employee_id", read(value.text, value, 1.0 if name == "employee_id" else 0.9))
    elif name == "employee_name" and re.search(r"[^\W\d]{2}", value.text):
        fields.setdefault(name, read(first_last(value.text), value))


def _tidy(text: str, *, number: bool) -> str:
    """OCR's specks off a name or number, letters in a number back to digits: ``E1l05.`` -> E1105."""
    text = text.strip(" .,:;_-|'\"*")
    if not number:
        return " ".join(re.sub(r"(?<=[^\W\d]{2})[.,;]+(?=\s|$)|[|_*]", "", text).split())
    first = text.split()[0] if text.split() and any(map(str.isdigit, text.split()[0])) else text.replace(" ", "")
    found = re.fullmatch(r"([A-Za-z]{0,3}-?)([\dlIOoSBZ|]{2,})", first.strip(".,;:"))
    return found[1] + found[2].translate(_DIGITS) if found and any(map(str.isdigit, found[2])) else first


def period_of(fields: dict[str, Mark], rows_dates: Sequence[dt.date], *, days: int = 7) -> None:
    """Complete the period: its end from its beginning or the other way round, else from the rows' own dates.

    *days* is how many days the sheet has room for, at least one week.
    """
    start, end = (fields[name].value if name in fields else None for name in ("period_start", "period_end"))
    length = 14 if days > 7 or (rows_dates and (max(rows_dates) - min(rows_dates)).days >= 7) else 7
    if isinstance(start, dt.date) and end is None:
        fields["period_end"] = computed(start + dt.timedelta(days=length - 1), 0.9)
    elif isinstance(end, dt.date) and start is None:
        fields["period_start"] = computed(end - dt.timedelta(days=length - 1), 0.9)
    elif start is None and rows_dates:
        first = min(rows_dates) - dt.timedelta(days=min(rows_dates).weekday())
        last = max(rows_dates) + dt.timedelta(days=6 - max(rows_dates).weekday())
        fields["period_start"], fields["period_end"] = computed(first, 0.85), computed(last, 0.8)
