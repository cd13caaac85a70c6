"""The page that ``bpo explain`` writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.commands.explain import explained
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.pdf import render_pdf


def test_the_page_shows_pictures_boxes_candidates_and_rules_and_runs_nothing(tmp_path: Path) -> None:
    card = next(one for one in VENDORS["lakeside"] if not one.receipts)
    paper = invent(Random(1), doc_type="invoice", vendor=card, client="lakeside", today=dt.date(2026, 6, 1), serial=7)
    file = tmp_path / "<b>invoice.pdf"
    file.write_bytes(render_pdf(paper))

    with new_sandbox() as sandbox:
        page = explained(file, sandbox)

    assert "data:image/png;base64," in page
    assert "title='gross_total'" in page
    assert "Candidates for the totals" in page
    assert "&lt;b&gt;invoice.pdf" in page
    assert "<b>invoice.pdf" not in page
    assert "<script" not in page
