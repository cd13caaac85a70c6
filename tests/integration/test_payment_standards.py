"""Files for the bank against the published schemas and sample files (folder BPO_CORPUS)."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bpo_pipeline.model.payment import Payment
from bpo_pipeline.model.payroll_terms import SepaTerms
from bpo_pipeline.model.sensitive import account
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
    "name", ["ccd-debit", "ppd-credit", "ppd-debit", "ppd-mixedDebitCredit", "segmentFile-ppd-credit"]
)
def test_valid_ach_files_pass(name: str) -> None:
    assert broken_rules((STANDARDS / "nacha" / "valid" / f"{name}.ach").read_text(encoding="latin1")) == ()


@pytest.mark.parametrize(
    "name", ["20110729A-invalid", "invalid-two-micro-deposits", "ppd-debit-invalid-entryDetail-checkDigit"]
)
def test_broken_ach_files_are_named(name: str) -> None:
    assert broken_rules((STANDARDS / "nacha" / "invalid-or-edge" / f"{name}.ach").read_text(encoding="latin1"))
