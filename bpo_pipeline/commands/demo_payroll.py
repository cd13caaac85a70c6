"""The demo's payroll week: forty timesheets in five forms, eight of them wrong, down to the bank's file.

Timesheets through S3 and the scheduled DAGs -> pre-flight page -> the reviewer releases the hours at Airflow's gate ->
ADP file and Tryton timesheets -> the processor's result comes in through S3 -> the admin releases the money -> NACHA
file and journal. Every total is held against what was invented, to the minute and to the cent.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from bpo_pipeline.app import App
from bpo_pipeline.commands.airflow_api import LOOK_EVERY_SECONDS, AirflowApi
from bpo_pipeline.commands.inbox import client_box
from bpo_pipeline.errors import BackOfficeError
from bpo_pipeline.flow.local import ERP_CLIENT
from bpo_pipeline.flow.pay_results import FOLDER, result_of
from bpo_pipeline.flow.paying import PAGES
from bpo_pipeline.generator.processor import result_file
from bpo_pipeline.generator.staff import HEADCOUNT, STAFF
from bpo_pipeline.generator.timesheets import WeekSheet, payroll_week
from bpo_pipeline.model.payroll import HOUR, totals_of
from bpo_pipeline.model.states import State
from bpo_pipeline.posting.payroll_targets import PAYROLL_TARGETS
from bpo_pipeline.settings import Settings

WEEKS = 40
"""Another seed has another week, so that no sheet of an earlier demo comes again."""
PATIENCE_SECONDS = 420.0
READING_SECONDS = 12.0
"""Nobody answers at once; Airflow 3.3 may lose a question that is answered while its task is still being parked."""
ATTEMPTS = 4
DONE = frozenset({State.POSTED, State.IN_REVIEW, State.REJECTED, State.QUARANTINED, State.ON_HOLD})
RELEASES_HOURS, RELEASES_MONEY = "reviewer", "admin"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was expected, and what came."""

    what: str
    expected: str
    actual: str

    @property
    def right(self) -> bool:
        """Whether both are the same."""
        return self.expected == self.actual


class DemoPayroll:
    """One payroll week of the demo."""

    def __init__(
        self, settings: Settings, app: App, seed: int, today: dt.date, *, employees: int = HEADCOUNT, planted: int = 8
    ) -> None:
        """Invent the sheets of a week that is over; the last *planted* ones carry one error each."""
        monday = today - dt.timedelta(days=today.weekday() + 7 * (1 + (seed - 1) % WEEKS))
        self._settings, self._app, self._begun = settings, app, monday
        self._parts, self._api = app.parts(ERP_CLIENT), AirflowApi(settings)
        self._box = client_box(settings, ERP_CLIENT)
        self._sheets = payroll_week(seed, employees, planted, first_day=monday).sheets

    def drop(self) -> int:
        """Confirm where pay goes, and put the sheets into the inbox as the client does; gives how many."""
        payroll = self._app.payroll(ERP_CLIENT)
        payroll.take_over(STAFF, actor="hana")
        if new := payroll.proposed():
            payroll.called(
                new, actor="carl", phone="+1 218 555 0100", known_from="contracts", spoke_with="each of them"
            )
            payroll.approve_accounts(payroll.proposed(), actor="pam")
        for one in self._sheets:
            self._box.put(self._parts.contract.inbox_bucket, self._key(one), one.content, "application/octet-stream")
        return len(self._sheets)

    def at_rest(self, begun: dt.datetime) -> int:
        """How many of the sheets are accepted or wait for a person."""
        keys = {self._key(one) for one in self._sheets}
        told = self._app.store.told(ERP_CLIENT, received_from=begun)
        return sum(one.arrival.key in keys and one.state in DONE for one in told)

    def settle(self, begun: dt.datetime) -> list[Check]:
        """Release hours and money at Airflow's gates, and hold everything against what was invented."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.at_rest(begun) < len(self._sheets) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_SECONDS)
        checks = list(self._sheets_told(begun))
        try:
            checks += self._released()
        except BackOfficeError as problem:
            checks.append(Check("the week goes through", "released and paid", str(problem)))
        return checks

    def _key(self, one: WeekSheet) -> str:
        return f"incoming/{self._begun:%Y%m%d}-{one.name}"

    def _sheets_told(self, begun: dt.datetime) -> Iterator[Check]:
        told = {one.arrival.key: one for one in self._app.store.told(ERP_CLIENT, received_from=begun)}
        accepted, found, wrong = 0, 0, []
        for one in self._sheets:
            arrival = told.get(self._key(one))
            case = self._app.store.case(ERP_CLIENT, arrival.arrival.document_id) if arrival else None
            rules = {finding.rule.replace("-", "_") for finding in case.findings} if case else set()
            accepted += not one.planted and arrival is not None and arrival.state is State.POSTED
            hit = one.planted in rules and arrival is not None and arrival.state is State.IN_REVIEW
            found += bool(one.planted) and hit
            if not hit and (one.planted or arrival is None or arrival.state is not State.POSTED):
                wrong.append(f"{one.name} {one.planted} {arrival.sentence if arrival else 'lost'}")
        clean = sum(not one.planted for one in self._sheets)
        yield Check("clean timesheets accepted", str(clean), str(accepted))
        yield Check("planted errors found by name", str(len(self._sheets) - clean), str(found))
        yield Check("sheets that went another way", "", "; ".join(wrong))

    def _released(self) -> Iterator[Check]:
        clean = [one for one in self._sheets if not one.planted]
        minutes = int(sum((one.total for one in clean), Decimal(0)) * HOUR)
        hours = f"{minutes // 60}:{minutes % 60:02d}"
        self._api.ended(*self._started(), seconds=PATIENCE_SECONDS)
        runs = self._app.store.pay_runs(ERP_CLIENT, states={"prepared"})
        run_id = next(one.run_id for one in runs if one.first_day == self._begun)
        outbox = self._parts.contract.outbox_bucket
        report = self._app.payroll(ERP_CLIENT).report(run_id)
        page = (self._parts.buckets.find(outbox, f"{PAGES}{run_id}.html") or b"").decode()
        yield Check("pre-flight page: hours", hours, report.totals.hours_text if hours in page else "not on the page")
        yield Check("pre-flight page: sheets held", str(len(self._sheets) - len(clean)), str(len(report.held)))

        yield Check("hours released by the reviewer", "success", self._gate("release_payroll", run_id, "Release"))
        terms = self._app.parts(ERP_CLIENT).contract.payroll
        assert terms is not None  # noqa: S101 - the sample contract has one
        paydata = self._box.find(outbox, f"{terms.files[0].prefix}{run_id}/PRLKSEPI.csv") or b""
        written = totals_of(PAYROLL_TARGETS["adp"].read_back(paydata, terms.files[0]))
        yield Check(
            "ADP file: employees, hours", f"{len(clean)}, {hours}", f"{written.employees}, {written.hours_text}"
        )
        booked = self._parts.books(ERP_CLIENT).find_hours(run_id)
        lines = sum(len([day for day in one.days if day.hours]) for one in clean)
        yield Check("Tryton timesheet lines, minutes", f"{lines}, {minutes}", f"{booked.lines}, {booked.minutes}")

        content = result_file(paydata, STAFF)
        self._box.put(self._parts.contract.inbox_bucket, f"{FOLDER}{run_id}.csv", content, "text/csv")
        self._api.ended(*self._started(), seconds=PATIENCE_SECONDS)
        yield Check("money released by the admin", "success", self._gate("pay_payroll", run_id, "Pay"))
        result = result_of(self._parts, run_id)
        yield Check("gross: pre-flight, processor", str(report.gross), str(result.gross))
        ach = self._bank_file(run_id)
        yield Check("NACHA file: payments, net", f"{len(clean)}, {result.net}", ach)
        journal = self._parts.books(ERP_CLIENT).find_journal(f"payroll {run_id}")
        both = result.gross + sum(result.employer.values())
        sums = f"{journal.debit}, {journal.credit}" if journal and journal.posted else "not posted"
        yield Check("Tryton journal: debit, credit", f"{both}, {both}", sums)

    def _started(self) -> tuple[str, str]:
        dag_id = f"payroll__{ERP_CLIENT}"
        return dag_id, self._api.start(dag_id, person="operator")

    def _gate(self, name: str, run_id: str, option: str) -> str:
        """Answer the question about a run; one that Airflow lost under load is asked again, and answered again."""
        dag_id, state = f"{name}__{ERP_CLIENT}", ""
        person = RELEASES_MONEY if option == "Pay" else RELEASES_HOURS
        for attempt in range(ATTEMPTS):
            if attempt:
                self._api.ended(*self._started(), seconds=PATIENCE_SECONDS)
            run = self._api.asked(dag_id, run_id, seconds=PATIENCE_SECONDS)
            time.sleep(READING_SECONDS)
            self._api.answer(dag_id, run, option, person=person)
            state = self._api.ended(dag_id, run, seconds=PATIENCE_SECONDS)
            if state == "success":
                break
        return state

    def _bank_file(self, run_id: str) -> str:
        """Entries and total of the bank's file, as its own control record says (Nacha, file control record 9)."""
        bucket = self._parts.contract.outbox_bucket
        keys = [one.key for one in self._box.list_inbox(bucket, prefix=f"payments/{run_id}/")]
        rows = (self._box.find(bucket, next((one for one in keys if one.endswith(".ach")), "")) or b"").decode()
        control = next((row for row in rows.splitlines() if row.startswith("9") and row[1:7] != "999999"), "")
        entries = sum(row.startswith("6") for row in rows.splitlines())
        return f"{entries}, {Decimal(int(control[43:55])) / 100:.2f}" if control else "no file"


def show(checks: list[Check]) -> None:
    """Print what was expected beside what came."""
    table = Table("what", "expected", "actual", "", title="Payroll week: 40 timesheets, 8 planted errors")
    for one in checks:
        table.add_row(one.what, one.expected, one.actual, "[green]ties[/]" if one.right else "[red]differs[/]")
    Console(width=160).print(table)
