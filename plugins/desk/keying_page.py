"""Blind second keying: a list of what somebody can key, and a form that shows the paper and no value."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.errors import AskAPerson
from desk.forms import Sent
from desk.office import Office, case_of
from desk.page import page
from desk.people import DocumentId, OwnClient, Reviewer

router = APIRouter(prefix="/keying")


@router.get("")
def list_keyings(request: Request, office: Office, person: Reviewer, told: str = "") -> HTMLResponse:
    """What this person can key or settle."""
    tasks = review.keyings(office.desk, person.clients, actor=person.name)
    return page(request, "keyings.html", person=person, tasks=tasks, told=told)


@router.get("/{client}/{document_id}")
def show_form(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId
) -> HTMLResponse:
    """The paper beside empty fields; whoever settles chooses between the values that differ."""
    case_of(office, client, document_id)
    form = review.keying_form(office.desk, client, document_id, actor=person.name)
    return page(request, "keying.html", person=person, form=form, typed={}, sentence="")


@router.post("/{client}/{document_id}")
def take_keyed(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, sent: Sent
) -> Response:
    """Keep what was keyed; a value that cannot be taken comes back with a sentence and everything typed."""
    case_of(office, client, document_id)
    typed = {name.removeprefix("f:"): text for name, text in sent.items() if name.startswith("f:")}
    try:
        state = review.key(office.desk, client, document_id, typed=typed, actor=person.name)
    except AskAPerson as problem:
        if type(problem) is not AskAPerson:
            raise
        form = review.keying_form(office.desk, client, document_id, actor=person.name)
        code = status.HTTP_422_UNPROCESSABLE_CONTENT
        return page(
            request, "keying.html", status_code=code, person=person, form=form, typed=typed, sentence=str(problem)
        )
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}/keying?told={state.value}", status.HTTP_303_SEE_OTHER)
