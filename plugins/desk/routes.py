"""The pages, one function each: fetch what is to be shown, show it. All of them only read."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse

from bpo_pipeline import review
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.posting import PostingState
from bpo_pipeline.reporting.table import TALLIES
from desk import overview
from desk.office import Office, case_of
from desk.page import STATIC, page
from desk.people import DocumentId, OwnClient, Reader

router = APIRouter()
Day = Annotated[dt.date | None, Query(ge=dt.date(2000, 1, 1), le=dt.date(2999, 12, 31))]
"""A UTC day; None is today."""
FileName = Annotated[str, Path(pattern=r"^[a-z_]{1,30}$")]
OPEN = frozenset(PostingState) - {PostingState.POSTED}


@router.get("/")
def show_overview(request: Request, office: Office, person: Reader) -> HTMLResponse:
    """Per client: how many documents stand where, and what waits for a person."""
    return page(
        request,
        "overview.html",
        person=person,
        clients=overview.clients(office, person.clients),
        wrong_contracts=office.contracts.errors if person.leads else (),
        now=utc_now(),
    )


@router.get("/control/{client}")
def show_control(request: Request, office: Office, person: Reader, client: OwnClient, day: Day = None) -> HTMLResponse:
    """The control report of one UTC day: what came in, what became of it, and whether it ties."""
    shown = day or utc_now().date()
    return page(
        request,
        "control.html",
        report=office.control(client, shown, shown),
        day=shown,
        neighbours=(shown - dt.timedelta(days=1), shown + dt.timedelta(days=1)),
        today=utc_now().date(),
        person=person,
        clients=person.clients,
        tallies=TALLIES,
    )


@router.get("/documents/{client}/{document_id}")
def show_document(
    request: Request, office: Office, person: Reader, client: OwnClient, document_id: DocumentId
) -> HTMLResponse:
    """One document: where it stands and why, its findings, its postings, its history."""
    case_of(office, client, document_id)
    return page(
        request,
        "document.html",
        person=person,
        shown=review.show(office.desk, client, document_id),
        open_postings=[row for row in office.store.outbox(client, states=OPEN) if row.document_id == document_id],
    )


@router.get("/{name}.css")
def style(name: FileName, person: Reader) -> FileResponse:  # noqa: ARG001 - who may see no page sees no file of it
    """How the pages look; a route like the others, so that it needs a login like them."""
    return _file(f"{name}.css", "text/css")


@router.get("/{name}.js")
def script(name: FileName, person: Reader) -> FileResponse:  # noqa: ARG001
    """What the pages do in the browser beyond forms and links."""
    return _file(f"{name}.js", "text/javascript")


def _file(name: str, media_type: str) -> FileResponse:
    path = STATIC / name
    if not path.is_file():
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such file.")
    return FileResponse(path, media_type=media_type)
