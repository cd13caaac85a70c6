"""What all DAGs share: the contracts, how often a failed task tries again, names, tags and the asset graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import (
    Asset,
    AssetOrTimeSchedule,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
    get_current_context,
)

from bpo_pipeline.contracts import Contract, load_contracts
from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.flow.metering import Meter
from bpo_pipeline.settings import load_settings

if TYPE_CHECKING:
    from bpo_pipeline.app import App

CONTRACTS = load_contracts(load_settings().contracts)
CLIENTS = tuple(CONTRACTS.by_client.values())
ANSWER_WITHIN = timedelta(days=2)

RETRIES: dict[str, Any] = {
    "retries": 5,
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(exception=AskAPerson, action=RetryAction.FAIL, reason="a person has to look"),
            RetryRule(exception=TryAgain, action=RetryAction.RETRY, reason="the same call may work later"),
        ]
    ),
}


@contextmanager
def back_office() -> Iterator[App]:
    """The back office, for the length of a task; it is loaded when a task runs, not when Airflow reads the DAGs."""
    meter = Meter()
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app(meter=meter) as app:
        yield app


def of_client(contract: Contract, stage: str, text: str) -> dict[str, Any]:
    """The settings of one client's DAG for one stage; *text* is the file's description, shown in Airflow."""
    return {
        "dag_id": f"{stage}__{contract.client}",
        "dag_display_name": f"{stage} {contract.client}",
        "description": text.splitlines()[0],
        "doc_md": f"{text}\n{_facts(contract)}",
        "tags": [f"client:{contract.client}", f"stage:{stage}", f"site:{contract.site}"],
        "catchup": False,
        "max_active_runs": 1,
        "max_active_tasks": 4,
        "default_args": {**RETRIES, "owner": "back office", "queue": str(contract.site)},
    }


def of_house(name: str, text: str) -> dict[str, Any]:
    """The settings of a DAG that is there once for all clients."""
    return {
        "dag_id": name,
        "description": text.splitlines()[0],
        "doc_md": text,
        "tags": [f"stage:{name}"],
        "catchup": False,
        "max_active_runs": 1,
        "max_active_tasks": 4,
        "default_args": {**RETRIES, "owner": "back office"},
    }


def received(contract: Contract) -> Asset:
    """Documents of a client have come in."""
    return Asset(name=f"{contract.client} received", uri=f"bpo://{contract.client}/received", group="bpo")


def ready(contract: Contract) -> Asset:
    """Documents of a client may be posted."""
    return Asset(name=f"{contract.client} ready", uri=f"bpo://{contract.client}/ready", group="bpo")


def on_asset_and_sweep(asset: Asset) -> AssetOrTimeSchedule:
    """When the asset says so, and every five minutes, because a notification may get lost."""
    return AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", timezone="UTC"), assets=[asset])


def name_chunk(name: str) -> None:
    """Name a mapped task's row in Airflow's grid (``map_index_template="{{ chunk }}"``)."""
    cast("dict[str, Any]", get_current_context())["chunk"] = name


def param(name: str) -> Any:
    """What the run was started with."""
    return get_current_context()["params"][name]


def run_day() -> date:
    """The UTC day on which the run was due."""
    due: datetime = _run().run_after
    return due.date()


def actor() -> str:
    """The person who started the run by hand."""
    return getattr(_run(), "triggering_user_name", None) or "scheduler"


def new_runs(dag_id: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Arguments to start one run per key, for the keys that have none open; a key may be asked about 50 times."""
    task_instance = get_current_context()["ti"]
    wanted = []
    for key in keys:
        names = [f"{key}__{number}" for number in range(1, 51)]
        if not task_instance.get_dr_count(dag_id=dag_id, run_ids=names, states=["queued", "running"]):
            before = task_instance.get_dr_count(dag_id=dag_id, run_ids=names)
            wanted.append({"trigger_run_id": f"{key}__{before + 1}", "conf": {"key": key}})
    return wanted


def ask_each(dag_id: str, unasked: Any, task_id: str = "open_question") -> None:
    """Start a run of the DAG that asks for each of what ``new_runs`` gave."""
    # costs a third of a second, which the tasks of the other DAGs need not pay
    from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator  # noqa: PLC0415

    runs = {"task_id": task_id, "trigger_dag_id": dag_id, "skip_when_already_exists": True}
    TriggerDagRunOperator.partial(**runs).expand_kwargs(unasked)


def question(subject: str, body: Any, options: Sequence[str], task_id: str = "question") -> HITLOperator:
    """A question to a person under "Required Actions"; unanswered for two days it fails, and nothing was done."""
    about = {"subject": subject, "body": body, "options": list(options)}
    return HITLOperator(task_id=task_id, response_timeout=ANSWER_WITHIN, retries=0, **about)


def _run() -> Any:
    return get_current_context()["dag_run"]


def _facts(contract: Contract) -> str:
    targets = ", ".join(getattr(one, "company", "") or one.kind for one in contract.targets)
    return (
        "\n| contract | |\n|---|---|\n"
        f"| client | {contract.name} (`{contract.client}`, {contract.country}) |\n"
        f"| site and queue | {contract.site} |\n"
        f"| inbox | `{contract.inbox_bucket}`, listed every {contract.schedule_minutes} min |\n"
        f"| documents | {', '.join(terms.type for terms in contract.documents)} |\n"
        f"| targets | {targets} |\n"
        f"| approval above | {contract.approval_limit} {contract.currency} |\n"
    )
