"""Onboarding: accepted forms that change master data, with before and after; another person lets the change be made."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse

from bpo_pipeline.app import App
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.payroll import REVEALED
from desk.forms import Sent
from desk.office import Office
from desk.page import page
from desk.people import DocumentId, OwnClient, Person, Reader, Reviewer
from desk.told import told

router = APIRouter(prefix="/onboarding")
RequestId = DocumentId
"""A request has the id of its form."""


@router.get("")
def first_onboarding(request: Request, office: Office, person: Reader) -> RedirectResponse:
    """The onboarding of the first of the person's clients that takes such forms."""
    takes = [one for one in person.clients if office.contracts.by_client[one].onboards]
    if not person.clients:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no client yet.")
    first = (takes or person.clients)[0]
    return RedirectResponse(f"{request.scope.get('root_path', '')}/onboarding/{first}")


@router.get("/{client}")
def show_onboarding(request: Request, office: Office, person: Reader, client: OwnClient) -> HTMLResponse:
    """What waits, field by field: what is on file and what the form says; sensitive values masked."""
    return _show(request, office, person, client)


@router.post("/{client}/collect")
def collect(request: Request, office: Office, person: Reviewer, client: OwnClient) -> RedirectResponse:  # noqa: ARG001 - the role
    """Look for accepted forms that nobody was asked about."""
    office.onboarding(client).collect()
    return _back(request, client, "")


@router.post("/{client}/{request_id}/assign")
def assign(
    request: Request, office: Office, person: Reviewer, client: OwnClient, request_id: RequestId, form: Sent
) -> RedirectResponse:
    """Say whom a form is about; who says it does not approve it."""
    office.onboarding(client).assign(request_id, form.get("subject", "").strip()[:100], actor=person.name)
    return _back(request, client, "assigned_form")


@router.post("/{client}/{request_id}/approve")
def approve(
    request: Request, office: Office, person: Reviewer, client: OwnClient, request_id: RequestId
) -> RedirectResponse:
    """Let the change be made, and make it."""
    office.onboarding(client).approve(request_id, actor=person.name)
    return _back(request, client, "applied")


@router.post("/{client}/{request_id}/decline")
def decline(
    request: Request, office: Office, person: Reviewer, client: OwnClient, request_id: RequestId
) -> RedirectResponse:
    """Leave master data as they are."""
    office.onboarding(client).decline(request_id, actor=person.name)
    return _back(request, client, "declined")


@router.post("/{client}/reveal")
def show_number(request: Request, office: Office, person: Reviewer, client: OwnClient, form: Sent) -> HTMLResponse:
    """Show one number of one employee on this answer alone; who, what and why are kept first."""
    employee, what = form.get("employee", "").strip()[:100], form.get("what", "")[:20]
    why = form.get("why", "").strip()[:200]
    shown = office.payroll(client).reveal(employee, what, actor=person.name, why=why)
    return _show(request, office, person, client, shown=(f"{what} of {employee}", shown))


def _show(
    request: Request, office: App, person: Person, client: str, *, shown: tuple[str, str] | None = None
) -> HTMLResponse:
    contract, problem, waiting = office.contracts.by_client[client], "", []
    if contract.onboards:
        try:
            waiting = office.onboarding(client).waiting()
        except AskAPerson as refused:  # no key for sealed values is set
            problem = str(refused)
    return page(
        request,
        "onboarding.html",
        person=person,
        client=client,
        clients=[one for one in person.clients if office.contracts.by_client[one].onboards],
        onboards=contract.onboards,
        waiting=waiting,
        problem=problem,
        told=told(request),
        reveals=contract.payroll is not None and person.reviews and person.name in contract.payroll.may_reveal,
        numbers=REVEALED,
        shown=shown,
    )


def _back(request: Request, client: str, done: str) -> RedirectResponse:
    to = f"{request.scope.get('root_path', '')}/onboarding/{client}{f'?told={done}' if done else ''}"
    return RedirectResponse(to, status.HTTP_303_SEE_OTHER)
