"""Bad input of our own making, from the file to the decision: never a confident wrong number, and the right reason.

The vendors and their accounts are on file, so that the same invoices without a trick go straight through.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest
from small_office import end_of

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.contracts import Contract, load_contract
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.bad_input import BAD_INPUT, CASES
from bpo_pipeline.generator.document import POSTED, DemoDocument
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.sandbox import Sandbox
from bpo_pipeline.settings import PROJECT

pytestmark = pytest.mark.integration
NAMES = (*BAD_INPUT, "changed_bank_account", "letter", "wrong_total")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with new_sandbox() as box:
        yield box


def contract(client: str) -> Contract:
    return load_contract(Path(PROJECT) / "dags" / "contracts" / f"{client}.yaml")


def books(client: str) -> MasterData:
    cards = VENDORS[client]
    return MasterData(
        tuple(
            Vendor(one.vendor_id, one.name, tax_ids=(one.tax_id,), ibans=(one.account,), country=one.country)
            for one in cards
        )
    )


def order(client: str, case: str) -> Order:
    return Order(seeded(1, client, case), client, utc_now().date() - dt.timedelta(days=1), 900, "")


def made(client: str, case: str) -> DemoDocument:
    return CASES[case](order(client, case))[0]


@pytest.mark.parametrize("client", ["lakeside", "nordlicht"])
def test_the_invoice_without_a_trick_goes_straight_through(sandbox: Sandbox, client: str) -> None:
    content = render_pdf(order(client, "plain").invoice())
    plain = end_of(sandbox, "a.pdf", content, contract=contract(client), master=books(client))

    assert plain.straight, plain.sentences


@pytest.mark.parametrize(("case", "client"), list(zip(NAMES, cycle(["lakeside", "nordlicht"]), strict=False)))
def test_bad_input_ends_as_it_should_and_never_with_a_wrong_number(sandbox: Sandbox, case: str, client: str) -> None:
    one = made(client, case)
    found = end_of(sandbox, one.key, one.content, contract=contract(client), master=books(client))
    ends = (one.expected, *one.also)
    reasons = {end.partition(":")[2] for end in ends}

    if found.straight:
        assert POSTED in ends, (found.value("gross_total"), one.total)
        assert Decimal(found.value("gross_total")) == one.total
    else:
        assert found.reasons & reasons, found.sentences
