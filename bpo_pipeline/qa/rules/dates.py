"""Dates: they exist, they are plausible, and day and month cannot be mistaken for each other."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import lines
from bpo_pipeline.qa.paths import label
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.wording import day

LONGEST_TERM_DAYS = 730
_ISO = re.compile(r"(?<![\d.-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_WRITTEN = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d./-])")
_DATE_LABEL = re.compile(r"\b(?:\w*dat(?:e|um|a)|fecha|dated?)\b", re.IGNORECASE)
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})
"""Countries that write the month first; the others that use figures write day or year first."""


def issue_date_plausible(subject: Subject) -> Iterator[Finding]:
    """The issue date is neither far ahead nor far back."""
    record, limits = subject.commercial, subject.contract.tolerances
    if record is None or record.issue_date is None:
        return
    try:
        last = subject.today + dt.timedelta(days=limits.future_days)
        first = subject.today - dt.timedelta(days=limits.past_days)
    except OverflowError:  # a tolerance of thousands of years means: any date will do
        return
    if record.issue_date > last:
        sentence = (
            f"The document is dated {day(record.issue_date)}, after today ({day(subject.today)}): check the date."
        )
        yield error("date-plausible", "issue_date", Reason.DATE_INVALID, sentence)
    elif record.issue_date < first:
        sentence = (
            f"The document is dated {day(record.issue_date)}, more than {limits.past_days} days ago: "
            "check the date, and whether it was booked long since."
        )
        yield error("date-plausible", "issue_date", Reason.DATE_INVALID, sentence)


def due_date_plausible(subject: Subject) -> Iterator[Finding]:
    """The due date is not before the issue date, nor years after it."""
    bill = subject.bill
    if bill is None or bill.issue_date is None or bill.due_date is None:
        return
    if bill.due_date < bill.issue_date:
        sentence = (
            f"It is due on {day(bill.due_date)}, before its own date, {day(bill.issue_date)}: check both; "
            "day and month may be swapped."
        )
        yield error("due-date", "due_date", Reason.DATE_INVALID, sentence)
    elif (bill.due_date - bill.issue_date).days > LONGEST_TERM_DAYS:
        sentence = f"It is due on {day(bill.due_date)}, more than two years after {day(bill.issue_date)}: check both."
        yield error("due-date", "due_date", Reason.DATE_INVALID, sentence)


def dates_exist(subject: Subject) -> Iterator[Finding]:
    """A printed date that no calendar has (31 February) goes to a person, never the nearest day."""
    record = subject.commercial
    if record is None or subject.by_person("issue_date"):
        return
    for line in lines(subject.reading):
        if not _DATE_LABEL.search(line) and record.issue_date is not None:
            continue
        for printed in impossible_dates(line):
            sentence = f"The document shows the date {printed}, which does not exist: ask the vendor for the right one."
            yield error("date-exists", "issue_date", Reason.DATE_INVALID, sentence)
            return


def day_or_month(subject: Subject) -> Iterator[Finding]:
    """A date like 03/04/2026 is only taken when something says which figure is the day.

    That is another date of the same document, its language, or its country; else a person decides, unless one
    of the two readings is implausible.
    """
    for path in ("issue_date", "due_date"):
        two = either_day(subject, path)
        if two is None or two.settled or subject.by_person(path):
            continue
        sentence = (
            f"The {label(path)} {two.printed} can be {day(two.day_first)} or {day(two.month_first)}; "
            f"it was taken for {day(two.taken)}: say which is meant."
        )
        yield error("day-or-month", path, Reason.DATE_AMBIGUOUS, sentence)


@dataclass(frozen=True, slots=True)
class EitherDay:
    """A printed date with two readings."""

    printed: str
    day_first: dt.date
    month_first: dt.date
    taken: dt.date
    settled: bool
    """Whether something on the document or about the vendor confirms the reading that was taken."""


def either_day(subject: Subject, path: str) -> EitherDay | None:
    """The two readings of a date in figures, None when it has only one."""
    evidence, value = subject.draft.evidence_for(path), getattr(subject.draft.record, path, None)
    printed = _WRITTEN.search(evidence.raw) if evidence else None
    if not isinstance(value, dt.date) or printed is None:
        return None
    one, two = int(printed[1]), int(printed[3])
    if one == two or not 1 <= min(one, two) <= max(one, two) <= 12 or printed[2] == ".":
        return None
    by_day, by_month = dt.date(value.year, two, one), dt.date(value.year, one, two)
    meant = {True: by_month, False: by_day, None: _only_plausible(subject, by_day, by_month)}[_month_first(subject)]
    return EitherDay(printed[0], by_day, by_month, value, meant == value)


def impossible_dates(text: str) -> Iterator[str]:
    """The dates in a text that cannot be a date in any order of day and month."""
    for found in _ISO.finditer(text):
        if not _exists(int(found[1]), int(found[2]), int(found[3])):
            yield found[0]
    for found in _WRITTEN.finditer(text):
        year = int(found[4]) + (2000 if len(found[4]) == len("26") else 0)
        one, two = int(found[1]), int(found[3])
        if len(found[4]) == len("2026") and not _exists(year, two, one) and not _exists(year, one, two):
            yield found[0]


def _exists(year: int, month: int, number: int) -> bool:
    return year >= dt.MINYEAR and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]


def _month_first(subject: Subject) -> bool | None:
    """Whether this document writes the month first; None when nothing says so."""
    orders = set()
    for line in lines(subject.reading):
        for found in _WRITTEN.finditer(line):
            one, two = int(found[1]), int(found[3])
            if found[2] != "." and min(one, two) <= 12 < max(one, two) <= 31:
                orders.add(two > 12)
    if len(orders) == 1:
        return orders.pop()
    if orders:
        return None
    if subject.reading.language and subject.reading.language != "en":
        return False
    country = _country(subject)
    return country in _MONTH_FIRST if country else None


def _country(subject: Subject) -> str:
    """Where the document is from: the vendor's country, its tax id's, or the client's for its own currency."""
    record = subject.commercial
    if subject.vendor and subject.vendor.country:
        return subject.vendor.country
    prefix = ((record.supplier_tax_id if record else None) or "")[:2].upper()
    if prefix.isalpha() and len(prefix) == len("DE"):
        return prefix
    return subject.contract.country if subject.currency == subject.contract.currency else ""


def _only_plausible(subject: Subject, *dates: dt.date) -> dt.date | None:
    limits = subject.contract.tolerances
    fitting = [one for one in dates if -limits.past_days <= (one - subject.today).days <= limits.future_days]
    return fitting[0] if len(fitting) == 1 else None
