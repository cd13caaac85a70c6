"""Onboarding: an accepted W-4, W-9, I-9 or direct-deposit form changes master data only after another person said so.

An employee's form goes into the payroll master list, bank details are only proposed (the call and its second person
come after), a vendor's tax id goes to its party in Tryton. Collecting, approving and applying twice is once.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.onboarding_changes import BeforeAfter, compared, employees, opened, subject_of
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payroll_papers import account_bytes, employee_bytes
from bpo_pipeline.model.onboarding import Change, ChangeRequest
from bpo_pipeline.model.payable import VENDOR, BankDetails
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import account, tax_id
from bpo_pipeline.posting.payments.nacha import routing_is_valid
from bpo_pipeline.posting.targets.tryton import Tryton

WHOLE = re.compile(r"100 ?%|full|entire|whole|net|all|remain", re.IGNORECASE)


class Onboarding:
    """One client's change requests."""

    def __init__(self, parts: Parts) -> None:
        """Work with these parts; nothing is asked yet."""
        self._parts = parts

    def collect(self) -> list[str]:
        """Make a request of each accepted form that has none; ids of all requests that wait."""
        parts = self._parts
        for document_id in parts.store.forms_without_request(parts.client):
            record = self._record(document_id)
            kind = self._kind(document_id)
            subject_id = subject_of(parts, record)
            parts.store.put_request(self._request(document_id, kind, subject_id, record))
        return [one.request_id for one in parts.store.change_requests(parts.client, states={"open"})]

    def waiting(self) -> list[tuple[ChangeRequest, list[Change]]]:
        """The requests that wait or were approved and are not in their target yet, with what changes, masked."""
        found = self._parts.store.change_requests(self._parts.client, states={"open", "approved"})
        return [(one, opened(self._parts, one).shown()) for one in found]

    def assign(self, request_id: str, subject_id: str, *, actor: str) -> None:
        """Say whom a request is about: an employee (also a new one) or a vendor on file."""
        request = self._of(request_id)
        known = {one.vendor_id for one in self._parts.master().vendors} if request.kind == "w9" else {subject_id}
        if subject_id not in known or subject_id.startswith(VENDOR) or not subject_id:
            message = f"{subject_id!r} is not on file; a vendor is made in the client's books first"
            raise AskAPerson(message)
        made = self._request(request_id, request.kind, subject_id, self._record(request_id))
        self._parts.store.assign_request(made, actor=actor)

    def approve(self, request_id: str, *, actor: str) -> str:
        """Let a change be made, and make it; gives what was done. Raises NotAllowed for who accepted the form."""
        request = self._of(request_id)
        self._require_applicable(request)
        self._parts.store.decide_request(self._parts.client, request_id, actor=actor, approve=True)
        request = self._of(request_id)
        if request.state == "applied":
            return "was applied before"
        done = self._apply(request, opened(self._parts, request))
        self._parts.store.request_applied(self._parts.client, request_id)
        return done

    def decline(self, request_id: str, *, actor: str) -> bool:
        """Leave master data as they are."""
        return self._parts.store.decide_request(self._parts.client, request_id, actor=actor, approve=False)

    def _apply(self, request: ChangeRequest, change: BeforeAfter) -> str:
        parts, who = self._parts, request.subject_id
        if request.kind == "w9":
            number = change.after.get("ein") or change.after.get("ssn") or ""
            kind = "us_ein" if change.after.get("ein") else "us_ssn"
            self._tryton().add_tax_id(who, kind, number)
            return f"the tax id is with vendor {who} in Tryton"
        if request.kind == "direct_deposit":
            savings = change.after.get("account_type") == "savings"
            details = BankDetails(account(change.after["account_number"]), change.after["routing_number"], savings)
            content = account_bytes(details)
            sealed, mark = parts.seal.close(f"account/{who}", content), parts.seal.mark(content.decode())
            parts.store.propose_account(parts.client, who, sealed=sealed, mark=mark, actor=request.approved_by or "")
            return f"bank details of {who} are proposed; call back and let a second person confirm them"
        sealed = parts.seal.close(f"form/{who}/{request.kind}", json.dumps(change.after).encode())
        parts.store.put_employee_form(parts.client, who, request.kind, sealed=sealed, request_id=request.request_id)
        known = employees(parts).get(who)
        person = known or PaidEmployee(who, _first_name(change), change.after.get("last_name", ""))
        if known is None or (known.ssn is None and change.after.get("ssn")):
            person = replace(person, ssn=tax_id(change.after["ssn"]) if change.after.get("ssn") else None)
            closed = parts.seal.close(f"employee/{who}", employee_bytes(person))
            parts.store.put_employees(parts.client, {who: closed}, actor=request.approved_by or "")
        return f"the {request.kind} of {who} is in the payroll master list"

    def _require_applicable(self, request: ChangeRequest) -> None:
        """Raise AskAPerson for what nobody should approve because it cannot be made so."""
        record, change = self._record(request.request_id), opened(self._parts, request)
        why = ""
        if isinstance(record, DirectDeposit):
            if record.action == "cancel" or (record.amount and not WHOLE.search(record.amount)):
                why = "it cancels or splits somebody's pay: enter it in the payroll system"
            elif not routing_is_valid(change.after.get("routing_number", "")) or "account_number" not in change.after:
                why = "its bank details are not complete"
        elif request.kind == "w9":
            self._tryton()
            if not change.after.get("ein") and not change.after.get("ssn"):
                why = "it has no tax id"
        if why:
            message = f"the form {request.request_id} cannot be applied: {why}; decline it"
            raise AskAPerson(message)

    def _tryton(self) -> Tryton:
        for target in self._parts.targets().values():
            if isinstance(target, Tryton):
                return target
        message = f"the vendors of {self._parts.client} are listed in its contract; change it there"
        raise AskAPerson(message)

    def _request(self, document_id: str, kind: str, subject_id: str, record: SignedForm) -> ChangeRequest:
        change = compared(self._parts, kind, subject_id, record)
        sealed = change.sealed(self._parts, document_id)
        return ChangeRequest(document_id, self._parts.client, kind, subject_id, change.fields, sealed)

    def _of(self, request_id: str) -> ChangeRequest:
        for one in self._parts.store.change_requests(self._parts.client):
            if one.request_id == request_id:
                return one
        message = f"there is no change request {request_id} of {self._parts.client}"
        raise AskAPerson(message)

    def _record(self, document_id: str) -> SignedForm:
        case = self._parts.store.case(self._parts.client, document_id)
        record = case.draft.record if case and case.draft else None
        if not isinstance(record, SignedForm):
            message = f"document {document_id} is no form any more"
            raise AskAPerson(message)
        return record

    def _kind(self, document_id: str) -> str:
        case = self._parts.store.case(self._parts.client, document_id)
        return case.draft.document_type if case and case.draft else ""


def _first_name(change: BeforeAfter) -> str:
    return change.after.get("first_name") or change.after.get("first_name_mi", "").split(" ")[0]
