"""The trail: a document's whole story, its original to download, and the proof that nobody changed the story."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from bpo_pipeline import review
from bpo_pipeline.model.states import State
from bpo_pipeline.store import NotThere
from desk import pictures
from desk.hidden import is_hidden, require_shown
from desk.office import Office, case_of
from desk.page import page
from desk.people import DocumentId, OwnClient, Reader

router = APIRouter(prefix="/trail/{client}/{document_id}")


@router.get("")
def show_trail(
    request: Request, office: Office, person: Reader, client: OwnClient, document_id: DocumentId
) -> HTMLResponse:
    """Events, who and when, before and after, what was posted where, and whether the chain is intact."""
    case = case_of(office, client, document_id)
    return page(
        request,
        "trail.html",
        person=person,
        trail=review.trail(office.desk, client, document_id),
        reading=pictures.reading_if_there(office, case),
        hidden=is_hidden(office, case, person),
    )


@router.get("/original")
def download(office: Office, person: Reader, client: OwnClient, document_id: DocumentId) -> Response:
    """The client's file as it came: to be saved, never shown by the browser. One set apart is for leads only."""
    case = case_of(office, client, document_id)
    if case.document.state is State.QUARANTINED and not person.leads:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This file was set apart as unsafe; a lead can download it.")
    require_shown(office, case, person)
    try:
        content = office.vault.get_original(client, case.document.sha256)
    except NotThere:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "The original was deleted when its time was over.") from None
    return attached(content, case.document.key)


def attached(content: bytes, key: str) -> Response:
    """A client's file under its own name: to be saved, never shown by the browser."""
    name = key.rsplit("/", 1)[-1][-100:]
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name) or "file"
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type="application/octet-stream", headers=headers)
