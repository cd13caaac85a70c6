"""Payroll lines as plain CSV, for processors that have no layout of their own: one row per line of the batch.

| column | meaning |
|---|---|
| batch_id, first_day, last_day | of the period, ISO 8601, both days included |
| employee_id, last_name, first_name, department | as in the client's master data |
| pay_code | as the contract names it |
| hours | hours with two decimals; empty where the line is an amount |
| minutes | the same to the minute |
| rate | money per hour where it differs from the employee's own |
| amount | money; empty where the line is hours |
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.model.payroll import PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting.payroll_file import from_csv, number_back, number_cell, to_csv
from bpo_pipeline.posting.targets.csv import safe_text

HEADER = (
    "batch_id",
    "first_day",
    "last_day",
    "employee_id",
    "last_name",
    "first_name",
    "department",
    "pay_code",
    "hours",
    "minutes",
    "rate",
    "amount",
)
HIGH = Decimal("9999999.99")


class PayrollCsv:
    """Lines for any processor."""

    usual_name = "payroll_{batch_id}.csv"

    def render(self, batch: PayrollBatch, terms: PayrollFile) -> bytes:
        """The file."""
        period = (safe_text(terms.batch_id or batch.batch_id), batch.first_day.isoformat(), batch.last_day.isoformat())
        rows = []
        for line in batch.lines:
            person = batch.employee(line.employee_id)
            texts = (line.employee_id, person.last_name, person.first_name, line.department or person.department)
            numbers = (
                "" if line.minutes is None else number_cell(line.hours, low=-HIGH, high=HIGH, what="hours"),
                "" if line.minutes is None else str(line.minutes),
                "" if line.rate is None else number_cell(line.rate, low=-HIGH, high=HIGH, what="rate", places=4),
                "" if line.amount is None else number_cell(line.amount, low=-HIGH, high=HIGH, what="amount"),
            )
            rows.append([*period, *map(safe_text, texts), safe_text(terms.pay_codes[line.pay_code]), *numbers])
        return to_csv(rows, header=HEADER)

    def read_back(self, content: bytes, terms: PayrollFile) -> Iterator[PayLine]:
        """The lines as the file says them."""
        codes = {safe_text(place): code for code, place in terms.pay_codes.items()}
        for row in from_csv(content):
            who, code = row["employee_id"], codes.get(row["pay_code"], "")
            if row["minutes"]:
                yield PayLine(who, code, minutes=int(number_back(row["minutes"])))
            else:
                yield PayLine(who, code, amount=number_back(row["amount"]))
