"""The e-invoice's own data as fields: confidence 1.0, located by XPath, and by a box where the page shows the value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import get_args

from pydantic import BaseModel

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.layout import around, folded
from bpo_pipeline.extraction.drafting import lists_of
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
    model = lists_of(record).get(head, record) if rest else record
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
    spots: Iterator[tuple[int, Box]]
    if isinstance(value, Decimal):
        lines = sheet.lines if "." in path else tuple(reversed(sheet.lines))  # totals stand at the end
        numbers = (one for line in lines for one in sheet.amounts.get(line.index, ()))
        spots = ((one.page, one.box) for one in numbers if abs(one.value) == abs(value))
    elif isinstance(value, dt.date):
        days = (one for line in sheet.lines for one in sheet.days.get(line.index, ()))
        spots = ((one.page, one.box) for one in days if one.value == value)
    else:
        wanted = "".join(folded(value))
        runs = ((line.page, _run(line.words, wanted)) for line in sheet.lines if len(wanted) > 1)
        spots = ((page, around(words)) for page, words in runs if words)
    return next(spots, (None, None))


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
