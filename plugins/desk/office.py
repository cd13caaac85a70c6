"""The back office, as the pages reach it: one ``App`` for all requests of this process."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import Depends

from bpo_pipeline.app import App
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
