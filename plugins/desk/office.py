"""The back office, as the pages reach it: one ``App`` for all requests of this process."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import Depends, status
from starlette.exceptions import HTTPException

from bpo_pipeline.app import App
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.settings import Settings, load_settings


def office() -> App:
    """The App: the same one, with its pool of connections, until a setting or a contract file changes.

    Raises AskAPerson for a setting that cannot be used; the database is first asked when a page needs it.
    """
    settings = load_settings()
    files = settings.contracts.glob("*.yaml")
    return _office(settings, tuple(sorted((path.name, path.stat().st_mtime_ns) for path in files)))


@lru_cache(maxsize=1)
def _office(settings: Settings, contract_files: tuple[tuple[str, int], ...]) -> App:  # noqa: ARG001 - makes a new one
    return App(settings)


Office = Annotated[App, Depends(office)]


def case_of(office: App, client: str, document_id: str) -> Case:
    """The client's document; else 404, also for another client's."""
    case = office.store.case(client, document_id)
    if case is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"{client} has no document {document_id}.")
    return case
