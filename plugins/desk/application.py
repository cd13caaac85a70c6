"""The pages, put together: every route asks for a login, every answer carries the safe headers.

To add a page: a module with a ``router`` like its siblings, a line in ``ROUTERS``, a template that extends
``base.html``, and a row for each route in ``tests/unit/test_desk_rights.py``.
"""

from __future__ import annotations

from fastapi import Depends, FastAPI

from desk import (
    asking_page,
    chunk_page,
    claims_page,
    dashboard_page,
    hidden,
    keying_page,
    onboarding_page,
    queue_page,
    review_page,
    routes,
    split_page,
    trail_page,
)
from desk.auth import logged_in
from desk.headers import SafeHeaders
from desk.people import same_origin
from desk.problems import HANDLERS

ROUTERS = (
    routes.router,
    queue_page.router,
    review_page.router,
    asking_page.router,
    chunk_page.router,
    claims_page.router,
    dashboard_page.router,
    hidden.router,
    keying_page.router,
    onboarding_page.router,
    split_page.router,
    trail_page.router,
)

application = FastAPI(
    title="Back office",
    openapi_url=None,
    docs_url=None,
    redoc_url=None,
    dependencies=[Depends(logged_in), Depends(same_origin)],
    exception_handlers=HANDLERS,
)
for router in ROUTERS:
    application.include_router(router)
pages = SafeHeaders(application)
