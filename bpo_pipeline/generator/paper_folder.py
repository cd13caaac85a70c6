"""A folder of invented office papers with their truth: personnel forms, pay stubs, statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bpo_pipeline.generator.papers import OfficePaper, office_papers

KIND = "paper"


def paper_folder(
    out: Path, *, count: int, seed: int, awkward: bool = False, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write so many papers, every kind in turn, with ``truth.jsonl``; with *awkward* one for each planted fault more.

    Gives how many were written.
    """
    papers = office_papers(seed, count, planted=awkward)
    out.mkdir(parents=True, exist_ok=True)
    for done, one in enumerate(papers, 1):
        (out / one.name).write_bytes(one.content)
        if progress:
            progress(done, len(papers))
    rows = (json.dumps(_truth(one), sort_keys=True) for one in papers)
    (out / "truth.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return len(papers)


def _truth(one: OfficePaper) -> dict[str, Any]:
    """What a paper says, with the field names of its record."""
    lists = {one.list_name: list(one.rows)} if one.rows else {}
    return {
        "id": one.name.rpartition(".")[0],
        "file": one.name,
        "source": "generated",
        "doc_type": one.doc_type,
        "digital": True,
        "qa_issues": [one.planted] if one.planted else [],
        "fields": one.fields,
        **lists,
    }
