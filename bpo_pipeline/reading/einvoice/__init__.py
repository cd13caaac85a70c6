"""E-invoices: the data that a supplier's program wrote, from an XML file or from inside a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from bpo_pipeline.documents import document_type
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Structured
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.einvoice import cii, ubl
from bpo_pipeline.reading.einvoice.signs import turn_signs
from bpo_pipeline.reading.einvoice.xml import parse

EMBEDDED_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cii.xml")
"""Attachment names (lower case) under which Factur-X, ZUGFeRD and Order-X keep their data, preferred first."""


def read_einvoice(content: bytes, *, as_carried: bool = False) -> Structured:
    """Read an XML e-invoice or order: UBL 2.1, CII D16B, ZUGFeRD 1.0 or Order-X.

    An invoice (type 380, 384) over a negative amount is a credit note in all but its name. Inside of a PDF it is read
    as one; a file that is nothing but data stays what it says (*as_carried*), and a person is asked.

    Raises Refused: xml_dtd, corrupt, or unsupported_type for any other XML.
    """
    root = parse(content)
    name = etree.QName(root).localname
    if str(root.tag) in ubl.ROOTS:
        syntax, (kind, profile, found) = "ubl", ubl.read_ubl(root)
    elif name in cii.ROOTS:
        syntax, (kind, profile, found) = "cii", cii.read_cii(root)
    else:
        raise Refused(Reason.UNSUPPORTED_TYPE, f"The XML is no e-invoice that we know (its root is {name[:40]}).")
    if not as_carried and kind == "invoice" and found.values.get("gross_total", "").startswith("-"):
        kind = "credit_note"  # some suppliers write a credit note as type 380 or 384 with negative amounts
    if kind == "credit_note" and found.values.get("gross_total", "").startswith("-"):
        turn_signs(found.values)
    known = document_type(kind).record.model_fields
    values = {path: text for path, text in found.values.items() if path.split(".", 1)[0] in known}
    return Structured(syntax, profile, kind, values, {path: found.locations[path] for path in values})


def embedded(attachments: Sequence[tuple[str, bytes]]) -> bytes | None:
    """The attachment of a PDF that holds its data, or None when there is none.

    Of several, the name that the standards prefer wins; any other ``.xml`` counts when its root is a known one.
    """
    by_name = {name.casefold(): data for name, data in reversed(attachments)}
    for name in EMBEDDED_NAMES:
        if name in by_name:
            return by_name[name]
    for name, data in by_name.items():
        if name.endswith(".xml") and any(root in data[:4096] for root in _ROOTS):
            return data
    return None


_ROOTS = (b"CrossIndustryInvoice", b"CrossIndustryDocument", b"SCRDMCCBDACIOMessageStructure", b"ubl:schema:xsd:")
