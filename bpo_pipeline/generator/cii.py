"""A document as UN/CEFACT Cross Industry Invoice, in the EN 16931 profile of Factur-X and ZUGFeRD."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.documents.fields import TaxLine
from bpo_pipeline.generator.blocks import payment_terms
from bpo_pipeline.generator.commerce import ZERO, Line, Paper
from bpo_pipeline.generator.locales import wording_of
from bpo_pipeline.generator.masterdata import Customer, VendorCard
from bpo_pipeline.generator.xmltree import Node, write_xml

PROFILE = "urn:cen.eu:en16931:2017"
_CEFACT = "urn:un:unece:uncefact:data:"
NAMESPACES: dict[str | None, str] = {
    "rsm": f"{_CEFACT}standard:CrossIndustryInvoice:100",
    "ram": f"{_CEFACT}standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_CEFACT}standard:UnqualifiedDataType:100",
    "qdt": f"{_CEFACT}standard:QualifiedDataType:100",
}


def render_cii(paper: Paper) -> bytes:
    """The document as CII XML; only for VAT and reverse charge."""
    return write_xml(("rsm:CrossIndustryInvoice", [
        ("rsm:ExchangedDocumentContext", [
            ("ram:GuidelineSpecifiedDocumentContextParameter", [("ram:ID", PROFILE)]),
        ]),
        ("rsm:ExchangedDocument", [
            ("ram:ID", paper.number),
            ("ram:TypeCode", "381" if paper.doc_type == "credit_note" else "380"),
            ("ram:IssueDateTime", [_date("udt", paper.issue_date)]),
        ]),
        ("rsm:SupplyChainTradeTransaction", [
            *(_line(place, line, paper) for place, line in enumerate(paper.lines, 1)),
            ("ram:ApplicableHeaderTradeAgreement", [
                _party("SellerTradeParty", paper.vendor),
                _party("BuyerTradeParty", paper.customer),
                ("ram:BuyerOrderReferencedDocument", [("ram:IssuerAssignedID", paper.order_number)])
                if paper.order_number else None,
            ]),
            ("ram:ApplicableHeaderTradeDelivery", [
                ("ram:ActualDeliverySupplyChainEvent", [("ram:OccurrenceDateTime", [_date("udt", paper.issue_date)])]),
            ]),
            _settlement(paper),
        ]),
    ]), NAMESPACES)  # fmt: skip


def _date(prefix: str, day: dt.date) -> Node:
    return (f"{prefix}:DateTimeString", f"{day:%Y%m%d}", {"format": "102"})


def _party(role: str, who: VendorCard | Customer) -> Node:
    return (f"ram:{role}", [
        ("ram:Name", who.name),
        ("ram:PostalTradeAddress", [
            ("ram:PostcodeCode", who.postal_code),
            ("ram:LineOne", who.street),
            ("ram:CityName", who.city),
            ("ram:CountryID", who.country),
        ]),
        ("ram:SpecifiedTaxRegistration", [("ram:ID", who.tax_id, {"schemeID": "VA"})]),
    ])  # fmt: skip


def _line(place: int, line: Line, paper: Paper) -> Node:
    return ("ram:IncludedSupplyChainTradeLineItem", [
        ("ram:AssociatedDocumentLineDocument", [("ram:LineID", str(place))]),
        ("ram:SpecifiedTradeProduct", [("ram:SellerAssignedID", line.sku), ("ram:Name", line.description)]),
        ("ram:SpecifiedLineTradeAgreement", [
            ("ram:NetPriceProductTradePrice", [("ram:ChargeAmount", format(line.unit_price, "f"))]),
        ]),
        ("ram:SpecifiedLineTradeDelivery", [
            ("ram:BilledQuantity", format(line.quantity, "f"), {"unitCode": line.unit}),
        ]),
        ("ram:SpecifiedLineTradeSettlement", [
            ("ram:ApplicableTradeTax", _tax_kind(paper, line.tax_rate)),
            ("ram:SpecifiedTradeSettlementLineMonetarySummation", [("ram:LineTotalAmount", _text(line.line_total))]),
        ]),
    ])  # fmt: skip


def _settlement(paper: Paper) -> Node:
    words = wording_of(paper.vendor, paper.currency)
    due = [("ram:DueDateDateTime", [_date("udt", paper.due_date)])] if paper.due_date else []
    return ("ram:ApplicableHeaderTradeSettlement", [
        ("ram:InvoiceCurrencyCode", paper.currency),
        ("ram:SpecifiedTradeSettlementPaymentMeans", [
            ("ram:TypeCode", "58"),
            ("ram:PayeePartyCreditorFinancialAccount", [("ram:IBANID", paper.vendor.account)]),
            ("ram:PayeeSpecifiedCreditorFinancialInstitution", [("ram:BICID", paper.vendor.bic)]),
        ]),
        *(_tax(tax, paper) for tax in paper.taxes),
        _extra(paper, charge=False, code="95", reason="Discount", amount=paper.discount),
        _extra(paper, charge=True, code="FC", reason="Freight", amount=paper.shipping),
        ("ram:SpecifiedTradePaymentTerms", [
            ("ram:Description", payment_terms(paper, words) or words.label("at_once")), *due,
        ]),
        ("ram:SpecifiedTradeSettlementHeaderMonetarySummation", [
            ("ram:LineTotalAmount", _text(paper.lines_total)),
            ("ram:ChargeTotalAmount", _text(paper.shipping)),
            ("ram:AllowanceTotalAmount", _text(paper.discount)),
            ("ram:TaxBasisTotalAmount", _text(paper.net_total)),
            ("ram:TaxTotalAmount", _text(paper.tax_total), {"currencyID": paper.currency}),
            ("ram:GrandTotalAmount", _text(paper.gross_total)),
            ("ram:DuePayableAmount", _text(paper.gross_total)),
        ]),
        _preceding(paper),
    ])  # fmt: skip


def _tax_kind(paper: Paper, rate: Decimal) -> list[Node]:
    return [
        ("ram:TypeCode", "VAT"),
        ("ram:CategoryCode", paper.taxes[0].category),
        ("ram:RateApplicablePercent", format(rate, "f")),
    ]


def _tax(tax: TaxLine, paper: Paper) -> Node:
    reverse = tax.category == "AE"
    reason = wording_of(paper.vendor, paper.currency).label("reverse")
    return ("ram:ApplicableTradeTax", [
        ("ram:CalculatedAmount", _text(tax.amount or ZERO)),
        ("ram:TypeCode", "VAT"),
        ("ram:ExemptionReason", reason) if reverse else None,
        ("ram:BasisAmount", _text(tax.base or ZERO)),
        ("ram:CategoryCode", tax.category),
        ("ram:ExemptionReasonCode", "VATEX-EU-AE") if reverse else None,
        ("ram:RateApplicablePercent", format(tax.rate or Decimal(0), "f")),
    ])  # fmt: skip


def _extra(paper: Paper, *, charge: bool, code: str, reason: str, amount: Decimal) -> Node | None:
    if not amount:
        return None
    return ("ram:SpecifiedTradeAllowanceCharge", [
        ("ram:ChargeIndicator", [("udt:Indicator", "true" if charge else "false")]),
        ("ram:ActualAmount", _text(amount)),
        ("ram:ReasonCode", code),
        ("ram:Reason", reason),
        ("ram:CategoryTradeTax", _tax_kind(paper, paper.extras_rate)),
    ])  # fmt: skip


def _preceding(paper: Paper) -> Node | None:
    if not paper.preceding_number or not paper.preceding_date:
        return None
    return ("ram:InvoiceReferencedDocument", [
        ("ram:IssuerAssignedID", paper.preceding_number),
        ("ram:FormattedIssueDateTime", [_date("qdt", paper.preceding_date)]),
    ])  # fmt: skip


def _text(value: Decimal) -> str:
    return format(value, "f")
