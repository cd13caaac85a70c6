"""The command line ``bpo``: the same pipeline with and without Airflow. Each command's work is in ``commands/``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from bpo_pipeline.commands.onboarding import onboarding_app
from bpo_pipeline.commands.options import Client, Output, OutputOption
from bpo_pipeline.commands.payments import payments_app
from bpo_pipeline.commands.payroll import payroll_app
from bpo_pipeline.commands.report import report_app
from bpo_pipeline.commands.review import review_app
from bpo_pipeline.commands.stack import stack_app
from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import BackOfficeError

app = typer.Typer(
    name="bpo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The automated back office: documents from a client's inbox to its ledger, each value with its proof.",
)
app.add_typer(stack_app, name="stack")
app.add_typer(review_app, name="review")
app.add_typer(report_app, name="report")
app.add_typer(payroll_app, name="payroll")
app.add_typer(payments_app, name="payments")
app.add_typer(onboarding_app, name="onboarding")

Paths = Annotated[list[Path], typer.Argument(exists=True, help="Files, or folders to be walked.")]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="Files worked on at the same time, each in its own sandbox.")]


@app.command()
def extract(
    paths: Paths,
    output: OutputOption = Output.TEXT,
    jobs: Jobs = 1,
    client: Client = None,
    ignore_embedded_xml: Annotated[
        bool, typer.Option("--ignore-embedded-xml", help="Read only the visible page of a hybrid e-invoice.")
    ] = False,
    employees: Annotated[
        Path | None, typer.Option(help="Employee list (CSV) for timesheets; default: employees.csv beside the files.")
    ] = None,
) -> None:
    """Read documents and print what is in them: values, confidence, page and box.

    Nothing is stored or posted and no server is needed. Example:

        bpo extract invoice.pdf
        bpo extract folder/ --output jsonl --jobs 2 > out.jsonl
    """
    from bpo_pipeline.commands import extract as command  # noqa: PLC0415  (heavy: OCR and language parts)

    raise typer.Exit(
        command.run(
            paths,
            output=output,
            jobs=jobs,
            contract=_contract(client),
            ignore_embedded_xml=ignore_embedded_xml,
            employees=employees,
        )
    )


@app.command()
def explain(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="One document.")],
    output: Annotated[Path | None, typer.Option(help="Where the page goes; default: beside the file.")] = None,
) -> None:
    """Write a page that shows the document with boxes, candidates, scores and rules: why each value is what it is.

    The page is one HTML file without scripts, pictures inside. Example:

        bpo explain invoice.pdf --output why.html
    """
    from bpo_pipeline.commands import explain as command  # noqa: PLC0415

    raise typer.Exit(command.run(path, output=output))


@app.command()
def forms(blank: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The empty form.")]) -> None:
    """Print the beginning of a form definition: what a blank prints, and its boxes where it is a PDF form.

    Add the questions, put the file beside the contract and name it in the contract's forms_files. Example:

        bpo forms new-hire.pdf > dags/contracts/new-hire.form
    """
    from bpo_pipeline.commands import forms as command  # noqa: PLC0415

    raise typer.Exit(command.run(blank))


@app.command()
def screen(paths: Paths, output: OutputOption = Output.TEXT, jobs: Jobs = 1) -> None:
    """Say what would become of each file: accept, review, reject or quarantine, with the reason.

    Files are opened in the sandbox only. Nothing is stored or posted. Example:

        bpo screen suspicious.pdf
        bpo screen folder/ --output jsonl > results.jsonl
    """
    from bpo_pipeline.commands import screen as command  # noqa: PLC0415

    raise typer.Exit(command.run(paths, output=output, jobs=jobs))


@app.command()
def process(
    paths: Paths,
    client: Annotated[str, typer.Option(help="Short name of the client whose files these are.")],
    output: OutputOption = Output.TEXT,
) -> None:
    """Run the whole chain for files in one process, without Airflow: inbox, read, check, post.

    Needs the database and the S3 server (`bpo stack up --only postgres --only seaweed`, and
    `--only tryton` for a client that posts there). Example:

        bpo process invoices/ --client lakeside
    """
    from bpo_pipeline.commands import process as command  # noqa: PLC0415

    raise typer.Exit(command.run(paths, client=client, output=output))


@app.command()
def generate(
    out: Annotated[Path, typer.Argument(help="Folder for the files and truth.jsonl; made if missing.")],
    count: Annotated[int, typer.Option(min=1, max=100_000, help="How many documents.")] = 100,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    kind: Annotated[list[str] | None, typer.Option(help="Only these document types; may be repeated.")] = None,
    form: Annotated[
        list[str] | None, typer.Option(help="Only these forms: pdf, facturx, ubl, cii, scan_jpeg ...")
    ] = None,
    client: Annotated[list[str] | None, typer.Option(help="Only for these clients.")] = None,
    awkward: Annotated[bool, typer.Option("--awkward", help="Add every awkward case.")] = False,
) -> None:
    """Write realistic documents with exact truth: invoices, credit notes, receipts, purchase orders.

    Digital PDF, Factur-X, UBL, CII and scans in five languages; the truth is in the corpus format. With
    --kind timesheet a week of timesheets as XLSX, CSV, PDF, photo and fax instead, --kind paper the papers of people
    (W-4, W-9, I-9, W-2, leave, deposit, pay stub, statement). Example:

        bpo generate /tmp/invoices --count 200 --seed 7 --kind invoice
    """
    from bpo_pipeline.commands import generate as command  # noqa: PLC0415

    raise typer.Exit(command.run(out, count=count, seed=seed, kinds=kind, forms=form, clients=client, awkward=awkward))


@app.command()
def train(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, file_okay=False, help="Labelled documents: truth.jsonl with files, or *.jsonl of text."
        ),
    ] = None,
    without: Annotated[
        list[Path] | None, typer.Option(exists=True, help="truth.jsonl whose documents are for measuring only.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the models; default: those that extraction uses.")
    ] = None,
    report: Annotated[Path, typer.Option(help="Folder for the report and its pictures.")] = Path("training-report"),
    readings: Annotated[
        Path | None, typer.Option(help="Folder in which OCR's readings are kept for next time.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64)] = 2,
) -> None:
    """Rebuild every model from generated and labelled documents, with a report; the same input gives the same models.

    Example:
        bpo train --data labelled/ --without measuring/truth.jsonl
    """
    from bpo_pipeline.commands import train as command  # noqa: PLC0415

    raise typer.Exit(
        command.run(data=data or [], without=without or [], out=out, report=report, readings=readings, jobs=jobs)
    )


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop the stack afterwards.")] = False,
    seed: Annotated[int | None, typer.Option(help="Same seed, same documents; default: other ones each time.")] = None,
) -> None:
    """Start everything, drop about 60 documents into the inboxes, wait, and show what became of them.

    The scheduled DAGs do the work. Exit status 0 only if every document ended as expected and every
    posted bill is found in the ERP with its total, vendor and original. Example:

        bpo demo --once
    """
    from bpo_pipeline.commands import demo as command  # noqa: PLC0415

    raise typer.Exit(command.run(once=once, seed=seed))


@app.command()
def bench(
    count: Annotated[int, typer.Option(min=10, help="Documents in the run through Airflow.")] = 1000,
    only: Annotated[list[str] | None, typer.Option(help="airflow, process, sandbox, reading, desk.")] = None,
) -> None:
    """Measure: documents per minute, CPU per document, Airflow's share of it, memory of a worker.

    Figures are printed as a table and written to .bpo/bench.json. Example:

        bpo bench --count 200 --only process
    """
    from bpo_pipeline.commands import bench as command  # noqa: PLC0415

    raise typer.Exit(command.run(count=count, only=only))


def _contract(client: str | None) -> Contract | None:
    from bpo_pipeline.app import contract_of  # noqa: PLC0415

    return contract_of(client) if client else None


def main() -> None:
    """Run ``bpo``; an error that we understand is a sentence, not a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except BackOfficeError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(2)
