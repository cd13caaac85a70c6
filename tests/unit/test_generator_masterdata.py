"""The sample clients' master data are well-formed and agree with the contracts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from schwifty import BIC, IBAN
from stdnum.eu import vat
from stdnum.us import ein, rtn

from bpo_pipeline.contracts import load_contract
from bpo_pipeline.generator.masterdata import CLIENTS, PURCHASE_ORDERS, VENDORS, VendorCard, vendor
from bpo_pipeline.generator.staff import HEADCOUNT, STAFF, employee_list
from bpo_pipeline.generator.timesheets import payroll_week

CONTRACTS = Path(__file__).resolve().parents[2] / "dags" / "contracts"
CARDS = [pytest.param(card, id=card.name) for cards in VENDORS.values() for card in cards]


@pytest.mark.parametrize("card", CARDS)
def test_every_vendor_has_identifiers_that_a_bank_and_a_tax_office_accept(card: VendorCard) -> None:
    if card.country == "US":
        assert ein.is_valid(card.tax_id)
        assert rtn.is_valid(card.routing_number)
        assert card.account.isdigit()
    else:
        assert vat.is_valid(card.tax_id)
        assert card.tax_id.startswith(card.country)
        assert IBAN(card.account).compact == card.account
        assert IBAN(card.account).country_code == card.country
        assert BIC(card.bic).country_code == card.country


def test_the_clients_have_valid_tax_ids() -> None:
    assert ein.is_valid(CLIENTS["lakeside"].tax_id)
    assert vat.is_valid(CLIENTS["nordlicht"].tax_id)


@pytest.mark.parametrize("client", sorted(VENDORS))
def test_no_two_vendors_of_a_client_share_an_identifier(client: str) -> None:
    cards = VENDORS[client]
    assert len(cards) >= 10
    for name in ("vendor_id", "name", "tax_id", "account"):
        assert len({getattr(card, name) for card in cards}) == len(cards), name


def test_every_purchase_order_belongs_to_a_vendor_and_adds_up() -> None:
    for client, orders in PURCHASE_ORDERS.items():
        assert len({order.number for order in orders}) == len(orders)
        for order in orders:
            assert vendor(client, order.vendor_id).vendor_id == order.vendor_id
            assert order.net_total == sum(line.quantity * line.unit_price for line in order.lines)
            assert order.net_total == order.net_total.quantize(Decimal("0.01"))


def test_the_contract_of_nordlicht_lists_the_same_vendors() -> None:
    listed = {
        one.vendor_id: (one.name, one.country, one.tax_ids, one.ibans)
        for one in load_contract(CONTRACTS / "nordlicht.yaml").vendors
    }

    assert listed == {
        card.vendor_id: (card.name, card.country, (card.tax_id,), (card.account,)) for card in VENDORS["nordlicht"]
    }


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_the_contract_names_the_same_client(client: str) -> None:
    contract = load_contract(CONTRACTS / f"{client}.yaml")

    assert (contract.name, contract.country, contract.currency) == (
        CLIENTS[client].name, CLIENTS[client].country, CLIENTS[client].currency,
    )  # fmt: skip
    assert contract.approval_limit == Decimal(10000)
    types = {"invoice", "credit_note", "receipt", "purchase_order"}
    assert types <= {terms.type for terms in contract.documents}


def test_the_employee_list_beside_the_contract_is_the_generators() -> None:
    """To renew: ``employee_list(payroll_week(1).employees)`` of ``generator.staff``."""
    written = (CONTRACTS / "lakeside-employees.csv").read_text(encoding="utf-8")

    assert written == employee_list(payroll_week(1).employees) == employee_list(payroll_week(2).employees)
    assert len({one.name for one in STAFF}) == len({one.employee_id for one in STAFF}) == HEADCOUNT
