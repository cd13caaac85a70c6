"""Blind second keying: a list of what somebody can key, and a form that shows the paper and no value."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, status
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.app import App
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.review import KeyingForm
from desk import pictures
from desk.forms import Sent
from desk.hidden import is_hidden
from desk.office import Office, case_of
from desk.page import page
from desk.people import DocumentId, OwnClient, Person, Reviewer
from desk.working import working

router = APIRouter(prefix="/keying")
MOST_PAGES = 200


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
    case = case_of(office, client, document_id)
    form = review.keying_form(office.desk, client, document_id, actor=person.name)
    return _form_page(request, office, person, case, form)


@router.post("/{client}/{document_id}")
def take_keyed(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, sent: Sent
) -> Response:
    """Keep what was keyed; a value that cannot be taken comes back with a sentence and everything typed."""
    case = case_of(office, client, document_id)
    typed = {name.removeprefix("f:"): text for name, text in sent.items() if name.startswith("f:")}
    try:
        normal = working(office, case, person, pages=False).normal(typed)
        state = review.key(office.desk, client, document_id, typed=normal, actor=person.name)
    except AskAPerson as problem:
        if type(problem) is not AskAPerson:
            raise
        form = review.keying_form(office.desk, client, document_id, actor=person.name)
        return _form_page(request, office, person, case, form, typed=typed, sentence=str(problem))
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}/keying?told={state.value}", status.HTTP_303_SEE_OTHER)


def _form_page(
    request: Request,
    office: App,
    person: Person,
    case: Case,
    form: KeyingForm,
    *,
    typed: Mapping[str, str] | None = None,
    sentence: str = "",
) -> HTMLResponse:
    """The form; with a *sentence* about what was typed it is the answer to that."""
    reading = pictures.reading_if_there(office, case)
    return page(
        request,
        "keying.html",
        status_code=status.HTTP_422_UNPROCESSABLE_CONTENT if sentence else status.HTTP_200_OK,
        person=person,
        form=form,
        typed=typed or {},
        sentence=sentence,
        hidden=is_hidden(office, case, person),
        numbers=[one.number for one in reading.pages[:MOST_PAGES]] if reading and reading.pages else [1],
    )
