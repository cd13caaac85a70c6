"""The desk in a real browser: real PostgreSQL and S3, documents that the pipeline parked, Airflow's own tokens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_house import CLIENT, DeskHouse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reviewer import settle

from bpo_pipeline.model.states import State
from bpo_pipeline.settings import PROJECT

pytestmark = pytest.mark.e2e
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PICTURES = Path(os.environ.get("BPO_SCREENSHOTS", PROJECT / ".bpo" / "screenshots"))
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def house() -> Iterator[DeskHouse]:
    with DeskHouse() as built:
        built.park()
        yield built


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def sit_down(
    chromium: Browser,
    house: DeskHouse,
    name: str,
    role: str = "user",
    *,
    scripts: bool = True,
    scheme: str = "light",
    width: int = 1280,
) -> Page:
    """A new person's browser; what the page complains about fails the test."""
    height = 1080 if width > 1500 else 800
    context = chromium.new_context(
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([house.cookie(name, role)])
    page = context.new_page()
    page.on("dialog", lambda one: pytest.fail(f"a dialog opened: {one.message}"))
    page.on("pageerror", lambda one: pytest.fail(f"the script failed: {one}"))
    return page


def waiting(house: DeskHouse, reason: str | None = None) -> list[str]:
    return [one.document.document_id for one in house.app.store.parked(CLIENT, reason=reason)]


def state(house: DeskHouse, document: str) -> State:
    case = house.app.store.case(CLIENT, document)
    assert case is not None
    return case.document.state


def test_nobody_is_led_to_the_login_and_back(chromium: Browser, house: DeskHouse) -> None:
    page = chromium.new_page()
    page.goto(f"{house.url}/queue?client={CLIENT}")
    assert f"login, then /back-office/queue?client={CLIENT}" in page.content()
    page.context.add_cookies([house.cookie("eva")])
    page.goto(f"{house.url}/queue?client={CLIENT}")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1920])
def test_pages_can_be_used_by_everybody(chromium: Browser, house: DeskHouse, scheme: str, width: int) -> None:
    page = sit_down(chromium, house, "ann", "viewer", scheme=scheme, width=width)
    reviewer = sit_down(chromium, house, "ben", scheme=scheme, width=width)
    document = waiting(house, "math_mismatch")[0]
    PICTURES.mkdir(parents=True, exist_ok=True)
    work = f"{CLIENT}/{document}"
    others = [f"/trail/{work}", f"/asking/{work}", f"/dashboard/{CLIENT}", f"/onboarding/{CLIENT}"] * (width == 1280)
    for one, path in (
        (page, "/queue"),
        *((reviewer, other) for other in others),
        (reviewer, "/queue"),
        (reviewer, f"/review/{work}"),
    ):
        one.goto(house.url + path)
        one.wait_for_load_state("networkidle")
        found = Axe().run(one).response["violations"]
        serious = [
            (rule["id"], rule["nodes"][0]["html"][:200]) for rule in found if rule["impact"] in {"serious", "critical"}
        ]
        assert serious == []
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    reviewer.screenshot(path=PICTURES / f"document-{scheme}-{width}.png")
    if (scheme, width) == ("light", 1280):
        reviewer.screenshot(path=os.environ.get("BPO_README_PICTURE", PICTURES / "desk.png"))
    reviewer.goto(f"{house.url}/queue")
    reviewer.screenshot(path=PICTURES / f"queue-{scheme}-{width}.png")
    house.app.store.release_claim(document, actor="ben")
    page.context.close()
    reviewer.context.close()


def test_one_field_is_corrected_with_one_key_besides_the_value(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "extraction_incomplete")[0]
    page = sit_down(chromium, house, "kay")
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    field = page.locator("#work input:focus")
    assert field.get_attribute("data-path") == "invoice_number", "the cursor stands where it is needed"

    page.keyboard.type("K-4711")
    page.keyboard.press("Control+Enter")  # the only press
    page.wait_for_url(lambda address: document not in address)

    assert state(house, document) in {State.READY, State.POSTED}
    case = house.app.store.case(CLIENT, document)
    assert case is not None
    assert case.draft is not None
    assert case.draft.record.invoice_number == "K-4711"  # type: ignore[attr-defined]
    page.context.close()


def test_without_scripts_a_document_is_read_corrected_and_approved(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "unknown_vendor")[0]
    page = sit_down(chromium, house, "noa", scripts=False)
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    expect(page.get_by_alt_text("Page 1 of the document")).to_be_visible()
    page.locator('[name="f:invoice_number"]').fill("N-1")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Saved, and checked again.")).to_be_visible()
    expect(page.locator('[name="f:invoice_number"]')).to_have_value("N-1")
    page.get_by_role("button", name="Approve, next").click()
    expect(page.locator("#problem")).to_contain_text("approve it with a comment that says why")
    page.locator("#comment").fill("The client's buyer says that this vendor is new.")
    page.get_by_role("button", name="Approve, next").click()
    page.wait_for_url(lambda address: document not in address)
    assert state(house, document) in {State.READY, State.POSTED}
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_with_two_documents_is_split(chromium: Browser, house: DeskHouse, scripts: bool) -> None:
    document = waiting(house, "several_documents")[0]
    page = sit_down(chromium, house, "ida", scripts=scripts)
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    expect(page.get_by_text("The machine would cut here")).to_be_visible()
    ranges = page.locator('[name="ranges"]')
    expect(ranges).to_have_value("1-2, 3")
    ranges.fill("1-2, 4")
    page.get_by_role("button", name="Split, next").click()
    expect(page.locator("#problem")).to_contain_text("pages 4 are not in this file")
    if scripts:
        begins = page.get_by_role("button", name="document begins here").last
        ranges.fill("1-3")
        begins.click()
        expect(ranges).to_have_value("1-2, 3")
        page.keyboard.press("Alt+s")
        page.keyboard.press("Alt+s")
    else:
        ranges.fill("1-2, 3")
        page.get_by_role("button", name="Split, next").click()
    page.wait_for_url(lambda address: document not in address)
    assert state(house, document) is State.SPLIT
    page.goto(f"{house.url}/trail/{CLIENT}/{document}")
    expect(page.locator("dt", has_text="cut into 2 documents")).to_be_visible()
    expect(page.get_by_text("Cut into 2 documents (pages 1-2, 3)")).to_be_visible()
    for claimed in house.app.store.claims(waiting(house)).values():
        house.app.store.release_claim(claimed.document_id, actor=claimed.actor)
    page.context.close()


def test_an_invoice_without_its_number_is_not_approved_for_a_comment(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "extraction_incomplete")[-1]
    page = sit_down(chromium, house, "ned")
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    page.wait_for_selector("form[data-ready]")
    page.locator("#comment").fill("There is none on the paper.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#problem")).to_contain_text("Nothing is booked without it")
    assert state(house, document) is State.IN_REVIEW
    house.app.store.drop_autosaves(document, actor="ned", up_to=99)
    house.app.store.release_claim(document, actor="ned")
    page.context.close()


def test_what_two_people_change_at_once_is_merged_and_nothing_is_lost(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "math_mismatch")[-1]
    first, second = sit_down(chromium, house, "mia"), sit_down(chromium, house, "mia")
    for page in (first, second):
        page.goto(f"{house.url}/review/{CLIENT}/{document}")
    first.locator('[name="f:payment_terms"]').fill("of the first tab")
    first.keyboard.press("Control+s")
    expect(first.get_by_text("Saved, and checked again.")).to_be_visible()
    second.locator('[name="f:payment_terms"]').fill("of the second tab")
    second.keyboard.press("Control+s")

    expect(second.get_by_role("heading", name="Somebody changed this document meanwhile")).to_be_visible()
    expect(second.locator("tr.conflict")).to_contain_text("of the first tab")
    second.get_by_role("button", name="Save what is chosen").click()
    expect(second.locator('[name="f:payment_terms"]')).to_have_value("of the second tab")
    house.app.store.release_claim(document, actor="mia")
    for page in (first, second):
        page.context.close()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("issue_date", "31.02.2026", "not a day of the calendar"),
        ("gross_total", "12,34,5", "not an amount"),
        ("supplier_name", "x" * 1_000_000, "at most"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(
    chromium: Browser, house: DeskHouse, field: str, typed: str, told: str
) -> None:
    document = waiting(house, "math_mismatch")[-1]
    page = sit_down(chromium, house, "pia")
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    box = page.locator(f'[name="f:{field}"]')
    box.evaluate("(one, text) => { one.value = text; one.dispatchEvent(new Event('input', {bubbles: true})); }", typed)
    page.keyboard.press("Control+s")
    expect(page.locator("#problem")).to_contain_text(told)
    assert page.locator(f'[name="f:{field}"]').input_value() == typed
    house.app.store.drop_autosaves(document, actor="pia", up_to=99)
    house.app.store.release_claim(document, actor="pia")
    page.context.close()


def test_a_lost_connection_and_an_ended_session_lose_nothing(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "math_mismatch")[-1]
    page = sit_down(chromium, house, "liv")
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator('[name="f:payment_terms"]').fill("typed while the line was cut")
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("Your session ended")
    page.context.add_cookies([house.cookie("liv")])
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    expect(page.locator('[name="f:payment_terms"]')).to_have_value("typed while the line was cut")
    house.app.store.drop_autosaves(document, actor="liv", up_to=99)
    house.app.store.release_claim(document, actor="liv")
    page.context.close()


def test_a_viewer_sees_no_button_that_decides(chromium: Browser, house: DeskHouse) -> None:
    page = sit_down(chromium, house, "ann", "viewer")
    page.goto(f"{house.url}/review/{CLIENT}/{waiting(house)[0]}")
    assert page.get_by_role("button", name="Approve").count() == 0
    assert page.locator("#work input[data-path]:not([readonly])").count() == 0
    page.context.close()


def test_a_document_is_held_with_a_sentence_and_taken_up_again(chromium: Browser, house: DeskHouse) -> None:
    document = waiting(house, "math_mismatch")[-1]
    page = sit_down(chromium, house, "uma")
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    page.keyboard.press("Alt+h")
    expect(page.locator("#status")).to_have_text("Write what it waits for first.")
    page.keyboard.type("The buyer is asked for the delivery note.")  # the cursor went to the comment
    page.keyboard.press("Alt+h")
    page.wait_for_url(lambda address: document not in address)
    assert state(house, document) is State.ON_HOLD

    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    page.get_by_role("button", name="Take up again").click()
    expect(page.get_by_text("Taken up again.")).to_be_visible()
    assert state(house, document) is State.IN_REVIEW
    page.context.close()


def test_all_exceptions_are_settled_from_the_queue_with_the_keyboard(chromium: Browser, house: DeskHouse) -> None:
    """Each as its finding says: typed in, approved with a reason, put on hold for a call, or rejected."""
    for claimed in house.app.store.claims(waiting(house)).values():
        house.app.store.release_claim(claimed.document_id, actor=claimed.actor)
    page = sit_down(chromium, house, "tom")
    page.goto(f"{house.url}/queue")
    settled: dict[str, State] = {}
    page.keyboard.press("n")
    page.wait_for_url("**/review/**")
    while "/review/" in page.url:
        page.wait_for_selector("form[data-ready]")
        document = page.url.split("?")[0].rsplit("/", 1)[-1]
        assert document not in settled, "a document that was settled or put on hold came again"
        becomes = settle(page, number=f"T-{len(settled)}")
        settled[document] = state(house, document)
        assert settled[document] in becomes
    expect(page.get_by_text("Nothing is free in this queue")).to_be_visible()
    decided = [one for one in settled.values() if one is not State.ON_HOLD]
    assert len(decided) >= 10
    assert set(decided) == {State.READY, State.REJECTED, State.SPLIT}
    assert set(waiting(house)) == {document for document, one in settled.items() if one is State.ON_HOLD}
    page.context.close()
