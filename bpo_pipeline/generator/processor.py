"""An invented payroll processor: what it sends back for an ADP import file, with US taxes at flat rates.

Withholding is 12 % income tax; social security 6.2 % and medicare 1.45 % are owed by both sides (26 USC 3101, 3111).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from bpo_pipeline.model.payroll import PaidEmployee

COLUMNS = (
    "employee_id", "gross", "federal_income_tax", "social_security", "medicare", "net", "employer_social_security",
    "employer_medicare",
)  # fmt: skip
OVERTIME = Decimal("1.5")
INCOME_TAX, SOCIAL_SECURITY, MEDICARE = Decimal("0.12"), Decimal("0.062"), Decimal("0.0145")
_CENT = Decimal("0.01")


def result_file(paydata: bytes, people: Iterable[PaidEmployee]) -> bytes:
    """The result of one ADP paydata file; *people* have the rates that the processor has on file."""
    rates = {one.employee_id.removeprefix("E"): one.rate or Decimal(0) for one in people}
    gross: dict[str, Decimal] = {}
    for row in csv.DictReader(io.StringIO(paydata.decode())):
        number = row["File #"].lstrip("0")
        hours = Decimal(row["Reg Hours"] or 0) + Decimal(row["O/T Hours"] or 0) * OVERTIME
        gross[number] = gross.get(number, Decimal(0)) + hours * rates[number]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, amount in sorted(gross.items()):
        pay = _cents(amount)
        taxes = [_cents(pay * rate) for rate in (INCOME_TAX, SOCIAL_SECURITY, MEDICARE)]
        writer.writerow((f"E{number}", pay, *taxes, pay - sum(taxes), *taxes[1:]))
    return out.getvalue().encode()


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
