"""The desk in the running Airflow, as a new reviewer meets it: found in the menu, settled by keyboard, posted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from house import House, wait_for
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reviewer import settle
from sqlalchemy import NullPool, create_engine, text

from bpo_pipeline import stack
from bpo_pipeline.app import App
from bpo_pipeline.flow.proving import AT_REST
from bpo_pipeline.generator.demo import parked_batch
from bpo_pipeline.model.ledger import Case, utc_now
from bpo_pipeline.model.states import State
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.stack import airflow, postgres, processes, users

pytestmark = pytest.mark.e2e

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PICTURES = Path(os.environ.get("BPO_SCREENSHOTS", PROJECT / ".bpo" / "screenshots"))
PATIENCE = 90_000
SEED = 570
"""Its numbers are no other test's in this house."""
CLIENTS = ("lakeside", "nordlicht")
PARKED = (State.IN_REVIEW, State.ON_HOLD)
LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in ((1280, 800), (1920, 1080))]


@pytest.fixture(scope="module")
def app(house: House) -> Iterator[App]:
    """The back office, to look at: one for all tests, since each holds connections."""
    with house.app() as opened:
        yield opened


@pytest.fixture(scope="module")
def parked(house: House, app: App) -> list[str]:
    """The demo's dozen, dropped by the clients and parked by the scheduled DAGs; the ids of their documents."""
    begun = utc_now()
    batch = parked_batch(seed=SEED, today=begun.date())
    assert house.drop(batch) == len(batch) == 12
    known = [f"dags/intake__{client}" for client in CLIENTS]
    wait_for(lambda: all(house.ask("GET", one).ok for one in known), "that Airflow knew its DAGs", seconds=180)
    for client in CLIENTS:
        house.trigger(f"intake__{client}")

    def standing(states: Collection[State]) -> list[str]:
        return [one for client in CLIENTS for one in app.store.ids(client, states=states, received_from=begun)]

    wait_for(lambda: len(standing(AT_REST)) == len(batch), "that a dozen documents came to rest", seconds=600)
    assert len(standing(PARKED)) >= 10
    return standing(PARKED)


@pytest.fixture(scope="module")
def page(house: House, parked: list[str]) -> Iterator[Page]:
    """The browser of the stack's reviewer, who has never seen the desk."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield _new_page(chromium)
        chromium.close()


def test_a_reviewer_logs_in_and_finds_the_desk_in_the_menu(house: House, page: Page) -> None:
    page.goto(f"{airflow.address(house.ports)}/back-office/queue")
    page.locator("input[name=username]").fill("reviewer")
    page.locator("input[name=password]").fill(users.load_secrets(house.home).passwords["reviewer"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/back-office/queue")  # where the way led before the login

    page.goto(airflow.address(house.ports))
    page.get_by_role("button", name="Browse").click()
    entry = page.get_by_role("menuitem", name="Back office")
    assert entry.get_attribute("href") == "/back-office/"
    with page.context.expect_page() as opened:
        entry.click()
    desk = opened.value
    desk.get_by_role("link", name="Queue", exact=True).click()
    expect(desk.get_by_role("heading", name="Queue")).to_be_visible()
    desk.close()


def test_a_new_reviewer_settles_a_dozen_exceptions_by_keyboard(
    house: House, app: App, page: Page, parked: list[str]
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.goto(f"{airflow.address(house.ports)}/back-office/queue")
    for scheme, (width, height) in LOOKS:
        _look(page, scheme, width, height, "stack-queue")
    page.keyboard.press("n")
    page.wait_for_url("**/review/**")
    settled: dict[str, State] = {}
    while "/review/" in page.url:
        document = page.url.split("?")[0].rsplit("/", 1)[-1]
        assert document not in settled
        scheme, (width, height) = LOOKS[len(settled) % len(LOOKS)]
        page.wait_for_selector("form[data-ready]")
        page.wait_for_load_state("networkidle")
        _look(page, scheme, width, height, f"stack-document-{len(settled):02}")
        expected = settle(page, number=f"T-{len(settled)}")
        settled[document] = _case(app, document).document.state
        assert settled[document] in expected
    expect(page.get_by_text("Nothing is free in this queue")).to_be_visible()
    assert set(parked) <= set(settled)


def test_what_was_corrected_at_the_desk_stands_in_the_ledger(house: House, app: App, parked: list[str]) -> None:
    def corrected(client: str) -> list[Case]:
        cases = [_case(app, one) for one in parked]
        numbered = [
            one for one in cases if str(getattr(one.draft and one.draft.record, "invoice_number", "")).startswith("T-")
        ]
        return [one for one in numbered if one.document.client == client]

    def posted() -> bool:
        house.trigger("post__lakeside")  # a run that is on its way may have gathered before the decision
        return [one.document.state for one in corrected("lakeside")] == [State.POSTED]

    wait_for(posted, "that the corrected bill was posted", seconds=400, every=2)
    (bill,) = corrected("lakeside")
    (row,) = app.store.postings("lakeside", bill.document.document_id)
    people = [one.actor for one in app.store.decisions("lakeside", bill.document.document_id)]
    assert app.store.verify_chain("lakeside") == []
    assert set(people) == {"reviewer"}
    assert house.bills()[row.key] == 1


def test_airflow_starts_without_our_database_and_the_desk_says_so_until_it_is_back(house: House, page: Page) -> None:
    queue = f"{airflow.address(house.ports)}/back-office/queue"
    with _database_closed(house):
        processes.stop(house.home, "api-server")
        stack.up(house.home, ports=house.ports)  # Airflow alone is asked whether it is healthy
        page.goto(queue)
        expect(page.locator(".notice")).to_contain_text("The back office's database cannot be used now")
        expect(page.get_by_text("Airflow itself is not affected")).to_be_visible()
        plugins = house.ask("GET", "plugins", person="admin").json()["plugins"]
        views = [view["name"] for one in plugins for view in one["external_views"]]
        assert views.count("Back office") == 1
    page.goto(queue)
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()


@contextmanager
def _database_closed(house: House) -> Iterator[None]:
    """Our database takes no connection; Airflow's own, on the same server, does."""
    server = create_engine(postgres.url(house.home, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'bpo'"
    with server.connect() as connection:
        connection.execute(text("alter database bpo allow_connections false"))
        connection.execute(text(end))
        try:
            yield
        finally:
            connection.execute(text("alter database bpo allow_connections true"))


def _new_page(chromium: Browser) -> Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda one: pytest.fail(f"a dialog opened: {one.message}"))
    return page


def _look(page: Page, scheme: str, width: int, height: int, name: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    page.screenshot(path=PICTURES / f"{name}-{scheme}-{width}.png")


def _case(app: App, document: str) -> Case:
    found = next(filter(None, (app.store.case(client, document) for client in CLIENTS)), None)
    assert found is not None
    return found
