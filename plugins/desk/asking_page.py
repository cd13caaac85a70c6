"""Asking the client, and calling the vendor: the two ways to find out what a document cannot say."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.model.desk import CallBackOutcome
from bpo_pipeline.store import NotThere
from desk.forms import Sent, version_in
from desk.office import Office, case_of
from desk.page import page
from desk.people import DocumentId, OwnClient, Reader, Reviewer
from desk.trail_page import attached

router = APIRouter(prefix="/asking/{client}/{document_id}")
QuestionId = DocumentId
"""Ids of questions are made like those of documents."""
OUTCOMES = {
    CallBackOutcome.CONFIRMED: "the vendor confirmed the account",
    CallBackOutcome.DENIED: "the vendor does not know the account",
    CallBackOutcome.NOT_REACHED: "nobody was reached",
}


@router.get("")
def show_asking(
    request: Request, office: Office, person: Reader, client: OwnClient, document_id: DocumentId
) -> HTMLResponse:
    """What was asked and who was called, with a form for each."""
    return page(
        request,
        "asking.html",
        person=person,
        case=case_of(office, client, document_id),
        questions=review.questions(office.desk, client, document_id),
        calls=review.call_backs(office.desk, client, document_id),
        outcomes=OUTCOMES,
    )


@router.post("/question")
def ask(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Send a question to the client; the clock stops until it answers."""
    case_of(office, client, document_id)
    review.ask(
        office.desk,
        client,
        document_id,
        question=form.get("question", ""),
        fields=form.get("fields", "").replace(",", " ").split()[:50],
        actor=person.name,
        version=version_in(form),
    )
    return _back(request, client, document_id)


@router.post("/call")
def call(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Keep that somebody called the vendor about its bank details."""
    case_of(office, client, document_id)
    review.call_back(
        office.desk,
        client,
        document_id,
        actor=person.name,
        phone=form.get("phone", "")[:60],
        known_from=form.get("known_from", "")[:200],
        known_since=_day(form.get("known_since", "")),
        spoke_with=form.get("spoke_with", "")[:200],
        outcome=_outcome(form.get("outcome", "")),
    )
    return _back(request, client, document_id)


@router.get("/answers/{question_id}")
def download_answer(office: Office, client: OwnClient, document_id: DocumentId, question_id: QuestionId) -> Response:
    """The client's answer as the file that it sent."""
    case_of(office, client, document_id)
    asked = review.questions(office.desk, client, document_id)
    found = next((one for one in asked if one.question_id == question_id and one.answer_sha256), None)
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such answer.")
    try:
        content = office.vault.get_original(client, found.answer_sha256)
    except NotThere:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "The answer was deleted when its time was over.") from None
    return attached(content, found.answer_key)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = "Say since when the number is known, as a day like 2026-11-30."
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, message) from None


def _outcome(text: str) -> CallBackOutcome:
    try:
        return CallBackOutcome(text)
    except ValueError:
        message = "Say what came of the call."
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, message) from None


def _back(request: Request, client: str, document_id: str) -> RedirectResponse:
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}/asking/{client}/{document_id}", status.HTTP_303_SEE_OTHER)
