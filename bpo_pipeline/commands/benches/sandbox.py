"""``bpo bench --only sandbox``: what it costs to read a file in a child process without rights."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.commands.benches.invoices import FILES_CLIENT, invoices
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.reading.read import read_document
from bpo_pipeline.settings import Settings

FILES, COLD_STARTS = 40, 5
ARGUMENTS = {"media_type": "application/pdf", "languages": ["de", "en"]}


def measure(settings: Settings, *, seed: int) -> list[Figure]:
    """Each file is read directly, in the running sandbox and, a few of them, in a new sandbox, one after the other."""
    files = [one.content for one in invoices(FILES, seed=seed, client=FILES_CLIENT)]
    read_document(files[0], ARGUMENTS)  # what is loaded at the first call is nobody's cost per file
    direct, warm, cold = [], [], []
    with new_sandbox(settings) as sandbox, bar("Reading in the sandbox", FILES) as advance:
        sandbox.run("read", files[0], arguments=ARGUMENTS)
        for number, content in enumerate(files):
            direct.append(_milliseconds(partial(read_document, content, ARGUMENTS)))
            warm.append(_milliseconds(partial(sandbox.run, "read", content, arguments=ARGUMENTS)))
            if number < COLD_STARTS:
                cold.append(_milliseconds(partial(_in_new_sandbox, settings, content)))
            advance()
        mode = sandbox.mode
    part, how = f"sandbox ({mode})", f"median of {FILES} one-page digital invoices"
    return [
        Figure(part, "direct call", median(direct), "ms/file", how),
        Figure(part, "warm child", median(warm), "ms/file", how),
        Figure(part, "cost of the sandbox", median(warm) - median(direct), "ms/file", "warm child less direct call"),
        Figure(part, "cold start", median(cold), "ms/file", f"new sandbox for one file, median of {COLD_STARTS}"),
    ]


def _in_new_sandbox(settings: Settings, content: bytes) -> None:
    with new_sandbox(settings) as sandbox:
        sandbox.run("read", content, arguments=ARGUMENTS)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
