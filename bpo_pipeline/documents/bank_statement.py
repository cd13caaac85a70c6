"""Bank statement: what an account held, what came in and went out, line by line.

The same record from a page, a camt.053 (ISO 20022), an OFX file or a bank's CSV. Fields: Azure's bank statement model
(learn.microsoft.com/azure/ai-services/document-intelligence/prebuilt/bank-statement) and camt.053.001.08.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.model.draft import Record


class StatementLine(Record):
    """One booking; either ``deposit`` or ``withdrawal`` has the amount, both are positive."""

    date: dt.date | None = None
    """Booking date."""
    value_date: dt.date | None = None
    description: str | None = None
    deposit: Decimal | None = None
    """Came in (camt.053 CRDT)."""
    withdrawal: Decimal | None = None
    """Went out (camt.053 DBIT)."""
    balance: Decimal | None = None
    """Running balance after the line, where the statement prints one."""
    reference: str | None = None
    """The bank's own reference: camt.053 AcctSvcrRef or NtryRef, OFX FITID."""
    end_to_end_id: str | None = None
    """The payer's reference that travels with the payment (camt.053 EndToEndId): our payment id, where it is ours."""
    counterparty: str | None = None
    """Who paid or was paid, where the bank says so."""
    counterparty_account: str | None = None
    """IBAN or account number of the counterparty."""
    remittance: str | None = None
    """What the payment is for (camt.053 RmtInf, OFX MEMO)."""
    check_number: str | None = None
    return_code: str | None = None
    """Why a payment came back (ISO 20022 external return reason, e.g. ``AC04``)."""

    @property
    def signed(self) -> Decimal | None:
        """The amount with its sign: plus for what came in, minus for what went out."""
        if self.deposit is not None:
            return self.deposit
        return None if self.withdrawal is None else -self.withdrawal


class BankStatement(Record):
    """One account over one span of days."""

    bank_name: str | None = None
    bank_id: str | None = None
    """BIC or routing number of the bank."""
    account_holder: str | None = None
    account_number: str | None = None
    """IBAN, or the account number as printed."""
    currency: str | None = None
    """ISO 4217."""
    statement_number: str | None = None
    """The bank's number of this statement (camt.053 Id or ElctrncSeqNb)."""
    period_start: dt.date | None = None
    """First day, included."""
    period_end: dt.date | None = None
    """Last day, included."""
    opening_balance: Decimal | None = None
    total_deposits: Decimal | None = None
    total_withdrawals: Decimal | None = None
    """As printed, positive."""
    total_fees: Decimal | None = None
    """Service charges, positive, where the statement prints them apart from the withdrawals."""
    closing_balance: Decimal | None = None
    rows: tuple[StatementLine, ...] = ()
