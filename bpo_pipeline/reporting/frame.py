"""The control report as a pandas table, one row per day, currency and state, for spreadsheets and analysis.

In a file of its own, since importing pandas takes longer than making the report.
"""

from __future__ import annotations

import pandas as pd

from bpo_pipeline.reporting.control import ControlReport, Tally
from bpo_pipeline.reporting.table import TALLIES

COLUMNS = ("client", "day", "currency", "state", "files", "amount", "without_amount")


def as_frame(report: ControlReport) -> pd.DataFrame:
    """Rows of counts and exact Decimal amounts; the sum over ``state`` is what came in."""
    rows: list[tuple[object, ...]] = []
    for day in report.days:
        for part in day.currencies:
            for field, _ in TALLIES:
                tally: Tally = getattr(part, field)
                counts = (tally.count, tally.amount, tally.without_amount)
                rows.append((report.client, day.day, part.currency or "", field, *counts))
    return pd.DataFrame(rows, columns=list(COLUMNS))
