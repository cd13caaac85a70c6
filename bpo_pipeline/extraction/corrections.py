"""A person's corrections: parsed strictly, written into the record, evidenced as a person's word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.fields import LineItem, TaxLine
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.extraction.amounts import parse_number
from bpo_pipeline.extraction.dates import date_of
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Source

_LISTS: dict[str, type[BaseModel]] = {"line_items": LineItem, "taxes": TaxLine}
_CURRENCY = re.compile(r"[€$£%\s]|[A-Z]{3}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?")
_LONGEST = 2000


def apply_corrections(draft: Draft, corrections: Mapping[str, str]) -> Draft:
    """Put a person's values into a draft; an empty text removes the value.

    Keys are dotted paths such as ``gross_total`` or ``line_items.2.quantity``; the number after the last line adds
    one, and a line whose last value is removed disappears. Dates are ISO or in a form that can be read in one way;
    amounts have a decimal point, or the document's own separators where they leave no doubt.

    Raises AskAPerson with a sentence for a path that does not exist or a value that cannot be taken.
    """
    kind = document_type(draft.document_type)
    record: dict[str, Any] = draft.record.model_dump()
    for name in _LISTS:
        if name in record:
            record[name] = [dict(one) for one in record[name]]
    by_path = {one.path: one for one in draft.evidence}
    comma = _comma(draft)
    for path, text in sorted(corrections.items(), key=_order):
        model, place, name = _place(kind.record, record, path)
        value = _parsed(model, name, path, text, comma=comma)
        place[name] = value
        if value is None:
            by_path.pop(path, None)
        else:
            by_path[path] = Evidence(path, text.strip(), Source.HUMAN, 1.0)
    _drop_empty(record, by_path)
    try:
        corrected = kind.record.model_validate(record)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg']}; please check the value"
        raise AskAPerson(message) from None
    return Draft(draft.document_type, draft.type_confidence, corrected, tuple(by_path.values()), dict(draft.versions))


def _order(entry: tuple[str, str]) -> tuple[str, int, str]:
    parts = entry[0].split(".")
    number = (
        int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and parts[1].isascii() and len(parts[1]) < 6 else -1
    )
    return parts[0], number, entry[0]


def _place(top: type[BaseModel], record: dict[str, Any], path: str) -> tuple[type[BaseModel], dict[str, Any], str]:
    """The model and the dict that hold a path's value, with its last name; a new line is opened at the end."""
    parts = path.split(".")
    if len(parts) == 1 and parts[0] in top.model_fields and parts[0] not in _LISTS:
        return top, record, parts[0]
    if (
        len(parts) == 3
        and parts[0] in _LISTS
        and parts[0] in top.model_fields
        and parts[2] in _LISTS[parts[0]].model_fields
    ):
        lines = record[parts[0]]
        if re.fullmatch(r"[0-9]{1,5}", parts[1]):
            index = int(parts[1])
            if index == len(lines):
                lines.append({})
            if index < len(lines):
                return _LISTS[parts[0]], lines[index], parts[2]
        message = f"{path}: there are {len(lines)} lines; use 0 to {len(lines) - 1}, or {len(lines)} to add one"
        raise AskAPerson(message)
    names = ", ".join(sorted(top.model_fields))
    message = f"{path}: there is no such field; fields are {names}"
    raise AskAPerson(message)


def _parsed(model: type[BaseModel], name: str, path: str, text: str, *, comma: bool | None) -> object:
    text = text.strip()
    if not text:
        return None
    kinds = get_args(model.model_fields[name].annotation)
    if Decimal in kinds:
        return _number(path, text, comma=comma)
    if dt.date in kinds:
        return _date(path, text)
    if len(text) > _LONGEST:
        message = f"{path}: the text is {len(text)} characters long; at most {_LONGEST} are taken"
        raise AskAPerson(message)
    if any(ord(one) < 32 for one in text):
        message = f"{path}: the text holds control characters or line breaks; please type it in one line"
        raise AskAPerson(message)
    if name == "currency" and not re.fullmatch(r"[A-Z]{3}", text):
        message = f"{path}: {text!r} is not a currency code; three capital letters such as EUR are needed"
        raise AskAPerson(message)
    return text


def _number(path: str, text: str, *, comma: bool | None) -> Decimal:
    if _PLAIN.fullmatch(text) and not re.fullmatch(r"[+-]?[0-9]{1,3}\.[0-9]{3}", text):
        return Decimal(text)
    sign = -1 if text.startswith("-") else 1
    body = text.lstrip("+-").strip()
    doubtful = re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", body)
    if doubtful and comma is None and not body.startswith("0"):
        message = f"{path}: {text!r} can be read as thousands or as decimals; please write it like 1234.00"
        raise AskAPerson(message)
    value = parse_number(body, "," if comma else ".") if re.fullmatch(r"[0-9][0-9.,' ]{0,24}", body) else None
    if value is None:
        message = f"{path}: {text!r} is not an amount; please write it like 1234.50"
        raise AskAPerson(message)
    return sign * value


def _date(path: str, text: str) -> dt.date:
    if _ISO.fullmatch(text):
        year, month, day = (int(part) for part in text.split("-"))
        try:
            return dt.date(year, month, day)
        except ValueError:
            message = f"{path}: {text} is not a day of the calendar; please check day and month"
            raise AskAPerson(message) from None
    day_first, month_first = date_of(text, first=True), date_of(text, first=False)
    if day_first is None and month_first is None:
        message = f"{path}: {text!r} is not a date; please write it like 2024-02-28"
        raise AskAPerson(message)
    if day_first is not None and month_first is not None and day_first != month_first:
        message = f"{path}: {text!r} can be read as {day_first} or as {month_first}; please write it like {day_first}"
        raise AskAPerson(message)
    value = day_first or month_first
    if value is None:  # for the type checker: one of the two is a date here
        raise AskAPerson(path)
    return value


def _comma(draft: Draft) -> bool | None:
    """Whether the document's own amounts have a decimal comma; None when that is not certain."""
    endings = {
        raw[-3]
        for one in draft.evidence
        if one.source in {Source.TEXT, Source.OCR}
        and (raw := _CURRENCY.sub("", one.raw))
        and len(raw) > 3
        and raw[-3] in ",."
        and raw[-2:].isdigit()
        and one.path.endswith(("_total", "amount_due", "unit_price", "prepaid"))
    }
    return None if len(endings) != 1 else endings == {","}


def _drop_empty(record: dict[str, Any], by_path: dict[str, Evidence]) -> None:
    """Remove lines without any value and renumber the evidence of those after them."""
    for name in _LISTS:
        if name not in record:
            continue
        kept = [index for index, one in enumerate(record[name]) if any(value is not None for value in one.values())]
        if len(kept) == len(record[name]):
            continue
        renumbered = {old: new for new, old in enumerate(kept)}
        record[name] = [record[name][index] for index in kept]
        for path in [one for one in by_path if one.startswith(f"{name}.")]:
            evidence = by_path.pop(path)
            _, index, last = path.split(".")
            if int(index) in renumbered:
                moved = f"{name}.{renumbered[int(index)]}.{last}"
                by_path[moved] = replace(evidence, path=moved)
