"""Ten reviewers at once on one queue, over a real database: nothing is claimed twice, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from airflow.api_fastapi.core_api.security import get_user
from fastapi import Request
from plugin_site import PREFIX, application, site
from starlette.testclient import TestClient
from store_words import ACME, drafted

from bpo_pipeline.model.ledger import DecisionKind
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

pytestmark = pytest.mark.integration
REVIEWERS = [f"reviewer{number}" for number in range(10)]


@pytest.fixture
def browser(here: Path) -> TestClient:
    made = site()

    def whoever(request: Request) -> Any:
        return SimpleAuthManagerUser(username=request.headers["x-name"], role="user")

    application.dependency_overrides[get_user] = whoever
    return made


def post(browser: TestClient, name: str, path: str, **fields: str) -> Any:
    return browser.post(PREFIX + path, data=fields, headers={"x-name": name})


def test_no_document_is_claimed_twice(today: Store, browser: TestClient) -> None:
    parked = {drafted(today, f"d{number}", to=State.IN_REVIEW) for number in range(25)}

    def take_three(name: str) -> list[str]:
        addresses = [post(browser, name, "/queue/next").headers["location"] for _ in range(3)]
        return [one.split("?", maxsplit=1)[0].rsplit("/", 1)[-1] for one in addresses]

    with ThreadPoolExecutor(10) as pool:
        taken = [one for three in pool.map(take_three, REVIEWERS) for one in three]

    got = [one for one in taken if one != "queue"]
    assert len(got) == len(set(got)) == len(parked)
    assert set(got) == parked
    assert taken.count("queue") == 5, "whoever found nothing is told so"


def test_one_of_ten_decides_and_the_others_are_told(today: Store, browser: TestClient) -> None:
    document = drafted(today, to=State.IN_REVIEW)

    def hold(name: str) -> int:
        fields = {"version": "1", "action": "hold", "comment": f"held by {name}", "then": "stay"}
        return int(post(browser, name, f"/review/{ACME}/{document}", **fields).status_code)

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(hold, REVIEWERS))

    assert sorted(told) == [303] + [409] * 9
    assert [one.kind for one in today.decisions(ACME, document)] == [DecisionKind.HOLD]


def test_everybodys_draft_is_kept_beside_the_others(today: Store, browser: TestClient) -> None:
    document = drafted(today, to=State.IN_REVIEW)

    def keep(name: str) -> int:
        typed = {"version": "1", "f:payment_terms": f"typed by {name}", "o:payment_terms": ""}
        return int(post(browser, name, f"/review/{ACME}/{document}/draft", **typed).status_code)

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(keep, REVIEWERS))

    assert told.count(200) == 1, "one of them has the claim"
    for name in REVIEWERS:
        (kept,) = today.autosaved(ACME, document, actor=name)
        assert kept.corrections == {"payment_terms": f"typed by {name}"}


def test_sending_twice_does_it_once(today: Store, browser: TestClient) -> None:
    document = drafted(today, to=State.IN_REVIEW)
    fields = {"version": "1", "action": "reject", "comment": "Not ours.", "then": "stay"}
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: post(browser, "eva", f"/review/{ACME}/{document}", **fields), range(2)))

    assert [one.status_code for one in told] == [303, 303]
    assert len(today.decisions(ACME, document)) == 1


def test_a_decision_on_a_document_that_was_just_processed_again_changes_nothing(
    today: Store, browser: TestClient
) -> None:
    document = drafted(today, to=State.IN_REVIEW)
    today.reprocess([document], actor="zoe", dry_run=False)
    typed = {"version": "1", "action": "approve", "f:payment_terms": "30 days", "o:payment_terms": ""}

    told = post(browser, "eva", f"/review/{ACME}/{document}", **typed)

    assert told.status_code == 409
    assert "It was processed again since" in told.text
    assert "30 days" in told.text
    assert today.decisions(ACME, document) == []
    assert today.states_of([document]) == {document: State.RECEIVED}
