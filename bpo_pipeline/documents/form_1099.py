"""Forms 1099-MISC and 1099-NEC: what was paid to somebody who is no employee (IRS, www.irs.gov/Form1099MISC)."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.model.draft import Record


class Form1099(Record):
    """Payer, recipient and the boxes; amounts in dollars."""

    form: str | None = None
    tax_year: str | None = None
    payer_name: str | None = None
    payer_address: str | None = None
    payer_tin: str | None = None
    recipient_name: str | None = None
    recipient_address: str | None = None
    recipient_tin: str | None = None
    account_number: str | None = None
    fatca: bool | None = None
    second_tin_notice: bool | None = None
    direct_sales: bool | None = None
    """Payer made direct sales of $5,000 or more."""
    corrected: bool | None = None
    void: bool | None = None
    nonemployee_compensation: Decimal | None = None
    """1099-NEC, box 1."""
    rents: Decimal | None = None
    royalties: Decimal | None = None
    other_income: Decimal | None = None
    federal_tax_withheld: Decimal | None = None
    fishing_boat_proceeds: Decimal | None = None
    medical_payments: Decimal | None = None
    substitute_payments: Decimal | None = None
    crop_insurance: Decimal | None = None
    attorney_proceeds: Decimal | None = None
    fish_purchased: Decimal | None = None
    deferrals_409a: Decimal | None = None
    golden_parachute: Decimal | None = None
    nonqualified_deferred: Decimal | None = None
    state_tax_withheld: Decimal | None = None
    state_number: str | None = None
    """State and payer's number there."""
    state_income: Decimal | None = None
