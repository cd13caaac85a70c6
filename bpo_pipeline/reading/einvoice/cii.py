"""UN/CEFACT Cross Industry Invoice D16B, ZUGFeRD 1.0 and Order-X: element by element to our fields.

Source: EN 16931-3-3 (syntax binding to CII D16B), ZUGFeRD 1.0 and 2.x, Order-X 1.0. The three differ in
namespace versions and in the names of some containers, so each container is listed with all its names.
"""

from __future__ import annotations

from lxml import etree

from bpo_pipeline.reading.einvoice.ubl import CREDIT_NOTE_CODES
from bpo_pipeline.reading.einvoice.xml import Collector, text_of

ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure"})
"""Local names of the root elements: D16B, ZUGFeRD 1.0, Order-X."""
_ORDERS = {"220": "purchase_order", "230": "purchase_order_change"}
_ENTITIES = "ReusableAggregateBusinessInformationEntity"
_LINES = "ram:IncludedSupplyChainTradeLineItem[ram:SpecifiedTradeProduct or descendant::ram:LineTotalAmount]"
"""ZUGFeRD 1.0 also has lines that hold a remark and nothing else."""
_LINE_PARTS = "(ram:SpecifiedLineTrade{0} | ram:SpecifiedSupplyChainTrade{0})"


def read_cii(root: etree._Element) -> tuple[str, str, Collector]:
    """Document type, profile (BT-24) and the values that the document carries."""
    found = Collector(_namespaces(root), {}, {})
    document = found.find(root, "rsm:ExchangedDocument", "rsm:HeaderExchangedDocument")
    deal = found.find(root, "rsm:SupplyChainTradeTransaction", "rsm:SpecifiedSupplyChainTradeTransaction")
    agreement = found.find(deal, "ram:ApplicableHeaderTradeAgreement", "ram:ApplicableSupplyChainTradeAgreement")
    delivery = found.find(deal, "ram:ApplicableHeaderTradeDelivery", "ram:ApplicableSupplyChainTradeDelivery")
    settlement = found.find(deal, "ram:ApplicableHeaderTradeSettlement", "ram:ApplicableSupplyChainTradeSettlement")
    context = "(rsm:ExchangedDocumentContext | rsm:SpecifiedExchangedDocumentContext)"
    profile = found.find(root, f"{context}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")
    code = found.find(document, "ram:TypeCode")
    kind = _kind("" if code is None else text_of(code))
    order = kind.startswith("purchase_order")
    found.take("purchase_order_number" if order else "invoice_number", document, "ram:ID")
    found.take("issue_date", document, "ram:IssueDateTime")
    found.take("currency", settlement, "ram:InvoiceCurrencyCode", "ram:OrderCurrencyCode")
    _agreement(found, agreement)
    found.take("requested_delivery_date", delivery, "ram:RequestedDeliverySupplyChainEvent/ram:OccurrenceDateTime")
    _settlement(found, settlement)
    for number, line in enumerate(found.all(deal, _LINES)):
        _line(found, line, f"line_items.{number}.")
    return kind, "" if profile is None else text_of(profile), found


def _namespaces(root: etree._Element) -> dict[str, str]:
    entities = next(
        (
            str(etree.QName(one).namespace)
            for one in root.iter(etree.Element)
            if _ENTITIES in str(etree.QName(one).namespace)
        ),
        "urn:none",
    )
    return {"rsm": str(etree.QName(root).namespace), "ram": entities}


def _kind(code: str) -> str:
    if code in _ORDERS:
        return _ORDERS[code]
    return "credit_note" if code in CREDIT_NOTE_CODES else "invoice"


def _agreement(found: Collector, agreement: etree._Element | None) -> None:
    reference = "ram:BuyerOrderReferencedDocument/"
    found.take("purchase_order_number", agreement, f"{reference}ram:IssuerAssignedID", f"{reference}ram:ID")
    for who, path in (("supplier", "ram:SellerTradeParty"), ("customer", "ram:BuyerTradeParty")):
        party = found.find(agreement, path)
        found.take(f"{who}_name", party, "ram:Name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName")
        number = "ram:SpecifiedTaxRegistration/ram:ID"
        found.take(f"{who}_tax_id", party, f"{number}[@schemeID='VA']", f"{number}[@schemeID='FC']", number)
        if who == "supplier":
            _address(found, found.find(party, "ram:PostalTradeAddress"))


def _address(found: Collector, address: etree._Element | None) -> None:
    if address is None:
        return
    lines = [found.find(address, f"ram:{name}") for name in ("LineOne", "LineTwo", "LineThree")]
    town = [found.find(address, f"ram:{name}") for name in ("PostcodeCode", "CityName")]
    parts = [text_of(one) for one in lines if one is not None]
    place = " ".join(text_of(one) for one in town if one is not None)
    if parts or place:
        found.values["supplier_address"] = ", ".join([*parts, place] if place else parts)
        found.locations["supplier_address"] = address.getroottree().getpath(address)


def _settlement(found: Collector, settlement: etree._Element | None) -> None:
    means = "ram:SpecifiedTradeSettlementPaymentMeans/"
    account = f"{means}ram:PayeePartyCreditorFinancialAccount/"
    found.take("supplier_iban", settlement, f"{account}ram:IBANID", f"{account}ram:ProprietaryID")
    found.take("supplier_bic", settlement, f"{means}ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")
    terms = "ram:SpecifiedTradePaymentTerms/"
    found.note("payment_terms", *found.all(settlement, f"{terms}ram:Description"), joint="\n")
    found.take("due_date", settlement, f"{terms}ram:DueDateDateTime")
    before = "ram:InvoiceReferencedDocument/"
    found.take("preceding_invoice_number", settlement, f"{before}ram:IssuerAssignedID", f"{before}ram:ID")
    found.take(
        "preceding_invoice_date", settlement, f"{before}ram:FormattedIssueDateTime", f"{before}ram:IssueDateTime"
    )
    totals = found.find(
        settlement,
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        "ram:SpecifiedTradeSettlementMonetarySummation",
    )
    for field, element in (
        ("net_total", "TaxBasisTotalAmount"),
        ("gross_total", "GrandTotalAmount"),
        ("discount_total", "AllowanceTotalAmount"),
        ("shipping_total", "ChargeTotalAmount"),
        ("prepaid", "TotalPrepaidAmount"),
        ("rounding", "RoundingAmount"),
        ("amount_due", "DuePayableAmount"),
    ):
        found.take(field, totals, f"ram:{element}")
    if "net_total" not in found.values:
        found.take("net_total", totals, "ram:LineTotalAmount")
    currency = found.values.get("currency", "")
    own = f"[@currencyID='{currency}']" if currency.isalpha() else ""
    found.take("tax_total", totals, f"ram:TaxTotalAmount{own}", "ram:TaxTotalAmount")
    for number, part in enumerate(found.all(settlement, "ram:ApplicableTradeTax")):
        at = f"taxes.{number}."
        found.take(f"{at}base", part, "ram:BasisAmount")
        found.take(f"{at}amount", part, "ram:CalculatedAmount")
        found.take(f"{at}category", part, "ram:CategoryCode")
        found.take(f"{at}rate", part, "ram:RateApplicablePercent", "ram:ApplicablePercent")


def _line(found: Collector, line: etree._Element, at: str) -> None:
    agreement, delivery, settlement = (
        next(iter(found.all(line, _LINE_PARTS.format(part))), None) for part in ("Agreement", "Delivery", "Settlement")
    )
    found.take(
        f"{at}description", line, "ram:SpecifiedTradeProduct/ram:Name", "ram:SpecifiedTradeProduct/ram:Description"
    )
    found.take(f"{at}sku", line, "ram:SpecifiedTradeProduct/ram:SellerAssignedID")
    quantity = found.find(delivery, "ram:BilledQuantity", "ram:RequestedQuantity", "ram:AgreedQuantity")
    found.note(f"{at}quantity", quantity)
    if quantity is not None and quantity.get("unitCode"):
        found.values[f"{at}unit"] = str(quantity.get("unitCode"))
        found.locations[f"{at}unit"] = found.locations[f"{at}quantity"]
    price = "ram:NetPriceProductTradePrice/"
    found.take(f"{at}unit_price", agreement, f"{price}ram:ChargeAmount")
    found.take(f"{at}price_basis_quantity", agreement, f"{price}ram:BasisQuantity")
    tax = "ram:ApplicableTradeTax/"
    found.take(f"{at}tax_rate", settlement, f"{tax}ram:RateApplicablePercent", f"{tax}ram:ApplicablePercent")
    found.take(
        f"{at}line_total",
        settlement,
        "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        "ram:SpecifiedTradeSettlementMonetarySummation/ram:LineTotalAmount",
    )
