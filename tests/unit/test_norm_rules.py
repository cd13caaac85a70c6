"""The official EN 16931 rules on e-invoices as they come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

import pikepdf
import pytest

from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.flow.norm_rules import with_norm_rules
from bpo_pipeline.flow.understanding import MasterData, Understood, understand
from bpo_pipeline.generator.cii import render_cii
from bpo_pipeline.generator.commerce import Paper, invent
from bpo_pipeline.generator.facturx_pdf import render_facturx
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.ubl import render_ubl
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.ink import amounts_on_pages
from bpo_pipeline.qa.rules.document_kind import remarks
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.reading.einvoice.canonical import canonical
from bpo_pipeline.reading.einvoice.rules import broken_rules
from bpo_pipeline.reading.read import read_document

PDF = "application/pdf"


class Answer(NamedTuple):
    value: Any
    blobs: tuple[bytes, ...] = ()


class Here:
    """Runs the one task that is asked for in this very process."""

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Answer:
        assert task == "canonical"
        return Answer(canonical(content, arguments or {}).value)


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


CODES = [
    ("BR-CL-05", rb"(<ram:InvoiceCurrencyCode>)", rb"<ram:TaxCurrencyCode>EUX</ram:TaxCurrencyCode>\g<1>"),
    ("BR-CL-16", rb"(PaymentMeans>\s*<ram:TypeCode>)[0-9]+", rb"\g<1>999"),
    ("BR-CL-18", rb"(<ram:ApplicableTradeTax>.*?<ram:CategoryCode>)[A-Z]+", rb"\g<1>Q"),
    ("BR-CL-23", rb'(BilledQuantity unitCode=")[A-Z0-9]+', rb"\g<1>PCE"),
]


@pytest.mark.parametrize(("rule", "before", "after"), CODES)
def test_a_code_that_is_in_no_list_breaks_the_rule_of_that_list(rule: str, before: bytes, after: bytes) -> None:
    wrong = re.sub(before, after, render_cii(a_paper()), flags=re.DOTALL)

    assert rule in broken(wrong, "cii")


def test_a_breakdown_outside_of_vat_is_held_against_the_rules_of_its_category_alone() -> None:
    """EN 16931's schematron never comes to BR-CO-17 there: BR-O-09 has said it."""
    outside = re.sub(
        rb"(<ram:CalculatedAmount>)[0-9.]+(.*?<ram:CategoryCode>)S(</ram:CategoryCode>)"
        rb"\s*<ram:RateApplicablePercent>[^<]*</ram:RateApplicablePercent>",
        rb"\g<1>5.00\g<2>O\g<3>",
        render_cii(a_paper()),
        flags=re.DOTALL,
    )
    rules = broken(outside, "cii")

    assert "BR-O-09" in rules
    assert "BR-CO-17" not in rules


def test_a_broken_rule_becomes_a_finding_under_its_own_id() -> None:
    wrong = re.sub(rb"(PayableAmount[^>]*>)[0-9.]+", rb"\g<1>1.11", render_ubl(a_paper()))
    reading = Reading((), remarks=broken_rules(canonical(wrong, {}).value, "ubl"))

    assert "BR-CO-16" in {one.rule for one in remarks(reading)}


def hybrid(change: Callable[[bytes], bytes]) -> bytes:
    """A Factur-X whose XML was changed after the page was made."""
    with pikepdf.open(BytesIO(render_facturx(a_paper()))) as pdf:
        inside = next(iter(pdf.attachments.values())).obj.EF.F
        inside.write(change(inside.read_bytes()))
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def understood(content: bytes) -> Understood:
    """Without OCR of crops: what the data and the text of the page say."""
    here = Here()
    reading = reading_from_json(read_document(content, {"ocr": False}).value)
    reading = with_norm_rules(here, content, PDF, reading)
    contract = no_contract()
    master = MasterData()
    return understand(
        reading,
        contract=contract,
        master=master,
        today=dt.date(2026, 6, 1),
        reread=lambda *_: {},
        duplicates=lambda *_: (),
    )


def test_the_data_inside_of_a_pdf_is_held_against_the_rules_of_its_profile() -> None:
    right = understood(hybrid(lambda xml: xml))
    wrong = understood(hybrid(lambda xml: re.sub(rb"(DuePayableAmount[^>]*>)[0-9.]+", rb"\g<1>1.11", xml)))

    assert "BR-CO-16" not in {one.rule for one in right.findings}
    assert "BR-CO-16" in {one.rule for one in wrong.findings}


def test_a_profile_that_carries_less_is_not_asked_for_more() -> None:
    text = canonical(hybrid(lambda xml: xml), {"media_type": PDF}).value
    short = re.sub(r"<ram:ApplicableTradeTax>.*?</ram:ApplicableTradeTax>", "", text, flags=re.DOTALL)

    assert "BR-CO-18" in {one.rule for one in broken_rules(short, "cii", "urn:cen.eu:en16931:2017")}
    assert "BR-CO-18" not in {one.rule for one in broken_rules(short, "cii", "urn:factur-x.eu:1p0:minimum")}


def test_data_that_says_another_total_than_the_page_is_a_finding_with_both() -> None:
    paper = a_paper()
    gross = f"{paper.gross_total:.2f}".encode()
    known = understood(hybrid(lambda xml: xml.replace(gross, b"98765.43")))

    (said,) = [one for one in known.findings if one.rule == "xml-on-page" and one.path == "gross_total"]
    assert "98765.43" in said.sentence
    assert f"{paper.gross_total:.2f}" in said.sentence


def test_a_page_that_adds_up_to_another_total_is_found_though_it_shows_the_amount_somewhere() -> None:
    paper = a_paper()
    with_amount = replace(paper, order_number="98765.43")
    content = render_facturx(with_amount)
    gross = f"{paper.gross_total:.2f}".encode()
    with pikepdf.open(BytesIO(content)) as pdf:
        inside = next(iter(pdf.attachments.values())).obj.EF.F
        inside.write(inside.read_bytes().replace(gross, b"98765.43"))
        out = BytesIO()
        pdf.save(out)
    known = understood(out.getvalue())

    assert Decimal("98765.43") in amounts_on_pages(
        reading_from_json(read_document(out.getvalue(), {"ocr": False}).value)
    )
    assert [one.path for one in known.findings if one.rule == "xml-on-page"] == ["gross_total"]
