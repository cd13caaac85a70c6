"""``bpo demo``: the main job on the embedded stack, with what was expected beside what happened."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from bpo_pipeline import stack
from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.demo_payroll import Check, DemoPayroll, show
from bpo_pipeline.commands.inbox import deliver
from bpo_pipeline.commands.progress import bar, console
from bpo_pipeline.flow.local import start_stack
from bpo_pipeline.flow.proving import Outcome, at_rest, prove
from bpo_pipeline.generator.demo import demo_batch, parked_batch
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.states import State
from bpo_pipeline.reporting.table import render
from bpo_pipeline.settings import Settings, load_settings
from bpo_pipeline.stack import StackInfo
from bpo_pipeline.store import AcknowledgementDue

FILES_A_RUN = 50
"""A demo run leaves a few more documents than that behind."""
PATIENCE_SECONDS = 600
LOOK_EVERY_SECONDS = 2.0
PARKED = (State.IN_REVIEW, State.ON_HOLD)


def run(*, once: bool, seed: int | None) -> int:
    """Show the main job; 0 only if everything is as expected."""
    begun = time.monotonic()
    console.print("[bold]Demo[/]: starting PostgreSQL, S3, Tryton and Airflow")
    info = start_stack(load_settings(), only=None, progress=lambda line: console.print(f"  {line}", style="dim"))
    up = time.monotonic()
    try:
        outcomes, checks, tied, parked = _main_job(load_settings(), seed)
    finally:
        if once:
            console.print("Stopping the stack")
            stack.down(info.home)
    wrong = [one for one in outcomes if one.wrong]
    untied = [one for one in checks if not one.right]
    out = Console()
    out.print(
        f"[bold]{len(outcomes) - len(wrong)} of {len(outcomes)} files ended as expected[/]; "
        f"payroll week: {len(checks) - len(untied)} of {len(checks)} checks tie; "
        f"stack up in {up - begun:.0f} s, everything in {time.monotonic() - begun:.0f} s."
    )
    if not once:
        _where_to_click(out, info, parked)
    return 0 if outcomes and not wrong and checks and not untied and tied else 1


def _main_job(settings: Settings, seed: int | None) -> tuple[list[Outcome], list[Check], bool, int]:
    """Drop the files, wait, and show what became of them; whether the control reports tie, and how many wait.

    A dozen exceptions come last, for whoever wants to try the desk: they must end in review, parked there.
    """
    begun = utc_now()
    with open_app(settings) as app:
        drawn = _fresh_seed(app) if seed is None else seed
        console.print(f"Inventing documents with seed {drawn}")
        week = DemoPayroll(settings, app, drawn, begun.date())
        console.print(f"Dropped {week.drop()} timesheets")
        documents = (*demo_batch(seed=drawn, today=begun.date()), *parked_batch(seed=drawn, today=begun.date()))
        console.print("Two people release the payroll week at Airflow's gates meanwhile")
        with ThreadPoolExecutor(max_workers=1) as beside:
            settled = beside.submit(week.settle, begun)
            outcomes = _through(settings, app, documents)
            _print_outcomes(outcomes)
            checks = settled.result()
        show(checks)
        clients = sorted({one.client for one in outcomes})
        reports = [app.control(client, begun.date(), utc_now().date()) for client in clients]
        waiting = sum(len(app.store.ids(client, states=PARKED)) for client in clients)
    for report in reports:
        Console().print(render(report))
    return outcomes, checks, all(report.ties for report in reports), waiting


def _through(settings: Settings, app: App, documents: Sequence[DemoDocument]) -> list[Outcome]:
    """Drop documents into the inboxes and wait for what the scheduled DAGs make of them."""
    begun, batch = utc_now(), _by_client(documents)
    total = deliver(settings, app, batch)
    console.print(f"Dropped {total} files; the scheduled DAGs take it from here")
    told = _wait(app, batch, begun)
    return [one for client in batch for one in prove(app.parts(client), told[client], batch[client])]


def _fresh_seed(app: App) -> int:
    """A seed that this stack has not seen: the same documents again would be duplicates."""
    files = sum(sum(app.store.count_by_state(client).values()) for client in app.contracts.by_client)
    return 1 + -(-files // FILES_A_RUN)


def _by_client(documents: Sequence[DemoDocument]) -> dict[str, list[DemoDocument]]:
    batch: dict[str, list[DemoDocument]] = {}
    for one in documents:
        batch.setdefault(one.client, []).append(one)
    return batch


def _wait(
    app: App, batch: Mapping[str, Sequence[DemoDocument]], begun: dt.datetime
) -> dict[str, list[AcknowledgementDue]]:
    """Wait until every file has come to rest and its client was told, at most ten minutes."""
    total = sum(map(len, batch.values()))
    deadline = time.monotonic() + PATIENCE_SECONDS
    done = 0
    with bar("Airflow is working", total) as advance:
        while True:
            told = {client: app.store.told(client, received_from=begun) for client in batch}
            resting = sum(at_rest(told[client], batch[client]) for client in batch)
            advance(resting - done)
            done = resting
            untold = any(app.store.acknowledgements_due(client, limit=1) for client in batch)
            if (done == total and not untold) or time.monotonic() > deadline:
                return told
            time.sleep(LOOK_EVERY_SECONDS)


def _print_outcomes(outcomes: Sequence[Outcome]) -> None:
    table = Table("client", "file", "expected", "actual", "", title="What became of each file")
    for one in outcomes:
        mark = f"[red]{'; '.join(one.wrong)}[/]" if one.wrong else "[green]as expected[/]"
        table.add_row(one.client, one.key.removeprefix("incoming/"), one.expected, one.actual, mark)
    Console(width=160).print(table)


def _where_to_click(out: Console, info: StackInfo, parked: int) -> None:
    out.print(f"\nAirflow: {info.airflow_url}  (log in as operator; passwords are in {info.passwords_file})")
    out.print(f"The desk:                 {info.airflow_url}/back-office/queue  ({parked} documents wait for a person)")
    out.print("The same on a terminal:   .venv/bin/bpo review list")
    out.print("The control report:       .venv/bin/bpo report control")
    out.print("Stop everything:          .venv/bin/bpo stack down")
