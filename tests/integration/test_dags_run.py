"""The DAGs run for real, task by task in one process, on embedded PostgreSQL and SeaweedFS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stack_ports import free_ports

from bpo_pipeline import stack
from bpo_pipeline.generator.generate import generate
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.stack import Ports, seaweed, users
from bpo_pipeline.stack.environment import recorded, with_system
from bpo_pipeline.store import upgrade

pytestmark = [pytest.mark.integration, pytest.mark.slow]

RUN = """
import json, sys
sys.path.insert(0, sys.argv[1].replace("dags", "plugins"))
from airflow.dag_processing.dagbag import DagBag
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session
from desk.chunk_page import work_of
bag = DagBag(sys.argv[1])
told = {}
for name in sys.argv[2:]:
    run = bag.dags[name].test()
    with create_session() as session:
        rows = session.query(XComModel).filter(XComModel.run_id == run.run_id, XComModel.dag_id == name).all()
        values = [[row.task_id, row.map_index, XComModel.deserialize_value(row)] for row in rows]
    whole, part = work_of(name, run.run_id, "", -1), work_of(name, run.run_id, "work", 0)
    known = [whole.chunks, whole.start is not None, part.chunks, part.start is not None]
    told[name] = {"work": known, "state": str(run.state),
                  "tasks": {ti.task_id: str(ti.state) for ti in run.get_task_instances()},
                  "xcom": [value for value in values if value[2] is not None]}
print("TOLD" + json.dumps(told, default=str))
"""


@pytest.fixture(scope="module")
def ports() -> Ports:
    return free_ports()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, ports: Ports) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("stack") / "home"
    stack.up(folder, ports=ports, only=["postgres", "seaweed"], prepare_database=upgrade)
    _airflow(folder, "-m", "airflow", "db", "migrate")
    yield folder
    stack.down(folder)


@pytest.fixture(scope="module")
def told(home: Path, ports: Ports, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    papers = tmp_path_factory.mktemp("papers")
    generate(papers, count=3, seed=11, clients=["nordlicht"], kinds=["invoice"], forms=["ubl"])
    keys = users.load_secrets(home).s3_keys["client-nordlicht"]
    inbox = seaweed.client(seaweed.endpoint(ports), keys)
    files = sorted(papers.rglob("*.xml"))
    assert len(files) == 3
    for path in files:
        inbox.put_object(Bucket="nordlicht-inbox", Key=f"incoming/{path.name}", Body=path.read_bytes())
    stages = ["intake__nordlicht", "process__nordlicht", "post__nordlicht", "report"]
    output = _airflow(home, "-c", RUN, str(PROJECT / "dags"), *stages)
    return json.loads(output[output.index("TOLD") + 4 :])


def test_a_file_in_the_inbox_goes_through_every_stage(told: dict[str, Any]) -> None:
    assert {name: run["state"] for name, run in told.items()} == dict.fromkeys(told, "success")
    assert told["intake__nordlicht"]["tasks"]["acknowledge"] == "success"
    assert told["process__nordlicht"]["tasks"]["route"] == "success"


def test_the_documents_tab_finds_the_chunks_of_a_run(told: dict[str, Any]) -> None:
    planned = [value for task, _, value in told["process__nordlicht"]["xcom"] if task == "plan_chunks"]
    assert told["process__nordlicht"]["work"] == [planned[0], True, planned[0], True]
    assert told["post__nordlicht"]["work"][:2] == [None, True]


def test_tasks_hand_on_only_ids_keys_and_counts(told: dict[str, Any]) -> None:
    for name, run in told.items():
        for task, _, value in run["xcom"]:
            for leaf in _leaves(value):
                assert isinstance(leaf, int | str), f"{name}.{task}"
                assert len(str(leaf)) < 200, f"{name}.{task}: {leaf}"


def test_no_file_name_reaches_airflow(told: dict[str, Any]) -> None:
    leaves = [str(leaf) for run in told.values() for *_, value in run["xcom"] for leaf in _leaves(value)]

    assert leaves
    assert not [one for one in leaves if one.endswith(".xml") or one.startswith("incoming/")]


def test_running_again_with_nothing_new_skips_and_changes_nothing(home: Path, told: dict[str, Any]) -> None:
    assert told
    output = _airflow(home, "-c", RUN, str(PROJECT / "dags"), "intake__nordlicht", "process__nordlicht")
    again = json.loads(output[output.index("TOLD") + 4 :])
    assert again["intake__nordlicht"]["tasks"]["receive"] == "skipped"
    assert again["process__nordlicht"]["tasks"]["plan_chunks"] == "skipped"


def _airflow(home: Path, *arguments: str) -> str:
    variables = {**with_system(recorded(home)), "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR"}
    variables["PYTHONPATH"] = os.pathsep.join((str(PROJECT), str(PROJECT / "dags")))
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value
