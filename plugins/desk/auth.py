"""Who may see the pages: whoever may see Airflow. Airflow knows the people, their passwords and their roles."""

from __future__ import annotations

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from fastapi import Request, status
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

logged_in = requires_access_view(AccessView.WEBSITE)
"""A dependency: the request comes from somebody who is logged in to Airflow, else 401, and may see it, else 403."""


def wants_login(request: Request, refused: HTTPException) -> bool:
    """Whether the answer is the login page: an unknown person looks at a page in a browser."""
    return (
        refused.status_code == status.HTTP_401_UNAUTHORIZED
        and request.method == "GET"
        and "text/html" in request.headers.get("accept", "")
    )


def to_login(request: Request) -> RedirectResponse:
    """To Airflow's login page, and from there back to the page that was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    login = get_auth_manager().get_url_login(next_url=f"{request.url.path}{query}")
    return RedirectResponse(login, status.HTTP_302_FOUND)
