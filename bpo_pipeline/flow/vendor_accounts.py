"""Where vendors' money goes: proposed by one, called about by one, approved by another; every step without a value.

A bill never brings its own account along: what it asks for is compared with what was confirmed, and other details are
taken over from it only by a person, with the call that the review kept about exactly these details, or a new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum import iban

from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payroll_papers import account_bytes, account_from
from bpo_pipeline.model.desk import CallBackOutcome
from bpo_pipeline.model.pay_run import PayeeAccount
from bpo_pipeline.model.payable import VENDOR, BankDetails
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.posting.payments.nacha import routing_is_valid


def propose_details(parts: Parts, details: Mapping[str, BankDetails], *, actor: str) -> dict[str, int]:
    """Propose bank details by vendor id; they wait for a call and a second person.

    Raises AskAPerson for a vendor that is not on file and for numbers that fail their check digits.
    """
    known = {one.vendor_id for one in parts.master().vendors}
    wrong = [f"vendor {who}: {problem}" for who, one in details.items() if (problem := _problem(who, one, known))]
    if wrong:
        message = f"nothing was taken over: {'; '.join(wrong)}"
        raise AskAPerson(message)
    new = [who for who, one in details.items() if _propose(parts, who, one, actor=actor) is not None]
    return {"vendors": len(details), "accounts_proposed": len(new)}


def propose_from_bill(parts: Parts, document_id: str, *, actor: str) -> dict[str, int]:
    """Propose the IBAN that a bill asks for; a call-back that the review kept about exactly it comes along."""
    case = parts.store.case(parts.client, document_id)
    record = case.draft.record if case and case.draft else None
    if case is None or not isinstance(record, Invoice) or not record.supplier_iban or not case.vendor_id:
        message = f"document {document_id} is no bill of {parts.client} with a vendor and bank details"
        raise AskAPerson(message)
    number = compact(record.supplier_iban)
    if not iban.is_valid(number):
        message = f"document {document_id} has no IBAN; enter the vendor's bank details with bpo payments accounts"
        raise AskAPerson(message)
    new = _propose(parts, case.vendor_id, BankDetails(account(number), record.supplier_bic or ""), actor=actor)
    about = [one for one in parts.store.call_backs(parts.client, document_id) if one.account == (case.account or "")]
    last = about[-1] if about else None
    if new is None or last is None or last.outcome is not CallBackOutcome.CONFIRMED:
        return {"accounts_proposed": int(new is not None), "called": 0}
    told = {"phone": last.phone, "known_from": f"{last.known_from}, about document {document_id}"}
    parts.store.account_called(parts.client, [new], actor=last.actor, spoke_with=last.spoke_with, **told)
    return {"accounts_proposed": 1, "called": 1}


def waiting_accounts(parts: Parts, vendor_id: str = "") -> list[PayeeAccount]:
    """Vendors' bank details that wait for a call or for a second person."""
    waiting = parts.store.accounts(parts.client, state="proposed")
    return [one for one in waiting if one.payee_id == f"{VENDOR}{vendor_id}" or (not vendor_id and is_vendors(one))]


def active_accounts(parts: Parts) -> dict[str, tuple[int, BankDetails]]:
    """What may be paid to, by vendor id."""
    return {
        one.payee_id.removeprefix(VENDOR): (one.account_id, account_from(_opened(parts, one)))
        for one in parts.store.accounts(parts.client, state="active")
        if is_vendors(one)
    }


def shown(parts: Parts, one: PayeeAccount) -> dict[str, str | int]:
    """Bank details as people see them."""
    details = account_from(_opened(parts, one))
    return {
        "account_id": one.account_id,
        "vendor": one.payee_id.removeprefix(VENDOR),
        "account": details.account.masked,
        "state": one.state,
        "entered_by": one.entered_by,
    }


def is_vendors(one: PayeeAccount) -> bool:
    """Whether it is a vendor's account, not an employee's."""
    return one.payee_id.startswith(VENDOR)


def can_be_paid(details: BankDetails, system: str) -> bool:
    """Whether these details are of that payment system: a routing number for ACH, an IBAN for SEPA."""
    if system == "nacha":
        return routing_is_valid(details.routing)
    return bool(iban.is_valid(details.account.plain()))


def compact(number: str) -> str:
    """An account number without blanks and dashes, upper case."""
    return re.sub(r"[^0-9A-Za-z]", "", number).upper()


def _opened(parts: Parts, one: PayeeAccount) -> bytes:
    return parts.seal.open(f"account/{one.payee_id}", one.sealed)


def _propose(parts: Parts, vendor_id: str, details: BankDetails, *, actor: str) -> int | None:
    payee_id, content = f"{VENDOR}{vendor_id}", account_bytes(details)
    sealed = parts.seal.close(f"account/{payee_id}", content)
    mark = parts.seal.mark(content.decode())
    return parts.store.propose_account(parts.client, payee_id, sealed=sealed, mark=mark, actor=actor)


def _problem(vendor_id: str, one: BankDetails, known: set[str]) -> str:
    if vendor_id not in known:
        return "is not in the client's master data"
    if can_be_paid(one, "nacha") or can_be_paid(one, "sepa"):
        return ""
    return "the IBAN or the routing number fails its check digits"
