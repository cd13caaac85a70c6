"""A contract with a payroll or payables gets gates that fail closed, and nothing is sent before them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from test_dags import CONTRACTS, read_dags


@pytest.fixture(scope="module")
def dags(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    contract = yaml.safe_load((CONTRACTS / "lakeside.yaml").read_text())
    contract["payroll"] = {"files": [{"kind": "adp", "company_code": "ABC", "pay_codes": {"regular": "Reg Hours"}}]}
    del contract["employees_file"], contract["forms_files"]
    bank = {"kind": "sepa", "name": "Lakeside", "iban": "DE89370400440532013000"}
    contract["payables"] = {"since": "2026-11-01", "banks": [bank]}
    folder = tmp_path_factory.mktemp("contracts")
    (folder / "lakeside.yaml").write_text(yaml.safe_dump(contract))
    told = read_dags(folder, tmp_path_factory.mktemp("airflow"))
    assert not told["errors"]
    found: dict[str, Any] = told["dags"]
    return found


def test_a_contract_with_a_payroll_gets_a_gate(dags: dict[str, Any]) -> None:
    tasks = dags["release_payroll__lakeside"]["tasks"]
    assert list(tasks) == ["describe", "question", "settle", "was_released", "send", "book_hours"]
    paying = dags["pay_payroll__lakeside"]["tasks"]
    assert list(paying) == ["describe", "question", "settle", "pay", "book_journal"]
    for one in (tasks["question"], paying["question"]):
        assert one["kind"] == "HITLOperator"
        assert one["retries"] == 0
        assert one["answer_within"] == "2 days, 0:00:00"
        assert not one["defaults"], "without an answer the run fails and nothing is sent"
    assert "prepare" in dags["payroll__lakeside"]["tasks"]


def test_a_contract_with_payables_asks_two_people(dags: dict[str, Any]) -> None:
    tasks = dags["release_payments__lakeside"]["tasks"]
    steps = ("look", "question", "settle")
    assert set(tasks) == {"send", *(f"{number}_{step}" for number in ("first", "second") for step in steps)}
    for number in ("first", "second"):
        assert tasks[f"{number}_question"]["kind"] == "HITLOperator"
        assert tasks[f"{number}_question"]["retries"] == 0
    assert set(dags["payments__lakeside"]["tasks"]) == {"match", "prenotes", "propose", "open_question"}
