"""Payroll in Tryton: ``timesheet.line`` per employee, day and pay code, and the journal as one posted ``account.move``.

A line's description is the run's id and a key that follows from what the line is (Tryton lets nobody set a line's own
``uuid`` over REST). What the run's lines lack is made in one transaction, all of it or nothing, and read back; as with
bills there is one sender per company. A journal is found by its description, which is our key.
Source: Tryton 8.2, ``modules/timesheet/line.py``, ``modules/account/move.py``, ``trytond/protocols/rest.py``.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bpo_pipeline.errors import Uncertain
from bpo_pipeline.model.payroll import WorkedDay
from bpo_pipeline.model.payroll_result import ZERO, JournalLine
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.once import PATIENCE_SECONDS, send_once
from bpo_pipeline.posting.payroll_books import BookedHours, BookedJournal
from bpo_pipeline.posting.targets.tryton import TrytonCompany
from bpo_pipeline.posting.targets.tryton_rest import TrytonRest

_LINE, _MOVE = "timesheet.line", "account.move"
_LINE_FIELDS = ("description", "date", "duration", "employee.party.code", "work.name")
_MOVE_FIELDS = ("number", "state", "lines.debit", "lines.credit")
_KEY_LETTERS = 24
Hours = dict[str, tuple[str, dt.date, str, int]]


class TrytonPayroll:
    """Payroll's books in a Tryton company."""

    def __init__(
        self, company: TrytonCompany, *, timeout_seconds: float = 60, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Talk to *company*; *patience_seconds* is how long a call whose fate is unknown is read back."""
        self._company = company.company
        self._patience = patience_seconds
        self._rest = TrytonRest(
            url=company.url,
            database=company.database,
            key=company.key,
            company=company.company,
            timeout_seconds=timeout_seconds,
        )

    def find_hours(self, run_id: str) -> BookedHours:
        """The hours that Tryton holds for a run."""
        return _summed(self._booked(run_id))

    def book_hours(self, run_id: str, days: Sequence[WorkedDay]) -> BookedHours:
        """Book what is missing and read everything back. Raises Refused naming employees that Tryton does not have."""
        wanted: Hours = {_key(run_id, one): (one.employee_id, one.day, one.work, one.minutes) for one in days}
        booked = self._booked(run_id)
        missing = {key: one for key, one in wanted.items() if key not in booked}
        if missing:
            rows = self._rows(missing)
            self._write(
                lambda: self._rest.create_all(_LINE, rows), lambda: missing.keys() <= self._booked(run_id).keys()
            )
            booked = self._booked(run_id)
        if booked != wanted:
            there, ours = _summed(booked), _summed(wanted)
            raise to_a_person(
                f"Tryton holds {there.lines} lines with {there.minutes} minutes for payroll run {run_id}, the run has "
                f"{ours.lines} with {ours.minutes}; compare them there"
            )
        return _summed(booked)

    def find_journal(self, key: str) -> BookedJournal | None:
        """The journal whose description is our key; several are a matter for a person."""
        found = self._journal(key)
        return found[1] if found else None

    def book_journal(self, key: str, lines: Sequence[JournalLine], *, day: dt.date) -> BookedJournal:
        """Make the move, post it and read it back. Raises Refused for a closed period or an unknown account."""
        debit, credit = (sum((getattr(one, side) for one in lines), ZERO) for side in ("debit", "credit"))
        if debit != credit:
            raise to_a_person(f"the payroll journal does not balance: debit {debit}, credit {credit}; nothing was sent")
        if self._journal(key) is None:
            values = self._move(key, lines, day)
            self._write(lambda: self._rest.create(_MOVE, values), lambda: self._journal(key) is not None)
        found = self._journal(key)
        if found is None:
            raise Uncertain("Tryton took the payroll journal but does not show it yet")
        move, booked = found
        if booked.debit != debit or booked.credit != credit:
            raise to_a_person(
                f"Tryton holds the payroll journal {key} with debit {booked.debit}, ours has {debit}; compare them"
            )
        if not booked.posted:
            self._write(lambda: self._rest.press(_MOVE, move, "post"), lambda: self._is_posted(key))
        posted = self._journal(key)
        if posted is None or not posted[1].posted:
            raise Uncertain("Tryton took the payroll journal but does not show it as posted yet")
        return posted[1]

    def _booked(self, run_id: str) -> Hours:
        rows = self._rest.search(_LINE, [["description", "like", f"{run_id} %"]], _LINE_FIELDS)
        return {
            row["description"]: (
                row["employee"]["party"]["code"],
                row["date"],
                row["work"]["name"],
                int(row["duration"].total_seconds()) // 60,
            )
            for row in rows
        }

    def _rows(self, missing: Hours) -> list[dict[str, Any]]:
        employees = self._ids("company.employee", "party.code")
        works = self._ids("timesheet.work", "name")
        strangers = sorted({who for who, *_ in missing.values()} - employees.keys())
        unknown = sorted({work for _, _, work, _ in missing.values()} - works.keys())
        if strangers or unknown:
            raise to_a_person(
                f"not in Tryton, create it there: {', '.join([*strangers, *unknown])}; nothing was booked"
            )
        return [
            {
                "company": self._company,
                "employee": employees[who],
                "work": works[work],
                "date": day,
                "duration": dt.timedelta(minutes=minutes),
                "description": key,
            }
            for key, (who, day, work, minutes) in missing.items()
        ]

    def _ids(self, model: str, name: str) -> dict[str, int]:
        """Ids of a company's records by a dotted field."""
        found = {}
        for row in self._rest.search(model, [["company", "=", self._company]], (name,)):
            value: Any = row
            for part in name.split("."):
                value = value[part]
            found[str(value)] = int(row["id"])
        return found

    def _journal(self, key: str) -> tuple[int, BookedJournal] | None:
        rows = self._rest.search(_MOVE, [["description", "=", key], ["company", "=", self._company]], _MOVE_FIELDS)
        if len(rows) > 1:
            raise to_a_person(f"Tryton holds {len(rows)} payroll journals with our key {key}; cancel all but one")
        if not rows:
            return None
        (row,) = rows
        debit, credit = (sum((line[side] for line in row["lines"]), ZERO) for side in ("debit", "credit"))
        return row["id"], BookedJournal(row["number"] or "", row["state"] == "posted", debit, credit)

    def _move(self, key: str, lines: Sequence[JournalLine], day: dt.date) -> Mapping[str, Any]:
        codes = sorted({one.account for one in lines})
        owned = [["company", "=", self._company], ["code", "in", codes]]
        accounts = {row["code"]: row["id"] for row in self._rest.search("account.account", owned, ("code",))}
        missing = [code for code in codes if code not in accounts]
        if missing:
            raise to_a_person(f"account {', '.join(missing)} of the payroll journal is not in Tryton; create it there")
        within = [["company", "=", self._company], ["start_date", "<=", day], ["end_date", ">=", day]]
        periods = self._rest.search("account.period", [*within, ["type", "=", "standard"]], ("state",))
        journals = self._rest.search("account.journal", [["type", "=", "general"]], ("name",), limit=1)
        if not periods or not journals:
            raise to_a_person(f"Tryton has no accounting period or no general journal for {day}; open one there")
        return {
            "company": self._company,
            "journal": journals[0]["id"],
            "period": periods[0]["id"],
            "date": day,
            "description": key,
            "lines": [["create", [_move_line(one, accounts[one.account]) for one in lines]]],
        }

    def _is_posted(self, key: str) -> bool:
        found = self.find_journal(key)
        return found is not None and found.posted

    def _write(self, call: Callable[[], object], happened: Callable[[], bool]) -> None:
        """A writing call, sent once; where its fate is unknown, Tryton is asked until it shows the effect."""
        send_once(call, happened, patience_seconds=self._patience)


def _move_line(line: JournalLine, account: int) -> dict[str, Any]:
    return {"account": account, "debit": line.debit, "credit": line.credit, "description": line.text}


def _key(run_id: str, one: WorkedDay) -> str:
    what = f"{run_id}\0{one.employee_id}\0{one.day}\0{one.work}\0{one.document_id}"
    return f"{run_id} {base64.b32encode(hashlib.sha256(what.encode()).digest()).decode()[:_KEY_LETTERS]}"


def _summed(hours: Hours) -> BookedHours:
    minutes = sum(one[3] for one in hours.values())
    return BookedHours(len(hours), len({one[0] for one in hours.values()}), minutes)
