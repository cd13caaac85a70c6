"""Requests to change master data because of an accepted form: what stood there, what is to stand there, who said so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FORMS = ("w4", "w9", "i9", "direct_deposit")
"""Document types that become a request once they are accepted."""


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """One form about one employee or vendor; before and after are sealed."""

    request_id: str
    """That of the form's document."""
    client: str
    kind: str
    subject_id: str
    """Employee or vendor; empty while nobody of that name or number is on file."""
    fields: tuple[str, ...]
    """What changes, without any value."""
    sealed: bytes
    state: str = "open"
    touched_by: tuple[str, ...] = ()
    """Who accepted the form or named the subject: they do not approve."""
    approved_by: str | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field as a person sees it, masked where it is sensitive."""

    field: str
    before: str
    after: str
