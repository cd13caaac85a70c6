"""What forms about people and payees have in common."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.model.draft import Record

Choice = str | tuple[str, ...]
"""The ticked option; several when the form allows one and more were ticked."""


class SignedForm(Record):
    """A form that somebody signs."""

    form: str | None = None
    """What the form calls itself, e.g. ``W-4``."""
    signed: bool | None = None
    """Whether there is a signature on the line."""
    signature_date: dt.date | None = None
