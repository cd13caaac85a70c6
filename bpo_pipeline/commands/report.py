"""``bpo report``: reports made from the documents and their events."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer
from rich.console import Console

from bpo_pipeline.commands.options import Client
from bpo_pipeline.model.ledger import utc_now

report_app = typer.Typer(no_args_is_help=True, help="Reports made from the documents and their events.")


@report_app.command()
def control(
    client: Client = None,
    day: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="UTC day; default today.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines instead of tables.")] = False,
) -> None:
    """Show that nothing was lost: files in = posted + rejected + quarantined + in review + on hold.

    By count and by amount, per client, day and currency; exit status 1 when it does not tie. Example:

        bpo report control --client lakeside --json
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415
    from bpo_pipeline.reporting.table import render  # noqa: PLC0415

    shown = day.date() if day else utc_now().date()
    tied = True
    with open_app() as app:
        for name in [client] if client else sorted(app.contracts.by_client):
            report = app.control(name, shown, shown)
            tied = tied and report.ties
            if as_json:
                sys.stdout.write(report.model_dump_json() + "\n")
            else:
                Console().print(render(report))
    raise typer.Exit(0 if tied else 1)
