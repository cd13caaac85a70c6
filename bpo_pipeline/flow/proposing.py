"""Posted bills become a payment run: who is due, to which confirmed account, on which banking day.

A bill is in the run when it would be late at the next one. What is due and cannot be paid yet is named with the reason;
the others go on. Proposing twice is the same as once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.vendor_accounts import active_accounts, can_be_paid, compact
from bpo_pipeline.model.payable import VENDOR, BankDetails, PaidBill, PaymentRun, Prenote, Proposal
from bpo_pipeline.model.payables_terms import CURRENCIES, PayablesTerms
from bpo_pipeline.model.payment import new_payment_id
from bpo_pipeline.model.payroll_terms import PaymentTerms
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.posting.payments.banking_days import add_banking_days
from bpo_pipeline.posting.payments.due import Due, due_of

Held = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Bill:
    document_id: str
    vendor_id: str
    record: Invoice
    due: Due


@dataclass(frozen=True, slots=True)
class _Day:
    """The day of one run, and the first day of the next one."""

    system: str
    execution: dt.date
    next_execution: dt.date


def payables_terms(parts: Parts) -> PayablesTerms:
    """The contract's payables part. Raises AskAPerson when it has none."""
    if parts.contract.payables is None:
        message = f"{parts.client}'s contract has no payables part"
        raise AskAPerson(message)
    return parts.contract.payables


def propose(parts: Parts, *, today: dt.date, actor: str = "pipeline") -> Proposal:
    """Make a run per bank of the bills that are due; gives all runs that wait, and what is held."""
    terms = payables_terms(parts)
    held: Held = []
    by_currency = _records(parts, terms, held)
    accounts, prenotes = active_accounts(parts), parts.store.prenotes(parts.client)
    for bank in terms.banks:
        day = _Day(
            bank.kind,
            add_banking_days(today, 1, bank.kind),
            add_banking_days(today + dt.timedelta(days=terms.run_every_days), 1, bank.kind),
        )
        bills = _due(by_currency.pop(CURRENCIES[bank.kind], []), terms, day, held)
        payments = [
            (account_id, chosen)
            for vendor_id, theirs in sorted(bills.items())
            if (chosen := _payable(theirs, day, held))
            and (account_id := _account(vendor_id, chosen, day, accounts, prenotes, held))
        ]
        _keep(parts, bank, day, payments, actor=actor)
    held += [
        (document_id, f"the contract names no bank that pays {currency}")
        for currency, records in by_currency.items()
        for document_id, _, _ in records
    ]
    waiting = [run.run_id for run in parts.store.payment_runs(parts.client, states={"proposed"})]
    return Proposal(waiting, held)


def _records(parts: Parts, terms: PayablesTerms, held: Held) -> dict[str, list[tuple[str, str, Invoice]]]:
    since = dt.datetime.combine(terms.since, dt.time(), dt.UTC)
    found: dict[str, list[tuple[str, str, Invoice]]] = defaultdict(list)
    for case in parts.store.unpaid_bills(parts.client, received_from=since):
        record = case.draft.record if case.draft else None
        if not isinstance(record, Invoice) or not case.vendor_id:
            held.append((case.document.document_id, "the bill has no vendor; nobody is paid for it"))
            continue
        found[record.currency or ""].append((case.document.document_id, case.vendor_id, record))
    return found


def _due(
    records: Sequence[tuple[str, str, Invoice]], terms: PayablesTerms, day: _Day, held: Held
) -> dict[str, list[_Bill]]:
    """By vendor: bills that would be late at the next run, and all credit notes."""
    bills: dict[str, list[_Bill]] = defaultdict(list)
    for document_id, vendor_id, record in records:
        try:
            due = due_of(record, terms, execution=day.execution, system=day.system)
        except ValueError as problem:
            held.append((document_id, str(problem)))
            continue
        if due.pay_by is None or due.pay_by < day.next_execution:
            bills[vendor_id].append(_Bill(document_id, vendor_id, record, due))
    return bills


def _payable(bills: list[_Bill], day: _Day, held: Held) -> list[_Bill]:
    """A vendor's bills with the credit notes that they cover, oldest first; empty when nothing is left to pay."""
    chosen = [one for one in bills if one.due.amount > 0]
    left = sum((one.due.amount for one in chosen), Decimal(0))
    for one in sorted(bills, key=lambda bill: bill.record.issue_date or day.execution):
        if one.due.amount < 0 and chosen:
            if left + one.due.amount > 0:
                left += one.due.amount
                chosen.append(one)
            else:
                held.append((one.document_id, "the credit note is larger than the bills that it could be set off with"))
    return chosen


def _account(
    vendor_id: str,
    bills: Sequence[_Bill],
    day: _Day,
    accounts: Mapping[str, tuple[int, BankDetails]],
    prenotes: Mapping[int, Prenote],
    held: Held,
) -> int | None:
    """The account that the vendor's bills go to; None, and why, when there is none yet."""
    why = ""
    if vendor_id not in accounts:
        why = "the vendor has no bank details that a call-back and two people confirmed"
    else:
        account_id, details = accounts[vendor_id]
        asked = {compact(one.record.supplier_iban) for one in bills if one.record.supplier_iban}
        if any(account(one) != details.account for one in asked):
            why = (
                f"a bill asks for another account than the confirmed one {details.account.masked}: "
                "call the vendor, then bpo payments accounts --bill"
            )
        elif not can_be_paid(details, day.system):
            why = f"the vendor's confirmed account {details.account.masked} cannot be paid to by {day.system}"
        elif day.system == "nacha":
            why = _prenote_missing(prenotes.get(account_id), day.execution)
    if why:
        held.extend((one.document_id, why) for one in bills)
        return None
    return accounts[vendor_id][0]


def _prenote_missing(prenote: Prenote | None, execution: dt.date) -> str:
    if prenote is None:
        return "no prenote went to the vendor's account yet (bpo payments prenotes)"
    if prenote.state != "sent":
        return "the prenote to the vendor's account came back"
    return "" if prenote.good_from <= execution else f"the prenote is out; money may follow from {prenote.good_from} on"


def _keep(
    parts: Parts, bank: PaymentTerms, day: _Day, payments: Sequence[tuple[int, list[_Bill]]], *, actor: str
) -> None:
    if not payments:
        return
    start = f"{parts.client}-{bank.kind}-{day.execution:%y%m%d}"
    number = sum(run.run_id.startswith(start) for run in parts.store.payment_runs(parts.client)) + 1
    run_id = f"{start}{number:02d}"
    bills = tuple(_paid(run_id, account_id, one) for account_id, theirs in payments for one in theirs)
    body = json.dumps([[one.document_id, one.payee_id, one.account_id, str(one.amount)] for one in bills])
    run = PaymentRun(
        run_id=run_id,
        client=parts.client,
        system=bank.kind,
        currency=CURRENCIES[bank.kind],
        execution=day.execution,
        total=sum((one.amount for one in bills), Decimal(0)),
        body_hash=hashlib.sha256(body.encode()).hexdigest(),
        bills=bills,
    )
    parts.store.propose_payments(run, actor=actor)


def _paid(run_id: str, account_id: int, one: _Bill) -> PaidBill:
    gross = one.record.gross_total or Decimal(0)
    payee_id = f"{VENDOR}{one.vendor_id}"
    return PaidBill(
        document_id=one.document_id,
        payment_id=new_payment_id(run_id, payee_id),
        payee_id=payee_id,
        account_id=account_id,
        number=one.record.invoice_number or one.document_id,
        issue_date=one.record.issue_date,
        gross=gross if one.due.amount > 0 else -gross,
        discount=one.due.discount,
        amount=one.due.amount,
    )
