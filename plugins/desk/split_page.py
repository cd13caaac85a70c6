"""Splitting at the document page: ranges of pages in, as many documents out."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.errors import AskAPerson, StaleVersion
from desk.filters import asked
from desk.forms import Sent, version_in
from desk.office import Office, case_of
from desk.people import DocumentId, OwnClient, Reviewer
from desk.queue_page import next_address
from desk.review_page import work_page
from desk.working import working

router = APIRouter(prefix="/review/{client}/{document_id}")


@router.post("/split")
def split(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> Response:
    """Cut the file and go to the next document; what is wrong with the ranges is said on the page."""
    case = case_of(office, client, document_id)
    try:
        review.split(
            office.desk,
            client,
            document_id,
            ranges=form.get("ranges", "")[:4000],
            actor=person.name,
            version=version_in(form),
            comment=form.get("why", "")[:2000],
        )
    except StaleVersion:
        raise
    except AskAPerson as problem:
        code = status.HTTP_422_UNPROCESSABLE_CONTENT
        return work_page(
            request, office, person, working(office, case, person), problem=str(problem), status_code=code, form=form
        )
    kept = asked(form.get("query", "")).query(page="")
    to = next_address(request, office, person, form, leaving=document_id)
    said = "" if "told=" in to else f"{'&' if kept else ''}told=split"
    return RedirectResponse(to + said, status.HTTP_303_SEE_OTHER)
