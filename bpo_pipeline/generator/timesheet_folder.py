"""A folder of invented timesheets with their truth and the client's employee list beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpo_pipeline.generator.staff import employee_list
from bpo_pipeline.generator.timesheet_layouts import LAYOUTS
from bpo_pipeline.generator.timesheets import PLANTED, WeekSheet, payroll_week

KIND = "timesheet"


def timesheet_folder(
    out: Path, *, count: int, seed: int, awkward: bool = False, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write so many sheets, in all forms and layouts in turn, with ``truth.jsonl`` and ``employees.csv``.

    With *awkward* the last eight carry one planted error each. Gives how many sheets were written.
    """
    week = payroll_week(seed, count, min(count, len(PLANTED)) if awkward else 0, layouts=tuple(LAYOUTS))
    out.mkdir(parents=True, exist_ok=True)
    for done, one in enumerate(week.sheets, 1):
        (out / one.name).write_bytes(one.content)
        if progress:
            progress(done, count)
    (out / "employees.csv").write_text(employee_list(week.employees), encoding="utf-8")
    rows = (json.dumps(_truth(one), sort_keys=True) for one in week.sheets)
    (out / "truth.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return len(week.sheets)


def _truth(one: WeekSheet) -> dict[str, Any]:
    """What a sheet says, with the field names of ``documents/timesheet``."""
    form = one.name.rpartition(".")[2]
    return {
        "id": one.name.rpartition(".")[0],
        "file": one.name,
        "source": "generated",
        "doc_type": KIND,
        "digital": form in {"xlsx", "csv", "pdf"},
        "layout": one.layout,
        "qa_issues": [one.planted] if one.planted else [],
        "fields": {
            "employee_id": one.employee.employee_id,
            "employee_name": one.employee.name,
            "department": one.employee.department,
            "computed_total_hours": _number(one.total),
        },
        "rows": [
            {
                "date": day.date.isoformat(),
                "day": f"{day.date:%a}",
                "time_in": day.start,
                "time_out": day.end,
                "break_hours": _number(day.pause),
                "hours": _number(day.hours),
                **({"time_in_2": day.start_2, "time_out_2": day.end_2} if day.start_2 else {}),
            }
            for day in one.days
        ],
    }


def _number(value: Decimal) -> float:
    return float(value)
