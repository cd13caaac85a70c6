"""Working on one document in a real browser: the lines, the paper, the filters, the way back, and hostile texts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from desk_house import CLIENT, DeskHouse
from playwright.sync_api import Browser, Locator, Page, expect
from reportlab.pdfgen.canvas import Canvas
from test_desk import chromium, sit_down, state  # noqa: F401 - a fixture

from bpo_pipeline import review
from bpo_pipeline.documents.fields import LineItem
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Decision, DecisionKind, utc_now
from bpo_pipeline.model.reading import Box, Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State

pytestmark = pytest.mark.e2e
CORPUS = Path(os.environ.get("BPO_CORPUS", "nowhere")) / "hostile" / "files"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": "\"><img src=x onerror=alert(1)>' onfocus=alert(1) autofocus x='",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "address": "javascript:alert(1)//&lt;svg onload=alert(1)&gt;",
    "rtl": "\u202eFDP.eciovni \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "long": "W" * 10_000,
}


@pytest.fixture(scope="module")
def house() -> Iterator[DeskHouse]:
    with DeskHouse() as built:
        yield built


def paper(words: str) -> bytes:
    """Two pages with an invoice's words and those."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    for number in (1, 2):
        canvas.setFont("Helvetica", 12)
        for place, line in enumerate(("Invoice R-4711", words[:300], "Total 119.00 EUR", f"Page {number}")):
            canvas.drawString(60, 760 - 40 * place, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def park(house: DeskHouse, words: str, *, key: str) -> str:
    """A document that waits, with these words wherever a document, a check or a person can put some."""
    before = {one.document.document_id for one in house.app.store.parked(CLIENT, limit=1000)}
    house.take({key: paper(words)})
    (document,) = [
        one.document.document_id
        for one in house.app.store.parked(CLIENT, limit=1000)
        if one.document.document_id not in before
    ]
    case = house.app.store.case(CLIENT, document)
    assert case is not None
    lines = tuple(
        LineItem(description=f"{words} {number}", quantity=Decimal(2), line_total=Decimal(50 * number))
        for number in (1, 2)
    )
    record = Invoice(
        invoice_number=f"R-{words}", supplier_name=words, payment_terms=words, currency="EUR", line_items=lines,
        net_total=Decimal(150), gross_total=Decimal(150),
    )  # fmt: skip
    evidence = Evidence("supplier_name", words, Source.TEXT, 0.99, 1, Box(60, 110, 200, 125))
    finding = Finding("BR-CO-15", "gross_total", Severity.ERROR, Reason.MATH_MISMATCH, f"It says {words}")
    house.app.store.decide(
        Decision(document, DecisionKind.CORRECT, "eva", utc_now(), case.version, {"payment_terms": words}, words),
        to=State.IN_REVIEW,
        draft=Draft("invoice", 1.0, record, (evidence,), {}),
        findings=[finding],
        reason=Reason.MATH_MISMATCH,
        sentence=finding.sentence,
    )
    return document


def open_document(page: Page, house: DeskHouse, document: str) -> None:
    page.goto(f"{house.url}/review/{CLIENT}/{document}")
    page.wait_for_selector("form[data-ready]")


@pytest.fixture(scope="module")
def plain(house: DeskHouse) -> str:
    """A document to work on, on two pages and with two lines."""
    return park(house, "Nordwind Papier", key="incoming/plain.pdf")


@pytest.fixture
def page(chromium: Browser, house: DeskHouse) -> Iterator[Page]:  # noqa: F811 - the fixture
    page = sit_down(chromium, house, "ida")
    yield page
    page.context.close()


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'[name="f:{path}"]')


def test_lines_are_added_deleted_and_split_and_the_sum_follows(page: Page, house: DeskHouse, plain: str) -> None:
    open_document(page, house, plain)
    total, rows = page.locator("#sum"), page.locator('[data-grid="line_items"] tbody tr')
    expect(total).to_have_text("The lines add up to 150,00, as the net total says.")
    cell(page, "line_items.1.line_total").fill("90")
    expect(total).to_contain_text("add up to 140,00; the net total says 150,00: -10,00 apart")
    page.get_by_label("Delete row 2").check()
    expect(total).to_contain_text("add up to 50,00")
    page.get_by_label("Delete row 2").uncheck()
    cell(page, "line_items.1.line_total").press("Escape")
    expect(total).to_contain_text("150,00, as the net total says")

    page.locator('[data-grid="line_items"] [data-do="add"]').click()
    cell(page, "line_items.2.line_total").fill("5")
    expect(total).to_contain_text("155,00")
    page.get_by_label("Delete row 2").check()
    rows.first.get_by_role("button", name="split").click()
    assert [cell(page, f"line_items.{row}.line_total").input_value() for row in (0, 3)] == ["25,00", "25,00"]
    expect(total).to_contain_text("add up to 55,00")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved, and checked again.")).to_be_visible()

    case = house.app.store.case(CLIENT, plain)
    assert case is not None
    assert case.draft is not None
    kept = [line.line_total for line in case.draft.record.line_items]  # type: ignore[attr-defined]
    assert kept == [Decimal("25.00"), Decimal(5), Decimal("25.00")]
    expect(total).to_contain_text("add up to 55,00; the net total says 150,00: -95,00 apart")


def test_the_paper_is_zoomed_turned_and_leafed_through(page: Page, house: DeskHouse, plain: str) -> None:
    open_document(page, house, plain)
    sheet = page.locator("#page-1")
    width = sheet.bounding_box()["width"]  # type: ignore[index]
    page.get_by_role("button", name="Larger").click()
    assert sheet.bounding_box()["width"] > width * 1.1  # type: ignore[index]
    page.keyboard.press("Alt+t")
    expect(sheet).to_have_css("transform", "matrix(0, 1, -1, 0, 0, 0)")
    page.keyboard.press("Alt+0")
    expect(sheet).to_have_css("transform", "none")
    assert sheet.bounding_box()["width"] == width  # type: ignore[index]
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="2").click()
    expect(page.get_by_alt_text("Page 2 of the document")).to_be_in_viewport()


def test_a_click_and_a_drag_on_the_page_fill_the_field(page: Page, house: DeskHouse, plain: str) -> None:
    open_document(page, house, plain)
    field = cell(page, "payment_terms")
    field.focus()
    frame = page.locator("#page-1 svg").bounding_box()
    assert frame is not None
    scale = frame["width"] / 595

    def at(x: float, y: float) -> tuple[float, float]:
        return frame["x"] + x * scale, frame["y"] + y * scale

    page.mouse.click(*at(75, 118))
    expect(field).to_have_value("Nordwind")
    page.keyboard.down("Shift")
    page.mouse.click(*at(68, 158))
    page.keyboard.up("Shift")
    expect(field).to_have_value("Nordwind Total")
    page.mouse.move(*at(55, 105))
    page.mouse.down()
    page.mouse.move(*at(300, 168), steps=3)
    page.mouse.up()
    expect(field).to_have_value("Nordwind Papier Total 119.00 EUR")
    field.press("Escape")
    expect(field).to_have_value("Nordwind Papier")


def test_box_and_field_show_each_other(page: Page, house: DeskHouse, plain: str) -> None:
    open_document(page, house, plain)
    mark = page.locator('.mark[data-path="supplier_name"]')
    holder = page.locator('.field[data-path="supplier_name"]')
    mark.hover()
    expect(holder).to_contain_class("near")
    page.get_by_role("heading").first.hover()
    expect(holder).not_to_contain_class("near")
    holder.hover()
    expect(mark).to_contain_class("near")
    expect(cell(page, "supplier_name")).to_be_focused()
    expect(mark).to_contain_class("lit")
    cell(page, "invoice_number").focus()
    expect(mark).not_to_contain_class("lit")
    mark.dblclick()
    expect(cell(page, "supplier_name")).to_be_focused()


def test_a_filter_is_kept_under_a_name_and_forgotten(page: Page, house: DeskHouse, plain: str) -> None:
    page.goto(f"{house.url}/queue?type=invoice&from=100")
    page.get_by_label("keep this filter as").fill("large bills")
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{house.url}/queue")
    page.get_by_role("link", name="large bills").click()
    expect(page.get_by_label("value from")).to_have_value("100")
    expect(page.locator(f'#queue a[href*="{plain}"]')).to_be_visible()
    page.get_by_role("button", name="Forget the filter large bills").click()
    expect(page.get_by_role("link", name="large bills")).to_have_count(0)


def test_the_way_back_doubles_nothing(page: Page, house: DeskHouse) -> None:
    document = park(house, "Ostwind Papier", key="incoming/back.pdf")
    page.goto(f"{house.url}/queue")
    open_document(page, house, document)
    page.locator("#comment").fill("Not ours.")
    page.locator("#reject").dblclick()
    page.wait_for_url(lambda address: document not in address)
    page.go_back()
    expect(page.locator(".workbar .state")).to_have_text("rejected")
    expect(page.locator("#reject")).to_have_count(0)
    page.go_forward()
    kinds = [one.kind for one in house.app.store.decisions(CLIENT, document)]
    assert kinds == [DecisionKind.CORRECT, DecisionKind.REJECT]
    assert state(house, document) is State.REJECTED


def test_what_tells_of_people_is_shown_with_one_key_and_the_history_keeps_it(page: Page, house: DeskHouse) -> None:
    document = park(house, "Sudwind Papier", key="incoming/people.pdf")
    version = house.app.store.case(CLIENT, document).version  # type: ignore[union-attr]
    house.app.store.decide(
        Decision(document, DecisionKind.RETYPE, "eva", utc_now(), version, {"document_type": "w4"}),
        to=State.IN_REVIEW,
        draft=Draft("w4", 1.0, W4(last_name="Field", ssn="212-77-4330"), (), {}),
    )
    open_document(page, house, document)
    expect(cell(page, "ssn")).to_have_value("***-**-4330")
    expect(page.get_by_alt_text("Page 1 of the document")).to_have_count(0)

    page.keyboard.press("Alt+v")

    expect(cell(page, "ssn")).to_have_value("212-77-4330")
    expect(page.get_by_alt_text("Page 1 of the document")).to_be_visible()
    page.goto(f"{house.url}/trail/{CLIENT}/{document}")
    expect(page.locator("tr", has_text="revealed")).to_contain_text("to settle this document")
    assert "212-77" not in page.content()


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_are_shown_as_texts(page: Page, house: DeskHouse, kind: str) -> None:
    words = HOSTILE[kind]
    reports: list[str] = []
    page.on("console", lambda one: reports.append(one.text) if "Content Security Policy" in one.text else None)
    document = park(house, words, key=f"incoming/{kind} <img src=x onerror=alert(1)>.pdf")
    shown = words.split("\n")[0][:50].strip()

    open_document(page, house, document)
    assert cell(page, "supplier_name").input_value() == words
    assert cell(page, "line_items.1.description").input_value() == f"{words} 2"
    expect(page.locator(".finding").first).to_contain_text(shown)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    cell(page, "payment_terms").fill(f"{words[:1000]} typed")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved, and checked again.")).to_be_visible()
    page.goto(f"{house.url}/queue")
    expect(page.locator(f'#queue tr:has(a[href*="{document}"])')).to_contain_text(shown)
    page.locator("[name=text]").fill(f"R-{words[:150]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    assert page.locator("[name=text]").input_value() == f"R-{words[:150]}"
    version = house.app.store.case(CLIENT, document).version  # type: ignore[union-attr]
    review.ask(house.app.desk, CLIENT, document, question=words[:3000], actor="ida", version=version)
    for place in ("trail", "asking", "documents"):
        page.goto(f"{house.url}/{place}/{CLIENT}/{document}")
        if place != "documents":  # whose findings quote and escape
            expect(page.locator("main")).to_contain_text(shown)
        assert page.locator("main script, main img[src=x], main svg[onload]").count() == 0
    assert reports == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="set BPO_CORPUS to the folder of the corpora")
def test_the_hostile_corpus_opens_no_dialog_and_breaks_no_policy(page: Page, house: DeskHouse) -> None:
    reports: list[str] = []
    page.on("console", lambda one: reports.append(one.text) if "Content Security Policy" in one.text else None)
    house.take({f"incoming/hostile/{one.name}": one.read_bytes() for one in sorted(CORPUS.iterdir())})
    store = house.app.store
    parked = {one.document.document_id for one in store.parked(CLIENT, limit=1000)}
    documents = store.ids(CLIENT, states=tuple(State))
    assert len(documents) > 100
    for document in documents:
        places = ("documents", "trail", "review") if document in parked else ("trail",)
        for place in places:
            answer = page.goto(f"{house.url}/{place}/{CLIENT}/{document}")
            assert answer is not None
            assert answer.ok, answer.url
            expect(page.locator("h1")).to_be_visible()
    for query in ("", "page=2", "text=%3Cscript%3E", "sort=value"):
        page.goto(f"{house.url}/queue?{query}")
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    assert reports == []
