"""``bpo review``: documents that wait for a person, and what the person decides."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bpo_pipeline import review
from bpo_pipeline.commands.memory import memory_app
from bpo_pipeline.commands.options import Actor, Client, Output, OutputOption
from bpo_pipeline.commands.shown import masked, print_case, record_json
from bpo_pipeline.errors import AskAPerson

if TYPE_CHECKING:
    from bpo_pipeline.app import App
    from bpo_pipeline.model.ledger import Case

review_app = typer.Typer(no_args_is_help=True, help="Documents that wait for a person.")
review_app.add_typer(memory_app, name="memory")
DocumentId = Annotated[str, typer.Argument(help="Document id, or its first letters, as `bpo review list` shows it.")]
FAR = 100_000


@review_app.command("list")
def list_(client: Client = None, output: OutputOption = Output.TEXT) -> None:
    """List the documents that wait for a person: why, since when, how much.

    The longest wait comes first; approvals over the contract's limit wait in Airflow. Example:

        bpo review list --client lakeside
    """
    with _app() as app:
        waiting = review.parked(app.desk, client, limit=FAR)
    if output is Output.JSONL:
        for one in waiting:
            sys.stdout.write(json.dumps({**record_json(one.case), "age_seconds": int(one.age.total_seconds())}) + "\n")
        return
    if not waiting:
        Console().print("Nothing waits for a person.")
        return
    table = Table("document", "client", "state", "reason", "age", "what to know")
    for one in waiting:
        document = one.case.document
        table.add_row(
            document.document_id[:8],
            document.client,
            document.state.value,
            one.case.reason or "corrected",
            _age(one.age),
            escape(masked(one.case.sentence)),
        )
    Console().print(table)


@review_app.command()
def show(document: DocumentId, output: OutputOption = Output.TEXT) -> None:
    """Show one document: its values with page and confidence, its findings, its history.

    Findings say which rule spoke and what to do about it. Bank details are masked. Example:

        bpo review show 3qk7
    """
    with _app() as app:
        case = _find(app, document)
        shown = review.show(app.desk, case.document.client, case.document.document_id)
    if output is Output.JSONL:
        sys.stdout.write(json.dumps(record_json(shown.case)) + "\n")
    else:
        print_case(shown)


@review_app.command()
def correct(
    document: DocumentId,
    values: Annotated[list[str], typer.Argument(help="field=value, e.g. gross_total=119.00; field= removes it.")],
    actor: Actor,
) -> None:
    """Correct values; all checks run again on the corrected record.

    The document stays with you until you approve it. Example:

        bpo review correct 3qk7 invoice_number=4711 line_items.0.quantity=2 --as jane
    """
    wrong = [value for value in values if "=" not in value]
    if wrong:
        message = f"{wrong[0]!r} is not of the form field=value"
        raise AskAPerson(message)
    with _app() as app:
        case = _find(app, document)
        case = review.correct(
            app.desk,
            case.document.client,
            case.document.document_id,
            corrections=dict(value.split("=", 1) for value in values),
            actor=actor,
            version=case.version,
        )
    _say(case)


@review_app.command()
def approve(
    document: DocumentId,
    actor: Actor,
    comment: Annotated[str, typer.Option(help="Why it may go on although a check complains.")] = "",
) -> None:
    """Approve a document: it is posted by the next run.

    With errors left a comment is needed; above the approval limit a second person releases it in Airflow. Example:

        bpo review approve 3qk7 --as jane
    """
    with _app() as app:
        case = _find(app, document)
        client, identity = case.document.client, case.document.document_id
        case = review.approve(app.desk, client, identity, actor=actor, version=case.version, comment=comment)
    _say(case)


@review_app.command()
def reject(
    document: DocumentId,
    reason: Annotated[str, typer.Argument(help="A sentence for the client.")],
    actor: Actor,
) -> None:
    """Refuse a document for good; the client reads the reason in its acknowledgement.

    Nothing is posted, and the file stays in the vault for the auditor. Example:

        bpo review reject 3qk7 "Addressed to another company." --as jane
    """
    with _app() as app:
        case = _find(app, document)
        client, identity = case.document.client, case.document.document_id
        case = review.reject(app.desk, client, identity, sentence=reason, actor=actor, version=case.version)
    _say(case)


@review_app.command()
def split(
    document: DocumentId,
    pages: Annotated[str, typer.Argument(help="The pages of each document, such as '1-2, 3'.")],
    actor: Actor,
    comment: Annotated[str, typer.Option(help="Why a page is in none of them.")] = "",
) -> None:
    """Cut a file into documents of their own, by its pages.

    Each part goes through the stages by itself; the file is kept and counted no more. Example:

        bpo review split 3qk7 "1-2, 3" --as jane
    """
    with _app() as app:
        case = _find(app, document)
        client, identity = case.document.client, case.document.document_id
        case = review.split(
            app.desk, client, identity, ranges=pages, actor=actor, version=case.version, comment=comment
        )
    _say(case)


@review_app.command()
def truth(client: Annotated[str, typer.Option(help="Short name of the client.")]) -> None:
    """Print what people put right, one labelled document per line, as `bpo train --data` reads it.

    It holds documents' contents; keep it where the client's data may be. Example:

        bpo review truth --client lakeside > truth/lakeside.jsonl
    """
    with _app() as app:
        for row in app.truth(client):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


@review_app.command()
def forget(
    truths: Annotated[list[int], typer.Argument(help="Ids of corrections (truth_id), as `bpo review truth` shows.")],
    client: Annotated[str, typer.Option(help="Short name of the client.")],
    actor: Actor,
) -> None:
    """Take corrections back: nothing learns from them any more. The document itself stays as it is.

    Taking back twice is taking back once. Example:

        bpo review forget 17 18 --client lakeside --as jane
    """
    with _app() as app:
        number = app.store.withdraw_truth(client, truths, actor=actor)
    sys.stdout.write(f"{number} of {len(truths)} taken back\n")


@contextmanager
def _app() -> Iterator[App]:
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        yield app


def _find(app: App, start: str) -> Case:
    """The one document whose id begins with *start*, of whichever client."""
    found = [case for client in app.contracts.by_client for case in app.store.cases_like(client, start)]
    if len(found) != 1:
        what = "no document" if not found else f"{len(found)} documents"
        message = f"{what} with an id that begins with {start!r}; `bpo review list` shows the ids"
        raise AskAPerson(message)
    return found[0]


def _say(case: Case) -> None:
    state = case.document.state.value
    sys.stdout.write(f"{case.document.document_id}: {state}{f'. {masked(case.sentence)}' if case.sentence else ''}\n")


def _age(age: dt.timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} d"
