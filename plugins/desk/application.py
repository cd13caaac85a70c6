"""The pages, put together: every route asks for a login, every answer carries the safe headers."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from desk.auth import logged_in
from desk.headers import SafeHeaders
from desk.problems import HANDLERS
from desk.routes import router

application = FastAPI(
    title="Back office",
    openapi_url=None,
    docs_url=None,
    redoc_url=None,
    dependencies=[Depends(logged_in)],
    exception_handlers=HANDLERS,
)
application.include_router(router)
pages = SafeHeaders(application)
