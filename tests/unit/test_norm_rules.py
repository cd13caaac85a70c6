"""The official EN 16931 rules on e-invoices as they come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from random import Random

import pytest

from bpo_pipeline.generator.cii import render_cii
from bpo_pipeline.generator.commerce import Paper, invent
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.ubl import render_ubl
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.rules.document_kind import remarks
from bpo_pipeline.reading.einvoice.canonical import canonical
from bpo_pipeline.reading.einvoice.rules import broken_rules

SYNTAXES = [("ubl", render_ubl), ("cii", render_cii)]


def a_paper() -> Paper:
    card = next(one for one in VENDORS["nordlicht"] if not one.receipts)
    return invent(Random(1), doc_type="invoice", vendor=card, client="nordlicht", today=dt.date(2026, 6, 1), serial=7)


def broken(content: bytes, syntax: str) -> set[str]:
    return {one.rule for one in broken_rules(canonical(content, {}).value, syntax)}


@pytest.mark.parametrize(("syntax", "render"), SYNTAXES)
def test_a_valid_e_invoice_breaks_no_rule(syntax: str, render: Callable[[Paper], bytes]) -> None:
    assert broken(render(a_paper()), syntax) == set()


@pytest.mark.parametrize(("syntax", "render"), SYNTAXES)
def test_an_amount_due_that_does_not_follow_breaks_br_co_16(syntax: str, render: Callable[[Paper], bytes]) -> None:
    wrong = re.sub(rb"((?:Payable|DuePayable)Amount[^>]*>)[0-9.]+", rb"\g<1>1.11", render(a_paper()))

    assert "BR-CO-16" in broken(wrong, syntax)


def test_a_currency_that_does_not_exist_breaks_br_cl_04() -> None:
    wrong = re.sub(rb"(InvoiceCurrencyCode>)[A-Z]{3}", rb"\g<1>EUX", render_cii(a_paper()))

    assert "BR-CL-04" in broken(wrong, "cii")


def test_a_broken_rule_becomes_a_finding_under_its_own_id() -> None:
    wrong = re.sub(rb"(PayableAmount[^>]*>)[0-9.]+", rb"\g<1>1.11", render_ubl(a_paper()))
    reading = Reading((), remarks=broken_rules(canonical(wrong, {}).value, "ubl"))

    assert "BR-CO-16" in {one.rule for one in remarks(reading)}
