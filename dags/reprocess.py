"""Process documents again, by client, day, state and type.

select the documents → per chunk: start them again; `process` picks them up. A dry run, which is what happens unless
told otherwise, only says how many would be started again. Posted documents are never started again.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from datetime import date
from typing import Any

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from shared import CLIENTS, actor, back_office, name_chunk, of_house, param, run_day

from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.model.states import State

DOCUMENTS_PER_CHUNK = 50
FIRST_DAY = "2000-01-01"
NAMES = [one.client for one in CLIENTS] or ["(no contract can be used)"]
STATES = [str(state) for state in State if state not in {State.POSTED, State.SPLIT}]
TYPES = [kind.name for kind in DOCUMENT_TYPES]

PARAMS = {
    "client": Param(NAMES[0], type="string", enum=NAMES, title="Client"),
    "day_from": Param(None, type=["null", "string"], format="date", title="First day", description="Empty: the first."),
    "day_to": Param(None, type=["null", "string"], format="date", title="Last day", description="Empty: today."),
    "states": Param(
        ["in_review"],
        type="array",
        items={"type": "string", "enum": STATES},
        examples=STATES,
        minItems=1,
        title="States",
    ),
    "types": Param(
        [],
        type="array",
        items={"type": "string", "enum": TYPES},
        examples=TYPES,
        title="Document types",
        description="Empty: all, also documents without a type yet.",
    ),
    "dry_run": Param(True, type="boolean", title="Dry run", description="Change nothing, only count."),
}


@dag(**of_house("reprocess", __doc__ or ""), schedule=None, params=PARAMS)
def reprocess() -> None:
    """Define ``reprocess``."""

    @task
    def select() -> list[list[str]]:
        with back_office() as app:
            ids = app.select(
                param("client"),
                day_from=date.fromisoformat(param("day_from") or FIRST_DAY),
                day_to=date.fromisoformat(param("day_to") or run_day().isoformat()),
                states=param("states"),
                types=param("types"),
            )
        if not ids:
            raise AirflowSkipException("no document fits")
        return [ids[first : first + DOCUMENTS_PER_CHUNK] for first in range(0, len(ids), DOCUMENTS_PER_CHUNK)]

    @task(multiple_outputs=False, map_index_template="{{ chunk }}")
    def start_again(ids: list[str]) -> dict[str, Any]:
        name_chunk(f"{len(ids)} documents from {ids[0][:12]}")
        with back_office() as app:
            return app.reprocess(param("client"), ids, actor=actor(), dry_run=param("dry_run"))

    start_again.expand(ids=select())


reprocess()
