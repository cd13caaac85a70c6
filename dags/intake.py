"""Take in what a client has put into its inbox.

list the inbox → receive chunks of files → acknowledge each file to the client, which announces that documents came.
The listing is the truth: what a notification lost is found by the next one. Nothing waiting ends in a skipped run.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from shared import CLIENTS, back_office, name_chunk, of_client, received

from bpo_pipeline.contracts import Contract

FILES_PER_CHUNK = 50
MOST_FILES_PER_RUN = 10_000


def intake(contract: Contract) -> None:
    """Define ``intake__<client>``."""
    client = contract.client

    @dag(**of_client(contract, "intake", __doc__ or ""), schedule=timedelta(minutes=contract.schedule_minutes))
    def define() -> None:
        @task
        def list_inbox() -> list[list[str]]:
            with back_office() as app:
                app.acknowledge(client)  # what became of earlier files, at the desk for instance
                ids = app.waiting(client)[:MOST_FILES_PER_RUN]
            return [ids[first : first + FILES_PER_CHUNK] for first in range(0, len(ids), FILES_PER_CHUNK)]

        @task(multiple_outputs=False, map_index_template="{{ chunk }}")
        def receive(ids: list[str]) -> dict[str, int]:
            name_chunk(f"{len(ids)} files")
            with back_office() as app:
                return app.receive(client, ids)

        @task(outlets=[received(contract)])
        def acknowledge() -> int:
            with back_office() as app:
                return app.acknowledge(client)

        receive.expand(ids=list_inbox()) >> acknowledge()

    define()


for one in CLIENTS:
    intake(one)
