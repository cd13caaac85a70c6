"""``bpo bench --only desk``: how long the review desk takes to answer while 10,000 documents wait at it."""

from __future__ import annotations

import html
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median
from typing import Any

import requests

from bpo_pipeline import stack
from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.commands.benches.invoices import FILES_CLIENT
from bpo_pipeline.commands.benches.parked import multiply
from bpo_pipeline.commands.inbox import deliver
from bpo_pipeline.commands.progress import bar, console
from bpo_pipeline.flow.local import start_stack
from bpo_pipeline.generator.demo import demo_batch
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack import airflow, postgres, processes, seaweed, users
from bpo_pipeline.stack.ports import is_open

PARKED = 10_000
ROUNDS = 3
"""How often each of the documents is opened and saved."""
DOCUMENTS = 12
"""So many were really read, with page images; the others are copies that make the queue long."""
SEEDS = 2
"""Batches of the demo's documents from which these are taken."""
PAGE_MS, SAVE_MS = 300, 100
"""What a reviewer does not notice (issue: the review desk)."""
REVIEWER = "reviewer"
GROUPS = ("postgres", "seaweed", "airflow")
BESIDE_THE_PAGE = ("scheduler", "dag-processor", "triggerer")
_INPUT = re.compile(r'name="((?:f|o):[^"]+|version|revision)"(?: id="revision")? value="([^"]*)"')


def measure(settings: Settings, *, seed: int) -> list[Figure]:
    """Milliseconds over HTTP of Airflow's own api-server, in a stack of its own that is gone afterwards."""
    with _house(settings) as (own, address), open_app(own) as app:
        documents = _park(own, app, seed)
        count = multiply(own.database_url, app.store.parked(FILES_CLIENT, limit=1000), to=PARKED)
        visit = _Visit(address, users.load_secrets(own.home), stack.Ports(own.port_base))
        with bar("Opening and saving documents", ROUNDS * len(documents)) as advance:
            for one in documents:
                visit.see(one)
            for _ in range(ROUNDS):
                for one in documents:
                    visit.settle(one)
                    advance()
                visit.walk_through_the_queue()
    return [
        Figure("desk", name, median(times), "ms", f"{count:,} parked; median of {len(times)}", _limit(name))
        for name, times in visit.times.items()
    ]


def _limit(name: str) -> float:
    return SAVE_MS if "save" in name else PAGE_MS


@dataclass
class _Visit:
    """A reviewer's browser, without the drawing: what it asks for and how long each answer takes."""

    address: str
    secrets: users.Secrets
    ports: stack.Ports
    times: dict[str, list[float]] = field(default_factory=dict)
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.cookies.set("_token", airflow.token(self.ports, REVIEWER, self.secrets))

    def see(self, document: str) -> dict[str, str]:
        """Open a document with its first page's picture; the form's fields."""
        path = f"/review/{FILES_CLIENT}/{document}"
        self._ask("GET", f"{path}/pages/1.png")
        answer = self._ask("GET", path)
        return {name: html.unescape(text) for name, text in _INPUT.findall(answer.text)}

    def settle(self, document: str) -> None:
        """Open it, type, let the page keep it, save it with all checks."""
        path = f"/review/{FILES_CLIENT}/{document}"
        self._timed("document page", partial(self._ask, "GET", path))
        self._timed("page image, cached", partial(self._ask, "GET", f"{path}/pages/1.png"))
        form = self.see(document) | {"f:payment_terms": f"typed at {time.monotonic_ns()}", "action": "save"}
        self._timed("autosave while typing", partial(self._ask, "POST", f"{path}/draft", form))
        self._timed("save with all checks", partial(self._ask, "POST", path, form))

    def walk_through_the_queue(self) -> None:
        """The queue's first page, a late one, sorted, filtered, searched; and its counts."""
        for query in ("", "page=150", "sort=value&desc=1", "reason=math_mismatch", "text=4711", "holder=nobody&days=1"):
            self._timed("queue page", partial(self._ask, "GET", f"/queue?{query}"))
        self._timed("queue counts", partial(self._ask, "GET", "/queue/counts"))

    def _timed(self, name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        self.times.setdefault(name, []).append((time.perf_counter() - start) * 1000)

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        answer = self.session.request(method, self.address + path, data=form, allow_redirects=False, timeout=60)
        answer.raise_for_status()
        return answer


@contextmanager
def _house(settings: Settings) -> Iterator[tuple[Settings, str]]:
    """PostgreSQL, S3 and Airflow in a folder and at ports of their own; of Airflow only the pages stay up."""
    home = settings.home / "bench-desk"
    own = replace(settings, home=home, port_base=_free_base())
    try:
        info = start_stack(own, only=GROUPS, progress=lambda line: console.print(f"  {line}", style="dim"))
        for name in BESIDE_THE_PAGE:
            processes.stop(home, name)
        keys = users.load_secrets(home).s3_keys[users.PIPELINE]
        yield (
            replace(
                own,
                database_url=postgres.url(home, "bpo"),
                s3_endpoint=seaweed.endpoint(info.ports),
                s3_access_key=keys.access,
                s3_secret_key=keys.secret,
            ),
            f"{info.airflow_url}/back-office",
        )
    finally:
        stack.down(home)
        shutil.rmtree(home, ignore_errors=True)


def _free_base() -> int:
    for base in range(40_000, 60_000, 1000):
        ports = stack.Ports(base)
        if not any(is_open(port) for port in (ports.airflow, ports.s3, *ports.seaweed_inner.values())):
            return base
    raise stack.PortTaken("no free block of ports from 40000 on")


def _park(settings: Settings, app: App, seed: int) -> list[str]:
    """Documents that need a person, through the pipeline; ids of the invoices among them."""
    today = utc_now().date()
    for number in range(SEEDS):
        wanted = [
            one
            for one in demo_batch(seed=seed + number, today=today)
            if one.client == FILES_CLIENT and one.expected.startswith("in_review")
        ]
        deliver(settings, app, {FILES_CLIENT: wanted})
    app.receive(FILES_CLIENT, app.waiting(FILES_CLIENT))
    for chunk in app.plan(FILES_CLIENT):
        app.read(FILES_CLIENT, chunk)
        app.understand(FILES_CLIENT, chunk)
    cases = app.store.parked(FILES_CLIENT, limit=1000)
    invoices = [one for one in cases if one.draft is not None and one.draft.document_type == "invoice"]
    return [one.document.document_id for one in invoices[:DOCUMENTS]]
