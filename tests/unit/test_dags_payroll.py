"""A contract with a payroll gets its two DAGs: a batch gate that fails closed, and nothing is sent before it."""

from __future__ import annotations

from pathlib import Path

import yaml
from test_dags import CONTRACTS, read_dags


def test_a_contract_with_a_payroll_gets_a_gate(tmp_path: Path) -> None:
    contract = yaml.safe_load((CONTRACTS / "lakeside.yaml").read_text())
    contract["payroll"] = {"files": [{"kind": "adp", "company_code": "ABC", "pay_codes": {"regular": "Reg Hours"}}]}
    del contract["employees_file"]
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "lakeside.yaml").write_text(yaml.safe_dump(contract))

    told = read_dags(folder, tmp_path)

    assert not told["errors"]
    tasks = told["dags"]["release_payroll__lakeside"]["tasks"]
    assert list(tasks) == ["describe", "question", "settle", "was_released", "send", "book_hours"]
    paying = told["dags"]["pay_payroll__lakeside"]["tasks"]
    assert list(paying) == ["describe", "question", "settle", "pay", "book_journal"]
    for one in (tasks["question"], paying["question"]):
        assert one["kind"] == "HITLOperator"
        assert one["retries"] == 0
    assert "prepare" in told["dags"]["payroll__lakeside"]["tasks"]
