"""Taking a document, giving it back, giving it to somebody."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import RedirectResponse

from bpo_pipeline import review
from desk.filters import asked
from desk.forms import Sent
from desk.office import Office, case_of
from desk.people import DocumentId, Lead, OwnClient, Reviewer

router = APIRouter(prefix="/review/{client}/{document_id}")


@router.post("/claim")
def take(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Take it for a quarter of an hour; 409 when somebody else has it."""
    case_of(office, client, document_id)
    review.claim(office.desk, client, document_id, actor=person.name)
    return _to(request, f"/review/{client}/{document_id}", form, "claimed")


@router.post("/release")
def give_back(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Back to the queue."""
    case_of(office, client, document_id)
    review.release(office.desk, client, document_id, actor=person.name)
    return _to(request, "/queue", form, "released")


@router.post("/assign")
def give_to(
    request: Request, office: Office, person: Lead, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Give it to somebody, also from somebody else."""
    case_of(office, client, document_id)
    review.assign(office.desk, client, document_id, to=form.get("to", "").strip()[:100], actor=person.name)
    return _to(request, f"/review/{client}/{document_id}", form, "assigned")


def _to(request: Request, path: str, form: dict[str, str], done: str) -> RedirectResponse:
    query = asked(form.get("query", "")).query(page="")
    to = f"{request.scope.get('root_path', '')}{path}?{query}{'&' if query else ''}told={done}"
    return RedirectResponse(to, status.HTTP_303_SEE_OTHER)
