"""Read and understand a client's documents.

plan chunks → per chunk: read, then understand (classify, extract, check) → route, which tells the client and must
tie. A document that needs a person is parked with its reason; it holds no run. A run whose counts do not tie fails
and says by how much.
Reading and understanding are one task, because starting a task costs Airflow as much as reading two documents; the
state of each document tells how far it has come, so a task that starts again goes on where it was.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from airflow.sdk import TriggerRule, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from shared import CLIENTS, back_office, name_chunk, of_client, on_asset_and_sweep, ready, received

from bpo_pipeline.contracts import Contract


def process(contract: Contract) -> None:
    """Define ``process__<client>``."""
    client = contract.client

    @dag(**of_client(contract, "process", __doc__ or ""), schedule=on_asset_and_sweep(received(contract)))
    def define() -> None:
        @task
        def plan_chunks() -> list[list[str]]:
            with back_office() as app:
                chunks = app.plan(client)
            if not chunks:
                raise AirflowSkipException("nothing waits to be processed")
            return chunks

        @task(multiple_outputs=False, map_index_template="{{ chunk }}")
        def work(ids: list[str]) -> dict[str, int]:
            name_chunk(f"{len(ids)} documents from {ids[0][:12]}")
            with back_office() as app:
                app.read(client, ids)
                return app.understand(client, ids)

        @task(multiple_outputs=False, trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS, outlets=[ready(contract)])
        def route(chunks: list[list[str]]) -> dict[str, int]:
            with back_office() as app:
                app.acknowledge(client)
                return app.tie(client, chunks)

        chunks = plan_chunks()
        work.expand(ids=chunks) >> route(chunks)

    define()


for one in CLIENTS:
    process(one)
