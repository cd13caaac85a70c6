"""A week of invented timesheets in five forms, with exact truth and planted errors.

The same seed gives the same sheets; XLSX files differ in the time stamps that the ZIP format writes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

import openpyxl

from bpo_pipeline.generator.scan import Ink, Quality, as_jpeg, as_tiff, scan
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.generator.staff import employee
from bpo_pipeline.generator.timesheet_layouts import LAYOUTS, Day, Written, clock
from bpo_pipeline.model.employee import Employee

FORMS = ("xlsx", "csv", "pdf", "jpg", "tif")
_PAPER = frozenset({"pdf", "jpg", "tif"})
PLANTED = (
    "missing_punch", "implausible_day_over_16h", "total_mismatch", "missing_supervisor_approval",
    "unknown_employee", "missing_signature", "employee_not_active", "duplicate_row",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_COLUMNS = ("Date", "Day", "Time In", "Time Out", "Break", "Hours")
_DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """One employee's week as a file, with what it truly says."""

    name: str
    content: bytes
    employee: Employee
    days: tuple[Day, ...]
    layout: str = "list"
    planted: str = ""
    """The code of the error that was put in, empty for a clean sheet."""

    @property
    def total(self) -> Decimal:
        """The sum of the days."""
        return sum((one.hours for one in self.days), Decimal(0))


@dataclass(frozen=True, slots=True)
class PayrollWeek:
    """The sheets of a week and the employees on the client's list."""

    employees: tuple[Employee, ...]
    sheets: tuple[WeekSheet, ...] = field(default=())


def payroll_week(
    seed: int, employees: int = 40, planted: int = 8, first_day: dt.date = dt.date(2026, 5, 25),
    layouts: Sequence[str] = ("list",),
) -> PayrollWeek:  # fmt: skip
    """Sheets of so many employees, in turn in the five forms; the last *planted* ones carry one error each.

    Those on paper without an error come in the *layouts* in turn; a ``biweekly`` one holds two weeks.
    """
    staff, sheets = [], []
    for place in range(employees):
        rng = seeded(seed, "timesheet", place)
        paid = employee(place)
        person = Employee(employee_id=paid.employee_id, name=paid.name, department=paid.department, rate=paid.rate)
        from_end = employees - place
        fault = PLANTED[(planted - from_end) % len(PLANTED)] if from_end <= planted else ""
        form = "pdf" if fault == "missing_signature" else FORMS[place % len(FORMS)]
        on_paper = form in _PAPER and not fault
        layout = layouts[place // len(FORMS) % len(layouts)] if on_paper else "list"
        days = _days(rng, first_day, layout)
        staff.append(person.model_copy(update={"active": fault != "employee_not_active"}))
        shown, changed = _spoiled(person, days, fault)
        content = _file(form, layout, shown, changed, fault, place)
        sheets.append(WeekSheet(f"timesheet-{place:03d}.{form}", content, shown, changed, layout, fault))
    return PayrollWeek(tuple(staff), tuple(sheets))


def _days(rng: Random, first_day: dt.date, layout: str) -> list[Day]:
    days = []
    for number in range(len(_DAYS) * (2 if layout == "biweekly" else 1)):
        start, length = rng.randint(7, 9), rng.choice((4, 8, 8, 8, 9))
        pause = Decimal("0.5") if length > 4 else Decimal(0)
        day = first_day + dt.timedelta(days=number % len(_DAYS) + 7 * (number // len(_DAYS)))
        half = ":30" if pause else ":00"
        if layout == "punch" and pause:
            second = (f"{start + 4}:30", f"{start + length}{half}")
            days.append(Day(day, f"{start}:00", f"{start + 4}:00", Decimal(0), Decimal(length), *second))
        else:
            days.append(Day(day, f"{start}:00", f"{start + length}{half}", pause, Decimal(length)))
    return days


def _spoiled(person: Employee, days: list[Day], fault: str) -> tuple[Employee, tuple[Day, ...]]:
    if fault == "missing_punch":
        days = [replace(days[0], end=""), *days[1:]]
    elif fault == "implausible_day_over_16h":
        days = [replace(days[0], start="4:00", end="22:00", pause=Decimal("0.5"), hours=Decimal("17.5")), *days[1:]]
    elif fault == "duplicate_row":
        days = [*days, days[0]]
    elif fault == "unknown_employee":
        person = Employee(employee_id="E9999", name="Robert Mason", department="Office")
    return person, tuple(days)


def _file(form: str, layout: str, person: Employee, days: tuple[Day, ...], fault: str, place: int) -> bytes:
    rows = [
        (
            f"{one.date:%m/%d/%Y}", f"{one.date:%a}", clock(one.start), clock(one.end), f"{one.pause:.2f}",
            f"{one.hours:.2f}",
        )
        for one in days
    ]  # fmt: skip
    total = f"{sum((one.hours for one in days), Decimal(0)) + (1 if fault == 'total_mismatch' else 0):.2f}"
    approver = "" if fault == "missing_supervisor_approval" else "Chris Bryan"
    head = [
        ("TIME SHEET",), ("Employee Name:", person.name), ("Employee ID:", person.employee_id),
        ("Department:", person.department), ("Week Beginning:", f"{days[0].date:%m/%d/%Y}"),
    ]  # fmt: skip
    if form in {"xlsx", "csv"}:
        lines = [*head, _COLUMNS, *rows, ("Total Hours", total), ("Approved by", approver)]
        delimiter = _DELIMITERS[place // len(FORMS) % len(_DELIMITERS)]
        return _workbook(lines) if form == "xlsx" else "".join(f"{delimiter.join(one)}\n" for one in lines).encode()
    signed = "" if fault == "missing_signature" else person.name
    pdf = LAYOUTS[layout](Written(person.name, person.employee_id, person.department, days, total, signed, approver))
    if form == "pdf":
        return pdf
    quality = Quality(dpi=200, ink=Ink.BLACK_AND_WHITE if form == "tif" else Ink.GREY)
    pictures = scan(pdf, seeded(place, "scan"), quality)
    return as_tiff(pictures, quality) if form == "tif" else as_jpeg(pictures[0], quality)


def _workbook(lines: list[tuple[str, ...]]) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
