"""Before and after of one form: what it says against what is on file, sealed; shown masked where it is sensitive."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payroll_papers import employee_from
from bpo_pipeline.model.draft import Record
from bpo_pipeline.model.onboarding import Change, ChangeRequest
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import Sensitive, hidden_kind, tax_id
from bpo_pipeline.qa.vendor_match import compact

FIELDS: dict[str, tuple[str, ...]] = {
    "w4": (
        "first_name_mi", "last_name", "ssn", "address", "city_state_zip", "form_year", "filing_status",
        "multiple_jobs", "dependents_total", "other_income", "deductions", "extra_withholding", "exempt",
    ),
    "i9": (
        "first_name", "last_name", "ssn", "date_of_birth", "address", "city", "state", "zip", "citizenship_status",
        "alien_number", "work_auth_expiration",
    ),
    "w9": (
        "name", "business_name", "tax_classification", "ssn", "ein", "address", "city_state_zip", "exempt_payee_code",
    ),
    "direct_deposit": ("routing_number", "account_number", "account_type"),
}  # fmt: skip
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What is on file and what the form says, by field."""

    before: Values
    after: Values

    @property
    def fields(self) -> tuple[str, ...]:
        """What changes."""
        return tuple(name for name, value in self.after.items() if value != self.before.get(name, ""))

    def sealed(self, parts: Parts, request_id: str) -> bytes:
        """Both, sealed for the request."""
        return parts.seal.close(f"change/{request_id}", json.dumps([self.before, self.after]).encode())

    def shown(self) -> list[Change]:
        """What changes, as people see it."""
        return [Change(name, _shown(name, self.before.get(name, "")), _shown(name, self.after[name]))
                for name in self.fields]  # fmt: skip


def opened(parts: Parts, request: ChangeRequest) -> BeforeAfter:
    """The before and after of a request."""
    before, after = json.loads(parts.seal.open(f"change/{request.request_id}", request.sealed))
    return BeforeAfter(before, after)


def compared(parts: Parts, kind: str, subject_id: str, record: Record) -> BeforeAfter:
    """What the form says against what is on file for *subject_id* (empty: nothing)."""
    values = record.model_dump(mode="json", exclude_none=True)
    after = {name: str(values[name]) for name in FIELDS[kind] if values.get(name) not in {None, ""}}
    return BeforeAfter(_on_file(parts, kind, subject_id) if subject_id else {}, after)


def subject_of(parts: Parts, record: Record) -> str:
    """Whom on file the form is about: by number, else by a name that one has and no other number speaks against."""
    if isinstance(record, W9):
        number = compact(record.ein or record.ssn or "")
        vendors = parts.master().vendors
        by_number = [one.vendor_id for one in vendors if number and number in map(compact, one.tax_ids)]
        wanted = {_plain(record.name or ""), _plain(record.business_name or "")} - {""}
        by_name = [one.vendor_id for one in vendors if _plain(one.name) in wanted and not one.tax_ids]
        return _only(by_number) or _only(by_name)
    people = employees(parts)
    if isinstance(record, DirectDeposit):
        if record.employee_id in people:
            return record.employee_id or ""
        return _only([who for who, one in people.items() if _plain(one.name) == _plain(record.employee_name or "")])
    if not isinstance(record, W4 | I9):
        return ""
    ssn = tax_id(compact(record.ssn or ""))
    first = record.first_name_mi if isinstance(record, W4) else record.first_name
    name = _plain(f"{(first or ' ').split(' ')[0]} {record.last_name or ''}")
    by_ssn = [who for who, one in people.items() if record.ssn and one.ssn and _digits(one.ssn) == ssn]
    by_name = [who for who, one in people.items() if _plain(one.name) == name and one.ssn is None]
    return _only(by_ssn) or _only(by_name)


def employees(parts: Parts) -> dict[str, PaidEmployee]:
    """The payroll master list by employee id."""
    return {
        who: employee_from(parts.seal.open(f"employee/{who}", sealed))
        for who, sealed in parts.store.employees(parts.client).items()
    }


def _on_file(parts: Parts, kind: str, subject_id: str) -> Values:
    if kind == "w9":
        found = next((one for one in parts.master().vendors if one.vendor_id == subject_id), None)
        return {"name": found.name, "ein": " ".join(found.tax_ids)} if found else {}
    if kind == "direct_deposit":
        return _active_account(parts, subject_id)
    sealed = parts.store.employee_form(parts.client, subject_id, kind)
    if sealed is None:
        return {}
    values: Values = json.loads(parts.seal.open(f"form/{subject_id}/{kind}", sealed))
    return values


def _active_account(parts: Parts, employee_id: str) -> Values:
    for one in parts.store.accounts(parts.client, state="active"):
        if one.payee_id == employee_id:
            values = json.loads(parts.seal.open(f"account/{employee_id}", one.sealed))
            kind = "savings" if values["savings"] else "checking"
            return {"routing_number": values["routing"], "account_number": values["account"], "account_type": kind}
    return {}


def _shown(name: str, value: str) -> str:
    kind = hidden_kind(name)
    return Sensitive(value, kind).masked if value and kind else value


def _digits(one: Sensitive) -> Sensitive:
    return tax_id(compact(one.plain()))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())


def _only(found: list[str]) -> str:
    return found[0] if len(found) == 1 else ""
