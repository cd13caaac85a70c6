"""A payroll batch: who is to be paid for what in one period, and its control totals.

Hours are whole minutes, because punches are; an import file writes them as hundredths of an hour, from which the
minute comes back without doubt (0.005 h is less than half a minute).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bpo_pipeline.model.sensitive import Sensitive

CENT = Decimal("0.01")
HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class PaidEmployee:
    """A person on the payroll, as the client's master data has them."""

    employee_id: str
    first_name: str
    last_name: str
    department: str = ""
    title: str = ""
    rate: Decimal | None = None
    """Money per hour."""
    ssn: Sensitive | None = None
    routing: str = ""
    """ABA routing number or BIC of the employee's bank."""
    account: Sensitive | None = None
    """Account number or IBAN that the pay goes to."""
    savings: bool = False
    hired: dt.date | None = None
    left: dt.date | None = None
    """Last day of work, included."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class PayLine:
    """Hours or an amount of one employee under one pay code. Exactly one of *minutes* and *amount* is set."""

    employee_id: str
    pay_code: str
    """The client's own code, e.g. ``regular``; the contract says what it is called in the target."""
    minutes: int | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    """Money per hour, only where it differs from the employee's own."""
    department: str = ""
    """Where the work is charged, only where it differs from the employee's own."""
    document_id: str = ""
    """The timesheet that the line comes from."""

    def __post_init__(self) -> None:
        if (self.minutes is None) is (self.amount is None):
            message = "a pay line has either minutes or an amount"
            raise ValueError(message)

    @property
    def hours(self) -> Decimal:
        """Hundredths of an hour."""
        return hundredths(self.minutes or 0)


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """What one employee worked on one day under one of our pay codes of time, before overtime is split off."""

    employee_id: str
    day: dt.date
    work: str
    minutes: int
    document_id: str = ""
    """The timesheet that says so."""


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What must be the same in the batch and in every file made from it."""

    employees: int
    minutes: int
    amount: Decimal
    hours_by_code: tuple[tuple[str, int], ...] = ()
    """Minutes under each pay code."""

    @property
    def hours_text(self) -> str:
        """Hours and minutes, such as ``1612:30``."""
        return f"{self.minutes // 60}:{self.minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class PayrollBatch:
    """All lines of one client's pay period."""

    client: str
    batch_id: str
    first_day: dt.date
    last_day: dt.date
    """Included."""
    pay_day: dt.date
    currency: str
    employees: tuple[PaidEmployee, ...]
    lines: tuple[PayLine, ...]
    days: tuple[WorkedDay, ...] = ()
    """The same minutes day by day; rows without a date are not among them."""

    @property
    def totals(self) -> ControlTotals:
        """The batch's own control totals."""
        return totals_of(self.lines)

    def employee(self, employee_id: str) -> PaidEmployee:
        """The person on a line. Raises KeyError for one who is not in the batch."""
        return next((one for one in self.employees if one.employee_id == employee_id), None) or _missing(employee_id)

    def gross(self, employee_id: str, factors: dict[str, Decimal] | None = None) -> Decimal:
        """An employee's gross: hours at the rate times the pay code's factor (1 where none is given), plus amounts."""
        person, total = self.employee(employee_id), Decimal(0)
        for line in self.lines:
            if line.employee_id != employee_id:
                continue
            if line.amount is not None:
                total += line.amount
            else:
                rate = (line.rate or person.rate or Decimal(0)) * (factors or {}).get(line.pay_code, Decimal(1))
                total += rate * (line.minutes or 0) / HOUR
        return total.quantize(CENT, ROUND_HALF_UP)


def hundredths(minutes: int) -> Decimal:
    """Minutes as hours with two decimals, as import files want them."""
    return (Decimal(minutes) / HOUR).quantize(CENT, ROUND_HALF_UP)


def minutes_of(hours: Decimal) -> int:
    """The whole minute that hours with two decimals or more stand for.

    Raises ValueError when no whole minute is within half a hundredth of an hour.
    """
    minutes = (hours * HOUR).quantize(Decimal(1), ROUND_HALF_UP)
    if abs(minutes / HOUR - hours) > Decimal("0.00501"):
        message = f"{hours} hours are no whole minutes"
        raise ValueError(message)
    return int(minutes)


def totals_of(lines: Iterable[PayLine]) -> ControlTotals:
    """Employees, minutes and amounts of some lines."""
    kept = tuple(lines)
    by_code: dict[str, int] = {}
    for line in kept:
        by_code[line.pay_code] = by_code.get(line.pay_code, 0) + (line.minutes or 0)
    return ControlTotals(
        employees=len({line.employee_id for line in kept}),
        minutes=sum(by_code.values()),
        amount=sum((line.amount for line in kept if line.amount is not None), Decimal("0.00")),
        hours_by_code=tuple(sorted((code, minutes) for code, minutes in by_code.items() if minutes)),
    )


def _missing(employee_id: str) -> PaidEmployee:
    message = f"employee {employee_id} is not in the batch"
    raise KeyError(message)
