"""An employee in the client's master data, as far as a timesheet is checked against it; no bank data, no SSN."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

_NAMES = {
    "employee_id": ("employee_id", "employee id", "id", "file #", "emp no"),
    "name": ("name", "employee_name", "employee name"),
    "first_name": ("first_name", "first name", "firstname"),
    "last_name": ("last_name", "last name", "lastname"),
    "department": ("department", "dept"),
    "rate": ("hourly_rate", "rate", "pay rate"),
    "hired": ("hire_date", "hired", "start_date"),
    "left": ("termination_date", "left", "end_date"),
    "status": ("status",),
}


class Employee(BaseModel):
    """One person on the client's list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employee_id: str
    name: str
    department: str = ""
    active: bool = True
    hired: dt.date | None = None
    left: dt.date | None = None
    """Last day of work, included."""
    rate: Decimal | None = None
    """Money per hour."""


def employees_from_csv(text: str) -> tuple[Employee, ...]:
    """The employees of a CSV list with a heading; columns it does not know (bank, SSN) are not looked at.

    Raises ValueError for a list without an id column, or with a date or rate that is none.
    """
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    found = []
    for row in rows:
        cells = {(name or "").strip().casefold(): (value or "").strip() for name, value in row.items() if name}
        one = {field: next((cells[name] for name in names if cells.get(name)), "") for field, names in _NAMES.items()}
        if not one["employee_id"]:
            message = "an employee list needs a column employee_id with a value on every row"
            raise ValueError(message)
        found.append(
            Employee(
                employee_id=one["employee_id"],
                name=one["name"] or f"{one['first_name']} {one['last_name']}".strip(),
                department=one["department"],
                active=one["status"].casefold() in {"", "active", "a", "yes", "true"},
                hired=dt.date.fromisoformat(one["hired"]) if one["hired"] else None,
                left=dt.date.fromisoformat(one["left"]) if one["left"] else None,
                rate=Decimal(one["rate"]) if one["rate"] else None,
            )
        )
    return tuple(found)
