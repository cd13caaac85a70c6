"""Form W-8BEN, Certificate of Foreign Status of Beneficial Owner (IRS, www.irs.gov/FormW8BEN)."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.documents.people_forms import SignedForm


class W8Ben(SignedForm):
    """What a foreign payee certifies."""

    form_revision: str | None = None
    name: str | None = None
    """Line 1."""
    citizenship: str | None = None
    address: str | None = None
    """Line 3, street."""
    city_state: str | None = None
    country: str | None = None
    mailing_address: str | None = None
    """Line 4, street."""
    mailing_city_state: str | None = None
    mailing_country: str | None = None
    ssn: str | None = None
    """Line 5, SSN or ITIN."""
    foreign_tax_id: str | None = None
    """Line 6a."""
    reference_number: str | None = None
    date_of_birth: dt.date | None = None
    treaty_country: str | None = None
    """Line 9."""
    treaty_article: str | None = None
    """Line 10."""
    treaty_rate: str | None = None
    """Percent."""
    income_type: str | None = None
    conditions: str | None = None
    signer_name: str | None = None
    signer_capacity: str | None = None
