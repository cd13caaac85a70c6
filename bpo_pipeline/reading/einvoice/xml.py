"""XML from strangers: no DTD, no entities, no network, no comments; text by XPath ``string()``.

Comments must go: in ``<PayableAmount>100<!-- -->0.00</PayableAmount>`` the element's ``.text`` is "100".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)|(\d{4})(\d{2})(\d{2})\d{4}(?:\d{2})?(?!\d)", re.ASCII)
"""ISO 8601, or UNTDID 2379 formats 102 (day), 203 (minute) and 204 (second)."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


def parse(content: bytes) -> etree._Element:
    """The root element of a document.

    Raises Refused: xml_dtd (set apart) when there is a document type declaration, corrupt when it is not XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        if b"<!DOCTYPE" in content.replace(b"\0", b""):
            raise _dtd() from problem
        raise Refused(Reason.CORRUPT, "The XML is not well formed; please send it again.") from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd()
    return root


def _dtd() -> Refused:
    sentence = "The XML carries a document type declaration, which no e-invoice may have."
    return Refused(Reason.XML_DTD, sentence, DispositionKind.QUARANTINE)


@dataclass(slots=True)
class Collector:
    """Gathers values and where they were found; the first hit of a field stays."""

    namespaces: dict[str, str]
    values: dict[str, str]
    locations: dict[str, str]

    def find(self, start: etree._Element | None, *paths: str) -> etree._Element | None:
        """The first element with text that one of the XPaths finds, in the order of the XPaths."""
        if start is None:
            return None
        for path in paths:
            for element in self.all(start, path):
                if text_of(element):
                    return element
        return None

    def all(self, start: etree._Element | None, path: str) -> list[etree._Element]:
        """All elements that an XPath finds."""
        if start is None:
            return []
        found = start.xpath(path, namespaces=self.namespaces)
        return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []  # noqa: SLF001

    def take(self, field: str, start: etree._Element | None, *paths: str) -> None:
        """Note the text of the first element found as the value of a field, normalised by the field's kind."""
        self.note(field, self.find(start, *paths))

    def note(self, field: str, *elements: etree._Element | None, joint: str = ", ") -> None:
        """Note the texts of elements, joined, as the value of a field."""
        there = [one for one in elements if one is not None and text_of(one)]
        if not there or field in self.values:
            return
        self.values[field] = normal(field, joint.join(text_of(one) for one in there))
        self.locations[field] = there[0].getroottree().getpath(there[0])


def text_of(element: etree._Element) -> str:
    """All text inside an element, white space folded."""
    return " ".join(str(element.xpath("string()")).split())


_TEXTS = frozenset(
    {
        "invoice_number", "currency", "purchase_order_number", "supplier_name", "supplier_address", "supplier_tax_id",
        "customer_name", "customer_tax_id", "payment_terms", "supplier_iban", "supplier_bic",
        "preceding_invoice_number", "description", "sku", "unit", "category",
    }
)  # fmt: skip


def normal(field: str, text: str) -> str:
    """ISO dates, plain decimal numbers; anything that is neither stays as it was, for qa to refuse."""
    name = field.rsplit(".", 1)[-1]
    if name in _TEXTS:
        return text.replace(" ", "") if name in ("supplier_iban", "supplier_bic") else text
    if name.endswith("_date"):
        match = _DATE.match(text)
        return "-".join(part for part in match.groups() if part) if match else text
    return text.lstrip("+") if _NUMBER.fullmatch(text) else text
