"""``bpo generate``: realistic documents with exact truth."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bpo_pipeline.commands.progress import bar
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.generator.bad_input import CASES
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.generate import KINDS, generate
from bpo_pipeline.generator.masterdata import CLIENTS
from bpo_pipeline.generator.paper_folder import KIND as PAPER
from bpo_pipeline.generator.paper_folder import paper_folder
from bpo_pipeline.generator.timesheet_folder import KIND as TIMESHEET
from bpo_pipeline.generator.timesheet_folder import timesheet_folder

FOLDERS = {TIMESHEET: (timesheet_folder, "timesheets, their truth.jsonl and employees.csv"),
           PAPER: (paper_folder, "papers of people and their truth.jsonl")}  # fmt: skip
"""Kinds that are a folder of their own."""


def run(
    out: Path,
    *,
    count: int,
    seed: int,
    kinds: Sequence[str] | None,
    forms: Sequence[str] | None,
    clients: Sequence[str] | None,
    awkward: bool,
) -> int:
    """Write the documents and their truth, and say how many of what."""
    if alone := FOLDERS.keys() & (kinds or ()):
        return _folder(out, alone.pop(), count=count, seed=seed, kinds=kinds or (), awkward=awkward)
    with bar("Generating", count) as advance:
        try:
            truths = generate(
                out,
                count=count,
                seed=seed,
                kinds=kinds or KINDS,
                forms=forms or tuple(Form),
                clients=clients or tuple(CLIENTS),
                cases=tuple(CASES) if awkward else (),
                progress=lambda *_: advance(),
            )
        except ValueError as problem:
            raise AskAPerson(str(problem)) from None
    sys.stdout.write(f"{len(truths)} documents and their truth.jsonl are in {out}\n")
    return 0


def _folder(out: Path, kind: str, *, count: int, seed: int, kinds: Sequence[str], awkward: bool) -> int:
    if set(kinds) != {kind}:
        message = f"{kind} is a folder of its own: ask for it alone"
        raise AskAPerson(message)
    with bar("Generating", count) as advance:
        write, what = FOLDERS[kind]
        made = write(out, count=count, seed=seed, awkward=awkward, progress=lambda *_: advance())
    sys.stdout.write(f"{made} {what} are in {out}\n")
    return 0
