"""``bpo onboarding``: accepted forms that ask for a change of master data."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

onboarding_app = typer.Typer(no_args_is_help=True, help="Changes of master data that accepted forms ask for.")
OfClient = Annotated[str, typer.Option("--client", help="The client's short name.")]
As = Annotated[str, typer.Option("--as", help="Who does it; kept in the client's history.")]
Request = Annotated[str, typer.Argument(help="Id of a request, as `bpo onboarding list` prints it.")]


@onboarding_app.command("list")
def list_requests(client: OfClient) -> None:
    """List the W-4, W-9, I-9 and direct-deposit forms that wait, each with what changes: before and after.

    Tax ids, account numbers and birth dates are masked. Example:

        bpo onboarding list --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        onboarding = app.onboarding(client)
        onboarding.collect()
        waiting = onboarding.waiting()
    _say(
        [
            {"request": one.request_id, "form": one.kind, "about": one.subject_id or None, "state": one.state,
             "changes": [asdict(change) for change in changes]}
            for one, changes in waiting
        ]
    )  # fmt: skip


@onboarding_app.command()
def assign(
    request: Request,
    subject: Annotated[str, typer.Argument(help="Employee id, also of a new employee, or vendor id.")],
    client: OfClient,
    actor: As,
) -> None:
    """Say whom a form is about when nobody on file has its name or number; somebody else approves then.

    Before and after are compared anew. Example:

        bpo onboarding assign 3qk7... E1040 --client lakeside --as hana
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        app.onboarding(client).assign(request, subject, actor=actor)
    _say({"request": request, "about": subject})


@onboarding_app.command()
def approve(request: Request, client: OfClient, actor: As) -> None:
    """Approve a change and make it: in the payroll master list, or at the vendor's party in Tryton.

    Who accepted the form cannot approve it. Bank details are only proposed: they need a call and a second person after
    this. Twice is the same as once. Example:

        bpo onboarding approve 3qk7... --client lakeside --as pam
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"request": request, "done": app.onboarding(client).approve(request, actor=actor)})


@onboarding_app.command()
def decline(request: Request, client: OfClient, actor: As) -> None:
    """Decline a change: master data stay as they are, and the form stays in the history.

    A change that was approved already cannot be declined any more. Example:

        bpo onboarding decline 3qk7... --client lakeside --as pam
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"request": request, "declined": app.onboarding(client).decline(request, actor=actor)})


def _say(values: object) -> None:
    sys.stdout.write(json.dumps(values, indent=2) + "\n")
