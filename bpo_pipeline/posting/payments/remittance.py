"""Remittance advice: what a payee is told about a payment, as text and without any account number but its end."""

from __future__ import annotations

import datetime as dt

from bpo_pipeline.model.payment import Payment


def remittance_advice(payment: Payment, *, payer: str, paid_on: dt.date) -> str:
    """The letter to the payee."""
    return (
        f"Remittance advice {payment.payment_id}\n\n"
        f"From:      {payer}\n"
        f"To:        {payment.name}\n"
        f"Account:   {payment.account.masked}\n"
        f"Paid on:   {paid_on.isoformat()}\n"
        f"Amount:    {payment.amount} {payment.currency}\n"
        f"For:       {payment.reference or '-'}\n"
    )
