"""Write each client's control report to its outbox: files in = posted + rejected + quarantined + in review + on hold.

By count and by amount, per currency. Runs every morning for the day before; start it by hand with a day to have
another day's report.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from shared import CLIENTS, back_office, of_house, param, run_day

DAY = Param(None, type=["null", "string"], format="date", title="Day", description="Empty: the day before this run.")


@dag(
    **of_house("report", __doc__ or ""),
    schedule=CronTriggerTimetable("0 5 * * *", timezone="UTC"),
    params={"day": DAY},
)
def report() -> None:
    """Define ``report``."""

    @task(multiple_outputs=False)
    def write_report(client: str) -> dict[str, Any]:
        with back_office() as app:
            return app.report(client, date.fromisoformat(param("day") or (run_day() - timedelta(days=1)).isoformat()))

    for one in CLIENTS:
        write_report.override(task_id=f"report__{one.client}", queue=str(one.site))(one.client)


report()
