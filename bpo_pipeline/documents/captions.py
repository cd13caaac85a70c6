"""What the boxes of forms without a fixed place are called: the caption stands above its value.

W-2 is printed by every payroll program in its own arrangement (IRS Pub. 1141 lays down the captions, not the places of
an employee's copies); the same holds for substitute 1099 forms (Pub. 1179). Several phrases name one box.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caption:
    """One box of a form."""

    name: str
    """The field that stands in it; empty for a caption that only ends the boxes around it."""
    kind: str
    """``amount``, ``id``, ``party``, ``text``, ``tick``, ``code`` (box 12) or ``state`` (rows of boxes 15 to 20)."""
    phrases: tuple[str, ...]


W2_CAPTIONS: tuple[Caption, ...] = (
    Caption("employee_ssn", "id", ("employee's social security number", "employee's soc sec no",
                                   "employee's ssa number", "employee's SSN")),
    Caption("employer_ein", "id", ("employer identification number (EIN)", "employer identification number",
                                   "employer ID number (EIN)", "employer's FED ID number", "employer's EIN")),
    Caption("employer", "party", ("employer's name, address, and ZIP code", "employer's name and address")),
    Caption("control_number", "id", ("control number",)),
    Caption("employee", "party", ("employee's first name and initial", "employee's name, address, and ZIP code",
                                  "employees name, address and ZIP code")),
    Caption("", "end", ("employee's address and ZIP code",)),
    Caption("box1_wages", "amount", ("wages, tips, other compensation", "wages, tips, other comp.")),
    Caption("box2_federal_tax", "amount", ("federal income tax withheld",)),
    Caption("box3_ss_wages", "amount", ("social security wages",)),
    Caption("box4_ss_tax", "amount", ("social security tax withheld",)),
    Caption("box5_medicare_wages", "amount", ("medicare wages and tips",)),
    Caption("box6_medicare_tax", "amount", ("medicare tax withheld",)),
    Caption("box7_ss_tips", "amount", ("social security tips",)),
    Caption("box8_allocated_tips", "amount", ("allocated tips",)),
    Caption("", "end", ("verification code", "advance EIC payment")),
    Caption("box10_dependent_care", "amount", ("dependent care benefits",)),
    Caption("box11_nonqualified", "amount", ("nonqualified plans",)),
    Caption("box12.0", "code", ("12a", "12a see instructions for box 12", "12a code see inst. for box 12")),
    Caption("box12.1", "code", ("12b", "12b code")),
    Caption("box12.2", "code", ("12c", "12c code")),
    Caption("box12.3", "code", ("12d", "12d code")),
    Caption("statutory_employee", "tick", ("13 statutory", "13 statutory employee", "stat emp.")),
    Caption("retirement_plan", "tick", ("retirement", "retirement plan", "ret. plan")),
    Caption("third_party_sick_pay", "tick", ("third-party", "third-party sick pay", "3rd party sick pay")),
    Caption("box14", "text", ("14 other", "other (see enclosed notice to employee)")),
    Caption("state", "state", ("15 state",)),
    Caption("employer_state_id", "state", ("employer's state ID number", "employer's state ID no.")),
    Caption("state_wages", "state", ("state wages, tips, etc.",)),
    Caption("state_tax", "state", ("state income tax",)),
    Caption("local_wages", "state", ("local wages, tips, etc.",)),
    Caption("local_tax", "state", ("local income tax",)),
    Caption("locality", "state", ("locality name",)),
    Caption("", "end", ("wage and tax", "wage and tax statement", "form W-2", "copy B to be filed with employee's",
                        "form W-2 wage and tax statement", "employer use only")),
    Caption("", "noise", ("last name", "suff.", "employee", "plan", "sick pay", "see instructions for box 12", "code")),
)  # fmt: skip
"""Boxes a to f and 1 to 20."""

NEC_CAPTIONS: tuple[Caption, ...] = (
    Caption("payer", "party", (
        ("payer's name, street address, city or town, state or province, country, ZIP or foreign postal code, and "
         "telephone no."), "payer's name, street address, city or town, state or province, country, ZIP",
        "payer's name, address, and telephone no.", "payer's name and address")),
    Caption("", "noise", ("or foreign postal code, and telephone no.",)),
    Caption("payer_tin", "id", ("payer's TIN", "payer's federal identification number")),
    Caption("recipient_tin", "id", ("recipient's TIN", "recipient's identification number")),
    Caption("recipient_name", "text", ("recipient's name",)),
    Caption("street", "text", ("street address (including apt. no.)", "street address")),
    Caption("city", "text", ("city or town, state or province, country, and ZIP or foreign postal code",
                             "city, state, and ZIP code")),
    Caption("account_number", "id", ("account number (see instructions)", "account number")),
    Caption("nonemployee_compensation", "amount", ("nonemployee compensation",)),
    Caption("direct_sales", "tick", ("payer made direct sales totaling $5,000 or more of",
                                     "payer made direct sales totaling")),
    Caption("federal_tax_withheld", "amount", ("federal income tax withheld",)),
    Caption("state_tax_withheld", "amount", ("state tax withheld",)),
    Caption("state_number", "id", ("state/payer's state no.",)),
    Caption("state_income", "amount", ("state income",)),
    Caption("second_tin_notice", "tick", ("2nd TIN not.",)),
    Caption("", "end", ("form 1099-NEC", "OMB no. 1545-0116", "copy B", "copy 1", "copy A", "copy 2", "copy C",
                        "for recipient", "calendar year", "for calendar year", "excess golden parachute payments")),
    Caption("", "noise", ("(keep for your records)", "www.irs.gov/Form1099NEC")),
)  # fmt: skip
"""Form 1099-NEC, revisions 2020 to April 2025."""
