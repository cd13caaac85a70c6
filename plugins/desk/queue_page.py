"""The queue: what waits for a person, filtered, sorted and cut into pages by the database."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, status
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.model.ledger import utc_now
from desk.filters import LINES, Asked, asked
from desk.forms import Sent, seen_in
from desk.office import Office
from desk.page import page
from desk.people import Person, Reader, Reviewer
from desk.told import told

router = APIRouter()
COOKIE = "back_office_filters"
MOST_FILTERS = 12
SORTS = (("due", "due"), ("age", "waits"), ("client", "client"), ("type", "type"), ("reason", "reason"))


@router.get("/queue")
def show_queue(request: Request, office: Office, person: Reader) -> HTMLResponse:
    """One page of what waits for a person, and how it divides."""
    wanted = asked(request.url.query)
    now = utc_now()
    which = wanted.filter(person.clients, person.name, now)
    counts = review.count(office.desk, which)
    pages = max(1, -(-counts.total // LINES))
    number = min(wanted.page, pages)
    lines = review.queue(
        office.desk,
        which,
        order=wanted.order,
        descending=wanted.descending,
        limit=LINES,
        offset=(number - 1) * LINES,
    )
    return page(
        request,
        "queue.html",
        person=person,
        lines=lines,
        counts=counts,
        everything=counts
        if not wanted.limits
        else review.count(office.desk, asked("").filter(person.clients, "", now)),
        asked=wanted,
        number=number,
        pages=pages,
        filters=saved_filters(request),
        told=told(request),
        now=now,
    )


@router.get("/queue/counts")
def show_counts(request: Request, office: Office, person: Reader) -> JSONResponse:
    """How many documents the address's filter finds now."""
    counts = review.count(office.desk, asked(request.url.query).filter(person.clients, person.name, utc_now()))
    return JSONResponse({"total": counts.total, "overdue": counts.overdue, "claimed": counts.claimed})


@router.post("/queue/next")
def take_next(request: Request, office: Office, person: Reviewer, form: Sent) -> RedirectResponse:
    """Claim the first free document of the queue as it was filtered, and open it."""
    return RedirectResponse(next_address(request, office, person, form), status.HTTP_303_SEE_OTHER)


@router.post("/queue/filters")
def keep_filter(request: Request, form: Sent, person: Reader) -> Response:  # noqa: ARG001 - the filters are the browser's
    """Keep the filter under a name, or forget the one of that name."""
    filters = saved_filters(request)
    name, query = form.get("name", "").strip()[:40], asked(form.get("query", "")).query(page="")
    if form.get("forget"):
        filters.pop(form["forget"], None)
    elif name:
        filters[name] = query[:300]
    base = request.scope.get("root_path", "")
    answer = RedirectResponse(f"{base}/queue?{query}", status.HTTP_303_SEE_OTHER)
    kept = quote(json.dumps(dict(list(filters.items())[-MOST_FILTERS:])))
    answer.set_cookie(COOKIE, kept, max_age=180 * 86400, path=base or "/", httponly=True, samesite="strict")
    return answer


def saved_filters(request: Request) -> dict[str, str]:
    """The filters that this browser keeps, name -> query."""
    try:
        kept = json.loads(unquote(request.cookies.get(COOKIE, "{}")))
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    return {str(name)[:40]: asked(str(query)).query() for name, query in list(kept.items())[:MOST_FILTERS]}


def next_address(request: Request, office: Office, person: Person, form: dict[str, str], *, leaving: str = "") -> str:
    """Claims the next free document, once for a page however often it is sent; the address of it, or of the queue."""
    wanted: Asked = asked(form.get("query", ""))
    base, kept = request.scope.get("root_path", ""), wanted.query(page="")
    which = wanted.filter(person.clients, person.name, utc_now())
    claim = review.claim_next(
        office.desk,
        which,
        actor=person.name,
        order=wanted.order,
        descending=wanted.descending,
        seen_at=seen_in(form),
        leaving=leaving or form.get("leaving", ""),
    )
    if claim is None:
        return f"{base}/queue?{kept}{'&' if kept else ''}told=empty"
    return f"{base}/review/{claim.client}/{claim.document_id}?{kept}"
