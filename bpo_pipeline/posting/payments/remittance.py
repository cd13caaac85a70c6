"""Remittance advice: what a payee is told about a payment, as text and without any account number but its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bpo_pipeline.model.payable import PaidBill
from bpo_pipeline.model.payment import Payment


def remittance_advice(payment: Payment, *, payer: str, paid_on: dt.date, bills: Sequence[PaidBill] = ()) -> str:
    """The letter to the payee, with the bills that are paid or set off."""
    lines = "".join(_line(one) for one in bills)
    head = f"\n  {'Bill':<30} {'Date':<10} {'Total':>14} {'Discount':>10} {'Paid':>14}\n" if bills else ""
    return (
        f"Remittance advice {payment.payment_id}\n\n"
        f"From:      {payer}\n"
        f"To:        {payment.name}\n"
        f"Account:   {payment.account.masked}\n"
        f"Paid on:   {paid_on.isoformat()}\n"
        f"Amount:    {payment.amount} {payment.currency}\n"
        f"For:       {payment.reference or '-'}\n"
        f"{head}{lines}"
    )


def _line(one: PaidBill) -> str:
    day = one.issue_date.isoformat() if one.issue_date else ""
    return f"  {one.number:<30} {day:<10} {one.gross:>14,.2f} {one.discount:>10,.2f} {one.amount:>14,.2f}\n"
