"""A payroll week through the whole chain: timesheet files in the inbox, a second person, an ADP file that ties."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from conftest import S3Server
from payroll_service import Books, check_activity, serving
from sqlalchemy import Engine

from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.process import through
from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.settings import Settings

pytestmark = pytest.mark.integration
MONDAY = dt.date(2026, 11, 9)
HEAD = "employee_id,employee_name,date,time_in,time_out,break_hours,hours,pay_code\r\n"


def week(who: str, name: str, hours: tuple[str, ...]) -> str:
    return HEAD + "".join(
        f"{who},{name},{MONDAY + dt.timedelta(days=n)},,,,{one},REG\r\n" for n, one in enumerate(hours)
    )


@pytest.fixture
def settings(tmp_path: Path, engine: Engine, s3_server: S3Server, new_bucket: Callable[[], str]) -> Settings:
    contract = {
        "client": "acme",
        "name": "Acme Inc.",
        "country": "US",
        "currency": "USD",
        "inbox": new_bucket(),
        "outbox": new_bucket(),
        "documents": [{"type": "timesheet"}, {"type": "timesheet_batch"}],
        "targets": [{"kind": "csv"}],
        "approval_limit": "10000",
        "payroll": {
            "files": [
                {
                    "kind": "adp",
                    "company_code": "ABC",
                    "employee_prefix": "E",
                    "pay_codes": {"regular": "Reg Hours", "overtime": "O/T Hours"},
                }
            ],
            "hours": {"company": "acme-pay"},
            "payments": {
                "kind": "nacha",
                "company_id": "1234567890",
                "company_name": "ACME",
                "origin_routing": "091000019",
            },
        },
    }
    (tmp_path / "acme.yaml").write_text(yaml.safe_dump(contract))
    return Settings(
        home=tmp_path,
        port_base=0,
        contracts=tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        s3_endpoint=s3_server.endpoint,
        s3_access_key=s3_server.access_key,
        s3_secret_key=s3_server.secret_key,
        vault_bucket=new_bucket(),
        targets_file=tmp_path / "targets.json",
        sandbox="auto",
        master_key=base64.urlsafe_b64encode(b"k" * 32).decode(),
    )


def deliver(app: App, files: dict[str, str]) -> None:
    bucket = app.parts("acme").contract.inbox_bucket
    for name, content in files.items():
        app.buckets.put(bucket, f"incoming/{name}", content.encode(), "text/csv")
    assert through(app, "acme", [f"incoming/{name}" for name in files]) == ""


def connect(settings: Settings, service: Books, people: list[PaidEmployee]) -> None:
    """Let the contract's company be one of QuickBooks."""
    entry = {
        "kind": "quickbooks",
        "url": service.url,
        "token_url": f"{service.url}/token",
        "client_id": "id",
        "client_secret": "hidden",
        "access_token": "old",
        "refresh_token": "r0",
        "realm": "4711",
        "employees": {one.employee_id: f"{number}" for number, one in enumerate(people, start=50)},
    }
    settings.targets_file.write_text(json.dumps({"acme-pay": entry}))


def test_a_payroll_week_ties_from_the_inbox_to_the_bank(settings: Settings) -> None:
    people = [
        replace(PaidEmployee(f"E{1000 + n}", "Ann", f"Field {n}", rate=Decimal(20)), account=account(f"44556{n}"))
        for n in range(4)
    ]
    full = ("8.00", "8.00", "8.00", "8.00", "9.50")
    weeks = {f"week-{one.employee_id}.csv": week(one.employee_id, one.name, full) for one in people}
    short = people[3]
    weeks[f"week-{short.employee_id}.csv"] = week(short.employee_id, short.name, full[:3])
    with serving(check_activity) as quickbooks, open_app(settings) as app:
        connect(settings, quickbooks, people)
        payroll = app.payroll("acme")
        payroll.take_over(people, actor="hana")
        told = {"phone": "+1 555 0100", "known_from": "contract", "spoke_with": "each of them"}
        payroll.called(payroll.proposed(), actor="carl", **told)
        payroll.approve_accounts(payroll.proposed(), actor="pam")
        deliver(app, weeks)

        (run_id,) = payroll.prepare()
        with pytest.raises(AskAPerson):
            payroll.send(run_id)
        assert payroll.release(run_id, actor="rosa")
        totals = payroll.send(run_id)
        booked = [payroll.book_hours(run_id) for _ in range(2)]

        outbox = app.parts("acme").contract.outbox_bucket
        content = app.buckets.find(outbox, f"payroll/{run_id}/PRABCEPI.csv") or b""
        page = app.buckets.find(outbox, f"payroll/preflight/{run_id}.html") or b""
    minutes = 3 * (41 * 60 + 30) + 24 * 60
    assert (totals["employees"], totals["minutes"]) == (4, minutes)
    assert booked == [{"lines": 18, "employees": 4, "minutes": minutes}] * 2
    assert (quickbooks.posts, quickbooks.wrong) == (18, [])
    hours = [row.split(",")[5:7] for row in content.decode().splitlines()[1:]]
    assert hours == [["40.00", "1.50"]] * 3 + [["24.00", ""]]
    assert f"{minutes // 60}:{minutes % 60:02d}".encode() in page


def test_a_stranger_on_a_timesheet_stops_the_whole_run(settings: Settings) -> None:
    with open_app(settings) as app:
        payroll = app.payroll("acme")
        payroll.take_over([PaidEmployee("E1000", "Ann", "Field", rate=Decimal(20))], actor="hana")
        deliver(app, {"week.csv": week("E6666", "Max Nobody", ("8.00",) * 5)})
        runs = payroll.prepare()
        assert runs or app.store.parked("acme"), "nobody pays a stranger"
        for run_id in runs:
            with pytest.raises(NotAllowed, match="cannot be released"):
                payroll.release(run_id, actor="rosa")
            assert not payroll.report(run_id).rows[0].name
