"""All candidates of a slip with their features: what training labels and what extraction scores, by one function."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.extraction.document_dates import dates
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.extraction.learned.days import day_candidates, day_features
from bpo_pipeline.extraction.learned.print_lines import printed
from bpo_pipeline.extraction.learned.rows import address_features, address_runs, in_parts, name_features, name_runs
from bpo_pipeline.extraction.learned.sums import amount_candidates, amount_features
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.taxes import rate_lines, tax_rows
from bpo_pipeline.extraction.totals import totals
from bpo_pipeline.model.reading import Word

FIELDS = ("supplier_name", "supplier_address", "issue_date", "gross_total")


@dataclass(frozen=True)
class Scored:
    """One candidate of one field."""

    value: Value
    words: tuple[Word, ...]
    page: int
    features: list[float]


def candidates(sheet: Sheet) -> dict[str, list[Scored]]:
    """For each field of ``FIELDS`` its candidates; what the rules would choose is a feature among others."""
    lines = sheet.lines
    if not lines:
        return {field: [] for field in FIELDS}
    head = printed(lines)
    name = name_runs(head)
    address = address_runs(head)
    days = day_candidates(sheet.days)
    amounts = amount_candidates(sheet.amounts)
    ruled = _by_rules(sheet)
    total, day = (ruled[field].value if field in ruled else None for field in ("gross_total", "issue_date"))
    return {
        "supplier_name": [
            Scored(run.text, run.words, head[run.start].page, row)
            for run, row in zip(name, name_features(head, name), strict=True)
        ],
        "supplier_address": [
            Scored(in_parts(head, run), run.words, head[run.start].page, row)
            for run, row in zip(address, address_features(head, address), strict=True)
        ],
        "issue_date": [
            Scored(one.value, one.words, one.page, row)
            for one, row in zip(
                days, day_features(lines, days, day if isinstance(day, dt.date) else None), strict=True
            )
            if one.value
        ],
        "gross_total": [
            Scored(one.value, one.words, one.page, row)
            for one, row in zip(
                amounts, amount_features(lines, amounts, total if isinstance(total, Decimal) else None), strict=True
            )
            if one.value
        ],
    }  # fmt: skip


def _by_rules(sheet: Sheet) -> dict[str, Found]:
    """Day and total by labels and arithmetic, without a look for items."""
    nothing: frozenset[int] = frozenset()
    rows, rates = tax_rows(sheet, skip=nothing), rate_lines(sheet, skip=nothing)
    return {**dates(sheet), **totals(sheet, skip=nothing, rows=rows, by_rate=rates, line_sum=None)}
