"""Registers the back office's pages with Airflow.

Every Airflow process runs this file when it starts, so it loads nothing of ours: the pages are loaded at the first
visit, in the api-server alone. Airflow starts as fast as without them, and also when they or their database are broken.
"""

from __future__ import annotations

from importlib import import_module

from airflow.plugins_manager import AirflowPlugin
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

PREFIX = "/back-office"


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """The pages, as an ASGI application that is loaded when it is first asked for something."""
    # in a thread: loading takes seconds, and the api-server has others to answer meanwhile
    application = await run_in_threadpool(import_module, "desk.application")
    await application.pages(scope, receive, send)


class BackOffice(AirflowPlugin):
    """The pages under ``/back-office/`` and their entry in Airflow's menu."""

    name = "back_office"
    fastapi_apps = [{"app": pages, "url_prefix": PREFIX, "name": "Back office"}]  # noqa: RUF012 - as the base class has it
    # without a url_route, which would put the page into a frame from which links to DAGs lead nowhere; in a category,
    # because Airflow 3.3.2 draws a top-level entry as a button that does nothing; with the last slash, without which
    # Airflow answers with a page of its own
    external_views = [  # noqa: RUF012
        {"name": "Back office", "href": f"{PREFIX}/", "destination": "nav", "category": "browse"},
        # with a url_route these are tabs, which are frames; Airflow leaves out a route that was there before
        *(
            {
                "name": "Documents",
                "href": f"{PREFIX}/chunk?{query}",
                "destination": destination,
                "url_route": route,
            }
            for destination, route, query in (
                ("dag", "documents", "dag_id={DAG_ID}"),
                ("dag_run", "run-documents", "dag_id={DAG_ID}&run_id={RUN_ID}"),
                (
                    "task_instance",
                    "chunk-documents",
                    "dag_id={DAG_ID}&run_id={RUN_ID}&task_id={TASK_ID}&map_index={MAP_INDEX}",
                ),
            )
        ),
    ]
