"""``bpo process``: the whole chain for some files in one process, without Airflow."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.files import named_files
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.commands.shown import masked
from bpo_pipeline.errors import TryAgain
from bpo_pipeline.flow.receiving import object_id
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.store import AcknowledgementDue

RECEIVED_AT_ONCE = 50


def run(paths: list[Path], *, client: str, output: str) -> int:
    """Put the files into the client's inbox, take them through all stages, and print what became of each.

    1 when something could not be finished now (the ERP was away): it waits, and the next run goes on.
    """
    files = list(named_files(paths))
    begun = utc_now()
    with open_app() as app:
        keys = _deliver(app, client, files)
        waiting = through(app, client, keys)
        results = app.store.told(client, received_from=begun)
        app.acknowledge(client)
    _print(results, output)
    if waiting:
        sys.stderr.write(f"{waiting}\nWhat waits is taken up by the next run.\n")
    return 1 if waiting else 0


def _deliver(app: App, client: str, files: list[tuple[str, Path]]) -> list[str]:
    bucket = app.parts(client).contract.inbox_bucket
    keys = []
    with bar("Delivering", len(files)) as advance:
        for name, path in files:
            key = f"incoming/{name.replace('/', '-').lstrip('.-')}"
            app.buckets.put(bucket, key, path.read_bytes(), "application/octet-stream")
            keys.append(key)
            advance()
    return keys


def through(app: App, client: str, keys: list[str]) -> str:
    """Take what lies in the inbox under these keys through all stages; gives why something waits, or nothing."""
    with bar("Receiving", len(keys)) as advance:
        for start in range(0, len(keys), RECEIVED_AT_ONCE):
            part = keys[start : start + RECEIVED_AT_ONCE]
            app.receive(client, [object_id(client, key) for key in part])
            advance(len(part))
    chunks = app.plan(client)
    with bar("Processing", sum(map(len, chunks))) as advance:
        for chunk in chunks:
            app.read(client, chunk)
            app.understand(client, chunk)
            advance(len(chunk))
    app.tie(client, chunks)
    targets = app.gather(client)
    waiting = []
    with bar("Posting", len(targets)) as advance:
        for one in targets:
            try:
                app.post(client, str(one["target"]))
            except TryAgain as problem:
                waiting.append(str(problem))
            advance()
    return "; ".join(waiting)


def _print(results: list[AcknowledgementDue], output: str) -> None:
    if output == "jsonl":
        for one in results:
            line = {
                "key": one.arrival.key,
                "document_id": one.arrival.document_id,
                "state": one.state.value if one.state else "container",
                "reason": one.reason,
                "sentence": masked(one.sentence),
                "postings": {posted.target: posted.number for posted in one.postings},
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    table = Table("file", "state", "reason", "posted as / what to know")
    for one in results:
        posted = ", ".join(f"{posted.target} {posted.number}" for posted in one.postings)
        table.add_row(
            one.arrival.key.removeprefix("incoming/"),
            one.state.value if one.state else "container",
            one.reason or "",
            posted or masked(one.sentence),
        )
    Console().print(table)
