"""What a hostile file means (folder BPO_CORPUS): amounts, dates, hidden text, forged layers under a client's contract.

The vendor, its account and its order are on file, and the same invoice without a trick goes straight through. So
whatever does not go straight through was stopped by what is wrong with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small_office import End, end_of

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.contracts import Contract
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.sandbox import Sandbox

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.integration,
    pytest.mark.skipif("BPO_CORPUS" not in os.environ, reason="set BPO_CORPUS to the folder of the corpora"),
]
HOSTILE = Path(os.environ.get("BPO_CORPUS", ".")) / "hostile"
PLAIN = "files/pdf_nul_padding_200k.pdf"
"""The invoice that the others are made of, with nothing wrong but NULs behind it."""
CONTRACT = Contract.model_validate(
    {
        "client": "acme",
        "name": "Acme Test Client 001",
        "country": "US",
        "currency": "USD",
        "languages": ["en"],
        "documents": [{"type": one} for one in ("invoice", "credit_note", "receipt")],
        "tolerances": {"past_days": 3650},
        "targets": [{"kind": "csv"}],
        "approval_limit": "100000",
    }
)
BOOKS = MasterData(
    vendors=(Vendor("7", "Northfield Paper Supply LLC", ibans=("000123456789",), country="US"),),
    purchase_orders=(PurchaseOrder("1", "PO-88213", "7", "USD", Decimal("1200.00")),),
)


def cases() -> list[dict[str, Any]]:
    """The files that a person must weigh for what they say: hidden or forged text, amounts, dates, instructions."""
    path = HOSTILE / "manifest.jsonl"
    every = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()
    return [
        one
        for one in every
        if one["klass"] in {"pdf", "image"} and any(code.startswith("review:") for code in one["expect"])
        if one["source"].startswith("made")
    ]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with new_sandbox() as box:
        yield box


def end(sandbox: Sandbox, name: str) -> End:
    content = (HOSTILE / name).read_bytes()
    return end_of(sandbox, Path(name).name, content, contract=CONTRACT, master=BOOKS)


def test_the_invoice_without_a_trick_goes_straight_through(sandbox: Sandbox) -> None:
    plain = end(sandbox, PLAIN)

    assert plain.sentences == ()
    assert plain.straight
    assert plain.value("gross_total") == "1284.50"


@pytest.mark.parametrize("case", cases(), ids=lambda one: Path(one["file"]).stem)
def test_none_goes_straight_through_but_for_the_right_reason(sandbox: Sandbox, case: dict[str, Any]) -> None:
    found = end(sandbox, case["file"])
    wanted = {code.partition(":")[2] for code in case["expect"] if ":" in code}

    if found.straight:
        assert "accept" in case["expect"], found
        assert Decimal(found.value("gross_total")) == Decimal(case.get("visible_total") or "1284.50")
    else:
        assert "accept" in case["expect"] or found.reasons & wanted, found.sentences
