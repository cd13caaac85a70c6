"""What the payroll processor made of a batch: gross, withheld, owed by the employer, and net, by employee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class EmployeeResult:
    """One employee's pay slip in figures."""

    employee_id: str
    gross: Decimal
    net: Decimal
    withheld: tuple[tuple[str, Decimal], ...] = ()
    """Taxes and deductions taken off the gross, by the processor's column."""
    employer: tuple[tuple[str, Decimal], ...] = ()
    """What the employer owes on top, by the processor's column."""

    @property
    def ties(self) -> bool:
        """Whether the gross less what was withheld is the net."""
        return self.gross - sum((amount for _, amount in self.withheld), ZERO) == self.net


@dataclass(frozen=True, slots=True)
class PayrollResult:
    """The processor's result file of one run."""

    employees: tuple[EmployeeResult, ...]

    @property
    def gross(self) -> Decimal:
        """Of all employees."""
        return sum((one.gross for one in self.employees), ZERO)

    @property
    def net(self) -> Decimal:
        """Of all employees: what leaves the bank."""
        return sum((one.net for one in self.employees), ZERO)

    @property
    def withheld(self) -> dict[str, Decimal]:
        """Sums by column."""
        return _sums(pair for one in self.employees for pair in one.withheld)

    @property
    def employer(self) -> dict[str, Decimal]:
        """Sums by column."""
        return _sums(pair for one in self.employees for pair in one.employer)


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of a general journal; exactly one side has an amount."""

    account: str
    """Code of the account in the client's chart."""
    text: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO


def _sums(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, amount in pairs:
        sums[name] = sums.get(name, ZERO) + amount
    return sums
