"""A document as UBL 2.1, Invoice or CreditNote, valid under the rules of EN 16931."""

from __future__ import annotations

from decimal import Decimal

from bpo_pipeline.documents.fields import TaxLine
from bpo_pipeline.generator.blocks import payment_terms
from bpo_pipeline.generator.commerce import ZERO, Line, Paper
from bpo_pipeline.generator.locales import wording_of
from bpo_pipeline.generator.masterdata import Customer, VendorCard
from bpo_pipeline.generator.xmltree import Node, write_xml

PROFILE = "urn:cen.eu:en16931:2017"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def render_ubl(paper: Paper) -> bytes:
    """The document as UBL XML; only for VAT and reverse charge, which is where UBL is used."""
    credit = paper.doc_type == "credit_note"
    kind = "CreditNote" if credit else "Invoice"
    words = wording_of(paper.vendor, paper.currency)
    terms = payment_terms(paper, words) or words.label("at_once")
    body: list[Node | None] = [
        ("cbc:CustomizationID", PROFILE),
        ("cbc:ID", paper.number),
        ("cbc:IssueDate", paper.issue_date.isoformat()),
        ("cbc:DueDate", paper.due_date.isoformat()) if paper.due_date else None,
        (f"cbc:{kind}TypeCode", "381" if credit else "380"),
        ("cbc:DocumentCurrencyCode", paper.currency),
        ("cac:OrderReference", [("cbc:ID", paper.order_number)]) if paper.order_number else None,
        _preceding(paper),
        ("cac:AccountingSupplierParty", [_party(paper.vendor)]),
        ("cac:AccountingCustomerParty", [_party(paper.customer)]),
        ("cac:PaymentMeans", [
            ("cbc:PaymentMeansCode", "58"),
            ("cac:PayeeFinancialAccount", [
                ("cbc:ID", paper.vendor.account),
                ("cac:FinancialInstitutionBranch", [("cbc:ID", paper.vendor.bic)]),
            ]),
        ]),
        ("cac:PaymentTerms", [("cbc:Note", terms)]),
        _extra(paper, charge=False, code="95", reason="Discount", amount=paper.discount),
        _extra(paper, charge=True, code="FC", reason="Freight", amount=paper.shipping),
        ("cac:TaxTotal", [
            _amount("TaxAmount", paper.tax_total, paper), *(_subtotal(tax, paper) for tax in paper.taxes),
        ]),
        _totals(paper),
        *(_line(place, line, paper, credit=credit) for place, line in enumerate(paper.lines, 1)),
    ]  # fmt: skip
    return write_xml((kind, body), {
        None: f"{_UBL}{kind}-2", "cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"
    })  # fmt: skip


def _preceding(paper: Paper) -> Node | None:
    if not paper.preceding_number or not paper.preceding_date:
        return None
    reference = [("cbc:ID", paper.preceding_number), ("cbc:IssueDate", paper.preceding_date.isoformat())]
    return ("cac:BillingReference", [("cac:InvoiceDocumentReference", reference)])


def _party(who: VendorCard | Customer) -> Node:
    return ("cac:Party", [
        ("cac:PostalAddress", [
            ("cbc:StreetName", who.street),
            ("cbc:CityName", who.city),
            ("cbc:PostalZone", who.postal_code),
            ("cac:Country", [("cbc:IdentificationCode", who.country)]),
        ]),
        ("cac:PartyTaxScheme", [("cbc:CompanyID", who.tax_id), _VAT]),
        ("cac:PartyLegalEntity", [("cbc:RegistrationName", who.name)]),
    ])  # fmt: skip


_VAT: Node = ("cac:TaxScheme", [("cbc:ID", "VAT")])


def _extra(paper: Paper, *, charge: bool, code: str, reason: str, amount: Decimal) -> Node | None:
    if not amount:
        return None
    return ("cac:AllowanceCharge", [
        ("cbc:ChargeIndicator", "true" if charge else "false"),
        ("cbc:AllowanceChargeReasonCode", code),
        ("cbc:AllowanceChargeReason", reason),
        _amount("Amount", amount, paper),
        ("cac:TaxCategory", _category(paper, paper.extras_rate)),
    ])  # fmt: skip


def _category(paper: Paper, rate: Decimal) -> list[Node]:
    return [("cbc:ID", paper.taxes[0].category), ("cbc:Percent", format(rate, "f")), _VAT]


def _subtotal(tax: TaxLine, paper: Paper) -> Node:
    category = _category(paper, tax.rate or ZERO)
    if tax.category == "AE":
        category[2:2] = [
            ("cbc:TaxExemptionReasonCode", "VATEX-EU-AE"),
            ("cbc:TaxExemptionReason", wording_of(paper.vendor, paper.currency).label("reverse")),
        ]
    return ("cac:TaxSubtotal", [
        _amount("TaxableAmount", tax.base or ZERO, paper),
        _amount("TaxAmount", tax.amount or ZERO, paper),
        ("cac:TaxCategory", category),
    ])  # fmt: skip


def _totals(paper: Paper) -> Node:
    return ("cac:LegalMonetaryTotal", [
        _amount("LineExtensionAmount", paper.lines_total, paper),
        _amount("TaxExclusiveAmount", paper.net_total, paper),
        _amount("TaxInclusiveAmount", paper.gross_total, paper),
        _amount("AllowanceTotalAmount", paper.discount, paper) if paper.discount else None,
        _amount("ChargeTotalAmount", paper.shipping, paper) if paper.shipping else None,
        _amount("PayableAmount", paper.gross_total, paper),
    ])  # fmt: skip


def _line(place: int, line: Line, paper: Paper, *, credit: bool) -> Node:
    kind, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    return (f"cac:{kind}", [
        ("cbc:ID", str(place)),
        (f"cbc:{quantity}", format(line.quantity, "f"), {"unitCode": line.unit}),
        _amount("LineExtensionAmount", line.line_total, paper),
        ("cac:Item", [
            ("cbc:Name", line.description),
            ("cac:SellersItemIdentification", [("cbc:ID", line.sku)]),
            ("cac:ClassifiedTaxCategory", _category(paper, line.tax_rate)),
        ]),
        ("cac:Price", [_amount("PriceAmount", line.unit_price, paper)]),
    ])  # fmt: skip


def _amount(name: str, value: Decimal, paper: Paper) -> Node:
    return (f"cbc:{name}", format(value, "f"), {"currencyID": paper.currency})
