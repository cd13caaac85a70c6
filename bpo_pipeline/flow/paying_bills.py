"""A released payment run goes to the bank: prenotes before, file and remittance advice once, sums that tie.

The payments are kept in our tables before their file leaves, under ids and a name that never change; the database
refuses them without two people, a confirmed account and, by ACH, a prenote that did not come back.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.proposing import payables_terms
from bpo_pipeline.flow.vendor_accounts import active_accounts, can_be_paid
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.model.payable import VENDOR, BankDetails, PaidBill, PaymentRun, Prenote
from bpo_pipeline.model.payment import Payment, new_payment_id
from bpo_pipeline.model.payroll_terms import NachaTerms, PaymentTerms
from bpo_pipeline.posting.payments import PaymentFile
from bpo_pipeline.posting.payments.banking_days import PRENOTE_DAYS, add_banking_days
from bpo_pipeline.posting.payments.nacha import nacha_file
from bpo_pipeline.posting.payments.remittance import remittance_advice
from bpo_pipeline.posting.payments.sepa import sepa_file

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXT = "text/plain; charset=utf-8"


def send_prenotes(parts: Parts, *, now: dt.datetime) -> dict[str, int]:
    """Send a test without money to each confirmed account that had none; only where the contract pays by ACH."""
    bank = next((one for one in payables_terms(parts).banks if isinstance(one, NachaTerms)), None)
    if bank is None:
        return {"prenotes": 0}
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    before = parts.store.prenotes(parts.client)
    # what was kept and whose file never left (the worker died in between) goes out now
    lost = {one.file_name for one in before.values() if folder.get(one.file_name) is None}
    effective = add_banking_days(now.date(), 1, "nacha")
    name = f"{bank.prefix}prenotes/ach_ccd_{now:%Y%m%d%H%M%S}.ach"
    new, again = [], []
    for vendor_id, (account_id, details) in sorted(active_accounts(parts).items()):
        known = before.get(account_id)
        if known is None and can_be_paid(details, "nacha"):
            good_from = add_banking_days(effective, PRENOTE_DAYS, "nacha")
            payment = new_payment_id(parts.client, "prenote", str(account_id))
            new.append((Prenote(account_id, payment, name, effective, good_from), vendor_id, details))
        elif known is not None and known.file_name in lost:
            again.append((known, vendor_id, details))
    parts.store.put_prenotes(parts.client, [one for one, _, _ in new])
    files: dict[str, list[Payment]] = defaultdict(list)
    names = _names(parts)
    for one, vendor_id, details in (*again, *new):
        files[one.file_name].append(
            _payment(one.payment_id, vendor_id, names, details, Decimal(0), "USD", "", prenote=True)
        )
    for file_name, payments in files.items():
        file = nacha_file(payments, bank, sec="CCD", effective=effective, now=now, description="PRENOTE")
        folder.put(file_name, file.content, file.content_type)
    return {"prenotes": len(new) + len(again)}


def send_payments(parts: Parts, run_id: str, *, now: dt.datetime) -> dict[str, int | str]:
    """Write the bank's file and the remittance advice of a released run; gives count, total and day.

    Raises AskAPerson while it is not released, when its day has passed, and for a file that says something else.
    """
    run = parts.store.payment_run(parts.client, run_id)
    if run.released_at is None or run.state not in {"released", "sent"}:
        message = f"payment run {run_id} is {run.state}; two people have to release it first"
        raise AskAPerson(message)
    bank = next(one for one in payables_terms(parts).banks if one.kind == run.system)
    if run.state == "sent":
        return {"payments": len(bills_by_payment(run)), "total": str(run.sent_total), "execution": f"{run.execution}"}
    by_payment = bills_by_payment(run)
    payments = _payments(parts, run, by_payment)
    file = _file(run, payments, bank, now=run.released_at)
    name = f"{bank.prefix}{run_id}/{file.name}"
    _keep(parts, run, by_payment, payments, name, now=now)
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    if not folder.put(name, file.content, file.content_type) and folder.get(name) != file.content:
        message = f"{name} is there with other content; compare it with run {run_id} before anything is sent"
        raise AskAPerson(message)
    for one in payments:
        advice = remittance_advice(
            one, payer=parts.contract.name, paid_on=run.execution, bills=by_payment[one.payment_id]
        )
        folder.put(f"{bank.prefix}{run_id}/advice/{one.payment_id}.txt", advice.encode(), TEXT)
    parts.store.payments_sent(parts.client, run_id, total=file.total)
    return {"payments": file.count, "total": str(file.total), "execution": f"{run.execution}"}


def bills_by_payment(run: PaymentRun) -> dict[str, list[PaidBill]]:
    """The bills and credit notes that each payment of a run is for."""
    found: dict[str, list[PaidBill]] = defaultdict(list)
    for one in run.bills:
        found[one.payment_id].append(one)
    return dict(found)


def _payments(parts: Parts, run: PaymentRun, by_payment: Mapping[str, list[PaidBill]]) -> list[Payment]:
    accounts, names = active_accounts(parts), _names(parts)
    payments = []
    for one, bills in sorted(by_payment.items()):
        vendor_id = bills[0].payee_id.removeprefix(VENDOR)
        account_id, details = accounts.get(vendor_id, (0, None))
        if details is None or account_id != bills[0].account_id:
            message = f"the bank details of vendor {vendor_id} changed after {run.run_id} was proposed; decline it"
            raise AskAPerson(message)
        amount = sum((bill.amount for bill in bills), Decimal(0))
        reference = " ".join(bill.number for bill in bills)
        payments.append(_payment(one, vendor_id, names, details, amount, run.currency, reference))
    return payments


def _keep(
    parts: Parts,
    run: PaymentRun,
    by_payment: Mapping[str, list[PaidBill]],
    payments: list[Payment],
    name: str,
    *,
    now: dt.datetime,
) -> None:
    """Keep the payments; a run whose day has passed goes out only when they were kept before."""
    kept = parts.store.payments(parts.client, run_id=run.run_id)
    if not kept and run.execution <= now.date():
        message = f"{run.execution} is too soon for the bank; decline {run.run_id} and propose again"
        raise AskAPerson(message)
    rows = [
        SentPayment(
            one.payment_id,
            one.payee_id,
            by_payment[one.payment_id][0].account_id,
            parts.seal.close(f"payment/{one.payment_id}", str(one.amount).encode()),
            name,
            "sent",
        )
        for one in payments
    ]
    parts.store.put_bill_payments(parts.client, run.run_id, rows)


def _file(run: PaymentRun, payments: list[Payment], bank: PaymentTerms, *, now: dt.datetime) -> PaymentFile:
    """The same file however often it is made, when *now* is the time of the release."""
    if isinstance(bank, NachaTerms):
        return nacha_file(
            payments,
            bank,
            sec="CCD",
            effective=run.execution,
            now=now,
            description="VENDORPAY",
            # from Z backwards: net pay of the same day counts from A
            modifier=LETTERS[-int(run.run_id[-2:]) % len(LETTERS)],
        )
    return sepa_file(payments, bank, execution=run.execution, file_id=run.run_id[-35:], now=now)


def _names(parts: Parts) -> dict[str, str]:
    return {one.vendor_id: one.name for one in parts.master().vendors}


def _payment(
    one: str,
    vendor_id: str,
    names: Mapping[str, str],
    details: BankDetails,
    amount: Decimal,
    currency: str,
    reference: str,
    *,
    prenote: bool = False,
) -> Payment:
    if vendor_id not in names:
        message = f"vendor {vendor_id} is not in the client's master data any more; nothing was sent"
        raise AskAPerson(message)
    return Payment(
        payment_id=one,
        payee_id=f"{VENDOR}{vendor_id}",
        name=names[vendor_id],
        amount=amount,
        currency=currency,
        account=details.account,
        routing=details.routing,
        savings=details.savings,
        reference=reference,
        prenote=prenote,
    )
