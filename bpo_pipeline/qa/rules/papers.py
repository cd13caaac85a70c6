"""Statements, pay stubs, wage and tax statements, remittance advice: what their own figures prove or contradict.

Sources: IRS General Instructions for Forms W-2 and W-3 (box 4 is 6.2 %, box 6 at least 1.45 %; SSA's yearly limit),
IRS instructions for Forms 1099-MISC and 1099-NEC (24 % backup withholding), ISO 20022 camt.053 (balances), and plain
addition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.documents.bank_statement import BankStatement
from bpo_pipeline.documents.form_1099 import Form1099
from bpo_pipeline.documents.pay_stub import PayStub
from bpo_pipeline.documents.remittance_advice import RemittanceAdvice
from bpo_pipeline.documents.w2 import W2
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.subject import Subject, about

WAGE_BASE = {
    2018: 128400, 2019: 132900, 2020: 137700, 2021: 142800, 2022: 147000, 2023: 160200, 2024: 168600, 2025: 176100,
    2026: 184500,
}  # fmt: skip
"""Most pay a year that social security tax is due on, dollars (ssa.gov/oact/cola/cbb.html)."""
_SS, _MEDICARE, _BACKUP = Decimal("0.062"), Decimal("0.0145"), Decimal("0.24")
_TIN = re.compile(r"\d{3}-\d{2}-\d{4}|\d{2}-\d{7}|[X*]{3}-[X*]{2}-\d{4}|[X*]{2}-[X*]{3}\d{4}")
"""SSN, ITIN or EIN; payers may print all but the last four digits as X (IRS Pub. 1220)."""
_CENTS = Decimal("0.05")
"""Payroll programs round each pay period."""
_SINGLE = frozenset("ABCDEFGHJKLMNPQRSTVWYZ")
_CODES = _SINGLE | {"AA", "BB", "DD", "EE", "FF", "GG", "HH", "II", "TA", "TP", "TT"}
"""Codes of box 12."""


@about(BankStatement)
def running_balance(record: BankStatement) -> Iterator[Finding]:
    """``running-balance``: each line's balance is the one before, plus what came in, minus what went out."""
    before = record.opening_balance
    for number, row in enumerate(record.rows):
        amount = row.signed
        if before is not None and amount is not None and row.balance is not None and before + amount != row.balance:
            sentence = f"Line {number + 1}: {before} {amount:+} is {before + amount}, the statement says {row.balance}."
            yield error("running-balance", f"rows.{number}.balance", Reason.MATH_MISMATCH, sentence)
            return
        before = (
            row.balance if row.balance is not None else (None if before is None or amount is None else before + amount)
        )


@about(BankStatement)
def statement_sums(record: BankStatement) -> Iterator[Finding]:
    """``statement-balance``, ``statement-totals``: opening plus lines is closing; printed sums fit."""
    came_in = sum((row.deposit for row in record.rows if row.deposit is not None), Decimal(0))
    went_out = sum((row.withdrawal for row in record.rows if row.withdrawal is not None), Decimal(0))
    opening, closing = record.opening_balance, record.closing_balance
    fees = record.total_fees or Decimal(0)
    if opening is not None and closing is not None and closing not in {
        opening + came_in - went_out, opening + came_in - went_out - fees
    }:  # fmt: skip
        sentence = (
            f"{opening} plus {came_in} minus {went_out} is {opening + came_in - went_out}, the statement closes with "
            f"{closing}: a line is missing or misread."
        )
        yield error("statement-balance", "closing_balance", Reason.MATH_MISMATCH, sentence)
    for path, printed, added in (
        ("total_deposits", record.total_deposits, came_in), ("total_withdrawals", record.total_withdrawals, went_out)
    ):  # fmt: skip
        if printed is not None and printed != added and printed + fees != added:
            sentence = f"The lines add up to {added}, the statement says {printed}."
            yield error("statement-totals", path, Reason.MATH_MISMATCH, sentence)


@about(BankStatement)
def statement_days(record: BankStatement) -> Iterator[Finding]:
    """``statement-period``: every line is booked on one of the statement's days."""
    if record.period_start is None or record.period_end is None:
        return
    if record.period_end < record.period_start:
        yield error("statement-period", "period_end", Reason.DATE_INVALID, "The period ends before it begins.")
        return
    for number, row in enumerate(record.rows):
        if row.date is not None and not record.period_start <= row.date <= record.period_end:
            sentence = f"Line {number + 1} is of {row.date}, outside of {record.period_start} to {record.period_end}."
            yield error("statement-period", f"rows.{number}.date", Reason.PERIOD_INVALID, sentence)
            return


@about(PayStub)
def pay_stub_sums(record: PayStub) -> Iterator[Finding]:
    """``gross-pay``, ``net-pay``: earnings add up to gross; gross less what is kept back is net."""
    earned = [row.this_period for row in record.rows if row.section == "earnings" and row.this_period is not None]
    kept = [abs(row.this_period) for row in record.rows if row.section == "deductions" and row.this_period is not None]
    added = sum((row.this_period for row in record.rows if row.section == "adjustment" and row.this_period), Decimal(0))
    if record.gross_pay is not None and earned and sum(earned) != record.gross_pay:
        sentence = f"The earnings add up to {sum(earned)}, the stub says {record.gross_pay}."
        yield error("gross-pay", "gross_pay", Reason.MATH_MISMATCH, sentence)
    if record.gross_pay is not None and record.net_pay is not None and kept:
        net = record.gross_pay - sum(kept) + added
        if net != record.net_pay:
            sentence = f"{record.gross_pay} less {sum(kept)} is {net}, the stub says {record.net_pay}."
            yield error("net-pay", "net_pay", Reason.MATH_MISMATCH, sentence)


@about(PayStub)
def pay_stub_rates(record: PayStub) -> Iterator[Finding]:
    """``rate-times-hours``: hours at their rate are the pay of the row."""
    for number, row in enumerate(record.rows):
        if row.rate and row.hours and row.this_period is not None:
            due = row.rate * row.hours
            if abs(due - row.this_period) > _CENTS:
                sentence = f"{row.hours} hours at {row.rate} are {due}, the stub says {row.this_period}."
                yield error("rate-times-hours", f"rows.{number}.this_period", Reason.MATH_MISMATCH, sentence)


@about(W2)
def w2_taxes(record: W2) -> Iterator[Finding]:
    """``w2-social-security-tax``, ``w2-medicare-tax``, ``w2-wage-base``: boxes 3 to 7 fit each other and the year."""
    base = (record.box3_ss_wages or Decimal(0)) + (record.box7_ss_tips or Decimal(0))
    if record.box4_ss_tax is not None and abs(base * _SS - record.box4_ss_tax) > max(_CENTS, base / 10000):
        due = (base * _SS).quantize(Decimal("0.01"))
        sentence = f"6.2 % of boxes 3 and 7 are {due}, box 4 says {record.box4_ss_tax}."
        yield error("w2-social-security-tax", "box4_ss_tax", Reason.MATH_MISMATCH, sentence)
    wages, tax = record.box5_medicare_wages, record.box6_medicare_tax
    if wages is not None and tax is not None and tax < wages * _MEDICARE - max(_CENTS, wages / 10000):
        due = (wages * _MEDICARE).quantize(Decimal("0.01"))
        sentence = f"1.45 % of box 5 are {due}, box 6 says {tax}."
        yield error("w2-medicare-tax", "box6_medicare_tax", Reason.MATH_MISMATCH, sentence)
    year = record.tax_year or ""
    most = WAGE_BASE.get(int(year)) if year.isdigit() else None
    if most is not None and base > most:
        sentence = f"Boxes 3 and 7 are {base}, more than the {most} dollars that social security taxes in that year."
        yield error("w2-wage-base", "box3_ss_wages", Reason.AMOUNT_INVALID, sentence)


@about(W2)
def w2_codes(record: W2) -> Iterator[Finding]:
    """``w2-box12-code``: box 12 has an IRS code for each amount."""
    for number, row in enumerate(record.box12):
        if row.code not in _CODES:
            said = f"has the code {row.code}, which does not exist" if row.code else "has no code"
            sentence = f"Line {number + 1} of box 12 {said}: compare it with the form."
            yield error("w2-box12-code", f"box12.{number}.code", Reason.EXTRACTION_INCOMPLETE, sentence)


def year_form_numbers(subject: Subject) -> Iterator[Finding]:
    """``tin-shape``: taxpayer numbers have their shape; payer and recipient are not the same."""
    record = subject.draft.record
    if isinstance(record, Form1099) and record.payer_tin and record.payer_tin == record.recipient_tin:
        sentence = "Payer and recipient have the same taxpayer number: compare both with the form."
        yield error("tin-shape", "recipient_tin", Reason.IDENTIFIER_INVALID, sentence)
    if not isinstance(record, (W2, Form1099)):
        return
    for path in ("employee_ssn", "employer_ein", "payer_tin", "recipient_tin"):
        number = getattr(record, path, None)
        if number and not _TIN.fullmatch(number):
            sentence = "This has not the shape of a taxpayer number: compare it with the form."
            yield error("tin-shape", path, Reason.IDENTIFIER_INVALID, sentence)


@about(Form1099)
def form_1099_withholding(record: Form1099) -> Iterator[Finding]:
    """``backup-withholding``: federal tax withheld is at most 24 % of what was paid (IRC 3406)."""
    if record.federal_tax_withheld is None:
        return
    paid = record.nonemployee_compensation
    if paid is not None and record.federal_tax_withheld > paid * _BACKUP + _CENTS:
        sentence = f"Box 4 withholds {record.federal_tax_withheld}, more than 24 % of {paid}."
        yield error("backup-withholding", "federal_tax_withheld", Reason.AMOUNT_INVALID, sentence)


@about(RemittanceAdvice)
def remittance_sums(record: RemittanceAdvice) -> Iterator[Finding]:
    """``remittance-total``, ``remittance-line``: what is paid adds up, line by line and in all."""
    for number, row in enumerate(record.rows):
        if row.gross is None or row.paid is None:
            continue
        due = row.gross - (row.discount or Decimal(0)) - (row.deduction or Decimal(0))
        if due != row.paid:
            sentence = f"Invoice {row.invoice_number}: {row.gross} less deductions is {due}, not {row.paid}."
            yield error("remittance-line", f"rows.{number}.paid", Reason.MATH_MISMATCH, sentence)
    paid = [row.paid for row in record.rows if row.paid is not None]
    if record.total_amount is not None and paid and sum(paid) != record.total_amount:
        sentence = f"The invoices add up to {sum(paid)}, the advice says {record.total_amount}."
        yield error("remittance-total", "total_amount", Reason.MATH_MISMATCH, sentence)


PAPER_RULES = (
    running_balance, statement_sums, statement_days, pay_stub_sums, pay_stub_rates, w2_taxes, w2_codes,
    year_form_numbers, form_1099_withholding, remittance_sums,
)  # fmt: skip
"""What ``bpo extract`` says of one of these papers without a contract."""
