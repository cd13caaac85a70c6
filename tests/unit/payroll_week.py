"""A small payroll week for tests: three employees, hours, leave and a bonus."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.model.payroll import PaidEmployee, PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.model.sensitive import account, tax_id

EMPLOYEES = (
    PaidEmployee(
        "1000", "Ada", "Stone", rate=Decimal("20.00"), ssn=tax_id("212-34-5678"),
        routing="011401533", account=account("000123456789"),
    ),
    PaidEmployee(
        "1007", "Ben", "Reed", rate=Decimal("30.00"), ssn=tax_id("213-45-6789"),
        routing="091000019", account=account("998877665544"),
    ),
    PaidEmployee("1014", "Cleo", "Marsh", rate=Decimal("25.50"), routing="091000019", account=account("1122334455")),
)  # fmt: skip
LINES = (
    PayLine("1000", "regular", minutes=2400),
    PayLine("1000", "overtime", minutes=200),
    PayLine("1007", "regular", minutes=1927, department="000200", rate=Decimal("19.75")),
    PayLine("1007", "vacation", minutes=480),
    PayLine("1014", "regular", minutes=2400),
    PayLine("1014", "bonus", amount=Decimal("250.00")),
)
BATCH = PayrollBatch(
    client="lakeside",
    batch_id="01",
    first_day=dt.date(2026, 11, 16),
    last_day=dt.date(2026, 11, 22),
    pay_day=dt.date(2026, 11, 27),
    currency="USD",
    employees=EMPLOYEES,
    lines=LINES,
)
ADP = PayrollFile(
    kind="adp",
    company_code="ABC",
    pay_codes={"regular": "Reg Hours", "overtime": "O/T Hours", "vacation": "Hours 3:V", "bonus": "Earnings 3:B"},
)
PAYCHEX = PayrollFile(
    kind="paychex",
    company_code="Y1234567",
    pay_codes={"regular": "Hourly", "overtime": "Overtime", "vacation": "Vacation", "bonus": "Bonus"},
)
GUSTO = PayrollFile(
    kind="gusto",
    pay_codes={
        "regular": "regular_hours", "overtime": "overtime_hours", "vacation": "vacation_hours", "bonus": "bonus",
    },
)  # fmt: skip
PLAIN = PayrollFile(kind="payroll_csv", pay_codes={one: one for one in ("regular", "overtime", "vacation", "bonus")})
