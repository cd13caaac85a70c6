"""Hours of a payroll run in QuickBooks or Xero: looked for first, sent with a key, read back and compared.

Both fit the port of ``payroll_books``, so a contract names such a company under ``payroll.hours`` as it names a Tryton
one. What is there already is not sent again, whatever became of an earlier answer; a lost answer is sent once more
under the same key. There is one sender per company, as with bills. The journal stays with the client's accountant.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from bpo_pipeline.errors import Uncertain
from bpo_pipeline.model.payroll import WorkedDay
from bpo_pipeline.model.payroll_result import JournalLine
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.online.sending import Sender
from bpo_pipeline.posting.payroll_books import BookedHours, BookedJournal

Booked = dict[str, tuple[str, int]]
"""Our key -> the service's employee and minutes."""


class OnlineHours(ABC):
    """What both services have in common."""

    service: str

    def __init__(self, sender: Sender, employees: Mapping[str, str]) -> None:
        """Send by *sender*; *employees* is our employee id -> the service's own."""
        self._sender = sender
        self._employees = dict(employees)

    @abstractmethod
    def _there(self, run_id: str) -> Booked:
        """What the service holds for the run."""

    @abstractmethod
    def _wanted(self, run_id: str, days: Sequence[WorkedDay]) -> Booked:
        """What it is to hold."""

    @abstractmethod
    def _send(self, run_id: str, key: str, days: Sequence[WorkedDay]) -> None:
        """Send the part of *days* that has this key."""

    def find_hours(self, run_id: str) -> BookedHours:
        """The hours that the service holds for a run."""
        return _summed(self._there(run_id))

    def book_hours(self, run_id: str, days: Sequence[WorkedDay]) -> BookedHours:
        """Send what is missing and read everything back. Raises Refused naming employees that the service lacks."""
        strangers = sorted({one.employee_id for one in days} - self._employees.keys())
        if strangers:
            raise to_a_person(f"the connection to {self.service} does not say who {', '.join(strangers)} is there")
        wanted, there = self._wanted(run_id, days), self._there(run_id)
        for key in wanted:
            if key not in there:
                again(lambda key=key: self._send(run_id, key, days))  # type: ignore[misc]
        there = self._there(run_id)
        if there != wanted:
            found, ours = _summed(there), _summed(wanted)
            raise to_a_person(
                f"{self.service} holds {found.lines} entries with {found.minutes} minutes for payroll run {run_id}, "
                f"the run has {ours.lines} with {ours.minutes}; compare them there"
            )
        return _summed(there)

    def find_journal(self, key: str) -> BookedJournal | None:
        """None: journals are not booked here."""
        del key
        return None

    def book_journal(self, key: str, lines: Sequence[JournalLine], *, day: dt.date) -> BookedJournal:
        """Not possible. Raises Refused."""
        del lines, day
        raise to_a_person(f"the journal {key} is not booked in {self.service}; name other books for it")


def again(send: Callable[[], None]) -> None:
    """Send; once more under the same key when the answer was lost."""
    try:
        send()
    except Uncertain:
        send()


def key_of(*parts: str) -> str:
    """A key of 24 letters and digits, for ever the same for the same parts."""
    return base64.b32encode(hashlib.sha256("\0".join(parts).encode()).digest()).decode()[:24]


def last_day(run_id: str) -> dt.date:
    """The last day of a run's period, which stands in its id: ``acme-26111501``. Raises Refused for another id."""
    text = run_id.rpartition("-")[2][:6]
    try:
        return dt.datetime.strptime(text, "%y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise to_a_person(f"payroll run {run_id} does not say its last day") from None


def _summed(booked: Booked) -> BookedHours:
    return BookedHours(len(booked), len({who for who, _ in booked.values()}), sum(one for _, one in booked.values()))
