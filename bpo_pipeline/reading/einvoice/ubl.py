"""UBL 2.1 Invoice, CreditNote, Order and OrderChange: element by element to our fields.

Source: EN 16931-3-2 (syntax binding to UBL 2.1), Peppol BIS Billing 3.0, Peppol BIS Order.
"""

from __future__ import annotations

from lxml import etree

from bpo_pipeline.reading.einvoice.xml import Collector, text_of

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
ROOTS = {
    f"{{{_UBL}Invoice-2}}Invoice": "invoice",
    f"{{{_UBL}CreditNote-2}}CreditNote": "credit_note",
    f"{{{_UBL}Order-2}}Order": "purchase_order",
    f"{{{_UBL}OrderChange-2}}OrderChange": "purchase_order_change",
}
"""Root element to document type."""
CREDIT_NOTE_CODES = frozenset({"81", "83", "261", "262", "308", "381", "396", "420", "458", "502", "503", "532"})
"""UNTDID 1001 codes that EN 16931 lists for credit notes."""
_NAMESPACES = {"cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"}
_LINES = "cac:InvoiceLine | cac:CreditNoteLine | cac:OrderLine/cac:LineItem"
_TOTALS = "cac:LegalMonetaryTotal | cac:AnticipatedMonetaryTotal"


def read_ubl(root: etree._Element) -> tuple[str, str, Collector]:
    """Document type, profile (BT-24) and the values that the document carries."""
    found = Collector(dict(_NAMESPACES), {}, {})
    kind = ROOTS[str(root.tag)]
    code = found.find(root, "cbc:InvoiceTypeCode")
    if kind == "invoice" and code is not None and text_of(code) in CREDIT_NOTE_CODES:
        kind = "credit_note"
    profile = found.find(root, "cbc:CustomizationID")
    _head(found, root, order=kind.startswith("purchase_order"))
    _parties(found, root)
    _payment(found, root)
    _totals(found, root)
    for number, line in enumerate(found.all(root, _LINES)):
        _line(found, line, f"line_items.{number}.")
    return kind, "" if profile is None else text_of(profile), found


def _head(found: Collector, root: etree._Element, *, order: bool) -> None:
    found.take("purchase_order_number" if order else "invoice_number", root, "cbc:ID")
    found.take("issue_date", root, "cbc:IssueDate")
    found.take(
        "due_date", root, "cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate", "cac:PaymentTerms/cbc:PaymentDueDate"
    )
    found.take("currency", root, "cbc:DocumentCurrencyCode")
    found.take("purchase_order_number", root, "cac:OrderReference/cbc:ID")
    reference = "cac:BillingReference/cac:InvoiceDocumentReference/"
    found.take("preceding_invoice_number", root, f"{reference}cbc:ID")
    found.take("preceding_invoice_date", root, f"{reference}cbc:IssueDate")
    found.take(
        "requested_delivery_date",
        root,
        "cac:Delivery/cac:RequestedDeliveryPeriod/cbc:EndDate",
        "cac:Delivery/cac:RequestedDeliveryPeriod/cbc:StartDate",
        "cac:OrderLine/cac:LineItem/cac:Delivery/cac:RequestedDeliveryPeriod/cbc:EndDate",
    )


def _parties(found: Collector, root: etree._Element) -> None:
    for who, path in (
        ("supplier", "cac:AccountingSupplierParty/cac:Party | cac:SellerSupplierParty/cac:Party"),
        ("customer", "cac:AccountingCustomerParty/cac:Party | cac:BuyerCustomerParty/cac:Party"),
    ):
        party = next(iter(found.all(root, path)), None)
        found.take(f"{who}_name", party, "cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name")
        found.take(
            f"{who}_tax_id",
            party,
            "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='VAT']/cbc:CompanyID",
            "cac:PartyTaxScheme/cbc:CompanyID",
        )
        address = next(iter(found.all(party, "cac:PostalAddress")), None)
        if who == "supplier" and address is not None:
            _address(found, address)


def _address(found: Collector, address: etree._Element) -> None:
    lines = [
        one
        for path in ("cbc:StreetName", "cbc:AdditionalStreetName")
        for one in found.all(address, path)
        if text_of(one)
    ] or [one for one in found.all(address, "cac:AddressLine/cbc:Line") if text_of(one)]
    town = [
        one for one in (found.find(address, "cbc:PostalZone"), found.find(address, "cbc:CityName")) if one is not None
    ]
    parts = [text_of(one) for one in lines] + ([" ".join(text_of(one) for one in town)] if town else [])
    if parts:
        found.values["supplier_address"] = ", ".join(parts)
        found.locations["supplier_address"] = address.getroottree().getpath(address)


def _payment(found: Collector, root: etree._Element) -> None:
    account = "cac:PaymentMeans/cac:PayeeFinancialAccount/"
    found.take("supplier_iban", root, f"{account}cbc:ID")
    branch = f"{account}cac:FinancialInstitutionBranch/"
    found.take("supplier_bic", root, f"{branch}cbc:ID", f"{branch}cac:FinancialInstitution/cbc:ID")
    found.note("payment_terms", *found.all(root, "cac:PaymentTerms/cbc:Note"), joint="\n")


def _totals(found: Collector, root: etree._Element) -> None:
    totals = next(iter(found.all(root, _TOTALS)), None)
    found.take("net_total", totals, "cbc:TaxExclusiveAmount", "cbc:LineExtensionAmount")
    found.take("gross_total", totals, "cbc:TaxInclusiveAmount", "cbc:PayableAmount")
    for field, element in (
        ("discount_total", "AllowanceTotalAmount"),
        ("shipping_total", "ChargeTotalAmount"),
        ("prepaid", "PrepaidAmount"),
        ("rounding", "PayableRoundingAmount"),
        ("amount_due", "PayableAmount"),
    ):
        found.take(field, totals, f"cbc:{element}")
    currency = found.values.get("currency", "")
    own = f"[@currencyID='{currency}']" if currency.isalpha() else ""
    found.take("tax_total", root, f"cac:TaxTotal/cbc:TaxAmount{own}", "cac:TaxTotal/cbc:TaxAmount")
    for number, part in enumerate(found.all(root, f"cac:TaxTotal[cbc:TaxAmount{own}]/cac:TaxSubtotal")):
        at = f"taxes.{number}."
        found.take(f"{at}base", part, "cbc:TaxableAmount")
        found.take(f"{at}amount", part, "cbc:TaxAmount")
        found.take(f"{at}category", part, "cac:TaxCategory/cbc:ID")
        found.take(f"{at}rate", part, "cac:TaxCategory/cbc:Percent")


def _line(found: Collector, line: etree._Element, at: str) -> None:
    found.take(f"{at}description", line, "cac:Item/cbc:Name", "cac:Item/cbc:Description")
    found.take(f"{at}sku", line, "cac:Item/cac:SellersItemIdentification/cbc:ID")
    quantity = found.find(line, "cbc:InvoicedQuantity", "cbc:CreditedQuantity", "cbc:Quantity")
    found.note(f"{at}quantity", quantity)
    if quantity is not None and quantity.get("unitCode"):
        found.values[f"{at}unit"] = str(quantity.get("unitCode"))
        found.locations[f"{at}unit"] = found.locations[f"{at}quantity"]
    found.take(f"{at}unit_price", line, "cac:Price/cbc:PriceAmount")
    found.take(f"{at}price_basis_quantity", line, "cac:Price/cbc:BaseQuantity")
    found.take(f"{at}tax_rate", line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "cac:TaxTotal//cbc:Percent")
    found.take(f"{at}line_total", line, "cbc:LineExtensionAmount")
