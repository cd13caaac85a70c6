"""Keep the house in order, every night.

free leases that a crash left, delete what the contracts no longer keep, verify the chain of events → clean Airflow's
own tables. What was found wrong fails the run and is named.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import CronTriggerTimetable, dag, task
from shared import back_office, of_house

RUNS_ARE_KEPT_DAYS = 90
# tasks may not touch Airflow's database, so the one that cleans it is given the address under another name
CLEAN = """
: "${BPO_AIRFLOW_DATABASE_URL:?says where Airflow keeps its tables; it is set by bpo stack and in docker/airflow.env}"
AIRFLOW__DATABASE__SQL_ALCHEMY_CONN="$BPO_AIRFLOW_DATABASE_URL" exec airflow db clean --yes --skip-archive \
  --clean-before-timestamp "{{ (dag_run.run_after - macros.timedelta(days=params.days)).isoformat() }}"
"""


@dag(**of_house("maintain", __doc__ or ""), schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC"))
def maintain() -> None:
    """Define ``maintain``."""

    @task(multiple_outputs=False)
    def keep_in_order() -> dict[str, Any]:
        with back_office() as app:
            return app.maintain()

    keep_in_order()
    BashOperator(task_id="clean_airflow", bash_command=CLEAN, append_env=True, params={"days": RUNS_ARE_KEPT_DAYS})


maintain()
