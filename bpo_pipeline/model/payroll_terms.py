"""The payroll part of a contract: pay codes, import files, payments and the limits of the pre-flight."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PayrollFile(_Part):
    """An import file for a payroll processor, one per period, in the client's outbox."""

    kind: Literal["adp", "paychex", "gusto", "payroll_csv"]
    prefix: str = Field(default="payroll/", pattern=r"^[a-z0-9][a-z0-9/_-]*/$", description="Folder in the outbox.")
    file_name: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9_.{}-]*$",
        description="May hold {company_code}, {batch_id} and {last_day}; empty: the vendor's usual name.",
    )
    company_code: str = Field(default="", pattern=r"^[A-Z0-9_]{0,8}$", description="ADP Co Code, Paychex CLIENT ID.")
    employee_prefix: str = Field(default="", description="Taken off employee ids: E where E1000 is 1000 at ADP.")
    batch_id: str = Field(default="", pattern=r"^[A-Za-z0-9]{0,25}$", description="Empty: the batch's own id.")
    pay_codes: dict[str, str] = Field(
        description=(
            "Our pay code -> its place in the file. ADP: 'Reg Hours', 'O/T Hours', 'Reg Earnings', or 'Hours 3:V', "
            "'Earnings 3:B' with the company's code; Paychex: pay component; Gusto: column; payroll_csv: any text."
        )
    )


class NachaTerms(_Part):
    """Net pay and vendor payments by ACH from a bank in the United States."""

    kind: Literal["nacha"]
    company_id: str = Field(pattern=r"^[A-Z0-9]{10}$", description="1 and the EIN, as the bank registered it.")
    company_name: str = Field(min_length=1, max_length=16)
    origin_routing: str = Field(pattern=r"^\d{9}$", description="ABA routing number of the paying bank.")
    origin_name: str = Field(default="", max_length=23)
    prefix: str = Field(default="payments/", pattern=r"^[a-z0-9][a-z0-9/_-]*/$")


class SepaTerms(_Part):
    """Payments by SEPA credit transfer (pain.001)."""

    kind: Literal["sepa"]
    name: str = Field(min_length=1, max_length=70, description="The paying company.")
    iban: str
    bic: str = ""
    version: Literal["pain.001.001.03", "pain.001.001.09"] = "pain.001.001.09"
    prefix: str = Field(default="payments/", pattern=r"^[a-z0-9][a-z0-9/_-]*/$")


PaymentTerms = Annotated[NachaTerms | SepaTerms, Field(discriminator="kind")]


class BreakTerms(_Part):
    """An unpaid break that a long day has even where the sheet does not say so."""

    after_hours: Decimal = Field(gt=0, le=24, description="A row with more hours than this.")
    minutes: int = Field(gt=0, le=120)


class HoursTerms(_Part):
    """Daily hours of each released run go into the client's own books."""

    company: str = Field(
        description="Name of the connection in the deployment's settings: Tryton, QuickBooks or Xero payroll."
    )


class JournalTerms(_Part):
    """The journal of each paid run goes into the client's own books."""

    company: str = Field(description="Name of the Tryton connection in the deployment's settings.")
    accounts: dict[str, str] = Field(
        description=(
            "Column of the processor's result file -> account: gross (wages), net (net pay payable), employer "
            "(the employer's own taxes), and each tax or deduction that is withheld or that the employer owes."
        )
    )

    @model_validator(mode="after")
    def _both_sides(self) -> JournalTerms:
        if missing := {"gross", "net"} - self.accounts.keys():
            message = f"the journal needs an account for {' and '.join(sorted(missing))}"
            raise ValueError(message)
        return self


class PayrollTerms(_Part):
    """What applies to a client's payroll."""

    files: tuple[PayrollFile, ...] = Field(min_length=1, description="Import files made from each released batch.")
    factors: dict[str, Decimal] = Field(
        default={"overtime": Decimal("1.5")}, description="Pay code -> multiple of the rate (29 CFR 778.107)."
    )
    codes: dict[str, str] = Field(
        default={
            "REG": "regular",
            "OT": "overtime",
            "PTO": "vacation",
            "VAC": "vacation",
            "SICK": "sick",
            "HOL": "holiday",
        },
        description="Code on a timesheet -> our pay code; a row without one is regular.",
    )
    weekly_hours: Decimal = Field(
        default=Decimal(40), gt=0, description="Regular hours in a workweek (29 CFR 778.101)."
    )
    daily_hours: Decimal | None = Field(
        default=None, gt=0, le=24, description="Hours a day beyond which overtime begins, as California has it (8)."
    )
    rounding_minutes: Literal[1, 5, 6, 15] = Field(
        default=1, description="Hours of a row are rounded to the nearest so many minutes (29 CFR 785.48)."
    )
    unpaid_break: BreakTerms | None = Field(
        default=None, description="What is taken off a day whose sheet shows punches and no break (29 CFR 785.19)."
    )
    holidays: str = Field(
        default="",
        pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$",
        description="Country, or a part of one (DE-BY): work on its public holidays gets the pay code holiday_worked.",
    )
    first_weekday: int = Field(default=0, ge=0, le=6, description="First day of the workweek; 0 is Monday.")
    period: Literal["workweeks", "printed"] = Field(
        default="workweeks",
        description="workweeks: a sheet counts for the whole workweeks its days lie in; printed: for its own days.",
    )
    pay_after_days: int = Field(default=5, ge=0, le=60, description="Pay day, so many days after the period's last.")
    gross_change_percent: Decimal = Field(
        default=Decimal(20), ge=0, description="A gross that moved more than this since last period is pointed out."
    )
    may_reveal: tuple[str, ...] = Field(
        default=(), description="Names of the people who may be shown a social security or account number; kept."
    )
    payments: PaymentTerms | None = None
    hours: HoursTerms | None = Field(default=None, description="Where released hours are booked day by day.")
    journal: JournalTerms | None = Field(default=None, description="Where the processor's result is booked.")
