"""Trail, dashboard, keying, questions and the Documents tab, over a real PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from plugin_site import PREFIX, site
from sqlalchemy import Engine, text
from starlette.testclient import TestClient
from store_words import ACME, drafted, found, invoice, posting, read

from bpo_pipeline.model.desk import KeyingPurpose, NewKeying
from bpo_pipeline.model.document import content_hash
from bpo_pipeline.model.ledger import Decision, DecisionKind, utc_now
from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store, Vault

pytestmark = pytest.mark.integration
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def browser(here: Path) -> TestClient:
    return site(role="user")


def corrected(store: Store) -> str:
    identity = drafted(store, to=State.IN_REVIEW)
    decision = Decision(identity, DecisionKind.CORRECT, "eva", utc_now(), 1, {"invoice_number": SCRIPT}, "As printed.")
    store.decide(decision, to=State.IN_REVIEW, draft=invoice(SCRIPT))
    return identity


def keyed(store: Store, purpose: KeyingPurpose = KeyingPurpose.SAMPLE) -> str:
    identity = read(store, "keyed")
    attempt = store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    store.save_draft(
        identity,
        attempt=attempt,
        draft=invoice(),
        findings=(),
        vendor_id=None,
        to=State.READY,
        postings=[posting(identity)],
        keying=NewKeying(purpose, 1, {"invoice_number": "INV-7"}),
    )
    return identity


def test_the_trail_tells_who_changed_what_and_that_nobody_changed_the_story(
    today: Store, browser: TestClient, engine: Engine
) -> None:
    identity = corrected(today)
    address = f"{PREFIX}/trail/{ACME}/{identity}"

    story = browser.get(address).text
    assert "The story is intact" in story
    assert "<del>INV-one</del>" in story
    assert "&lt;script&gt;" in story
    assert SCRIPT not in story
    assert "eva" in story

    with engine.begin() as connection:
        connection.execute(text('update document set draft = \'{"record": {}, "document_type": "invoice"}\''))
    assert today.verify_document(ACME, identity) == ["the values are not those that the last event has the hash of"]


def test_a_changed_event_shows_in_the_trail_of_its_document(today: Store, engine: Engine) -> None:
    identity, other = corrected(today), drafted(today, "two", to=State.IN_REVIEW)
    assert (today.verify_document(ACME, identity), today.verify_document(ACME, other)) == ([], [])
    with engine.begin() as connection:
        connection.execute(text("alter table event disable trigger all"))
        connection.execute(text("update event set actor = 'zoe' where actor = 'eva'"))

    (sentence,) = today.verify_document(ACME, identity)
    assert "was changed or moved after it was written" in sentence
    assert today.verify_document(ACME, other) == []


def test_another_clients_trail_is_not_found(today: Store, browser: TestClient) -> None:
    (theirs,) = today.receive([found("theirs", client="other")])
    for page in ("trail", "asking", "keying"):
        for client in (ACME, "other"):
            assert browser.get(f"{PREFIX}/{page}/{client}/{theirs.document_id}").status_code == 404
    assert browser.get(f"{PREFIX}/trail/{ACME}/{theirs.document_id}/original").status_code == 404
    assert browser.get(f"{PREFIX}/dashboard/other").status_code == 404


def test_the_original_is_saved_and_never_shown(
    today: Store, here: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.office import office

    hostile = Disposition(DispositionKind.QUARANTINE, Reason.POLYGLOT, "Two files in one.")
    kept, apart = found("kept", key='incoming/"a";\r\nx.pdf'), found("apart", disposition=hostile)
    today.receive([kept, apart])
    for one, content in ((kept, b"kept"), (apart, b"apart")):
        vault.put_original(ACME, one[1].sha256, content, "application/pdf")
    monkeypatch.setitem(office().__dict__, "vault", vault)

    answer = site(role="viewer").get(f"{PREFIX}/trail/{ACME}/{kept[1].document_id}/original")
    assert (answer.status_code, answer.content) == (200, b"kept")
    assert answer.headers["content-disposition"].startswith('attachment; filename="_a____x.pdf"')
    assert answer.headers["content-type"] == "application/octet-stream"
    unsafe = f"{PREFIX}/trail/{ACME}/{apart[1].document_id}/original"
    assert site(role="user").get(unsafe).status_code == 403
    assert site(role="op").get(unsafe).content == b"apart"


def test_the_dashboard_shows_charts_with_their_numbers_and_no_script(today: Store, browser: TestClient) -> None:
    corrected(today)
    keyed(today)
    odd = Disposition(DispositionKind.REVIEW, Reason.PAGE_COUNT_DIFFERS, "Two engines disagree.")
    today.receive([found("odd", at=utc_now(), disposition=odd)])

    answer = browser.get(f"{PREFIX}/dashboard", follow_redirects=True)

    assert answer.status_code == 200
    assert answer.text.count("<svg") == 5
    assert answer.text.count("<details") == 5
    assert "<script" not in answer.text
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)
    assert "50.0%" in answer.text  # one of two arrivals of that day went straight through


def test_a_keyer_sees_the_paper_and_no_value(today: Store, browser: TestClient) -> None:
    identity = keyed(today)
    address = f"{PREFIX}/keying/{ACME}/{identity}"
    assert identity[:8] in browser.get(f"{PREFIX}/keying").text

    form = browser.get(address).text
    assert "INV-7" not in form
    answer = browser.post(address, data={"f:invoice_number": "INV-8"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}/keying?told=differs")
    assert identity[:8] not in browser.get(f"{PREFIX}/keying").text
    again = browser.get(address)
    assert again.status_code != 200
    assert "somebody else has to key it" in again.text
    assert site(role="viewer").get(address).status_code == 403


def test_the_document_page_hides_what_is_to_be_keyed_blind(today: Store, browser: TestClient) -> None:
    answer = browser.get(f"{PREFIX}/review/{ACME}/{keyed(today, KeyingPurpose.FIELDS)}")
    assert answer.status_code == 409
    assert "INV-7" not in answer.text


def test_a_form_with_a_field_left_out_comes_back(today: Store, browser: TestClient) -> None:
    missing = browser.post(f"{PREFIX}/keying/{ACME}/{keyed(today)}", data={})
    assert missing.status_code == 422
    assert "each of the fields is keyed" in missing.text


def test_a_question_and_a_call_are_sent_from_the_page(today: Store, browser: TestClient) -> None:
    identity = drafted(today, to=State.IN_REVIEW)
    address = f"{PREFIX}/asking/{ACME}/{identity}"
    for _ in range(2):
        asked = browser.post(f"{address}/question", data={"question": "Which order?", "version": "1"})
    assert (asked.status_code, asked.headers["location"]) == (303, address)
    assert browser.get(address).text.count("Which order?") == 1
    assert len(today.questions(ACME, identity)) == 1
    wrong = browser.post(f"{address}/call", data={"known_since": "31.02.", "outcome": "confirmed"})
    assert wrong.status_code == 422
    assert site(role="viewer").post(f"{address}/question", data={}).status_code == 403
    refused = browser.post(f"{address}/question", data={}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403


def test_the_clients_answer_is_shown_and_saved_as_it_came(
    today: Store, browser: TestClient, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.office import office

    monkeypatch.setitem(office().__dict__, "vault", vault)
    identity = drafted(today, to=State.IN_REVIEW)
    address = f"{PREFIX}/asking/{ACME}/{identity}"
    browser.post(f"{address}/question", data={"question": "Which order?", "version": "1"})
    (question,) = today.questions(ACME, identity)
    file = f"{address}/answers/{question.question_id}"
    assert browser.get(file).status_code == 404

    sha256 = content_hash(b"%PDF 4711")
    vault.put_original(ACME, sha256, b"%PDF 4711", "application/pdf")
    key = f"incoming/answers/{question.question_id}.pdf"
    assert today.answer_question(ACME, question.question_id, answer=f"4711 {SCRIPT}", key=key, sha256=sha256)

    for page in (browser.get(address).text, browser.get(f"{PREFIX}/trail/{ACME}/{identity}").text):
        assert f'href="{file}"' in page
        assert "4711 &lt;script&gt;" in page
    answer = browser.get(file)
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF 4711", "application/octet-stream")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{question.question_id}.pdf"')
    other = drafted(today, "two", to=State.IN_REVIEW)
    assert browser.get(file.replace(identity, other)).status_code == 404


@pytest.fixture
def airflow_says(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    from desk import chunk_page

    known: dict[str, Any] = {"work": chunk_page.Work(None, None)}
    monkeypatch.setattr(chunk_page, "work_of", lambda *_: known["work"])
    return known


def test_the_documents_tab_lists_what_a_chunk_did(
    today: Store, browser: TestClient, airflow_says: dict[str, Any]
) -> None:
    from desk.chunk_page import Work

    one, two = drafted(today, "one"), drafted(today, "two", to=State.IN_REVIEW)
    airflow_says["work"] = Work(utc_now(), None, ((one,), (two,)))
    tab = f"{PREFIX}/chunk?dag_id=process__{ACME}"

    chunk = browser.get(f"{tab}&run_id=r&task_id=work&map_index=1").text
    assert f"{PREFIX}/documents/{ACME}/{two}" in chunk
    assert one not in chunk
    run = browser.get(f"{tab}&run_id=r").text
    assert one in run
    assert two in run
    assert one in browser.get(tab).text
    airflow_says["work"] = Work(None, None)
    assert "Nothing happened" in browser.get(f"{tab}&run_id=gone").text
    for other in ("process__other", "report", "../process__acme"):
        assert browser.get(f"{PREFIX}/chunk", params={"dag_id": other}).status_code == 404


def test_the_pages_say_so_when_the_database_is_down(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_DATABASE_URL", "postgresql+psycopg2://nobody@127.0.0.1:1/nothing")
    for page in (f"trail/{ACME}/{'a' * 24}", f"dashboard/{ACME}", "keying", f"chunk?dag_id=process__{ACME}"):
        answer = browser.get(f"{PREFIX}/{page}")
        assert answer.status_code == 503
        assert "database" in answer.text
