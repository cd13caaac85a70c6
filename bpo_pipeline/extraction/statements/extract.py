"""``extract_statement``: a Draft of a bank statement from its pages or cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.documents import document_type as kind_of
from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, order_of
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.found import Found, derived
from bpo_pipeline.extraction.statements.header import header_of, parties, rows_of
from bpo_pipeline.extraction.statements.lines import Booked, header_line, prove
from bpo_pipeline.extraction.statements.money import decimal_of
from bpo_pipeline.extraction.statements.pages import from_pages
from bpo_pipeline.extraction.statements.sheets import from_sheets
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source


def extract_statement(reading: Reading, *, languages: Sequence[str] = ()) -> Draft:
    """Read header and lines; *languages* decide on day and month where nothing else does."""
    if reading.sheets:
        booked, around = from_sheets(reading.sheets)
        order = order_of(spot.text for row in around for spot in row)
        fields = header_of(around, order, decimal_of(spot.text for row in around for spot in row))
        source = Source.CELL
    else:
        lines = lines_of(reading.pages)
        texts = [cell.text for line in lines for cell in line.cells]
        decimal = decimal_of(texts)
        order = _with_year(order_of(texts, american=not languages or languages[0] == "en"), texts)
        fields = {**parties(lines), **header_of(rows_of(lines), order, decimal)}
        booked = from_pages(lines, order, decimal)
        source = Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
    return draft_of(kind_of("bank_statement"), _together(booked, fields), reading, source)


def _with_year(order: DateOrder, texts: Sequence[str]) -> DateOrder:
    """Lines often leave the year out: it is the one of the statement's period."""
    days = [day for text in texts for day in dates_of(text, order)]
    return replace(order, year=max(days).year, near=max(days)) if days else order


def _together(booked: Sequence[Booked], fields: dict[str, Found]) -> dict[str, Found]:
    for line in booked:
        kind = header_line(line)
        if kind is not None and "balance" in line.fields:
            fields.setdefault(kind, line.fields["balance"])
    rows = [line for line in booked if line.amount() is not None]
    opening = fields.get("opening_balance")
    prove(rows, opening.value if opening is not None and isinstance(opening.value, Decimal) else None)
    for number, line in enumerate(rows):
        fields.update({f"rows.{number}.{name}": one for name, one in line.fields.items()})
    days = [one.value for line in rows if (one := line.fields.get("date")) and isinstance(one.value, dt.date)]
    if days:
        fields.setdefault("period_start", derived(min(days), 0.6))
        fields.setdefault("period_end", derived(max(days), 0.6))
    return fields
