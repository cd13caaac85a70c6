"""XML: e-invoices and bank statements only, without a document type declaration: nothing is expanded or fetched."""

from __future__ import annotations

import base64
import binascii
import re

from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import DispositionKind, Reason

ROOTS = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "ubl",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "ubl",
    "{urn:oasis:names:specification:ubl:schema:xsd:Order-2}Order": "ubl",
    "{urn:oasis:names:specification:ubl:schema:xsd:OrderChange-2}OrderChange": "ubl",
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": "cii",
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": "cii",
    "{urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100}SCRDMCCBDACIOMessageStructure": "cio",
}
STATEMENT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document")
"""The root of a bank's statement (ISO 20022 camt.053)."""
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BINARY = "EmbeddedDocumentBinaryObject", "AttachmentBinaryObject", "IncludedBinaryObject"
_PROGRAM = b"MZ", b"\x7fELF", b"PK", b"\xd0\xcf\x11\xe0"


def refuse_declarations(content: bytes) -> None:
    """Raise Refused (quarantine:xml_dtd) when the XML declares a document type or entities."""
    text = (
        content.decode("utf-16", "replace") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else content.decode("latin-1")
    )
    if "\0" in text[:64]:  # UTF-16 or UTF-32 without a mark
        text = text.replace("\0", "")
    if _DECLARATION.search(text):
        sentence = "The XML declares a document type or entities, which no e-invoice needs. Please send it without."
        raise Refused(Reason.XML_DTD, sentence, DispositionKind.QUARANTINE)


def parser() -> etree.XMLParser:
    """The only parser for foreign XML: nothing is fetched, expanded or loaded; comments cannot split a value."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def screen_xml(content: bytes, limits: Limits) -> tuple[Remark, ...]:
    """Check the XML of an e-invoice or bank statement; remarks are for a person.

    Raises Refused: xml_dtd, nesting_limit, corrupt, unsupported_type, embedded_file, malware.
    """
    refuse_declarations(content)
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem).lower():
            sentence = f"The XML is nested deeper than {limits.nesting} levels."
            raise Refused(Reason.NESTING_LIMIT, sentence, DispositionKind.QUARANTINE) from None
        raise Refused(Reason.CORRUPT, "The XML is not well-formed. Please send the file again.") from None
    if root.tag not in ROOTS and not STATEMENT.fullmatch(str(root.tag)):
        sentence = (
            "The XML is no UBL or CII invoice, credit note or order and no camt.053 statement. "
            "Please send one of these, or a PDF."
        )
        raise Refused(Reason.UNSUPPORTED_TYPE, sentence)
    return tuple(_remarks(root, limits))


def screen_ofx(content: bytes, _limits: Limits) -> tuple[Remark, ...]:
    """OFX is checked while it is read; what would expand is refused here. Raises Refused: xml_dtd."""
    refuse_declarations(content)
    return ()


def is_einvoice(content: bytes) -> bool:
    """Whether the bytes are XML of an e-invoice that passes the checks."""
    try:
        screen_xml(content, Limits())
    except Refused:
        return False
    return True


def _remarks(root: etree._Element, limits: Limits) -> list[Remark]:
    remarks: list[Remark] = []
    for element in root.iter():
        text = element.text or ""
        name = etree.QName(element).localname
        if name in _BINARY:
            _check_attachment(text)
        elif len(text) > limits.field_bytes:
            sentence = f"The element {name} holds more than {limits.field_bytes // 1024} KiB of text."
            remarks.append(Remark(Reason.FIELD_TOO_LONG.value, sentence))
    return remarks


def _check_attachment(text: str) -> None:
    try:
        content = base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return  # it is not read; only the invoice's own fields are
    refuse_malware(content)
    if content.startswith(_PROGRAM):
        sentence = "The e-invoice carries a program or an archive. Please send it without that attachment."
        raise Refused(Reason.EMBEDDED_FILE, sentence, DispositionKind.QUARANTINE)
