"""The control report as a table for the terminal, and as plain text for a mail or a log."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bpo_pipeline.reporting.control import ControlReport, CurrencyControl, Tally

TALLIES: tuple[tuple[str, str], ...] = (
    ("posted", "posted"),
    ("rejected", "rejected"),
    ("quarantined", "quarantined"),
    ("in_review", "in review"),
    ("on_hold", "on hold"),
    ("in_progress", "in progress"),
)
_TEXT_WIDTH = 100


def render(report: ControlReport) -> RenderableType:
    """One table per client: a block for each day and currency, and the verdict below."""
    table = Table(title=f"Control report {report.client}, {report.day_from} to {report.day_to} (UTC, gross)")
    table.add_column("day")
    table.add_column("", no_wrap=True)
    table.add_column("files", justify="right")
    table.add_column("amount", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("no amount", justify="right")
    for day in report.days:
        inside = f", {day.containers} opened" if day.containers else ""
        table.add_section()
        table.add_row(str(day.day), Text(f"files in{inside}", style="bold"), str(day.files), "", "", "")
        for part in day.currencies:
            _add_currency(table, part)
    for run in report.payment_runs:
        table.add_section()
        table.add_row("", Text(f"payment run {run.run_id}, {run.state}"), "", f"{run.total:,.2f}", run.currency, "")
        table.add_row("", "  its bills", str(run.bills), f"{run.bills_total:,.2f}", run.currency, "")
        if run.sent_total is not None:
            table.add_row("", "  in the bank's file", str(run.payments), f"{run.sent_total:,.2f}", run.currency, "")
        if run.returned:
            table.add_row("", "  came back", str(run.returned), "", "", "")
    return Group(table, _verdict(report))


def as_text(report: ControlReport) -> str:
    """The same table without colours, at most 100 characters wide."""
    out = StringIO()
    Console(file=out, width=_TEXT_WIDTH, color_system=None, force_terminal=False).print(render(report))
    return out.getvalue()


def _add_currency(table: Table, part: CurrencyControl) -> None:
    currency = part.currency or "-"
    _add_tally(table, "  all documents", part.files, currency, style="bold")
    for field, name in TALLIES:
        tally: Tally = getattr(part, field)
        if tally.count:
            copies = f" ({part.duplicates} copies)" if field == "rejected" and part.duplicates else ""
            style = "yellow" if field == "in_progress" else ""
            _add_tally(table, f"    {name}{copies}", tally, currency, style=style)
    table.add_row("", "  as first read", "", f"{part.amount_read:,.2f}", currency, "")
    if part.corrections:
        table.add_row("", "  corrections", "", f"{part.corrections:+,.2f}", currency, "")
    for target in part.targets:
        table.add_row("", f"  in {target.target}", str(target.count), f"{target.amount:,.2f}", currency, "")


def _add_tally(table: Table, name: str, tally: Tally, currency: str, style: str) -> None:
    without = str(tally.without_amount) if tally.without_amount else ""
    table.add_row("", name, str(tally.count), f"{tally.amount:,.2f}", currency, without, style=style)


def _verdict(report: ControlReport) -> Text:
    if report.ties:
        return Text("All counts and sums tie.", style="bold green")
    sentences = "\n".join(f"- {one}" for one in report.differences)
    return Text(f"DOES NOT TIE, {len(report.differences)} differences:\n{sentences}", style="bold red")
