"""Who may do what at the desk: every route with every role, for one's own client and for another's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from plugin_site import PREFIX, application, site

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.review import Desk

READ, REVIEW, LEAD = 1, 2, 3
NEEDS = {
    "GET /": READ,
    "GET /control/{client}": READ,
    "GET /documents/{client}/{document_id}": READ,
    "GET /{name}.css": READ,
    "GET /{name}.js": READ,
    "GET /queue": READ,
    "GET /queue/counts": READ,
    "POST /queue/next": REVIEW,
    "POST /queue/filters": READ,
    "GET /review/{client}/{document_id}": READ,
    "POST /review/{client}/{document_id}": REVIEW,
    "POST /review/{client}/{document_id}/draft": REVIEW,
    "POST /review/{client}/{document_id}/discard": REVIEW,
    "POST /review/{client}/{document_id}/claim": REVIEW,
    "POST /review/{client}/{document_id}/release": REVIEW,
    "POST /review/{client}/{document_id}/split": REVIEW,
    "POST /review/{client}/{document_id}/assign": LEAD,
    "GET /review/{client}/{document_id}/pages/{number}.png": READ,
    "GET /review/{client}/{document_id}/words/{number}": READ,
    "POST /review/{client}/{document_id}/reveal": REVIEW,
    "GET /onboarding": READ,
    "GET /onboarding/{client}": READ,
    "POST /onboarding/{client}/collect": REVIEW,
    "POST /onboarding/{client}/reveal": REVIEW,
    "POST /onboarding/{client}/{request_id}/assign": REVIEW,
    "POST /onboarding/{client}/{request_id}/approve": REVIEW,
    "POST /onboarding/{client}/{request_id}/decline": REVIEW,
    "GET /asking/{client}/{document_id}": READ,
    "POST /asking/{client}/{document_id}/question": REVIEW,
    "POST /asking/{client}/{document_id}/call": REVIEW,
    "GET /asking/{client}/{document_id}/answers/{question_id}": READ,
    "GET /chunk": READ,
    "GET /dashboard": READ,
    "GET /dashboard/{client}": READ,
    "GET /keying": REVIEW,
    "GET /keying/{client}/{document_id}": REVIEW,
    "POST /keying/{client}/{document_id}": REVIEW,
    "GET /trail/{client}/{document_id}": READ,
    "GET /trail/{client}/{document_id}/original": READ,
}
"""What each route needs. A route that is not here fails the first test: add it with the role it needs."""
MAY = {"viewer": READ, "user": REVIEW, "op": LEAD, "admin": LEAD}
PARTS = {
    "document_id": "a" * 24,
    "question_id": "a" * 24,
    "request_id": "a" * 24,
    "number": "1",
    "name": "desk",
    "day": "2026-11-20",
    "key": "k",
    "job": "1",
}
WHERE = [(route, client) for route in NEEDS for client in ("acme", "other", "unknown")]


class Away:
    """A database that is away: whoever gets so far was let in."""

    def __getattr__(self, name: str) -> Any:
        raise TryAgain("the database is away")


def office() -> Any:
    """Two clients; only acme's contract names jane."""
    unused: Any = None
    named = {
        name: SimpleNamespace(
            name=name, site="onshore", country="DE", people=people, turnaround_hours=24, onboards=True, payroll=None
        )
        for name, people in (("acme", ("jane", "eva")), ("other", ("eva",)))
    }
    store: Any = Away()
    desk = Desk(store, unused, unused, unused, contract_of=named.__getitem__)  # type: ignore[arg-type]

    def control(*_: Any) -> Any:
        return store.control

    return SimpleNamespace(
        contracts=SimpleNamespace(by_client=named, errors=()),
        store=store,
        desk=desk,
        control=control,
        dashboard=control,
        onboarding=control,
        payroll=control,
    )


def ask(route: str, client: str, role: str | None, **headers: str) -> int:
    method, path = route.split(" ")
    browser = site(role=role, office=office())
    address = PREFIX + path.format(client=client, **PARTS)
    return int(browser.request(method, address, headers=headers, content="version=1").status_code)


def test_every_route_says_what_it_needs() -> None:
    routes = {
        f"{method} {route.path}"
        for route in application.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert len(routes) >= len(application.routes), "a mount or a websocket has no rights"
    assert routes == set(NEEDS)


@pytest.mark.parametrize(("route", "client"), WHERE)
def test_a_route_answers_as_role_and_client_say(route: str, client: str) -> None:
    about_client = "{client}" in route
    for role, may in MAY.items():
        told = ask(route, client, role)
        if may < NEEDS[route]:
            assert told == 403, (role, told)
        elif about_client and client != "acme":
            assert told == 404, (role, told)
        else:
            assert told not in {401, 403, 404, 500}, (role, told)


@pytest.mark.parametrize("route", NEEDS)
def test_nobody_is_let_in(route: str) -> None:
    assert ask(route, "acme", None) == (302 if route.startswith("GET") else 401)


def test_who_sends_something_after_the_session_ended_is_told_that_nothing_is_lost() -> None:
    told = site(role=None, office=office()).post(f"{PREFIX}/review/acme/{'a' * 24}", content="version=1")
    assert "log in again in another tab, then go back here" in told.text


@pytest.mark.parametrize("route", [one for one in NEEDS if one.startswith("POST")])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_sends_is_refused(route: str, headers: dict[str, str]) -> None:
    assert ask(route, "acme", "admin", **headers) == 403
    assert ask(route, "acme", "admin", origin="http://testserver") != 403
