"""Form I-9, Employment Eligibility Verification (USCIS, www.uscis.gov/i-9): sections 1 and 2."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.documents.people_forms import Choice, SignedForm


class I9(SignedForm):
    """What an employee attests on the first day of work."""

    form_revision: str | None = None
    """As printed, e.g. ``07/17/17``."""
    section: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    middle_initial: str | None = None
    other_last_names: str | None = None
    address: str | None = None
    apt: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    date_of_birth: dt.date | None = None
    ssn: str | None = None
    email: str | None = None
    phone: str | None = None
    citizenship_status: Choice | None = None
    """``citizen``, ``noncitizen_national``, ``permanent_resident`` or ``alien_authorized``."""
    alien_number: str | None = None
    """A-number or USCIS number."""
    work_auth_expiration: dt.date | None = None
    i94_number: str | None = None
    foreign_passport_number: str | None = None
    foreign_passport_country: str | None = None
    first_day: dt.date | None = None
    """First day of employment (section 2), and the next ones."""
    list_a_title: str | None = None
    list_a_expires: dt.date | None = None
    list_b_title: str | None = None
    list_b_expires: dt.date | None = None
    list_c_title: str | None = None
    list_c_expires: dt.date | None = None
    employer_signed: bool | None = None
    """None where section 2 is not there."""
    employer_date: dt.date | None = None
    reverified_on: dt.date | None = None
    """Supplement B."""
