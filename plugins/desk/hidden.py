"""What the pages hide until somebody asks to see it: numbers, bank details, birth dates and pay of people."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from bpo_pipeline import review
from bpo_pipeline.app import App
from bpo_pipeline.model.ledger import Case
from desk.filters import asked
from desk.forms import Sent
from desk.office import Office
from desk.people import DocumentId, OwnClient, Person, Reviewer

router = APIRouter(prefix="/review/{client}/{document_id}")
KEYING = "keying"


@router.post("/reveal")
def show_hidden(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Show this person the document's page and values for a quarter of an hour; the history keeps who and why."""
    review.reveal(office.desk, client, document_id, actor=person.name, why=form.get("why", ""))
    base, query = request.scope.get("root_path", ""), asked(form.get("query", "")).query(page="")
    where = f"keying/{client}/{document_id}" if form.get("then") == KEYING else f"review/{client}/{document_id}?{query}"
    return RedirectResponse(f"{base}/{where}", status.HTTP_303_SEE_OTHER)


def is_hidden(office: App, case: Case, person: Person) -> bool:
    """Whether the document has values that this person has not asked to see."""
    if not review.sensitive_paths(case.draft):
        return False
    document = case.document
    asked_for = person.reviews and review.is_revealed(
        office.desk, document.client, document.document_id, actor=person.name
    )
    return not asked_for


def require_shown(office: App, case: Case, person: Person) -> None:
    """Make sure that this person may see the paper itself: 403 while its values are hidden from them."""
    if is_hidden(office, case, person):
        message = "This paper has numbers, bank details or pay of people: ask to see them on its page first."
        raise HTTPException(status.HTTP_403_FORBIDDEN, message)
