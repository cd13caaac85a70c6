"""Payroll's papers as bytes, for sealing alone: here sensitive values leave their mask, and nothing is logged."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bpo_pipeline.model.payable import BankDetails
from bpo_pipeline.model.payroll import PaidEmployee, PayLine, PayrollBatch, WorkedDay
from bpo_pipeline.model.sensitive import account, tax_id


def employee_bytes(person: PaidEmployee) -> bytes:
    """An employee without bank details, which are kept on their own."""
    return json.dumps(_employee(replace(person, account=None, routing="", savings=False))).encode()


def employee_from(content: bytes) -> PaidEmployee:
    """What ``employee_bytes`` wrote."""
    return _to_employee(json.loads(content))


def account_bytes(payee: PaidEmployee | BankDetails) -> bytes:
    """An employee's or vendor's bank details."""
    plain = payee.account.plain() if payee.account else ""
    return json.dumps({"routing": payee.routing, "account": plain, "savings": payee.savings}).encode()


def account_from(content: bytes) -> BankDetails:
    """What ``account_bytes`` wrote."""
    values = json.loads(content)
    return BankDetails(account(values["account"]), values["routing"], bool(values["savings"]))


def with_account(person: PaidEmployee, content: bytes) -> PaidEmployee:
    """The employee with the bank details that ``account_bytes`` wrote."""
    details = account_from(content)
    return replace(person, routing=details.routing, account=details.account, savings=details.savings)


def batch_bytes(batch: PayrollBatch, held: tuple[tuple[str, str], ...] = ()) -> bytes:
    """The batch, and which timesheets are not in it; the same batch gives the same bytes."""
    return json.dumps(
        {
            "client": batch.client,
            "batch_id": batch.batch_id,
            "days": [one.isoformat() for one in (batch.first_day, batch.last_day, batch.pay_day)],
            "currency": batch.currency,
            "employees": [_employee(one) for one in batch.employees],
            "lines": [
                [
                    one.employee_id,
                    one.pay_code,
                    one.minutes,
                    _text(one.amount),
                    _text(one.rate),
                    one.department,
                    one.document_id,
                ]
                for one in batch.lines
            ],
            "worked": [
                [one.employee_id, one.day.isoformat(), one.work, one.minutes, one.document_id] for one in batch.days
            ],
            "held": [list(one) for one in held],
        },
        sort_keys=True,
    ).encode()


def batch_from(content: bytes) -> tuple[PayrollBatch, tuple[tuple[str, str], ...]]:
    """What ``batch_bytes`` wrote."""
    data = json.loads(content)
    first, last, pay = (dt.date.fromisoformat(one) for one in data["days"])
    batch = PayrollBatch(
        client=data["client"],
        batch_id=data["batch_id"],
        first_day=first,
        last_day=last,
        pay_day=pay,
        currency=data["currency"],
        employees=tuple(_to_employee(one) for one in data["employees"]),
        lines=tuple(
            PayLine(who, code, minutes, _number(amount), _number(rate), department, document)
            for who, code, minutes, amount, rate, department, document in data["lines"]
        ),
        days=tuple(
            WorkedDay(who, dt.date.fromisoformat(day), work, minutes, document)
            for who, day, work, minutes, document in data.get("worked", ())
        ),
    )
    return batch, tuple((document, why) for document, why in data["held"])


def _employee(one: PaidEmployee) -> dict[str, Any]:
    return {
        "employee_id": one.employee_id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "department": one.department,
        "title": one.title,
        "rate": _text(one.rate),
        "ssn": one.ssn.plain() if one.ssn else None,
        "routing": one.routing,
        "account": one.account.plain() if one.account else None,
        "savings": one.savings,
        "hired": one.hired.isoformat() if one.hired else None,
        "left": one.left.isoformat() if one.left else None,
    }


def _to_employee(values: dict[str, Any]) -> PaidEmployee:
    return PaidEmployee(
        employee_id=values["employee_id"],
        first_name=values["first_name"],
        last_name=values["last_name"],
        department=values["department"],
        title=values["title"],
        rate=_number(values["rate"]),
        ssn=tax_id(values["ssn"]) if values["ssn"] else None,
        routing=values["routing"],
        account=account(values["account"]) if values["account"] else None,
        savings=values["savings"],
        hired=dt.date.fromisoformat(values["hired"]) if values["hired"] else None,
        left=dt.date.fromisoformat(values["left"]) if values["left"] else None,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
