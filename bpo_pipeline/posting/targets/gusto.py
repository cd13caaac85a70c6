"""Gusto's "Run payroll with CSV upload": one row per employee and title.

An upload overwrites earlier entries: a zero overwrites, a blank does not, so what is not in the batch stays blank. The
last four digits of the social security number (``*1234``) are written only for employees who share a name.

Source: Gusto help centre, "Run payroll with CSV upload"; columns beyond the fixed ones come from the client's template.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.model.payroll import PaidEmployee, PayLine, PayrollBatch, hundredths
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.payroll_file import code_cell, from_csv, hours_back, number_back, number_cell, to_csv
from bpo_pipeline.posting.targets.csv import safe_text

FIXED = ("last_name", "first_name", "title", "gusto_employee_id", "ssn")
HIGH = Decimal("999999.99")


class Gusto:
    """CSV upload for Gusto."""

    usual_name = "gusto_{last_day}.csv"

    def render(self, batch: PayrollBatch, terms: PayrollFile) -> bytes:
        """The file. Raises Refused for employees who cannot be told apart."""
        columns = tuple(dict.fromkeys(code_cell(one, r"[a-z][a-z0-9_]{0,60}", "column") for one in _places(terms)))
        shared = Counter(one.name.casefold() for one in batch.employees)
        rows = []
        for person in batch.employees:
            cells = _sums([line for line in batch.lines if line.employee_id == person.employee_id], terms)
            if cells:
                ssn = _last_four(person) if shared[person.name.casefold()] > 1 else ""
                names = (safe_text(person.last_name), safe_text(person.first_name), safe_text(person.title))
                rows.append([*names, _gusto_id(person), ssn, *(cells.get(one, "") for one in columns)])
        return to_csv(rows, header=(*FIXED, *columns))

    def read_back(self, content: bytes, terms: PayrollFile) -> Iterator[PayLine]:
        """The lines as the file says them; an employee is known by all that the row says about them."""
        for row in from_csv(content):
            who = "|".join(row[column] for column in FIXED)
            for code, column in terms.pay_codes.items():
                if not row.get(column):
                    continue
                if column.endswith("_hours"):
                    yield PayLine(who, code, minutes=hours_back(row[column]))
                else:
                    yield PayLine(who, code, amount=number_back(row[column]))


def _places(terms: PayrollFile) -> list[str]:
    places = list(terms.pay_codes.values())
    if len(set(places)) < len(places):
        raise to_a_person("two pay codes go to the same column of the Gusto file; give each its own")
    return places


def _sums(lines: list[PayLine], terms: PayrollFile) -> dict[str, str]:
    minutes: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for line in lines:
        column = terms.pay_codes[line.pay_code]
        if column.endswith("_hours") is (line.minutes is None):
            raise to_a_person(f"pay code {line.pay_code!r} goes to {column}, which does not fit a line of its kind")
        if line.rate is not None:
            raise to_a_person(f"Gusto takes no rate from a file; set that of employee {line.employee_id} in Gusto")
        minutes[column] += line.minutes or 0
        amounts[column] = amounts.get(column, Decimal(0)) + (line.amount or Decimal(0))
    values = {one: hundredths(minutes[one]) if one.endswith("_hours") else amounts[one] for one in amounts}
    return {one: number_cell(value, low=Decimal(0), high=HIGH, what=one) for one, value in values.items()}


def _gusto_id(person: PaidEmployee) -> str:
    return person.employee_id if re.fullmatch(r"[A-Za-z0-9]{6}", person.employee_id, re.ASCII) else ""


def _last_four(person: PaidEmployee) -> str:
    if person.ssn is None:
        raise to_a_person(f"employee {person.employee_id} shares a name with another and has no SSN to tell them apart")
    return f"*{person.ssn.plain()[-4:]}"
