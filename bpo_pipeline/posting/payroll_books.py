"""Payroll in the client's own books: daily hours and the journal of a run, each kept once under a key of ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bpo_pipeline.model.payroll import WorkedDay
from bpo_pipeline.model.payroll_result import JournalLine


@dataclass(frozen=True, slots=True)
class BookedHours:
    """The hours of a run as the books have them."""

    lines: int
    employees: int
    minutes: int


@dataclass(frozen=True, slots=True)
class BookedJournal:
    """The journal of a run as the books have it."""

    number: str
    posted: bool
    debit: Decimal
    credit: Decimal


class PayrollBooks(Protocol):
    """What books of payroll can do; all calls may raise ``TryAgain``, writing ones also ``Uncertain`` and Refused."""

    def find_hours(self, run_id: str) -> BookedHours:
        """The hours that the books hold for a run."""
        ...

    def book_hours(self, run_id: str, days: Sequence[WorkedDay]) -> BookedHours:
        """Book what is missing of these days and give them as the books have them; twice is once."""
        ...

    def find_journal(self, key: str) -> BookedJournal | None:
        """The journal that carries our key."""
        ...

    def book_journal(self, key: str, lines: Sequence[JournalLine], *, day: dt.date) -> BookedJournal:
        """Book and post a balanced journal, unless it is there; twice is once."""
        ...
