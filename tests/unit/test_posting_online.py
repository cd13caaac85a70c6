"""Timesheets to QuickBooks and Xero, sent to a server that looks at every request."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from bpo_pipeline.errors import Refused, TryAgain
from bpo_pipeline.model.payroll import PayLine
from bpo_pipeline.posting import KeyNotAccepted
from bpo_pipeline.posting.online.quickbooks import time_activity
from bpo_pipeline.posting.online.sending import Pace, Sender, Token, encoded
from bpo_pipeline.posting.online.xero import PATHS, Country, RatedDay, timesheet

STANDARDS = Path(os.environ.get("BPO_CORPUS", ".")) / "forms" / "standards"
WEEK = (dt.date(2026, 11, 16), dt.date(2026, 11, 22))
RATE, EMPLOYEE, CALENDAR = (f"{n}75330e3-06f5-49f1-8a40-7f7cc3b0b4f2" for n in "abc")
WORKED = (RatedDay(WEEK[0], RATE, 450), RatedDay(WEEK[0], RATE, 30), RatedDay(dt.date(2026, 11, 18), RATE, 80))


def xero(country: Country) -> Any:
    return timesheet(country, employee_id=EMPLOYEE, calendar_id=CALENDAR, period=WEEK, worked=WORKED)


class Service(BaseHTTPRequestHandler):
    """A payroll service: refuses a request without its parts, makes each key once, and fails as it is told."""

    made: ClassVar[dict[str, Any]] = {}
    told: ClassVar[list[tuple[int, dict[str, str]]]] = []
    good: ClassVar[str] = "new"
    renewals: ClassVar[int] = 0

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/token":
            type(self).renewals += 1
            good = b"refresh_token=once" in content
            pair = {"access_token": "new", "refresh_token": "next"}
            return self._say(200 if good else 400, pair)
        if self.headers["Authorization"] != f"Bearer {self.good}":
            return self._say(401, {})
        if type(self).told:
            status, headers = type(self).told.pop(0)
            return self._say(status, {}, headers)
        key = self.headers["Idempotency-Key"] or parse_qs(urlsplit(self.path).query).get("requestid", [""])[0]
        if not key or self.headers["Content-Type"] != "application/json":
            return self._say(400, {"Detail": "no key"})
        self.made.setdefault(key, json.loads(content, parse_float=Decimal))
        return self._say(200, {"id": key})

    def _say(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.made, Service.told, Service.good, Service.renewals = {}, [], "new", 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def sender(service: str, waits: list[float], *, access: str = "new", per_minute: int = 60) -> Sender:
    token = Token(access, "once", "id", "secret", f"{service}/token")
    pace = Pace(per_minute, clock=lambda: sum(waits), wait=waits.append)
    return Sender(service, token, pace, headers={"Xero-Tenant-Id": "t"})


def test_sending_twice_makes_one(service: str) -> None:
    to = sender(service, [])
    for _ in range(2):
        assert to.post(PATHS["uk"], xero("uk"), key="key-00000001") == {"id": "key-00000001"}
    body = time_activity(PayLine("55", "regular", minutes=450), day=WEEK[0], employee_ref="55")
    to.post("/v3/company/1/timeactivity", body, key="key-00000002", key_parameter="requestid")
    assert len(Service.made) == 2
    assert (body["Hours"], body["Minutes"]) == (7, 30)


def test_an_old_token_is_renewed_once_and_kept_before_use(service: str) -> None:
    sender(service, [], access="old").post(PATHS["nz"], xero("nz"), key="key-00000001")
    assert Service.renewals == 1
    Service.good = "other"
    with pytest.raises(KeyNotAccepted):
        sender(service, [], access="old").post(PATHS["nz"], xero("nz"), key="key-00000001")


def test_a_busy_service_is_given_the_time_it_asks_for(service: str) -> None:
    waits: list[float] = []
    Service.told = [(429, {"Retry-After": "7"}), (503, {})]
    sender(service, waits).post(PATHS["au"], xero("au"), key="key-00000001")
    assert waits == [7.0, 1.0]
    Service.told = [(429, {"Retry-After": "86000"})]
    with pytest.raises(TryAgain, match="86000"):
        sender(service, waits).post(PATHS["au"], xero("au"), key="key-00000002")


def test_more_than_a_minute_takes_waits_for_the_next(service: str) -> None:
    waits: list[float] = []
    to = sender(service, waits, per_minute=2)
    for number in range(3):
        to.post(PATHS["uk"], xero("uk"), key=f"key-0000000{number}")
    assert waits == [60.0]


def test_a_refusal_goes_to_a_person_without_the_services_words(service: str) -> None:
    Service.told = [(422, {})]
    with pytest.raises(Refused, match="422"):
        sender(service, []).post(PATHS["uk"], xero("uk"), key="key-00000001")


def test_a_token_shows_nothing() -> None:
    assert "once" not in repr(Token("a", "once", "id", "hidden", "u")) + str(Token("a", "once", "id", "hidden", "u"))


def test_hours_are_numbers_without_a_float() -> None:
    assert b'"numberOfUnits": 1.33' in encoded(xero("uk"))
    assert json.loads(encoded(xero("au")))[0]["TimesheetLines"][0]["NumberOfUnits"] == [8.0, 0, 1.33, 0, 0, 0, 0]


def test_a_day_outside_of_the_period_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        timesheet("uk", employee_id="e", calendar_id="c", period=(WEEK[0], WEEK[0]), worked=WORKED)


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="set BPO_CORPUS to the folder of the corpora")
@pytest.mark.parametrize("country", ["uk", "nz", "au"])
def test_a_timesheet_obeys_xeros_own_schema(country: Country) -> None:
    yaml = pytest.importorskip("yaml")
    validators = pytest.importorskip("openapi_schema_validator")
    spec = yaml.load((STANDARDS / "xero" / f"xero-payroll-{country}.yaml").read_text(), yaml.CSafeLoader)
    schemas = spec["components"]["schemas"]
    wanted = {"$ref": "#/components/schemas/Timesheet", "components": spec["components"]}
    body = json.loads(encoded(xero(country)))
    one = body[0] if isinstance(body, list) else body
    assert [error.message for error in validators.OAS30Validator(wanted).iter_errors(one)] == []
    assert set(one) <= set(schemas["Timesheet"]["properties"])
    lines = one.get("TimesheetLines") or one["timesheetLines"]
    assert set(lines[0]) <= set(schemas["TimesheetLine"]["properties"])
    broken = {name: value for name, value in one.items() if name.lower() != "employeeid"}
    assert [error.message for error in validators.OAS30Validator(wanted).iter_errors(broken)]


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="set BPO_CORPUS to the folder of the corpora")
def test_a_time_activity_has_only_fields_of_intuits_schema() -> None:
    xmlschema = pytest.importorskip("xmlschema")
    kind = xmlschema.XMLSchema(str(STANDARDS / "quickbooks_v3" / "Finance.xsd")).types["TimeActivity"]
    known = {element.local_name: element for element in kind.content.iter_elements()}
    body = time_activity(PayLine("55", "regular", minutes=450), day=WEEK[0], employee_ref="55", item_ref="7")
    assert set(body) <= set(known)
    for name, value in body.items():
        if known[name].type.is_simple():
            known[name].type.validate(str(value))
