"""The e-invoice's own data as fields: confidence 1.0, located by XPath, with the same value on the page where it shows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import get_args

from pydantic import BaseModel

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.fields import LineItem, TaxLine
from bpo_pipeline.documents.layout import around, folded
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Box, Source, Structured, Word


def from_structured(sheet: Sheet, data: Structured) -> dict[str, Found]:
    """Every value that the data carries; what cannot be a date or number stays as raw text without a value."""
    record = document_type(sheet.document_type).record
    result: dict[str, Found] = {}
    for path, text in data.values.items():
        value = _typed(record, path, text.strip())
        page, box = _on_page(sheet, path, value) if value is not None else (None, None)
        result[path] = Found(
            value,
            text,
            1.0 if value is not None else 0.0,
            page,
            box,
            source=Source.XML,
            location=data.locations.get(path),
        )
    return result


def _typed(record: type[BaseModel], path: str, text: str) -> Value | None:
    head, *rest = path.split(".")
    model = {"line_items": LineItem, "taxes": TaxLine}.get(head, record) if rest else record
    known = model.model_fields.get(rest[-1] if rest else head)
    if known is None or not text:
        return None
    kinds = get_args(known.annotation) or (known.annotation,)
    try:
        if Decimal in kinds:
            number = Decimal(text)
            return abs(number) if not rest and record.__name__ == "CreditNote" else number
        if dt.date in kinds:
            return dt.date.fromisoformat(text[:10])
    except (InvalidOperation, ValueError):
        return None
    return text


def _on_page(sheet: Sheet, path: str, value: Value) -> tuple[int | None, Box | None]:
    """Where the same value stands on a page: page and box, or nothing."""
    if path.startswith(("line_items.", "taxes.")) and not isinstance(value, Decimal | str):
        return None, None
    if isinstance(value, Decimal):
        for line in reversed(sheet.lines) if "." not in path else sheet.lines:
            for amount in sheet.amounts.get(line.index, ()):
                if abs(amount.value) == abs(value):
                    return amount.page, amount.box
        return None, None
    if isinstance(value, dt.date):
        for line in sheet.lines:
            for day in sheet.days.get(line.index, ()):
                if day.value == value:
                    return day.page, day.box
        return None, None
    wanted = "".join(folded(value))
    if len(wanted) < 2:
        return None, None
    for line in sheet.lines:
        if hit := _run(line.words, wanted):
            return line.page, around(hit)
    return None, None


def _run(words: tuple[Word, ...], wanted: str) -> tuple[Word, ...]:
    parts = ["".join(folded(word.text)) for word in words]
    for start, part in enumerate(parts):
        if not part or not wanted.startswith(part):
            continue
        joined = ""
        for stop in range(start, len(parts)):
            joined += parts[stop]
            if joined == wanted:
                return words[start : stop + 1]
            if not wanted.startswith(joined):
                break
    return ()
