"""A folder of invented documents with their truth, in all kinds, languages, designs and forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.bad_input import CASES
from bpo_pipeline.generator.commerce import Paper, invent
from bpo_pipeline.generator.document import DemoDocument, good
from bpo_pipeline.generator.forms import Form, possible
from bpo_pipeline.generator.masterdata import CLIENTS, VENDORS
from bpo_pipeline.generator.scan import good_quality, poor_quality
from bpo_pipeline.generator.sections import in_sections
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.generator.truth import Truth, write_truth

TODAY = dt.date(2026, 6, 1)
"""Stands for the day of generation, because the clock must not change the bytes."""
KINDS = ("invoice", "credit_note", "receipt", "purchase_order")
WEIGHTS = {"invoice": 10, "credit_note": 2, "receipt": 3, "purchase_order": 2}
"""How often each kind comes, relative to the others."""
SEVERAL_PAGES = 8
"""Every eighth document is long."""
_SECTIONED = 0.4
"""Share of the long ones whose lines stand in sections."""
FIRST_SERIAL = 100


def generate(
    out: Path,
    *,
    count: int,
    seed: int,
    kinds: Sequence[str] = KINDS,
    clients: Sequence[str] = tuple(CLIENTS),
    forms: Sequence[Form | str] = tuple(Form),
    cases: Sequence[str] = (),
    today: dt.date = TODAY,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Truth, ...]:
    """Write *count* good documents and the awkward *cases* into the folder *out*, with ``truth.jsonl``.

    *kinds* are document types, *cases* names in ``bad_input.CASES`` (each is made once per client, and may be several
    files), *progress* is called with the number of documents done and of all. Document dates lie in the 60 days before
    *today*. The same arguments give the same bytes.

    Raises ValueError for a kind, client, form or case that does not exist, or for kinds and forms that never meet.
    """
    chosen = tuple(Form(form) for form in forms)
    _check("kind", kinds, KINDS)
    _check("client", clients, tuple(CLIENTS))
    _check("case", cases, tuple(CASES))
    out.mkdir(parents=True, exist_ok=True)
    truths = []
    for done, one in enumerate(_documents(count, seed, kinds, clients, chosen, today=today), 1):
        truths.append(_write(out, one))
        if progress:
            progress(done, count)
    extra = _awkward(seed, clients, cases, today=today, first_serial=FIRST_SERIAL + count)
    truths.extend(_write(out, one) for one in extra)
    write_truth(out / "truth.jsonl", truths)
    return tuple(truths)


def _check(what: str, given: Sequence[str], known: Sequence[str]) -> None:
    wrong = sorted(set(given) - set(known))
    if wrong:
        message = f"no such {what}: {', '.join(wrong)}; there are: {', '.join(known)}"
        raise ValueError(message)


def _documents(
    count: int, seed: int, kinds: Sequence[str], clients: Sequence[str], forms: Sequence[Form], *, today: dt.date
) -> Iterator[DemoDocument]:
    weights = [WEIGHTS[kind] for kind in kinds]
    for place in range(count):
        rng = seeded(seed, place)
        paper, form = _paper(rng, kinds, weights, clients, forms, today=today, serial=FIRST_SERIAL + place)
        quality = good_quality(rng) if rng.random() < 0.5 else poor_quality(rng, paper.vendor.language)
        key = f"files/{paper.doc_type}-{place:05d}"
        yield good(paper, form, rng, key=key, quality=quality)


def _paper(
    rng: Random, kinds: Sequence[str], weights: Sequence[int], clients: Sequence[str], forms: Sequence[Form], *,
    today: dt.date, serial: int,
) -> tuple[Paper, Form]:  # fmt: skip
    """A document and a form that it can have; both are drawn again until they fit."""
    for _ in range(1000):
        client = rng.choice(clients)
        kind = rng.choices(kinds, weights)[0]
        form = rng.choice(forms)
        vendor = rng.choice([card for card in VENDORS[client] if card.receipts == (kind == "receipt")])
        one_page = form in {Form.SCAN_JPEG, Form.SCAN_PNG}
        long = kind != "receipt" and not one_page and serial % SEVERAL_PAGES == 0
        lines = rng.randint(24, 60) if long else min(rng.randint(1, 10), rng.randint(1, 10))
        paper = invent(rng, doc_type=kind, vendor=vendor, client=client, today=today, serial=serial, line_count=lines)
        if long and rng.random() < _SECTIONED:
            paper = in_sections(paper, rng)
        if possible(form, paper):
            return paper, form
    message = f"none of {', '.join(forms)} exists for {', '.join(kinds)} of {', '.join(clients)}"
    raise ValueError(message)


def _awkward(
    seed: int, clients: Sequence[str], cases: Sequence[str], *, today: dt.date, first_serial: int
) -> Iterator[DemoDocument]:
    serial = first_serial
    for client in clients:
        for case in cases:
            order = Order(seeded(seed, client, case), client, today, serial, folder=f"files/{client}-{case}-")
            yield from (one for one in CASES[case](order) if one.dropped)
            serial += 2


def _write(out: Path, document: DemoDocument) -> Truth:
    path = out / document.key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document.content)
    return document.truth
