"""What a person reads when a page cannot be shown, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, status
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bpo_pipeline.errors import AskAPerson, BackOfficeError, Claimed, NotAllowed, StaleVersion, Unknown
from desk.auth import to_login, wants_login
from desk.page import page

log = logging.getLogger(__name__)
ENDED = (
    "Your session ended, so nothing was done yet and nothing is lost: log in again in another tab, then go back here "
    "and send it once more."
)


async def refused(request: Request, problem: HTTPException) -> Response:
    """Not logged in, not allowed, or not there."""
    if wants_login(request, problem):
        return to_login(request)
    if problem.status_code == status.HTTP_401_UNAUTHORIZED and request.method == "POST":
        return _page(request, problem.status_code, ENDED)
    return _page(request, problem.status_code, str(problem.detail))


async def unreadable(request: Request, problem: RequestValidationError) -> Response:
    """An id that cannot be one is an unknown one; anything else is a slip of the pen."""
    if any(one["loc"][0] == "path" for one in problem.errors()):
        return _page(request, status.HTTP_404_NOT_FOUND, "There is no document with this id.")
    return _page(request, status.HTTP_422_UNPROCESSABLE_CONTENT, "A day is written like 2026-11-30.")


async def unavailable(request: Request, problem: BackOfficeError) -> Response:
    """Somebody else was first, something was refused, the database is away, or the back office is not set up."""
    sentence = _sentence(problem)
    if isinstance(problem, Unknown):
        return _page(request, status.HTTP_404_NOT_FOUND, sentence)
    if isinstance(problem, StaleVersion | Claimed | NotAllowed):
        return _page(request, status.HTTP_409_CONFLICT, sentence)
    if isinstance(problem, AskAPerson) and request.method == "POST":
        return _page(request, status.HTTP_422_UNPROCESSABLE_CONTENT, sentence)
    log.warning("a page cannot be shown: %s", type(problem).__name__)
    return _page(request, status.HTTP_503_SERVICE_UNAVAILABLE, sentence)


async def failed(request: Request, problem: Exception) -> Response:  # noqa: ARG001 - goes to the log, not to the page
    """A defect of ours; the server raises it again for its log."""
    return _page(request, status.HTTP_500_INTERNAL_SERVER_ERROR, "The api-server's log says why.")


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    HTTPException: refused,
    RequestValidationError: unreadable,
    BackOfficeError: unavailable,
    Exception: failed,
}


def _sentence(problem: BackOfficeError) -> str:
    text = str(problem).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _page(request: Request, code: int, sentence: str) -> Response:
    title = HTTPStatus(code).phrase
    return page(request, "problem.html", status_code=code, title=title, code=code, sentence=sentence)
