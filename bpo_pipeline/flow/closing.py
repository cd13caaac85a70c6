"""The control report, and the daily upkeep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.chunks import Untied
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.reporting.control import ControlReport, DayCount, control_report
from bpo_pipeline.store import Store

ORIGINAL = ("original",)
READINGS = ("reading.json", "rereadings.json", "screening.json")


def control(parts: Parts, day_from: dt.date, day_to: dt.date) -> ControlReport:
    """The control report of some UTC days, both included; days before today are closed."""
    counts = parts.store.arrivals_per_day(parts.client, day_from, day_to)
    return control_report(
        parts.store.control_lines(parts.client, day_from, day_to),
        [DayCount(day=one.day, files=one.files, containers=one.containers) for one in counts],
        client=parts.client,
        day_from=day_from,
        day_to=day_to,
        corrected=parts.store.corrected_documents(parts.client, day_from, day_to),
        closed_until=utc_now().date() - dt.timedelta(days=1),
        payment_runs=parts.store.payment_tallies(parts.client, day_from, day_to),
    )


def write_report(parts: Parts, day: dt.date) -> dict[str, int | str]:
    """Write a day's control report to the client's outbox, as JSON.

    Raises Untied, after writing, when it does not tie.
    """
    report = control(parts, day, day)
    key = f"reports/control-{day:%Y-%m-%d}.json"
    parts.buckets.put(parts.contract.outbox_bucket, key, report.model_dump_json(indent=2).encode(), "application/json")
    if not report.ties:
        message = f"the control report of {day} does not tie: {'; '.join(report.differences)}"
        raise Untied(message)
    return {"key": key, "files": sum(one.files for one in report.days)}


def maintain(store: Store, clients: Sequence[Parts]) -> dict[str, int]:
    """Free stale leases, delete what retention says, verify every history.

    Raises AskAPerson naming what was tampered with.
    """
    freed = len(store.stale_leases())
    deleted = sum(_retention(parts) for parts in clients)
    wrong = [f"{parts.client}: {sentence}" for parts in clients for sentence in store.verify_chain(parts.client)]
    if wrong:
        message = f"the history was changed after it was written: {'; '.join(wrong)}"
        raise AskAPerson(message)
    return {"leases_freed": freed, "blobs_deleted": deleted, "histories_verified": len(clients)}


def _retention(parts: Parts) -> int:
    """Delete originals and readings of documents that ended longer ago than the contract keeps them."""
    now = utc_now()
    kept = parts.contract.retention
    deleted = 0
    for names, days in (
        (ORIGINAL, kept.originals_days),
        (READINGS, kept.readings_days),
    ):
        for sha256 in parts.store.ended_before(parts.client, now - dt.timedelta(days=days)):
            deleted += parts.vault.delete(parts.client, sha256, names)
    return deleted
