"""Form W-4, Employee's Withholding Certificate (IRS, www.irs.gov/FormW4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.documents.people_forms import Choice, SignedForm


class W4(SignedForm):
    """What an employee tells the employer about withholding; amounts in whole dollars a year, step by step."""

    form_year: str | None = None
    first_name_mi: str | None = None
    """Step 1(a), first name and middle initial."""
    last_name: str | None = None
    address: str | None = None
    city_state_zip: str | None = None
    ssn: str | None = None
    """Step 1(b)."""
    filing_status: Choice | None = None
    """Step 1(c): ``single``, ``married_jointly`` or ``head_of_household``."""
    multiple_jobs: bool | None = None
    """Step 2(c)."""
    children_amount: Decimal | None = None
    """Step 3, qualifying children."""
    other_dependents_amount: Decimal | None = None
    """Step 3, other dependents."""
    dependents_total: Decimal | None = None
    """Step 3, total."""
    other_income: Decimal | None = None
    """Step 4(a)."""
    deductions: Decimal | None = None
    """Step 4(b)."""
    extra_withholding: Decimal | None = None
    """Step 4(c)."""
    exempt: bool | None = None
    """"Exempt" written under step 4(c)."""
    employer_name: str | None = None
    employer_address: str | None = None
    first_date_of_employment: dt.date | None = None
    employer_ein: str | None = None
