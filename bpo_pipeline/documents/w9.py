"""Form W-9, Request for Taxpayer Identification Number and Certification (IRS, www.irs.gov/FormW9)."""

from __future__ import annotations

from bpo_pipeline.documents.people_forms import Choice, SignedForm


class W9(SignedForm):
    """What a payee certifies: name, classification, one taxpayer number."""

    form_revision: str | None = None
    """Year and month."""
    name: str | None = None
    """Line 1."""
    business_name: str | None = None
    """Line 2."""
    tax_classification: Choice | None = None
    """Line 3a."""
    llc_code: str | None = None
    """C, S or P."""
    other_classification: str | None = None
    foreign_partners: bool | None = None
    """Line 3b (since March 2024)."""
    exempt_payee_code: str | None = None
    fatca_code: str | None = None
    address: str | None = None
    city_state_zip: str | None = None
    requester: str | None = None
    account_numbers: str | None = None
    ssn: str | None = None
    ein: str | None = None
