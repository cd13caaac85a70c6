"""EN 16931 arithmetic as properties: what ties is never blamed, one cent beyond the tolerance always is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from qa_builder import LINES, contract, subject

from bpo_pipeline.contracts import Tolerances
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.qa import Proof, check, proof_of_gross

CENT = Decimal("0.01")
AMOUNTS = st.decimals("0.01", "99999.99", places=2)


@st.composite
def tying(draw: st.DrawFn) -> dict[str, Any]:
    """Fields of an invoice whose amounts tie as EN 16931 asks: lines, discount, charge, two rates, prepayment."""
    totals = draw(st.lists(AMOUNTS, min_size=1, max_size=6))
    discount = draw(st.none() | st.decimals("10", "500", places=2)) or Decimal(0)
    discount = discount if discount <= sum(totals) else Decimal(0)
    # far from the discount, so that no amount that is off by a cent ties in another layout by chance
    shipping = draw(st.none() | st.decimals("600", "900", places=2)) or Decimal(0)
    net = sum(totals, Decimal(0)) - discount + shipping
    rates = draw(st.sampled_from(((Decimal(19),), (Decimal(20), Decimal(7)), (Decimal(0),))))
    first = to_cents(net * draw(st.integers(0, 100)) / 100) if len(rates) > 1 else net
    bases = (first, net - first)[: len(rates)]
    taxes = [
        {"rate": rate, "base": base, "amount": to_cents(base * rate / 100)}
        for rate, base in zip(rates, bases, strict=True)
    ]
    tax = sum((one["amount"] for one in taxes), Decimal(0))
    prepaid = draw(st.none() | st.just(Decimal("5.00")))
    return {
        "line_items": tuple({"line_total": total} for total in totals),
        "discount_total": discount or None,
        "shipping_total": shipping or None,
        "net_total": net,
        "tax_total": tax,
        "taxes": tuple(taxes),
        "gross_total": net + tax,
        "prepaid": prepaid,
        "amount_due": net + tax - (prepaid or 0),
    }


def _blamed(fields: dict[str, Any], tolerance: Decimal = Decimal("0.02")) -> set[str]:
    checked = subject(lines=LINES, **fields)
    checked = replace(checked, contract=contract(tolerances=Tolerances(amount=tolerance).model_dump()))
    return {one.rule for one in check(checked) if _arithmetic(one)}


def _arithmetic(finding: Finding) -> bool:
    return finding.rule.startswith(("BR-CO-1", "BR-S-"))


@given(tying())
def test_an_invoice_that_ties_is_never_blamed(fields: dict[str, Any]) -> None:
    assert _blamed(fields, Decimal(0)) == set()


@given(tying(), st.sampled_from((1, -1)), st.decimals("0.00", "1.00", places=2))
def test_one_cent_beyond_the_tolerance_is_always_blamed(fields: dict[str, Any], sign: int, tolerance: Decimal) -> None:
    beyond = sign * (tolerance + CENT)
    amount = fields["taxes"][0]["amount"]
    off_tax = ({**fields["taxes"][0], "amount": amount + beyond}, *fields["taxes"][1:])

    assert "BR-CO-15" in _blamed({**fields, "gross_total": fields["gross_total"] + beyond}, tolerance)
    assert "BR-CO-16" in _blamed({**fields, "amount_due": fields["amount_due"] + beyond}, tolerance)
    assert {"BR-CO-14", "BR-CO-17"} <= _blamed({**fields, "taxes": off_tax}, tolerance)
    assert {"BR-CO-10", "BR-CO-13"} & _blamed({**fields, "net_total": fields["net_total"] + beyond}, tolerance)
    assert "BR-CO-14" in _blamed({**fields, "tax_total": fields["tax_total"] + beyond}, tolerance)


@given(tying(), st.sampled_from((1, -1)), st.decimals("0.00", "1.00", places=2))
def test_up_to_the_tolerance_nobody_is_blamed(fields: dict[str, Any], sign: int, tolerance: Decimal) -> None:
    within = sign * tolerance

    assert "BR-CO-15" not in _blamed({**fields, "gross_total": fields["gross_total"] + within}, tolerance)
    assert "BR-CO-16" not in _blamed({**fields, "amount_due": fields["amount_due"] + within}, tolerance)


@given(tying())
def test_the_total_of_an_invoice_that_ties_is_proved_by_its_amounts(fields: dict[str, Any]) -> None:
    assert proof_of_gross(subject(**fields)) is Proof.ARITHMETIC


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_no_amount_whatever_stops_the_rules(one: Decimal, other: Decimal) -> None:
    line = {"quantity": one, "unit_price": other, "price_basis_quantity": one, "line_total": other}
    tax = {"rate": one, "base": other, "amount": one}

    assert isinstance(check(subject(gross_total=one, net_total=other, line_items=(line,), taxes=(tax,))), tuple)
