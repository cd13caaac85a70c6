"""Whether the values of a draft are those that a document's truth gives, path by path."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pydantic import BaseModel

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.extraction.learned.evidence import GROUPS
from bpo_pipeline.extraction.learned.shapes import plain
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.model.draft import Record

_CENT = Decimal("0.01")


def judged(record: Record, paper: Paper) -> Iterator[tuple[str, bool]]:
    """Path and whether its value is right, of all values whose truth is known."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value is not None and paper.fields.get(name):
            allowed = (paper.fields[name], *paper.accept_also.get(name, ()))
            yield name, any(same(name, value, one, sign=paper.document_type != "credit_note") for one in allowed)
    if isinstance(record, CommercialRecord) and paper.line_items is not None:
        left = list(paper.line_items)
        for index, line in enumerate(record.line_items):
            truth = max(left, key=lambda one: sum(hit for _, hit in _cells(line, one)), default=None)
            if truth is None:
                yield f"line_items.{index}.line_total", False
                continue
            cells = list(_cells(line, truth))
            if any(hit for _, hit in cells):
                left.remove(truth)
            yield from ((f"line_items.{index}.{name}", hit) for name, hit in cells)


def _cells(line: BaseModel, truth: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    for name in GROUPS["line"]:
        value = getattr(line, name)
        if value is not None and truth.get(name) is not None:
            yield name, same(name, value, str(truth[name]), sign=False)


def same(name: str, value: object, truth: str, *, sign: bool = True) -> bool:
    """Amounts to the cent, dates by the calendar, all else by letters and digits; without *sign* minus is forgiven."""
    if isinstance(value, Decimal):
        try:
            wanted = Decimal(truth.replace(",", ""))
        except InvalidOperation:
            return False
        pair = (value, wanted) if sign else (abs(value), abs(wanted))
        return pair[0].quantize(_CENT) == pair[1].quantize(_CENT)
    if isinstance(value, dt.date):
        return value.isoformat() == truth[:10]
    if name in GROUPS["identifier"]:
        return _letters(str(value)) == _letters(truth)
    return plain(str(value)) == plain(truth)


def _letters(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()
