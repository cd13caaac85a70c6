"""Paychex Flex SPI (Standard Payroll Import): every column, in a fixed order; one line per pay component.

Rate, Rate Number and Amount exclude each other; one bad line makes Paychex refuse that whole check, so everything is
checked here. Names of pay components are case-sensitive.

Source: Paychex Flex help, "SPI Specification Sheet"; Deltek Costpoint, "Export File Specifications".
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.model.payroll import PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting.payroll_file import code_cell, from_csv, hours_back, number_back, number_cell, to_csv

HEADER = (
    "CLIENT ID",
    "WORKER ID",
    "ORG",
    "JOB NUMBER",
    "PAY COMPONENT",
    "RATE",
    "RATE NUMBER",
    "HOURS",
    "UNITS",
    "LINE DATE",
    "AMOUNT",
    "CHECK SEQ NUMBER",
    "OVERRIDE STATE",
    "OVERRIDE LOCAL",
    "OVERRIDE LOCAL JURISDICTION",
    "LABOR ASSIGNMENT",
)
MOST_HOURS = Decimal("999.99")
MOST_MONEY = Decimal("999999.99")
HIGHEST_RATE = Decimal("9999.9999")
# no component may begin as a formula would
COMPONENT = r"[A-Za-z0-9\[][A-Za-z0-9 \[\]&/.()_-]{0,19}"


class Paychex:
    """Standard Payroll Import for Paychex Flex."""

    usual_name = "{company_code}_SPI_{last_day}.csv"

    def render(self, batch: PayrollBatch, terms: PayrollFile) -> bytes:
        """The file. Raises Refused for what Paychex would not take."""
        client = code_cell(terms.company_code, r"[A-Z0-9]{1,8}", "client id")
        rows = []
        for line in batch.lines:
            cells = {
                "CLIENT ID": client,
                "WORKER ID": code_cell(line.employee_id, r"[A-Za-z0-9]{1,10}", "worker id"),
                "ORG": code_cell(line.department, r"([0-9]{1,6}(\|[0-9]{1,6}){0,9})?", "organization unit"),
                "PAY COMPONENT": code_cell(terms.pay_codes[line.pay_code], COMPONENT, "pay component"),
                "CHECK SEQ NUMBER": "1",
            }
            if line.amount is not None:
                cells["AMOUNT"] = number_cell(line.amount, low=-MOST_MONEY, high=MOST_MONEY, what="amount")
            else:
                cells["HOURS"] = number_cell(line.hours, low=-MOST_HOURS, high=MOST_HOURS, what="hours")
                if line.rate is not None:
                    low = Decimal("0.0001")
                    cells["RATE"] = number_cell(line.rate, low=low, high=HIGHEST_RATE, what="rate", places=4)
            rows.append([cells.get(column, "") for column in HEADER])
        return to_csv(rows, header=HEADER)

    def read_back(self, content: bytes, terms: PayrollFile) -> Iterator[PayLine]:
        """The lines as the file says them."""
        codes = {place: code for code, place in terms.pay_codes.items()}
        for row in from_csv(content):
            code = codes.get(row["PAY COMPONENT"], "")
            if row["HOURS"]:
                yield PayLine(row["WORKER ID"], code, minutes=hours_back(row["HOURS"]))
            else:
                yield PayLine(row["WORKER ID"], code, amount=number_back(row["AMOUNT"]))
