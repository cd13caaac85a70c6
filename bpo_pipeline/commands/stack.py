"""``bpo stack``: the local stack up, down, its status and its logs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bpo_pipeline import stack
from bpo_pipeline.commands.progress import console
from bpo_pipeline.flow.local import start_stack
from bpo_pipeline.settings import load_settings

stack_app = typer.Typer(no_args_is_help=True, help="The local stack: PostgreSQL, S3, Airflow and an ERP, no Docker.")


@stack_app.command()
def up(
    only: Annotated[list[str] | None, typer.Option(help="postgres, seaweed, tryton, airflow; may be repeated.")] = None,
) -> None:
    """Start the stack, or repair it; twice is harmless.

    Everything lives under .bpo (BPO_HOME), at ports from BPO_PORT_BASE on. Prints addresses and where
    the passwords are. Example:

        bpo stack up --only postgres --only seaweed
    """
    info = start_stack(load_settings(), only=only, progress=lambda line: console.print(f"  {line}", style="dim"))
    out = Console()
    out.print(f"Airflow    {info.airflow_url}  (people: {', '.join(info.people)}; passwords: {info.passwords_file})")
    out.print(f"S3         {info.s3_url}")
    out.print(f"Variables  {info.environment_file}  (set -a; . {info.environment_file})", soft_wrap=True)


@stack_app.command()
def down() -> None:
    """Stop every process of the stack; data stays under .bpo (BPO_HOME).

    What runs is found by its pid files and by its environment, so that no process is left over. Example:

        bpo stack down
    """
    stack.down(load_settings().home, progress=lambda line: console.print(f"  {line}", style="dim"))


@stack_app.command()
def status() -> None:
    """Show which parts run, and whether they answer; exit status 1 when one does not.

    Each part is asked itself (a query, a health page): a living process is not enough. Example:

        bpo stack status
    """
    parts = stack.status(load_settings().home)
    table = Table("part", "state", "pid", "processes", "MB", "log")
    for part in parts:
        table.add_row(
            part.name, part.state, str(part.pid or ""), str(part.processes), str(part.memory_mb), str(part.log)
        )
    Console().print(table)
    raise typer.Exit(any(part.state != "running" for part in parts))


@stack_app.command()
def logs(
    part: Annotated[str, typer.Argument(help=f"One of {', '.join(stack.PARTS)}.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on printing.")] = False,
) -> None:
    """Print the log of one part of the stack.

    The logs are plain files under .bpo; with --follow new lines are printed as they come. Example:

        bpo stack logs scheduler -f
    """
    for line in stack.logs(load_settings().home, part, follow=follow):
        sys.stdout.write(f"{line}\n")
