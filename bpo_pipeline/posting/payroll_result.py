"""The processor's result file: one row per employee with gross, what was withheld, what the employer owes, and net.

A CSV with a heading: ``employee_id``, ``gross``, ``net``, columns that begin with ``employer_`` for what the employer
owes on top, and any other column for a tax or deduction taken off the gross. Runs in the sandbox.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from typing import Any

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.payroll_result import EmployeeResult, JournalLine, PayrollResult
from bpo_pipeline.model.payroll_terms import JournalTerms
from bpo_pipeline.posting import to_a_person

WHO, GROSS, NET, EMPLOYER = "employee_id", "gross", "net", "employer_"
_CENT = Decimal("0.01")
_MOST_ROWS = 100_000


def payroll_result(content: bytes, _arguments: dict[str, Any]) -> tuple[list[dict[str, Any]], tuple[bytes, ...]]:
    """``read_result`` as the sandbox hands it over (no blobs); ``result_from`` gives it back."""
    return result_values(read_result(content)), ()


def result_values(result: PayrollResult) -> list[dict[str, Any]]:
    """The result as plain values."""
    return [
        {
            WHO: one.employee_id,
            GROSS: str(one.gross),
            NET: str(one.net),
            "withheld": [[name, str(amount)] for name, amount in one.withheld],
            "employer": [[name, str(amount)] for name, amount in one.employer],
        }
        for one in result.employees
    ]


def result_from(values: list[dict[str, Any]]) -> PayrollResult:
    """A result that came out of the sandbox or of a seal. Raises ValueError or KeyError when it is none."""
    return PayrollResult(
        tuple(
            EmployeeResult(
                one[WHO],
                Decimal(one[GROSS]),
                Decimal(one[NET]),
                tuple((name, Decimal(amount)) for name, amount in one["withheld"]),
                tuple((name, Decimal(amount)) for name, amount in one["employer"]),
            )
            for one in values
        )
    )


def read_result(content: bytes) -> PayrollResult:
    """The file's rows. Raises Refused naming line and column, never a value."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise to_a_person(f"the result file is no CSV in UTF-8 ({type(problem).__name__})") from None
    names = [name for name in (rows[0] if rows else {}) if name is not None]
    missing = [name for name in (WHO, GROSS, NET) if name not in names]
    if not rows or missing or len(rows) > _MOST_ROWS:
        raise to_a_person(f"the result file has no rows or no column {', '.join(missing) or 'that fits'}")
    people = [_employee(row, names, line) for line, row in enumerate(rows, start=2)]
    if len({one.employee_id for one in people}) != len(people):
        raise to_a_person("the result file has an employee twice")
    return PayrollResult(tuple(people))


def journal_of(result: PayrollResult, terms: JournalTerms) -> tuple[JournalLine, ...]:
    """The result as a balanced journal of sums, nobody's name or pay in it.

    Wages and the employer's own taxes are debited; net pay and each column that is owed to somebody are credited.
    Raises Refused for a column that the contract gives no account.
    """
    withheld, employer = result.withheld, result.employer
    owed = sum(employer.values(), Decimal("0.00"))
    needed = {*withheld, *employer} | ({"employer"} if owed else set())
    if unknown := sorted(needed - terms.accounts.keys()):
        raise to_a_person(f"the contract's journal has no account for {', '.join(unknown)}")
    lines = [JournalLine(terms.accounts[GROSS], GROSS, debit=result.gross)]
    if owed:
        lines.append(JournalLine(terms.accounts["employer"], "employer", debit=owed))
    owing = {**withheld, **employer, NET: result.net}
    lines += [JournalLine(terms.accounts[name], name, credit=amount) for name, amount in owing.items() if amount]
    return tuple(lines)


def _employee(row: dict[str, str], names: list[str], line: int) -> EmployeeResult:
    if None in row or any(row[name] is None for name in names):
        raise to_a_person(f"line {line} of the result file has another number of columns than the heading")
    amounts = {name: _amount(row[name], line, name) for name in names if name != WHO}
    one = EmployeeResult(
        row[WHO].strip(),
        amounts.pop(GROSS),
        amounts.pop(NET),
        tuple((name, amount) for name, amount in amounts.items() if not name.startswith(EMPLOYER)),
        tuple((name, amount) for name, amount in amounts.items() if name.startswith(EMPLOYER)),
    )
    if not one.employee_id:
        raise to_a_person(f"line {line} of the result file names no employee")
    if not one.ties:
        raise to_a_person(f"line {line} of the result file: gross less what was withheld is not the net")
    return one


def _amount(text: str, line: int, name: str) -> Decimal:
    wrong: Refused = to_a_person(f"line {line}, {name} is no amount such as 1250.17")
    try:
        amount = Decimal(text.strip() or "0")
    except InvalidOperation:
        raise wrong from None
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(_CENT):
        raise wrong
    return amount.quantize(_CENT)
