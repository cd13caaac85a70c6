"""``bpo payments``: approved bills of one client are paid, and what the bank says is matched."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bpo_pipeline.commands.tables import read_rows
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.payable import BankDetails
from bpo_pipeline.model.sensitive import account

payments_app = typer.Typer(no_args_is_help=True, help="Payment runs of approved bills, and what the bank says.")
OfClient = Annotated[str, typer.Option("--client", help="The client's short name.")]
As = Annotated[str, typer.Option("--as", help="Who does it; kept in the client's history.")]
Run = Annotated[str, typer.Argument(help="Id of a payment run, as `bpo payments propose` prints it.")]
Vendor = Annotated[str, typer.Argument(help="The vendor's id in the client's master data.")]


@payments_app.command()
def accounts(
    client: OfClient,
    actor: As = "",
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="CSV with a header line.")] = None,
    bill: Annotated[str, typer.Option(help="Id of a bill that asks for other bank details.")] = "",
) -> None:
    """Propose vendors' bank details from a CSV file or from a bill, or list those that wait.

    Columns: vendor_id, account (IBAN or number), routing (ABA number or BIC), savings. Nothing is paid to them before
    somebody called the vendor and somebody else confirmed. Example:

        bpo payments accounts --file vendors.csv --client lakeside --as hana
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payables = app.payables(client)
        if file is not None:
            _say(payables.propose_accounts({row["vendor_id"]: _details(row) for row in read_rows(file)}, actor=actor))
        elif bill:
            _say(payables.propose_account_of_bill(bill, actor=actor))
        else:
            _say(payables.accounts())


@payments_app.command()
def called(
    vendor: Vendor,
    client: OfClient,
    actor: As,
    phone: Annotated[str, typer.Option(help="The number that was called.")],
    known_from: Annotated[str, typer.Option(help="Where the number was known from, before the details came.")],
    spoke_with: Annotated[str, typer.Option(help="Who confirmed the bank details.")],
) -> None:
    """Keep that somebody called a vendor about its bank details, on a number known before.

    Without such a call and a second person no money goes to them; the database refuses it. Example:

        bpo payments called V7 --client lakeside --as carl --phone "+1 555 0100" --known-from contract --spoke-with Ann
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        told = {"phone": phone, "known_from": known_from, "spoke_with": spoke_with}
        _say({"called": app.payables(client).called(vendor, actor=actor, **told)})


@payments_app.command()
def confirm(vendor: Vendor, client: OfClient, actor: As) -> None:
    """Let a vendor's bank details be paid to: a second person, who neither entered them nor made the call.

    What was active for the vendor is replaced and stays in the history. Example:

        bpo payments confirm V7 --client lakeside --as pam
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"confirmed": app.payables(client).confirm(vendor, actor=actor)})


@payments_app.command()
def prenotes(client: OfClient) -> None:
    """Send a test without money (prenote) to each confirmed account that had none; by ACH only.

    Money follows three banking days later, unless the test comes back. Twice is the same as once. Example:

        bpo payments prenotes --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say(app.payables(client).prenotes())


@payments_app.command()
def propose(client: OfClient, actor: As = "pipeline") -> None:
    """Make payment runs of the approved bills that would be late next time, one per bank of the contract.

    Prints the runs that wait for release, and each bill that is due and cannot be paid, with the reason. Example:

        bpo payments propose --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        made = app.payables(client).propose(actor=actor)
    _say({"waiting": list(made.waiting), "held": [{"document_id": one, "why": why} for one, why in made.held]})


@payments_app.command()
def show(run: Run, client: OfClient) -> None:
    """Show a payment run: its bills, what is paid for each, and who released it so far.

    Vendors stand with their id; no account number is shown. Example:

        bpo payments show lakeside-nacha-26113001 --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        found = app.payables(client).run(run)
    bills = [
        {"document_id": one.document_id, "payment": one.payment_id, "number": one.number, "gross": str(one.gross),
         "discount": str(one.discount), "amount": str(one.amount)}
        for one in found.bills
    ]  # fmt: skip
    head = {"run": found.run_id, "state": found.state, "execution": str(found.execution), "total": str(found.total)}
    _say({**head, "currency": found.currency, "released_by": list(found.released_by), "bills": bills})


@payments_app.command()
def release(run: Run, client: OfClient, actor: As) -> None:
    """Release a payment run; the second of two people lets its file and remittance advice go to the outbox.

    Who proposed it or decided on one of its bills is refused. Twice by one person is once. Example:

        bpo payments release lakeside-nacha-26113001 --client lakeside --as rosa
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payables = app.payables(client)
        if payables.release(run, actor=actor):
            _say(payables.send(run))
        else:
            _say({"released_by": list(payables.run(run).released_by), "missing": 1})


@payments_app.command()
def decline(run: Run, client: OfClient, actor: As) -> None:
    """Take a payment run back: nothing is sent, and its bills are open for the next one.

    A run whose payments were kept for the bank already cannot be taken back. Example:

        bpo payments decline lakeside-nacha-26113001 --client lakeside --as rosa
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        _say({"declined": app.payables(client).decline(run, actor=actor)})


@payments_app.command()
def answers(
    client: OfClient,
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, help="What the bank sent.")] = None,
) -> None:
    """Match what the bank says with all payments that were sent, of bills and of net pay.

    A status (pain.002), statement (camt.053) or ACH return file; without a file, the bank statements that came through
    the inbox. Returned payments are open again; other amounts and wished changes go to a person. Example:

        bpo payments answers returns.ach --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        payables = app.payables(client)
        _say(payables.answered(file.read_bytes()) if file is not None else payables.statements())


def _details(row: dict[str, str]) -> BankDetails:
    number = "".join(row.get("account", "").split()).upper()
    if not number:
        message = f"vendor {row['vendor_id']} has no account in the file; nothing was taken over"
        raise AskAPerson(message)
    savings = row.get("savings", "").lower() in {"yes", "true", "1"}
    return BankDetails(account(number), "".join(row.get("routing", "").split()).upper(), savings)


def _say(values: object) -> None:
    sys.stdout.write(json.dumps(values, indent=2) + "\n")
