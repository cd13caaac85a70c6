"""The document page: the paper beside the fields, and what a person decides about it."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bpo_pipeline import review
from bpo_pipeline.app import App
from bpo_pipeline.errors import AskAPerson, StaleVersion, Unknown
from bpo_pipeline.model.ledger import Case, utc_now
from bpo_pipeline.model.reasons import Reason
from desk import pictures
from desk.deciding import Sending, chosen_in, decide, typed_in
from desk.filters import asked
from desk.forms import Sent, version_in
from desk.hidden import require_shown
from desk.office import Office, case_of
from desk.page import page
from desk.people import DocumentId, OwnClient, Person, Reader, Reviewer
from desk.queue_page import next_address
from desk.told import told
from desk.working import Working, working

router = APIRouter(prefix="/review/{client}/{document_id}")
ENDING = frozenset({"approve", "reject", "hold"})
DONE = {"approve": "approved", "reject": "rejected", "hold": "held", "save": "corrected", "retype": "retyped"}


@router.get("")
def show_work(
    request: Request, office: Office, person: Reader, client: OwnClient, document_id: DocumentId
) -> HTMLResponse:
    """The document, to be settled; one that is to be keyed blind shows its values to leads alone."""
    case = case_of(office, client, document_id)
    if case.reason == Reason.SECOND_KEYING and not person.leads:
        raise HTTPException(status.HTTP_409_CONFLICT, "This document is keyed blind: key it under Second keying.")
    drafts = review.autosaved(office.desk, client, document_id, actor=person.name) if person.reviews else []
    mine = next((one for one in drafts if one.version == case.version), None)
    older = next((one for one in drafts if one.version < case.version and one.corrections), None)
    if older is not None and mine is None and "again" not in request.query_params:
        normal = working(office, case, person, pages=False).normal(older.corrections, strict=False)
        return _merge_page(request, office, person, case, normal, older.version, status_code=status.HTTP_200_OK)
    shown = working(office, case, person, typed=mine.corrections if mine else {}, draft=mine)
    return work_page(request, office, person, shown)


@router.post("")
def settle(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> Response:
    """Save, approve, reject, hold, resume or retype; then the next document, or what keeps it from going on."""
    case = case_of(office, client, document_id)
    before = working(office, case, person, pages=False)
    action, typed = form.get("action", "save"), typed_in(form)
    try:
        sending = Sending(action, before.normal(typed) | chosen_in(form), version_in(form), person.name, form)
        decide(office.desk, client, document_id, sending, seen=case)
    except StaleVersion:
        normal = before.normal(typed, strict=False) | chosen_in(form)
        code = status.HTTP_409_CONFLICT
        return _merge_page(request, office, person, case, normal, version_in(form), status_code=code)
    except AskAPerson as problem:
        # what was saved before the refusal stays saved; what was typed stays typed
        now = case_of(office, client, document_id)
        kept = typed if now.version == case.version else {}
        shown = working(office, now, person, typed=kept)
        code = status.HTTP_422_UNPROCESSABLE_CONTENT
        return work_page(request, office, person, shown, problem=str(problem), status_code=code, form=form)
    query = asked(form.get("query", "")).query(page="")
    done = DONE.get(action, "resumed")
    if action in ENDING and form.get("then") != "stay":
        to = next_address(request, office, person, form, leaving=document_id)
    else:
        to = f"{request.url.path}?{query}"
    said = "" if "told=" in to else f"{'&' if query else ''}told={done}"
    return RedirectResponse(to + said, status.HTTP_303_SEE_OTHER)


@router.post("/draft")
def keep_typed(
    office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> JSONResponse:
    """Keep what was typed, and renew the claim; nothing is checked yet."""
    revision = form.get("revision", "")
    try:
        saved = review.autosave(
            office.desk,
            client,
            document_id,
            corrections=typed_in(form),
            actor=person.name,
            version=version_in(form),
            comment=form.get("comment", ""),
            revision=int(revision) if revision.isdecimal() and revision.isascii() and len(revision) < 9 else None,
        )
        if not saved.held:
            review.claim(office.desk, client, document_id, actor=person.name)
    except Unknown:
        raise
    except AskAPerson as problem:
        return JSONResponse({"sentence": f"{str(problem).rstrip('.')}."}, status.HTTP_409_CONFLICT)
    return JSONResponse({"revision": saved.revision, "saved_at": f"{saved.saved_at:%H:%M:%S}"})


@router.post("/discard")
def throw_away(
    request: Request, office: Office, person: Reviewer, client: OwnClient, document_id: DocumentId, form: Sent
) -> RedirectResponse:
    """Forget what was typed and not sent."""
    case_of(office, client, document_id)
    review.discard(office.desk, client, document_id, actor=person.name)
    return _back(request, client, document_id, form, "discarded")


@router.get("/pages/{number}.png")
def show_picture(
    office: Office,
    person: Reader,
    client: OwnClient,
    document_id: DocumentId,
    number: int,
) -> Response:
    """One page's pixels."""
    case = case_of(office, client, document_id)
    require_shown(office, case, person)
    try:
        image = pictures.picture(office, case, number)
    except AskAPerson:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "This page cannot be shown as a picture.") from None
    return Response(image, media_type="image/png")


@router.get("/words/{number}")
def show_words(
    office: Office,
    person: Reader,
    client: OwnClient,
    document_id: DocumentId,
    number: int,
) -> JSONResponse:
    """The words of a page with their boxes (left, top, right, bottom in points), for filling fields by a click."""
    case = case_of(office, client, document_id)
    require_shown(office, case, person)
    one = pictures.page_of(pictures.reading_of(office, case), number)
    if one is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No words were read from this page.")
    words = [[word.text, word.box.left, word.box.top, word.box.right, word.box.bottom] for word in one.words]
    return JSONResponse({"width": one.width, "height": one.height, "words": words})


def _back(request: Request, client: str, document_id: str, form: dict[str, str], done: str) -> RedirectResponse:
    query = asked(form.get("query", "")).query(page="")
    base = request.scope.get("root_path", "")
    to = f"{base}/review/{client}/{document_id}?{query}{'&' if query else ''}told={done}"
    return RedirectResponse(to, status.HTTP_303_SEE_OTHER)


def work_page(
    request: Request,
    office: App,
    person: Person,
    shown: Working,
    *,
    problem: str = "",
    status_code: int = status.HTTP_200_OK,
    form: dict[str, str] | None = None,
) -> HTMLResponse:
    """The document page, with what was refused and the form that was sent, if one was."""
    document = shown.case.document
    return page(
        request,
        "review.html",
        status_code=status_code,
        person=person,
        work=shown,
        problem=problem,
        told=told(request),
        form=form or {},
        query=asked((form or {}).get("query", request.url.query)).query(page=""),
        claim=office.store.claims([document.document_id]).get(document.document_id),
        now=utc_now(),
    )


def _merge_page(
    request: Request,
    office: App,
    person: Person,
    case: Case,
    corrections: dict[str, str],
    version: int,
    *,
    status_code: int,
) -> HTMLResponse:
    document = case.document
    both = review.merge(office.desk, document.client, document.document_id, corrections=corrections, version=version)
    return page(
        request,
        "merge.html",
        status_code=status_code,
        person=person,
        merge=both,
        written=working(office, both.case, person, pages=False).written,
        query=asked(request.url.query).query(page=""),
    )
