"""Post a client's approved documents to its targets.

gather what is ready → post per target, one at a time per company → reconcile with the targets → acknowledge to the
client. Bills above the contract's limit are left to `approve`. Posting twice makes one bill.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from airflow.sdk import TriggerRule, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from shared import CLIENTS, back_office, name_chunk, of_client, on_asset_and_sweep, ready

from bpo_pipeline.contracts import Contract


def post(contract: Contract) -> None:
    """Define ``post__<client>``."""
    client = contract.client

    @dag(**of_client(contract, "post", __doc__ or ""), schedule=on_asset_and_sweep(ready(contract)))
    def define() -> None:
        @task
        def gather() -> list[dict[str, str | int]]:
            with back_office() as app:
                waiting = app.gather(client)
            if not waiting:
                raise AirflowSkipException("nothing waits to be posted")
            return waiting

        @task(multiple_outputs=False, map_index_template="{{ chunk }}", pool=contract.pool)
        def post_to(waiting: dict[str, str | int]) -> dict[str, int]:
            name_chunk(f"{waiting['count']} to {waiting['target']}")
            with back_office() as app:
                return app.post(client, str(waiting["target"]))

        @task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
        def acknowledge() -> int:
            with back_office() as app:
                return app.acknowledge(client)

        @task(multiple_outputs=False)
        def reconcile() -> dict[str, int]:
            with back_office() as app:
                return app.reconcile(client)

        posted = post_to.expand(waiting=gather())
        posted >> acknowledge()
        posted >> reconcile()

    define()


for one in CLIENTS:
    post(one)
