"""What the benchmark adds up: who used how much, and whether it keeps its limits."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.commands import bench
from bpo_pipeline.commands.benches.airflow import shares
from bpo_pipeline.commands.benches.cpu import difference, seconds_by_part
from bpo_pipeline.commands.benches.ends import resting
from bpo_pipeline.commands.benches.figures import Figure, write
from bpo_pipeline.commands.benches.invoices import invoices
from bpo_pipeline.commands.benches.memory import growth
from bpo_pipeline.commands.benches.sampler import Sampler
from bpo_pipeline.commands.benches.task_costs import TaskCost, task_costs
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.metering import LINE, Cost, Meter, cost_in
from bpo_pipeline.model.states import State
from bpo_pipeline.stack import processes

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
STOPPED = {"postgres": 0.0, "seaweed": 0.0, "tryton": 0.0, "api-server": 0.0, "dag-processor": 0.0, "triggerer": 0.0}
BURNER = "import subprocess, sys, time\nfor _ in range(3): subprocess.run([sys.executable, '-c', {short!r}])\n{end}"
SHORT = "import time\nwhile time.process_time() < 0.4: pass"


def test_airflows_share_leaves_out_our_code_and_takes_in_its_database() -> None:
    used = STOPPED | {"scheduler": 60.0, "api-server": 10.0, "postgres": 12.0, "seaweed": 8.0}
    task = TaskCost(NOON, "process__x", "read", Cost(cpu_seconds=70.0, hidden_cpu_seconds=20.0, peak_mb=300.0))

    figures = {one.name: one for one in shares("x", used, [task], airflows_database=2.0, count=10)}

    # 70 s of programs less 50 s of ours that are among them, and 2 s of the database
    assert figures["CPU of Airflow"].value == pytest.approx(2.2)
    assert figures["CPU of our code"].value == pytest.approx(7.0)
    assert figures["CPU of the servers"].value == pytest.approx(1.8)
    assert figures["CPU"].value == pytest.approx(11.0)
    assert figures["Airflow's share"].value == pytest.approx(20.0)
    assert not figures["Airflow's share"].holds


def test_a_task_says_in_its_log_what_it_cost() -> None:
    cost = Cost(1.25, 0.5, 300.5)

    assert cost_in("2026 INFO " + LINE % (1.25, 0.5, 300.5)) == cost
    assert cost_in("stage=read document=abc state=read") is None


def test_costs_are_read_from_the_logs_of_the_time_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "dag_id=process__x" / "run_id=1" / "task_id=work" / "map_index=0" / "attempt=1.log"
    log.parent.mkdir(parents=True)
    lines = [
        {"timestamp": (NOON + dt.timedelta(minutes=minute)).isoformat(), "event": LINE % (minute, 0, 100)}
        for minute in (0, 5, 20)
    ]
    other = json.dumps({"timestamp": NOON.isoformat(), "event": "something else"})
    log.write_text("\n".join([other, *map(json.dumps, lines)]), encoding="utf-8")

    found = task_costs(tmp_path, since=NOON + dt.timedelta(minutes=1), until=NOON + dt.timedelta(minutes=10))

    assert [(one.dag, one.task, one.cost.cpu_seconds) for one in found] == [("process__x", "work", 5.0)]


def test_what_bubblewrap_hides_is_counted_once() -> None:
    meter = Meter()

    meter.stop(sandbox_cpu_seconds=5.0)

    assert 5.0 <= meter.cost.cpu_seconds < 6.0
    assert meter.cost.hidden_cpu_seconds == pytest.approx(5.0, abs=0.1)


def test_a_sandbox_whose_children_we_waited_for_is_not_counted_twice() -> None:
    meter = Meter()
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.3:
            pass
        os._exit(0)
    os.waitpid(child, 0)

    meter.stop(sandbox_cpu_seconds=0.3)

    assert meter.cost.cpu_seconds < 0.5
    assert meter.cost.hidden_cpu_seconds < 0.1


def test_the_sandbox_counts_its_jobs_and_its_own_start() -> None:
    invoice = invoices(1, seed=1, client="nordlicht")[0].content
    with new_sandbox() as sandbox:
        sandbox.run("read", invoice, arguments={"media_type": "application/pdf"})
        first = sandbox.cpu_seconds
        sandbox.run("read", invoice, arguments={"media_type": "application/pdf"})
        second = sandbox.cpu_seconds

    assert first > 0.2, "loading the parsers alone takes longer"
    assert 0.005 < second - first < first


def test_processes_that_came_and_went_are_counted(tmp_path: Path) -> None:
    before = seconds_by_part(tmp_path)
    ready = tmp_path / "ready"
    source = BURNER.format(short=SHORT, end=f"open({str(ready)!r}, 'w').close()\ntime.sleep(60)")
    processes.start(tmp_path, "scheduler", [sys.executable, "-c", source], environment={}, folder=tmp_path)
    try:
        deadline = time.monotonic() + 30
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        used = difference(before, seconds_by_part(tmp_path))
        alive = psutil.Process(processes.family(tmp_path, "scheduler")[0].pid).children()
    finally:
        processes.stop(tmp_path, "scheduler")

    assert not alive
    assert 1.1 < used["scheduler"] < 3.0
    assert used["triggerer"] == 0.0


def test_memory_that_only_warms_up_does_not_grow() -> None:
    assert growth([100, 300, 400, 400, 400, 401, 400, 399, 400, 400]) == (400, 400)
    assert growth([100, 110, 120, 130, 140, 150, 160, 170, 180, 190]) == (125, 185)
    assert growth([1, 2]) == (0.0, 0.0)


def test_a_sampler_looks_at_the_start_and_at_the_end() -> None:
    counter = iter(range(1000))

    with Sampler(lambda: next(counter), every_seconds=60) as sampler:
        pass

    assert sampler.samples == [0, 1]


def test_a_document_that_waits_to_be_posted_is_not_at_rest() -> None:
    before = {State.POSTED: 5, State.IN_REVIEW: 1}
    now = {State.POSTED: 7, State.IN_REVIEW: 2, State.READY: 9, State.RECEIVED: 3}

    assert resting(before, now) == 3


def test_two_runs_never_send_the_same_invoice() -> None:
    one, other = (invoices(5, seed=seed, client="lakeside") for seed in (1, 2))

    assert len({paper.key for paper in one + other}) == 10
    assert len({paper.content for paper in one + other}) == 10


def test_figures_are_written_with_what_is_needed_to_compare_them(tmp_path: Path) -> None:
    write(tmp_path / "x" / "bench.json", [Figure("a", "b", 2.0, "s", at_most=1.0)], count=10, seed=3, formula="f")

    told = json.loads((tmp_path / "x" / "bench.json").read_text(encoding="utf-8"))
    assert told["figures"][0] | {"note": ""} == {
        "part": "a", "name": "b", "value": 2.0, "unit": "s", "note": "", "at_most": 1.0,
    }  # fmt: skip
    assert {"processors", "load_average", "measured_at", "count", "seed"} <= set(told)


def test_a_part_that_there_is_not_is_named() -> None:
    with pytest.raises(AskAPerson, match="tea"):
        bench.run(count=10, only=["tea"])
