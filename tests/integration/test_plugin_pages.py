"""The plugin's pages over a real PostgreSQL, reached as in production: by the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin_site import PREFIX, site
from starlette.testclient import TestClient
from store_words import ACME, acknowledgement, drafted, found

from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration


@pytest.fixture
def browser(here: Path) -> TestClient:
    (here / "broken.yaml").write_text("client: broken\n", encoding="utf-8")
    return site(role="op")


def test_what_the_database_knows_is_on_the_pages(today: Store, browser: TestClient) -> None:
    today.receive([found("new", at=utc_now())])
    waiting = drafted(today, "waits", to=State.IN_REVIEW)
    posted = drafted(today, "posts")
    (row,) = today.lease(ACME, "tryton", owner="me", seconds=60)
    assert today.settle(row.key, lease_token=row.lease_token, acknowledgement=acknowledgement(row.key))

    overview = browser.get(f"{PREFIX}/").text
    assert f"{PREFIX}/review/{ACME}/{waiting}" in overview
    assert posted not in overview
    assert "broken.yaml" in overview

    document = browser.get(f"{PREFIX}/documents/{ACME}/{posted}").text
    assert "4711" in document
    assert today.events(ACME, document_id=posted)[-1].name in document

    control = browser.get(f"{PREFIX}/control/{ACME}").text
    assert "All counts and sums tie" in control
    assert "in progress" in control


def test_another_clients_document_is_not_found(today: Store, browser: TestClient) -> None:
    (other,) = today.receive([found("theirs", client="other")])
    assert browser.get(f"{PREFIX}/documents/{ACME}/{other.document_id}").status_code == 404
    assert browser.get(f"{PREFIX}/documents/other/{other.document_id}").status_code == 404


def test_pages_come_back_when_the_database_does(
    today: Store, browser: TestClient, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("BPO_DATABASE_URL", "postgresql+psycopg2://nobody@127.0.0.1:1/nothing")
    assert browser.get(f"{PREFIX}/").status_code == 503
    monkeypatch.setenv("BPO_DATABASE_URL", database_url)
    assert browser.get(f"{PREFIX}/").status_code == 200


def test_a_new_contract_is_seen_and_the_connections_are_kept(browser: TestClient, tmp_path: Path) -> None:
    from desk.office import office

    before = office()
    assert office() is before
    (tmp_path / "contracts" / "broken.yaml").unlink()
    assert office() is not before
    assert "broken.yaml" not in browser.get(f"{PREFIX}/").text
