"""Direct-deposit authorisation: where an employee's pay goes (Nacha Operating Rules, authorisation of credits)."""

from __future__ import annotations

from bpo_pipeline.documents.people_forms import Choice, SignedForm


class DirectDeposit(SignedForm):
    """A new, changed or cancelled account for somebody's pay."""

    employee_name: str | None = None
    employee_id: str | None = None
    ssn_last4: str | None = None
    action: Choice | None = None
    """``new``, ``change`` or ``cancel``."""
    bank_name: str | None = None
    account_type: Choice | None = None
    """``checking`` or ``savings``."""
    routing_number: str | None = None
    """ABA routing number, 9 digits with a checksum."""
    account_number: str | None = None
    amount: str | None = None
    """As written: an amount, a share in percent, or the full net pay."""
