"""``extract_pay_stub``: a Draft of a pay stub."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.documents.pay_stub_labels import named
from bpo_pipeline.documents.timesheet_values import order_of
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.extraction.pay_stubs.header import header_of
from bpo_pipeline.extraction.pay_stubs.table import PayTable, kind_of, table_of
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source


def extract_pay_stub(reading: Reading) -> Draft:
    """Read header, rows and totals."""
    lines = lines_of(reading.pages)
    fields = header_of(lines, order_of(cell.text for line in lines for cell in line.cells))
    wages = fields.pop("federal_wages_text", None)
    if wages is not None:
        fields["federal_wages"] = _with(wages, Decimal(wages.raw if wages.raw.isdecimal() else str(wages.value)))
    table = table_of(lines)
    fields.update(_totals(table))
    for number, row in enumerate(table.rows):
        fields.update({f"rows.{number}.{name}": one for name, one in row.items()})
        fields.update({name: one for name, one in _of_row(row).items() if name not in fields})
    source = Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
    return draft_of(document_type("payslip"), fields, reading, source)


def _totals(table: PayTable) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for name, cells in table.totals.items():
        for column, ending in (("this_period", ""), ("ytd", "_ytd")):
            if name and column in cells:
                found[f"{name}{ending}"] = cells[column]
    return found


def _of_row(row: dict[str, Found]) -> dict[str, Found]:
    """The fields that a row stands for: its tax, or the hours and rate of a kind of pay."""
    label = str(row["description"].value)
    if row["section"].value == "deductions":
        kind, amount = kind_of(label), row.get("this_period")
        if kind is None or amount is None or not isinstance(amount.value, Decimal):
            return {}
        return {kind: Found(abs(amount.value), amount.raw.lstrip("-"), amount.confidence, amount.page, amount.box)}
    kind = named("earnings", label)
    if kind is None:
        return {}
    return {f"{name}_{kind}": row[name] for name in ("hours", "rate") if name in row}


def _with(one: Found, value: Value) -> Found:
    return Found(value, str(value), one.confidence, one.page, one.box)
