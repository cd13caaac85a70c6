"""``bpo payroll``: employees, bank details, pay runs and payments of one client."""

from __future__ import annotations

import datetime as dt
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from bpo_pipeline.commands.tables import read_rows
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import account, tax_id

payroll_app = typer.Typer(no_args_is_help=True, help="Employees, bank details, pay runs and payments of one client.")
OfClient = Annotated[str, typer.Option("--client", help="The client's short name.")]
As = Annotated[str, typer.Option("--as", help="Who does it; kept in the client's history.")]
Run = Annotated[str, typer.Argument(help="Id of a pay run, as `bpo payroll prepare` prints it.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV with a header line.")]


@payroll_app.command()
def employees(file: File, client: OfClient, actor: As) -> None:
    """Take over the client's employees from a CSV file; values are sealed before they are stored.

    Columns: employee_id, first_name, last_name, department, title, rate, ssn, routing, account, savings, hired, left.
    New or changed bank details are proposed only: somebody calls, and somebody else confirms. Example:

        bpo payroll employees people.csv --client lakeside --as hana
    """
    people = [_person(row, line) for line, row in enumerate(read_rows(file), start=2)]
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say(app.payroll(client).take_over(people, actor=actor))


@payroll_app.command()
def called(
    client: OfClient,
    actor: As,
    phone: Annotated[str, typer.Option(help="The number that was called.")],
    known_from: Annotated[str, typer.Option(help="Where the number was known from, before the details came.")],
    spoke_with: Annotated[str, typer.Option(help="Who confirmed the bank details.")],
) -> None:
    """Keep that somebody called about all bank details that are proposed, on a number known before.

    Without such a call and a second person no money goes to them; the database refuses it. Example:

        bpo payroll called --client lakeside --as carl --phone "+1 555 0100" --known-from contract --spoke-with HR
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payroll = app.payroll(client)
        told = {"phone": phone, "known_from": known_from, "spoke_with": spoke_with}
        _say({"called": payroll.called(payroll.proposed(), actor=actor, **told)})


@payroll_app.command()
def confirm(client: OfClient, actor: As) -> None:
    """Let the proposed bank details be paid to: a second person, who neither entered them nor made the call.

    What was active for the same employee is replaced and stays in the history. Example:

        bpo payroll confirm --client lakeside --as pam
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payroll = app.payroll(client)
        _say({"confirmed": payroll.approve_accounts(payroll.proposed(), actor=actor)})


@payroll_app.command()
def prepare(client: OfClient) -> None:
    """Make a batch of the accepted timesheets of each period that is over, with its pre-flight page.

    The page is written to the client's outbox under payroll/preflight/. Prints the runs that wait. Example:

        bpo payroll prepare --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"waiting": app.payroll(client).prepare()})


@payroll_app.command()
def show(
    run: Run, client: OfClient, page: Annotated[bool, typer.Option("--html", help="The whole page.")] = False
) -> None:
    """Show what changed since last period: as JSON without names, or with --html the page for the payroll manager.

    The page shows names and pay; account numbers show their last four digits. Example:

        bpo payroll show lakeside-26112201 --client lakeside --html > preflight.html
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415
    from bpo_pipeline.reporting.preflight_page import preflight_json, preflight_page  # noqa: PLC0415

    with open_app() as app:
        report = app.payroll(client).report(run)
    if page:
        sys.stdout.write(preflight_page(report))
    else:
        _say(preflight_json(report))


@payroll_app.command()
def release(run: Run, client: OfClient, actor: As) -> None:
    """Release a run, write its import files and book its hours; whoever decided on a timesheet in it is refused.

    The control totals that are printed were read back from the files. Twice is the same as once. Example:

        bpo payroll release lakeside-26112201 --client lakeside --as rosa
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payroll = app.payroll(client)
        payroll.release(run, actor=actor)
        _say({**payroll.send(run), "booked": payroll.book_hours(run)})


@payroll_app.command()
def decline(run: Run, client: OfClient, actor: As) -> None:
    """Take a run back: nothing is sent, and its timesheets are free for the next run.

    A run that was released or sent already cannot be taken back; correct it in the next period. Example:

        bpo payroll decline lakeside-26112201 --client lakeside --as rosa
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"declined": app.payroll(client).decline(run, actor=actor)})


@payroll_app.command()
def result(
    run: Run, file: File, client: OfClient, actor: As, total: Annotated[str, typer.Option(help="Control total, net.")]
) -> None:
    """Take over the processor's result of a sent run: employee_id, gross, net, what was withheld, employer_...

    Its people and gross must be those of the released hours, and the net must add up to --total. Nothing is paid
    before somebody else says so. Example:

        bpo payroll result lakeside-26112201 result.csv --client lakeside --as pam --total 41250.17
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        taken = app.payroll(client).take_result(run, file.read_bytes(), actor=actor, total=_decimal(total, "--total"))
        _say(taken)


@payroll_app.command()
def pay(run: Run, client: OfClient, actor: As) -> None:
    """Release the net pay of a run, write the bank's file and book the journal.

    Neither who brought the result nor who released the hours may do it. Whoever was paid is left out; a returned
    payment is paid anew. Example:

        bpo payroll pay lakeside-26112201 --client lakeside --as carl
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payroll = app.payroll(client)
        payroll.release_pay(run, actor=actor)
        _say({**payroll.pay(run), **payroll.book_journal(run)})


@payroll_app.command()
def reveal(
    employee: Annotated[str, typer.Argument(help="Employee id.")],
    what: Annotated[str, typer.Argument(help="ssn or account.")],
    client: OfClient,
    actor: As,
    why: Annotated[str, typer.Option(help="The reason; kept in the history.")],
) -> None:
    """Show a social security or account number to somebody whom the contract lets see it (payroll.may_reveal).

    Who saw what and why is kept before it is shown. Example:

        bpo payroll reveal E2000 ssn --client lakeside --as pam --why "W-2 correction"
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        sys.stdout.write(app.payroll(client).reveal(employee, what, actor=actor, why=why) + "\n")


def _person(row: dict[str, str], line: int) -> PaidEmployee:
    """One employee. The sentence of an error names line and column, never the value."""
    try:
        return PaidEmployee(
            employee_id=row["employee_id"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            department=row.get("department", ""),
            title=row.get("title", ""),
            rate=_decimal(row["rate"], f"line {line}, rate") if row.get("rate") else None,
            ssn=tax_id(row["ssn"]) if row.get("ssn") else None,
            routing=row.get("routing", ""),
            account=account(row["account"]) if row.get("account") else None,
            savings=row.get("savings", "").lower() in {"yes", "true", "1"},
            hired=dt.date.fromisoformat(row["hired"]) if row.get("hired") else None,
            left=dt.date.fromisoformat(row["left"]) if row.get("left") else None,
        )
    except KeyError as problem:
        message = f"the file has no column {problem}; nothing was taken over"
        raise AskAPerson(message) from None
    except ValueError:
        message = f"line {line}: hired and left are dates such as 2026-11-27; nothing was taken over"
        raise AskAPerson(message) from None


def _decimal(text: str, what: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        message = f"{what} is no number such as 1250.17; nothing was done"
        raise AskAPerson(message) from None


def _say(values: object) -> None:
    sys.stdout.write(json.dumps(values, indent=2) + "\n")
