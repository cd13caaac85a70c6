"""One whole stack per session: PostgreSQL, S3, Tryton and Airflow, taken down at the end whatever happens."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from stack_ports import free_ports

from bpo_pipeline import stack


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The running stack of this session."""
    folder = Path(tempfile.mkdtemp(prefix="bpo-e2e-"))
    built = House(folder / "home", free_ports())
    try:
        built.furnish()
        built.up()
        yield built
    finally:
        stack.down(built.home)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show how the parts are and what their logs end with, below a test that failed."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    built = getattr(item, "funcargs", {}).get("house")
    if report.failed and isinstance(built, House):
        report.sections.append(("the house", built.tail()))
