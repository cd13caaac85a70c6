"""Sensitive values show their mask wherever they go, and leave it in few known places."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import asdict, dataclass

import pytest
from pydantic import BaseModel

from bpo_pipeline.model.sensitive import Sensitive, SensitiveKind, account, hidden_kind, tax_id
from bpo_pipeline.settings import PROJECT

PLACES = {
    "flow/payroll.py",
    "flow/onboarding_changes.py",
    "flow/payroll_papers.py",
    "flow/vendor_accounts.py",
    "posting/payments/nacha.py",
    "posting/payments/sepa.py",
    "posting/targets/gusto.py",
}


@dataclass
class Holder:
    ssn: Sensitive


class Model(BaseModel):
    ssn: Sensitive


def test_a_value_shows_its_mask_everywhere() -> None:
    ssn = tax_id("212-34-5678")
    shown = (
        f"{ssn} {ssn!r} {ssn:>20} {[ssn]} {Holder(ssn)} {asdict(Holder(ssn))} {copy.deepcopy(ssn)} "
        f"{Model(ssn=ssn)} {Model(ssn=ssn).model_dump()} {Model(ssn=ssn).model_dump_json()}"
    )
    assert "212" not in shown
    assert shown.count("***-**-5678") >= 9


@pytest.mark.parametrize("write", [json.dumps, pickle.dumps])
def test_a_value_is_not_written_by_accident(write: object) -> None:
    with pytest.raises(TypeError):
        write(tax_id("212-34-5678"))  # type: ignore[operator]


def test_short_values_tell_nothing() -> None:
    assert str(account("12345")) == "****"
    assert str(tax_id("1234")) == "***-**-****"
    assert str(Sensitive("61250.00", SensitiveKind.PAY)) == "****"


@pytest.mark.parametrize(
    ("path", "kind", "amount", "hidden"),
    [
        ("ssn", "w4", False, SensitiveKind.TAX_ID),
        ("rows.0.counterparty_account", "bank_statement", False, SensitiveKind.ACCOUNT),
        ("date_of_birth", "i9", False, SensitiveKind.BIRTH_DATE),
        ("rows.3.this_period", "payslip", True, SensitiveKind.PAY),
        ("gross_total", "invoice", True, None),
        ("employer_ein", "w2", False, None),
    ],
)
def test_a_field_is_hidden_by_its_name_and_pay_by_its_paper(
    path: str, kind: str, amount: bool, hidden: SensitiveKind | None
) -> None:
    assert hidden_kind(path, kind, amount=amount) is hidden


def test_the_mask_is_taken_off_in_known_places_alone() -> None:
    root = PROJECT / "bpo_pipeline"
    users = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if ".plain()" in path.read_text(encoding="utf-8")
    }
    assert users == PLACES
