"""Files for the bank against the published schemas and sample files (folder BPO_CORPUS)."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bpo_pipeline.model.payment import Outcome, Payment
from bpo_pipeline.model.payroll_terms import SepaTerms
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.posting.payments.answers import read_answers
from bpo_pipeline.posting.payments.nacha import broken_rules
from bpo_pipeline.posting.payments.sepa import sepa_file

STANDARDS = Path(os.environ.get("BPO_CORPUS", ".")) / "forms" / "standards"
pytestmark = pytest.mark.skipif(not STANDARDS.is_dir(), reason="set BPO_CORPUS to the folder of the corpora")


@pytest.mark.parametrize("version", ["pain.001.001.03", "pain.001.001.09"])
def test_two_hundred_transfers_are_valid_under_the_published_schema(version: str) -> None:
    terms = SepaTerms(kind="sepa", name="Nordlicht GmbH", iban="DE89370400440532013000", version=version)  # type: ignore[arg-type]
    payments = [
        Payment(f"PAY{n}", f"V{n}", f"Søren & Çelik {n}", Decimal(n) / 100, "EUR", account("NL91ABNA0417164300"))
        for n in range(1, 201)
    ]
    made = sepa_file(payments, terms, execution=dt.date(2026, 11, 27), file_id="F1")
    schema = etree.XMLSchema(file=str(STANDARDS / "iso20022" / "xsd" / f"{version}.xsd"))
    schema.assertValid(etree.fromstring(made.content))


@pytest.mark.parametrize(
    "name",
    ["ccd-debit", "ppd-credit", "ppd-debit", "ppd-mixedDebitCredit", "segmentFile-ppd-credit", "segmentFile-ppd-debit"],
)
def test_valid_ach_files_pass(name: str) -> None:
    assert broken_rules((STANDARDS / "nacha" / "valid" / f"{name}.ach").read_text(encoding="latin1")) == ()


def test_every_broken_ach_file_is_named() -> None:
    files = sorted((STANDARDS / "nacha" / "invalid-or-edge").glob("*.ach"))
    assert len(files) >= 20
    assert [one.name for one in files if not broken_rules(one.read_text(encoding="latin1"))] == []


@pytest.mark.parametrize(
    ("name", "outcome", "codes"),
    [
        ("valid/cor-read", Outcome.CHANGE, ["C01"]),
        ("more/return-WEB", Outcome.RETURNED, ["R01", "R03"]),
        ("more/iat-addenda99", Outcome.RETURNED, ["R01"]),
        ("more/cor-example", Outcome.CHANGE, ["C01"]),
    ],
)
def test_published_returns_and_changes_are_read(name: str, outcome: Outcome, codes: list[str]) -> None:
    answers = read_answers((STANDARDS / "nacha" / f"{name}.ach").read_bytes())
    assert {one.outcome for one in answers} == {outcome}
    assert [one.code for one in answers][: len(codes)] == codes


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("pain002-epo_p_0_0_0_2018031510491259", []),
        ("pain002-epo_p_0_0_0_2018032614401842", ["*MsgId-005"]),
        ("pain002-epo_p_ch2909000000250094239_1109800799_0_2018032612092784", ["*MsgId-006", "EndToEndId-006-01-01"]),
        ("FI_camt_053_sample", None),
        ("FI_camt_054_sample", None),
    ],
)
def test_published_answers_of_banks_are_read(name: str, ids: list[str] | None) -> None:
    answers = read_answers((STANDARDS / "iso20022" / "moov-samples" / f"{name}.xml").read_bytes())
    assert ids is None or [one.payment_id for one in answers] == ids
