"""Pay stub: what an employee earned and what was kept back (fields: Azure's US pay stub model)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.model.draft import Record


class PayLine(Record):
    """One kind of pay, or one thing kept back from it."""

    section: str | None = None
    """``earnings`` or ``deductions``."""
    description: str | None = None
    rate: Decimal | None = None
    hours: Decimal | None = None
    this_period: Decimal | None = None
    """As printed: deductions carry a minus sign where the stub prints one."""
    ytd: Decimal | None = None
    """Since the year began."""


class PayStub(Record):
    """One employee's pay of one period."""

    employer_name: str | None = None
    employer_address: str | None = None
    employee_name: str | None = None
    employee_address: str | None = None
    employee_id: str | None = None
    employee_ssn: str | None = None
    company_code: str | None = None
    file_number: str | None = None
    department: str | None = None
    clock: str | None = None
    marital_status: str | None = None
    federal_allowances: str | None = None
    period_start: dt.date | None = None
    period_ending: dt.date | None = None
    """Last day, included."""
    pay_date: dt.date | None = None
    gross_pay: Decimal | None = None
    gross_pay_ytd: Decimal | None = None
    net_pay: Decimal | None = None
    net_pay_ytd: Decimal | None = None
    federal_income_tax: Decimal | None = None
    """This and the next ones: of this period, positive."""
    social_security_tax: Decimal | None = None
    medicare_tax: Decimal | None = None
    state_income_tax: Decimal | None = None
    local_income_tax: Decimal | None = None
    sui_sdi: Decimal | None = None
    retirement_401k: Decimal | None = None
    federal_wages: Decimal | None = None
    """Taxable this period."""
    hours_regular: Decimal | None = None
    hours_overtime: Decimal | None = None
    hours_holiday: Decimal | None = None
    rate_regular: Decimal | None = None
    rate_overtime: Decimal | None = None
    rows: tuple[PayLine, ...] = ()
