"""Request for leave or approved absence (OPM Form 71)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.documents.people_forms import Choice, SignedForm


class LeaveRequest(SignedForm):
    """Which leave somebody asks for, from when to when, and what the supervisor said."""

    employee_name: str | None = None
    employee_id_last4: str | None = None
    organization: str | None = None
    leave_type: Choice | None = None
    """``annual_accrued``, ``sick_accrued``, ``lwop`` ..."""
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    """The last day, included."""
    from_time: str | None = None
    to_time: str | None = None
    total_hours: Decimal | None = None
    sick_purpose: Choice | None = None
    remarks: str | None = None
    action: Choice | None = None
    """``approved`` or ``disapproved``; None while nobody decided."""
    disapproval_reason: str | None = None
