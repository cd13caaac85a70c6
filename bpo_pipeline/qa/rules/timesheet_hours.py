"""The hours of a timesheet: punches, days, sums, overtime (29 CFR 778.103-104, 785.48; back offices' practice).

Every rule is silent for documents that are no timesheets.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.documents.timesheet import SheetRecord, Timesheet, TimesheetRow, split_hours
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.subject import Subject

LONGEST_DAY = Decimal(16)
"""Hours beyond which a day is not believed without a look."""
_CENT = Decimal("0.02")
_ROUNDING = Decimal("0.13")
"""Rounding of punches to a quarter of an hour (29 CFR 785.48) moves a row by up to 7.5 minutes."""
_SURE = 0.8


def sheet_of(subject: Subject) -> SheetRecord | None:
    """The record when it is a timesheet or a batch of them."""
    record = subject.draft.record
    return record if isinstance(record, SheetRecord) else None


def rows_of(subject: Subject) -> list[tuple[int, TimesheetRow]]:
    """The rows with their places; none for other documents."""
    sheet = sheet_of(subject)
    return list(enumerate(sheet.rows)) if sheet else []


def who(row: TimesheetRow, subject: Subject) -> str:
    """The employee of a row by id, else by name; the sheet's own where the row names nobody."""
    record = subject.draft.record
    own = (record.employee_id or record.employee_name or "") if isinstance(record, Timesheet) else ""
    return row.employee_id or row.employee_name or own


def missing_punch(subject: Subject) -> Iterator[Finding]:
    """A day with an in and no out, or the other way round: the person has to say when it was."""
    for index, row in rows_of(subject):
        for start, end in ((row.time_in, row.time_out), (row.time_in_2, row.time_out_2)):
            if (start is None) != (end is None):
                what = "in" if start is None else "out"
                sentence = f"{_day(row)}: the {what} punch is missing: ask {who(row, subject) or 'the employee'}."
                yield error("missing-punch", f"rows.{index}.time_{what}", Reason.MISSING_PUNCH, sentence)


def day_length(subject: Subject) -> Iterator[Finding]:
    """More than 16 hours on one day, or fewer than none."""
    days: dict[tuple[str, dt.date | None], Decimal] = defaultdict(Decimal)
    seen: set[tuple[object, ...]] = set()
    for index, row in rows_of(subject):
        if row.hours is None:
            continue
        if row.hours < 0:
            sentence = f"{_day(row)}: {row.hours} hours are less than none."
            yield error("negative-hours", f"rows.{index}.hours", Reason.HOURS_IMPLAUSIBLE, sentence)
        same = (who(row, subject), row.date, row.time_in, row.time_out, row.hours, row.pay_code)
        if same in seen:
            continue  # ``duplicate_rows`` says so
        seen.add(same)
        key = (who(row, subject), row.date or dt.date.min + dt.timedelta(days=index))
        days[key] += row.hours
        if days[key] > LONGEST_DAY:
            sentence = f"{_day(row)}: {days[key]} hours on one day are more than {LONGEST_DAY}: have them confirmed."
            yield error("implausible-day-over-16h", f"rows.{index}.hours", Reason.HOURS_IMPLAUSIBLE, sentence)


def overlapping_shifts(subject: Subject) -> Iterator[Finding]:
    """Two shifts of one person on one day that lie over each other."""
    shifts: dict[tuple[str, dt.date], list[tuple[int, int, TimesheetRow]]] = defaultdict(list)
    for index, row in rows_of(subject):
        for start, end in ((row.time_in, row.time_out), (row.time_in_2, row.time_out_2)):
            if start is None or end is None or row.date is None:
                continue
            first, last = _minute(start), _minute(end)
            last = last if last > first else last + 1440
            for other_first, other_last, other in shifts[who(row, subject), row.date]:
                same = other is not row and (other.time_in, other.time_out) == (row.time_in, row.time_out)
                if first < other_last and other_first < last and not same:
                    sentence = f"{_day(row)}: two shifts of {who(row, subject)} overlap: ask which is right."
                    yield error("overlapping-shifts", f"rows.{index}.time_in", Reason.MATH_MISMATCH, sentence)
            shifts[who(row, subject), row.date].append((first, last, row))


def row_hours(subject: Subject) -> Iterator[Finding]:
    """The hours of a day are what lies between its punches, less the break."""
    for index, row in rows_of(subject):
        if (
            row.hours is None
            or row.time_in is None
            or row.time_out is None
            or not subject.printed(f"rows.{index}.hours")
        ):
            continue
        minutes = (_minute(row.time_out) - _minute(row.time_in)) % 1440
        if row.time_in_2 and row.time_out_2:
            minutes += (_minute(row.time_out_2) - _minute(row.time_in_2)) % 1440
        between = Decimal(minutes) / 60
        found = between - (row.break_hours or Decimal(0))
        if abs(found - row.hours) <= _ROUNDING or (row.break_hours is None and Decimal(0) <= between - row.hours <= 1):
            continue
        sentence = f"{_day(row)}: the punches make {found:.2f} hours, the sheet says {row.hours}: correct one of them."
        yield error("row-hours", f"rows.{index}.hours", Reason.MATH_MISMATCH, sentence)


def total_hours(subject: Subject) -> Iterator[Finding]:
    """The printed total is the sum of the days."""
    sheet = sheet_of(subject)
    if sheet is None or sheet.printed_total_hours is None or sheet.computed_total_hours is None:
        return
    if abs(sheet.printed_total_hours - sheet.computed_total_hours) > _CENT:
        sentence = (
            f"The days add up to {sheet.computed_total_hours} hours, the sheet says {sheet.printed_total_hours}: "
            "find the day or the total that is wrong."
        )
        yield error("total-mismatch", "printed_total_hours", Reason.MATH_MISMATCH, sentence)


def overtime(subject: Subject) -> Iterator[Finding]:
    """Overtime is what exceeds 40 hours in each workweek alone; two weeks are never averaged (29 CFR 778.104)."""
    sheet = sheet_of(subject)
    if not isinstance(sheet, Timesheet) or sheet.printed_overtime_hours is None or sheet.overtime_hours_flsa is None:
        return
    if abs(sheet.printed_overtime_hours - sheet.overtime_hours_flsa) <= _CENT:
        return
    total = sheet.computed_total_hours or Decimal(0)
    averaged = len({row.date.isocalendar()[1] for row in sheet.rows if row.date}) > 1 and (
        abs(sheet.printed_overtime_hours - max(Decimal(0), total - 80)) <= _CENT
    )
    sentence = (
        f"{sheet.overtime_hours_flsa} hours lie over 40 in a workweek, the sheet says {sheet.printed_overtime_hours}"
        + (" (averaged over two weeks, which 29 CFR 778.104 forbids)" if averaged else "")
        + ": pay the computed ones or have the sheet corrected."
    )
    yield error("overtime-mismatch", "printed_overtime_hours", Reason.MATH_MISMATCH, sentence)


def hours_sure(subject: Subject) -> Iterator[Finding]:
    """Hours that were read with doubt and that neither punches nor the total prove."""
    sheet = sheet_of(subject)
    if sheet is None:
        return
    proved = sheet.printed_total_hours is not None and sheet.printed_total_hours == sheet.computed_total_hours
    terms = subject.contract.terms(subject.draft.document_type)
    minimum = terms.minimum_confidence if terms else _SURE
    for index, row in rows_of(subject):
        evidence = subject.draft.evidence_for(f"rows.{index}.hours")
        if evidence is not None and evidence.confidence < minimum:
            sentence = f"{_day(row)}: {row.hours} hours were read with {evidence.confidence:.0%} confidence."
            say = note if proved else error
            yield say("hours-sure", f"rows.{index}.hours", Reason.LOW_CONFIDENCE, f"{sentence} Compare them.")


def computed_split(subject: Subject) -> Iterator[Finding]:
    """The regular and overtime hours that payroll will pay follow from the rows as they stand, also when corrected."""
    sheet = sheet_of(subject)
    if not isinstance(sheet, Timesheet) or sheet.regular_hours_flsa is None or sheet.overtime_hours_flsa is None:
        return
    regular, over = split_hours(sheet.rows)
    if abs(regular - sheet.regular_hours_flsa) > _CENT or abs(over - sheet.overtime_hours_flsa) > _CENT:
        sentence = f"The rows make {regular} regular and {over} overtime hours by workweek: correct the split."
        yield error("overtime-split", "overtime_hours_flsa", Reason.MATH_MISMATCH, sentence)


def _day(row: TimesheetRow) -> str:
    person = f"{row.employee_id}, " if row.employee_id else ""
    return f"{person}{row.date:%Y-%m-%d}" if row.date else f"{person}a day without a date"


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute
