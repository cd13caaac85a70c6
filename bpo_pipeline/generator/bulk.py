"""Many clean digital invoices, fast: what the benchmark sends through the pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.document import DemoDocument, with_content
from bpo_pipeline.generator.generate import FIRST_SERIAL, TODAY
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.generator.truth import Truth, write_truth

GROSS = (Decimal(20), Decimal(9500))
"""Below every sample client's approval limit."""
MOST_NUMBERS = 10_000
"""A batch that is larger runs into the numbers of the next seed."""


def bulk(*, count: int, seed: int, client: str, today: dt.date = TODAY) -> Iterator[DemoDocument]:
    """Make *count* different invoices of known vendors, each one a single clean page that must go straight through.

    Batches of neighbouring seeds have no document number of a vendor in common: an ERP refuses a second bill with it.
    """
    cards = [card for card in VENDORS[client] if not card.receipts]
    first = FIRST_SERIAL + seed % 1000 * MOST_NUMBERS
    for place in range(count):
        rng = seeded(seed, client, place)
        paper = invent(
            rng, doc_type="invoice", vendor=cards[place % len(cards)], client=client, today=today,
            serial=first + place, line_count=rng.randint(1, 8), gross_between=GROSS,
        )  # fmt: skip
        yield with_content(paper, render_pdf(paper), key=f"incoming/bulk-{seed}-{place:06d}.pdf")


def write_bulk(out: Path, *, count: int, seed: int, client: str, today: dt.date = TODAY) -> tuple[Truth, ...]:
    """The same as files in the folder *out*, with ``truth.jsonl``."""
    truths = []
    for one in bulk(count=count, seed=seed, client=client, today=today):
        path = out / one.key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
        truths.append(one.truth)
    write_truth(out / "truth.jsonl", truths)
    return tuple(truths)
