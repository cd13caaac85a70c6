"""Form W-2, Wage and Tax Statement (IRS, General Instructions for Forms W-2 and W-3)."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.model.draft import Record


class W2Code(Record):
    """One line of box 12."""

    code: str | None = None
    """``C`` to ``II``; None where the form prints only an amount."""
    amount: Decimal | None = None


class W2State(Record):
    """One state's row of boxes 15 to 20."""

    state: str | None = None
    employer_state_id: str | None = None
    state_wages: Decimal | None = None
    state_tax: Decimal | None = None
    local_wages: Decimal | None = None
    local_tax: Decimal | None = None
    locality: str | None = None


class W2(Record):
    """What an employer paid an employee in a year, and what was withheld; amounts in dollars."""

    form: str | None = None
    tax_year: str | None = None
    employee_ssn: str | None = None
    """Box a."""
    employer_ein: str | None = None
    """Box b."""
    employer_name: str | None = None
    """Box c."""
    employer_address: str | None = None
    control_number: str | None = None
    """Box d."""
    employee_name: str | None = None
    """Box e."""
    employee_address: str | None = None
    """Box f."""
    box1_wages: Decimal | None = None
    box2_federal_tax: Decimal | None = None
    box3_ss_wages: Decimal | None = None
    box4_ss_tax: Decimal | None = None
    box5_medicare_wages: Decimal | None = None
    box6_medicare_tax: Decimal | None = None
    box7_ss_tips: Decimal | None = None
    box8_allocated_tips: Decimal | None = None
    box10_dependent_care: Decimal | None = None
    box11_nonqualified: Decimal | None = None
    box12: tuple[W2Code, ...] = ()
    statutory_employee: bool | None = None
    """Box 13, and the next two."""
    retirement_plan: bool | None = None
    third_party_sick_pay: bool | None = None
    box14: str | None = None
    state_local: tuple[W2State, ...] = ()
