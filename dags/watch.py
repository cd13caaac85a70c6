"""Start the intake at once when a file arrives, instead of at the next listing.

wait for a key in the inbox → run the intake and wait for its end. Both wait without a worker slot. This only makes
things faster; the scheduled listing finds everything without it.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import dag
from shared import CLIENTS, of_client

from bpo_pipeline.contracts import Contract
from bpo_pipeline.intake.keys import INBOX_FOLDER

# a file that the intake cannot take must not start it without a pause
AT_MOST_EVERY = timedelta(minutes=1)
LOOK_EVERY = timedelta(seconds=45)
GIVE_UP_AFTER = timedelta(hours=6)


def watch(contract: Contract) -> None:
    """Define ``watch__<client>``."""

    @dag(**of_client(contract, "watch", __doc__ or ""), schedule=AT_MOST_EVERY)
    def define() -> None:
        file_arrived = S3KeySensor(
            task_id="file_arrived",
            aws_conn_id="aws_s3",
            bucket_name=contract.inbox_bucket,
            bucket_key=f"{INBOX_FOLDER}/?*",
            wildcard_match=True,
            deferrable=True,
            poke_interval=LOOK_EVERY.total_seconds(),
            timeout=GIVE_UP_AFTER.total_seconds(),
            soft_fail=True,
        )
        run_intake = TriggerDagRunOperator(
            task_id="run_intake",
            trigger_dag_id=f"intake__{contract.client}",
            wait_for_completion=True,
            deferrable=True,
            poke_interval=10,
            allowed_states=["success", "failed"],
            failed_states=[],
        )
        file_arrived >> run_intake

    define()


for one in CLIENTS:
    watch(one)
