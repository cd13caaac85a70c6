"""The plugin's pages as Airflow serves them: mounted under their prefix, in front of a person or of nobody."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from bpo_pipeline.settings import PROJECT

# Airflow makes a folder of its own when it is loaded
os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="airflow-"))
sys.path.insert(0, str(PROJECT / "plugins"))

from airflow.api_fastapi.app import create_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from airflow.api_fastapi.core_api.security import get_user
from back_office import PREFIX, pages
from desk.application import application
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.routing import Mount

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def site(*, role: str | None = "viewer", office: Any = None) -> TestClient:
    """A browser of somebody with this role in Airflow, or of nobody who is logged in."""
    from desk.office import office as real

    create_auth_manager()
    application.dependency_overrides.clear()
    if role is not None:
        application.dependency_overrides[get_user] = lambda: SimpleAuthManagerUser(username="jane", role=role)
    if office is not None:
        application.dependency_overrides[real] = lambda: office
    airflow = Starlette(routes=[Mount(PREFIX, app=pages)])
    return TestClient(airflow, headers=BROWSER, follow_redirects=False, raise_server_exceptions=False)
