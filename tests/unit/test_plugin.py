"""The plugin's pages: who sees them, what they show, and that a document's text is only text in them."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.routing import APIRoute as Route
from plugin_site import PREFIX, application, site

from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.model.document import Document, content_hash, document_id
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Case, ControlLine, Event, OutboxRow, utc_now
from bpo_pipeline.model.posting import Acknowledgement, PostingState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.reporting import DayCount, control_report
from bpo_pipeline.review import Desk
from bpo_pipeline.settings import PROJECT

SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{7*111111}}"
IBAN = "DE89 3704 0044 0532 0130 00"
SHA = content_hash(b"one")
ID = document_id("acme", SHA)
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
DOCUMENT = Document(ID, "acme", SHA, 1234, "application/pdf", f"incoming/{SCRIPT}.pdf", NOW, State.IN_REVIEW)
CASE = Case(
    document=DOCUMENT,
    version=3,
    findings=(
        Finding("vendor-known", "supplier_name", Severity.ERROR, Reason.UNKNOWN_VENDOR, f"{SCRIPT} is not known."),
        Finding("bank", f"lines.{TEMPLATE}", Severity.NOTE, Reason.BANK_CHANGE, f"The account {IBAN} is new."),
    ),
    reason="unknown_vendor",
    sentence=f"The vendor {SCRIPT} {TEMPLATE} with {IBAN} is not known.",
    since=NOW,
)
PAGES = ("/", "/control/acme", f"/documents/acme/{ID}", "/desk.css", "/desk.js")


class FakeStore:
    """One document in review."""

    def ids(self, client: str, **_: Any) -> list[str]:
        return [ID]

    def states_of(self, ids: list[str]) -> dict[str, State]:
        return dict.fromkeys(ids, State.IN_REVIEW)

    def count_by_state(self, client: str) -> dict[State, int]:
        return {State.IN_REVIEW: 40, State.POSTED: 1931}

    def parked(self, client: str | None = None, **_: Any) -> list[Case]:
        return [CASE]

    def case(self, client: str, identity: str) -> Case | None:
        return CASE if (client, identity) == ("acme", ID) else None

    def events(self, client: str, **_: Any) -> list[Event]:
        return [Event(7, "acme", ID, "received", SCRIPT, NOW, {"key": TEMPLATE, "account": IBAN}, "", "")]

    def decisions(self, client: str, identity: str) -> list[Any]:
        return []

    def acknowledgements(self, client: str, identity: str) -> list[Acknowledgement]:
        return [Acknowledgement("k", "tryton", f"4711{SCRIPT}", Decimal("1119.00"), "EUR", NOW, attachment=True)]

    def outbox(self, client: str, **_: Any) -> list[OutboxRow]:
        waiting = PostingState.UNCERTAIN
        row = OutboxRow("k", "acme", ID, "csv-2", SHA, Decimal("2.50"), "EUR", waiting, 1, 1, error=f"{SCRIPT} {IBAN}")
        return [row, replace(row, document_id="another", target="of-another")]


class AwayStore:
    """Fails, whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        raise self._error


def office(store: Any | None = None, **changes: Any) -> Any:
    store = store or FakeStore()
    contract = SimpleNamespace(name=f"Acme {SCRIPT}", site="onshore", people=())
    unused: Any = None
    fake = {
        "contracts": SimpleNamespace(by_client={"acme": contract}, errors=("broken.yaml: client: missing",)),
        "store": store,
        "desk": Desk(store, unused, unused, unused, clock=lambda: NOW + dt.timedelta(hours=5)),
        "control": lambda client, first, last: report(),
    }
    return SimpleNamespace(**{**fake, **changes})


def report(files: int = 1) -> Any:
    line = ControlLine(
        "acme", NOW.date(), "a", ID, State.IN_REVIEW, False, f"<u>{TEMPLATE}", Decimal(119), Decimal(119), {}
    )
    day = NOW.date()
    return control_report([line], [DayCount(day=day, files=files)], client="acme", day_from=day, day_to=day)


def get(path: str, **options: Any) -> Any:
    return site(office=office(), **options).get(PREFIX + path)


def test_the_overview_says_what_stands_where_and_what_waits_why_and_since_when() -> None:
    text = get("/", role="op").text
    assert "unknown vendor" in text
    assert "5 h" in text
    assert "1931" in text
    assert f"{PREFIX}/review/acme/{ID}" in text
    assert "39 more" in text
    assert "/dags?tags=client%3Aacme" in text
    assert "broken.yaml" in text


def test_a_client_for_whom_nothing_waits_is_told_so() -> None:
    store = FakeStore()
    store.parked = lambda *_, **__: []  # type: ignore[method-assign]
    assert "Nothing waits for a person." in site(office=office(store)).get(f"{PREFIX}/").text


def test_the_control_report_shows_the_day_and_ties() -> None:
    page = get("/control/acme?day=2026-11-20")
    assert "All counts and sums tie" in page.text
    assert "119.00" in page.text
    assert 'value="2026-11-20"' in page.text


def test_the_control_report_without_a_day_is_of_today() -> None:
    assert f'value="{utc_now().date()}"' in get("/control/acme").text


def test_a_control_report_that_does_not_tie_says_by_how_much() -> None:
    text = site(office=office(control=lambda *_: report(files=3))).get(f"{PREFIX}/control/acme").text
    assert "Does not tie" in text
    assert report(files=3).differences[0] in text


def test_a_document_shows_findings_history_and_postings() -> None:
    text = get(f"/documents/acme/{ID}").text
    for told in ("vendor-known", "tryton", "4711", "1,119.00 EUR", "csv-2", "uncertain", "2026-11-20 09:00:00", SHA):
        assert told in text
    assert "of-another" not in text


@pytest.mark.parametrize("path", PAGES[:3])
def test_a_documents_text_is_never_markup_nor_template(path: str) -> None:
    text = get(path).text
    assert "&lt;script&gt;" in text or "&lt;u&gt;" in text
    assert "<script" not in text
    assert "<u>" not in text
    assert TEMPLATE in text
    assert "777777" not in text


@pytest.mark.parametrize("path", PAGES[:3])
def test_account_numbers_are_masked(path: str) -> None:
    text = get(path).text
    assert IBAN not in text
    assert "3704" not in text
    assert ("****3000" in text) == (path != "/control/acme")


@pytest.mark.parametrize(
    "path",
    [
        "/control/another",
        f"/documents/another/{ID}",
        f"/documents/acme/{ID[::-1]}",
        "/documents/acme/..%2f..%2fetc",
        "/documents/acme/%00",
        f"/documents/acme/{ID.upper()}",
        "/nothing/here",
    ],
)
def test_what_is_unknown_is_not_found(path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-31", "0001-01-01", "9999-12-31", SCRIPT])
def test_a_day_that_is_none_is_refused_with_a_sentence(day: str) -> None:
    page = site(office=office()).get(f"{PREFIX}/control/acme", params={"day": day})
    assert page.status_code == 422
    assert "A day is written like" in page.text


def test_every_route_is_one_that_asks_for_a_login() -> None:
    assert all(isinstance(route, Route) for route in application.routes), "a mount or websocket has no login"


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_and_a_browser_is_led_to_the_login_and_back(path: str) -> None:
    answer = get(f"{path}?day=2026-11-20", role=None)
    assert answer.status_code == 302
    to = urlsplit(answer.headers["location"])
    assert to.path == "/auth/login"
    assert parse_qs(to.query) == {"next": [f"{PREFIX}{path}?day=2026-11-20"]}


@pytest.mark.parametrize("path", PAGES)
def test_a_program_without_a_login_is_told_so(path: str) -> None:
    answer = site(role=None, office=office()).get(PREFIX + path, headers={"accept": "application/json"})
    assert answer.status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_a_forged_login_is_refused(path: str) -> None:
    browser = site(role=None, office=office())
    browser.cookies.set("_token", "forged.forged.forged")
    assert browser.get(PREFIX + path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_only_read(path: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert site(office=office()).request(method, PREFIX + path).status_code == 405


def broken() -> Any:
    return office(AwayStore(RuntimeError("a defect with " + SCRIPT)))


@pytest.mark.parametrize(
    ("path", "role", "what", "status"),
    [
        *((path, "viewer", office, 200) for path in PAGES),
        *((path, None, office, 302) for path in PAGES),
        ("/control/another", "viewer", office, 404),
        ("/control/acme?day=x", "viewer", office, 422),
        ("/", "viewer", broken, 500),
    ],
)
def test_every_answer_carries_the_safe_headers(path: str, role: str | None, what: Any, status: int) -> None:
    answer = site(role=role, office=what()).get(PREFIX + path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "style-src 'self'", "img-src 'self'", "frame-ancestors 'self'"} <= set(policy)
    assert "unsafe" not in str(policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("error", [TryAgain("the database cannot be used now"), AskAPerson("no database is set")])
@pytest.mark.parametrize("path", ["/", f"/documents/acme/{ID}"])
def test_a_database_that_is_away_is_said_so(error: Exception, path: str) -> None:
    answer = site(office=office(AwayStore(error))).get(PREFIX + path)
    assert answer.status_code == 503
    assert str(error)[1:] in answer.text
    assert "Airflow itself is not affected" in answer.text


def test_pages_hold_no_style_or_script_that_the_browser_would_refuse() -> None:
    for path in (PROJECT / "plugins" / "desk" / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        text = text.replace('<script src="{{ base }}/', "")
        assert not any(word in text for word in ("<script", "<style", " style=", "|safe", "| safe", " onclick")), path


LOAD = """
import json, sys
from airflow.plugins_manager import get_import_errors, get_plugin_info
from airflow.api_fastapi.core_api.datamodels.plugins import ExternalViewResponse, PluginResponse
told = [PluginResponse.model_validate(one) for one in get_plugin_info() if one["name"] == "back_office"]
views = [ExternalViewResponse.model_validate(view).model_dump() for view in told[0].external_views]
ours = [name for name in sys.modules if name.split(".")[0] in ("desk", "bpo_pipeline")]
print("TOLD" + json.dumps({"plugins": len(told), "views": views, "errors": get_import_errors(), "ours": ours,
    "apps": [app.model_dump() for app in told[0].fastapi_apps]}))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow knows about the plugin after it has started, with a database of ours that does not exist."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "BPO_"))},
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "PYTHONPATH": str(PROJECT),
        "BPO_DATABASE_URL": "postgresql+psycopg2://nobody@127.0.0.1:1/nothing",
    }
    done = subprocess.run([sys.executable, "-c", LOAD], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout[done.stdout.index("TOLD") + 4 :])
    return told


def test_airflow_takes_the_plugin_and_its_menu_entry(loaded: dict[str, Any]) -> None:
    assert loaded["errors"] == {}
    assert loaded["plugins"] == 1
    view, *tabs = loaded["views"]
    assert [(tab["name"], tab["destination"]) for tab in tabs] == [
        ("Documents", "dag"),
        ("Documents", "dag_run"),
        ("Documents", "task_instance"),
    ]
    assert len({tab["url_route"] for tab in tabs}) == 3, "Airflow leaves out the second of two equal routes"
    assert "map_index={MAP_INDEX}" in tabs[2]["href"]
    assert (view["name"], view["href"], view["destination"]) == ("Back office", "/back-office/", "nav")
    assert view["category"], "Airflow draws an entry outside a category as a button that leads nowhere"
    assert [app["url_prefix"] for app in loaded["apps"]] == [PREFIX]


def test_airflow_starts_without_loading_anything_of_ours(loaded: dict[str, Any]) -> None:
    assert loaded["ours"] == []


def test_a_database_that_does_not_answer_is_a_page_and_no_crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BPO_HOME", str(tmp_path))
    monkeypatch.setenv("BPO_DATABASE_URL", "postgresql+psycopg2://nobody@127.0.0.1:1/nothing")
    answer = site().get(f"{PREFIX}/")
    assert answer.status_code == 503
    assert "database cannot be used now" in answer.text
