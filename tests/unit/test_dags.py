"""The DAGs as Airflow reads them, from the contracts; parsed in a process of its own, as Airflow does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CONTRACTS = PROJECT / "dags" / "contracts"
STAGES = ("watch", "intake", "process", "post", "approve", "ask")
PAYROLL = ("payroll__lakeside", "release_payroll__lakeside", "pay_payroll__lakeside")
"""Of the one client whose contract has a payroll."""
PAYABLES = ("payments__nordlicht", "release_payments__nordlicht")
"""Of the one whose contract has payables."""
HOUSE = ("report", "maintain", "reprocess")

READ = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
def told(task):
    operator = getattr(task, "operator_class", type(task))
    get = (lambda name: task.partial_kwargs.get(name)) if task.is_mapped else (lambda name: getattr(task, name, None))
    policy = get("retry_policy")
    return {"kind": operator.__name__, "mapped": task.is_mapped, "queue": get("queue"), "pool": get("pool"),
            "retries": get("retries"), "policy": [[r.exception_path, r.action.value] for r in policy.rules],
            "owner": get("owner"), "answer_within": str(get("response_timeout")), "defaults": get("defaults"),
            "outlets": [asset.uri for asset in get("outlets") or ()]}
json.dump({
    "errors": bag.import_errors,
    "dags": {dag.dag_id: {
        "doc": dag.doc_md, "tags": sorted(dag.tags), "catchup": dag.catchup, "runs": dag.max_active_runs,
        "params": {name: dag.params.get_param(name).schema for name in dag.params}, "schedule": repr(dag.timetable),
        "tasks": {task.task_id: told(task) for task in dag.tasks}} for dag in bag.dags.values()},
}, sys.stdout)
"""


def read_dags(contracts: Path, home: Path) -> dict[str, Any]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "BPO_"))},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join((str(PROJECT), str(PROJECT / "dags"))),
        "BPO_CONTRACTS": str(contracts),
        "BPO_HOME": str(home),
    }
    command = [sys.executable, "-c", READ, str(PROJECT / "dags")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout[done.stdout.index('{"errors"') :])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read_dags(CONTRACTS, tmp_path_factory.mktemp("airflow"))


def test_every_client_has_every_stage_and_the_house_its_own(read: dict[str, Any]) -> None:
    clients = [path.stem for path in CONTRACTS.glob("*.yaml")]
    assert read["errors"] == {}
    assert set(read["dags"]) == {f"{stage}__{client}" for stage in STAGES for client in clients} | {
        *HOUSE,
        *PAYROLL,
        *PAYABLES,
    }


def test_every_dag_explains_itself_and_is_found_by_its_tags(read: dict[str, Any]) -> None:
    for name, dag in read["dags"].items():
        assert len(dag["doc"]) > 100, name
        stage, _, client = name.partition("__")
        assert f"stage:{stage}" in dag["tags"]
        if client:
            assert f"client:{client}" in dag["tags"]
            assert any(tag.startswith("site:") for tag in dag["tags"])
        assert dag["catchup"] is False


def test_every_task_retries_by_the_kind_of_error(read: dict[str, Any]) -> None:
    for name, task in _tasks(read):
        assert task["policy"] == [
            ["bpo_pipeline.errors.AskAPerson", "fail"],
            ["bpo_pipeline.errors.TryAgain", "retry"],
        ], name
        assert task["owner"] == "back office", name
        assert task["kind"] == "HITLOperator" or task["retries"] >= 3, name


def test_a_clients_tasks_stay_with_the_site_of_its_contract(read: dict[str, Any]) -> None:
    sites = {"lakeside": "onshore", "nordlicht": "nearshore"}
    for name, task in _tasks(read):
        client = next((client for client in sites if client in name), None)
        if client:
            assert task["queue"] == sites[client], name


def test_a_company_takes_one_posting_at_a_time(read: dict[str, Any]) -> None:
    assert read["dags"]["post__lakeside"]["tasks"]["post_to"]["pool"] == "post_lakeside"
    assert read["dags"]["post__lakeside"]["tasks"]["post_to"]["mapped"]


def test_the_stages_are_tied_by_assets_and_swept_every_five_minutes(read: dict[str, Any]) -> None:
    dags = read["dags"]
    assert dags["intake__lakeside"]["tasks"]["acknowledge"]["outlets"] == ["bpo://lakeside/received"]
    assert dags["process__lakeside"]["tasks"]["route"]["outlets"] == ["bpo://lakeside/ready"]
    assert dags["ask__lakeside"]["tasks"]["settle"]["outlets"] == ["bpo://lakeside/ready"]
    for stage, event in (("process", "received"), ("post", "ready"), ("approve", "ready")):
        schedule = dags[f"{stage}__lakeside"]["schedule"]
        assert f"bpo://lakeside/{event}" in schedule
        assert "*/5" in schedule


def test_an_open_question_does_not_hold_up_later_ones(read: dict[str, Any]) -> None:
    assert read["dags"]["ask__lakeside"]["runs"] > 50
    assert read["dags"]["approve__lakeside"]["runs"] == 1


def test_reprocessing_is_a_dry_run_unless_told_otherwise(read: dict[str, Any]) -> None:
    form = read["dags"]["reprocess"]["params"]
    assert set(form["client"]["enum"]) == {"lakeside", "nordlicht"}
    assert "posted" not in form["states"]["items"]["enum"]
    assert form["dry_run"]["type"] == "boolean"


def test_a_wrong_contract_is_named_and_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    good = (CONTRACTS / "lakeside.yaml").read_text(encoding="utf-8")
    (folder / "lakeside.yaml").write_text(good, encoding="utf-8")
    for name in ("lakeside-employees.csv", "lakeside-new-hire.form"):
        shutil.copy(CONTRACTS / name, folder)
    (folder / "nordlicht.yaml").write_text(
        good.replace("schedule_minutes: 1", "schedule_minutes: soon"), encoding="utf-8"
    )
    read = read_dags(folder, tmp_path / "airflow")
    assert {name for name in read["dags"] if "__" in name} == {f"{stage}__lakeside" for stage in STAGES} | set(PAYROLL)
    (told,) = read["errors"].values()
    assert "nordlicht.yaml" in told
    assert "schedule_minutes" in told
    assert next(iter(read["errors"])).endswith("contract_errors.py")


def test_without_any_contract_the_dags_can_still_be_read(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    read = read_dags(tmp_path / "contracts", tmp_path / "airflow")
    assert read["errors"] == {}
    assert set(read["dags"]) == set(HOUSE)


def test_the_dags_hold_no_deprecated_words_of_airflow() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", "AIR", "--preview", str(PROJECT / "dags")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _tasks(read: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{dag}.{name}", task) for dag, told in read["dags"].items() for name, task in told["tasks"].items()]
