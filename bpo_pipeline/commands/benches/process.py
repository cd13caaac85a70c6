"""``bpo bench --only process``: the whole chain in one process, without Airflow."""

from __future__ import annotations

import time

import psutil

from bpo_pipeline.app import open_app
from bpo_pipeline.commands.benches.cpu import difference, seconds_by_part
from bpo_pipeline.commands.benches.ends import end_figures
from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.commands.benches.invoices import invoices
from bpo_pipeline.commands.inbox import deliver
from bpo_pipeline.commands.process import through
from bpo_pipeline.flow.metering import Meter
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import Settings

QUARTERS = 4
"""The documents go in four heaps; when the first is through, everything that is loaded once has been."""


def measure(settings: Settings, *, client: str, count: int, seed: int) -> list[Figure]:
    """Documents per minute, CPU per document and memory; Airflow must not run, or it takes the documents."""
    part = f"one process, {client}"
    batch = invoices(count, seed=seed, client=client)
    myself = psutil.Process()
    with open_app(settings) as app:
        deliver(settings, app, {client: batch})
    meter = Meter()
    with open_app(settings, meter=meter) as app:
        before, begun, start = seconds_by_part(settings.home), utc_now(), time.monotonic()
        memory = []
        for quarter in range(QUARTERS):
            through(app, client, [one.key for one in batch[quarter::QUARTERS]])
            memory.append(myself.memory_info().rss / 2**20)
        app.acknowledge(client)
        minutes = (time.monotonic() - start) / 60
        ends = end_figures(app, part, client, count=count, begun=begun)
    servers = sum(difference(before, seconds_by_part(settings.home)).values())
    return [
        Figure(part, "throughput", count / minutes, "documents/min", f"{count} documents, one after the other"),
        Figure(part, "CPU", (meter.cost.cpu_seconds + servers) / count, "s/document", "with the servers"),
        Figure(part, "CPU of our code", meter.cost.cpu_seconds / count, "s/document", "sandbox and OCR included"),
        Figure(part, "CPU of the servers", servers / count, "s/document", "PostgreSQL, S3 and, for lakeside, the ERP"),
        Figure(part, "memory of the process", memory[-1], "MiB", "resident, at the end"),
        Figure(
            part, "growth of the process", memory[-1] - memory[0], "MiB", f"over the last {count * 3 // 4} documents"
        ),
        *ends,
    ]
