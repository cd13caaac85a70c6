"""A Bill written as UBL 2.1 Invoice or CreditNote (EN 16931-3-2, CEN/TS 16931-3-2:2020).

Every value comes from the approved record; what the record does not have comes from the vendor's master data (country,
VAT id) and the client's contract (the buyer). Credit notes have positive amounts: the document type says the direction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.fields import TaxLine
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.bill import ZERO, Bill, BillKind, BillLine, lines_as_invoiced

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
CAC = f"{UBL}:CommonAggregateComponents-2"
CBC = f"{UBL}:CommonBasicComponents-2"
EN16931 = "urn:cen.eu:en16931:2017"
_VAT_ID = re.compile(r"^(?P<country>[A-Z]{2})[0-9A-Z]{2,13}$")
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}
_IBAN = re.compile(r"^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$")
_SMALLEST_PRICE = Decimal("0.000001")
# VATEX codes that follow from the category itself, and the words for an exemption that has no code of its own
_EXEMPTION = {
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "K": ("VATEX-EU-IC", "Intra-Community supply"),
    "G": ("VATEX-EU-G", "Export outside the EU"),
    "O": ("VATEX-EU-O", "Not subject to VAT"),
    "E": ("", "Exempt from VAT"),
}
# printed unit -> UNECE Recommendation 20; what is not listed is counted as "one" (C62)
_UNITS = {
    "h": "HUR", "hr": "HUR", "hrs": "HUR", "hour": "HUR", "hours": "HUR", "std": "HUR", "stunde": "HUR",
    "stunden": "HUR", "heure": "HUR", "heures": "HUR", "uur": "HUR", "hora": "HUR", "horas": "HUR",
    "d": "DAY", "day": "DAY", "days": "DAY", "tag": "DAY", "tage": "DAY", "jour": "DAY", "jours": "DAY",
    "month": "MON", "monat": "MON", "monate": "MON", "mois": "MON", "kg": "KGM", "g": "GRM", "t": "TNE", "l": "LTR",
    "m": "MTR", "km": "KMT", "m2": "MTK", "m²": "MTK", "m3": "MTQ", "m³": "MTQ", "kwh": "KWH", "cm": "CMT",
}  # fmt: skip
_REC20 = frozenset({*_UNITS.values(), "C62", "H87", "EA", "XPP", "MIN", "SET", "PR", "LS"})


@dataclass(frozen=True, slots=True)
class Buyer:
    """The client, as its contract says."""

    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    tax_id: str = ""


def ubl_document(key: str, bill: Bill, buyer: Buyer) -> bytes:
    """The bill as XML with declaration, UTF-8. Raises Refused for what is no bill; rules are not checked here."""
    if bill.kind is BillKind.PURCHASE_ORDER:
        raise to_a_person("a purchase order is not a bill and does not become a UBL invoice")
    bill = _with_lines_that_tie(bill)
    return etree.tostring(_Writer(key, bill, buyer).write(), xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _with_lines_that_tie(bill: Bill) -> Bill:
    """The bill, with lines "as invoiced" where its own cannot be told apart by rate (BR-S-08 and its siblings)."""
    rates = [one.rate for one in bill.taxes]
    told = all(line.tax_rate in rates for line in bill.lines) and len(set(rates)) == len(rates)
    if told and (bill.discount or bill.shipping or all(not gap for _, gap in _gaps(bill))):
        return bill
    return replace(bill, lines=lines_as_invoiced(bill.taxes, bill.number), discount=ZERO, shipping=ZERO)


def _gaps(bill: Bill) -> list[tuple[TaxLine, Decimal]]:
    """Per tax line: its base minus its lines, that is its share of shipping minus its share of the discount."""
    return [
        (tax, (tax.base or ZERO) - sum((one.amount for one in bill.lines if one.tax_rate == tax.rate), ZERO))
        for tax in bill.taxes
    ]


class _Writer:
    """Writes one document; elements in the order that the UBL schema asks for."""

    def __init__(self, key: str, bill: Bill, buyer: Buyer) -> None:
        self._key = key
        self._bill = bill
        self._buyer = buyer
        self._credit = bill.kind is BillKind.CREDIT_NOTE

    def write(self) -> etree._Element:
        bill, record = self._bill, self._bill.record
        name = "CreditNote" if self._credit else "Invoice"
        spaces: dict[str | None, str] = {None: f"{UBL}:{name}-2", "cac": CAC, "cbc": CBC}
        root = etree.Element(f"{{{UBL}:{name}-2}}{name}", nsmap=spaces)  # type: ignore[arg-type]
        _text(root, "CustomizationID", EN16931)
        _text(root, "ID", bill.number)
        _text(root, "IssueDate", bill.issue_date.isoformat())
        if not self._credit and bill.due_date:
            _text(root, "DueDate", bill.due_date.isoformat())
        _text(root, f"{name}TypeCode", "381" if self._credit else "380")
        _text(root, "DocumentCurrencyCode", bill.currency)
        if record.purchase_order_number:
            _text(_part(root, "OrderReference"), "ID", record.purchase_order_number)
        if isinstance(record, CreditNote) and record.preceding_invoice_number:
            reference = _part(root, "BillingReference", "InvoiceDocumentReference")
            _text(reference, "ID", record.preceding_invoice_number)
            if record.preceding_invoice_date:
                _text(reference, "IssueDate", record.preceding_invoice_date.isoformat())
        posting = _part(root, "AdditionalDocumentReference")
        _text(posting, "ID", self._key)
        _text(posting, "DocumentDescription", "Posting key; the original lies beside this file under the same key")
        self._seller(_part(root, "AccountingSupplierParty", "Party"))
        self._customer(_part(root, "AccountingCustomerParty", "Party"))
        self._payment(root)
        self._allowances(root)
        self._tax_total(root)
        self._totals(root)
        for number, line in enumerate(bill.lines, start=1):
            self._line(root, number, line)
        return root

    def _seller(self, party: etree._Element) -> None:
        record, vendor = self._bill.record, self._bill.vendor
        known = [_compact(one) for one in (record.supplier_tax_id or "", *(vendor.tax_ids if vendor else ())) if one]
        vat = next((one for one in known if _VAT_ID.match(one)), "")
        if vendor:
            _text(_part(party, "PartyIdentification"), "ID", vendor.vendor_id)
        country = (vendor.country if vendor else "") or _COUNTRY_OF_PREFIX.get(vat[:2], vat[:2])
        street, _, rest = (record.supplier_address or "").partition(",")
        _address(party, country=country, street=street.strip(), rest=rest.strip())
        if vat:
            _tax_scheme(party, vat, "VAT")
        other = next((one for one in known if one and one != vat and not _VAT_ID.match(one)), "")
        if other:
            _tax_scheme(party, other, "TAX")
        _text(
            _part(party, "PartyLegalEntity"),
            "RegistrationName",
            record.supplier_name or (vendor.name if vendor else ""),
        )

    def _customer(self, party: etree._Element) -> None:
        record, buyer = self._bill.record, self._buyer
        _address(party, country=buyer.country)
        tax_id = _compact(record.customer_tax_id or buyer.tax_id)
        if _VAT_ID.match(tax_id):
            _tax_scheme(party, tax_id, "VAT")
        _text(_part(party, "PartyLegalEntity"), "RegistrationName", record.customer_name or buyer.name)

    def _payment(self, root: etree._Element) -> None:
        record = self._bill.record
        if not isinstance(record, Invoice):
            return
        account = _compact(record.supplier_iban or "")
        if account and not self._credit:
            means = _part(root, "PaymentMeans")
            # UNCL4461: 58 SEPA credit transfer, 30 credit transfer
            _text(means, "PaymentMeansCode", "58" if _IBAN.match(account) else "30")
            payee = _part(means, "PayeeFinancialAccount")
            _text(payee, "ID", account)
            if record.supplier_bic:
                _text(_part(payee, "FinancialInstitutionBranch"), "ID", _compact(record.supplier_bic))
        if record.payment_terms:
            _text(_part(root, "PaymentTerms"), "Note", record.payment_terms)

    def _allowances(self, root: etree._Element) -> None:
        """Discount and shipping of the document, each on the rate whose base they explain (BG-20, BG-21)."""
        bill = self._bill
        gaps = _gaps(bill)
        charges = [max(gap, ZERO) for _, gap in gaps]
        if sum(charges, ZERO) != bill.shipping:
            most = max(range(len(gaps)), key=lambda place: abs(gaps[place][1]))
            charges = [bill.shipping if place == most else ZERO for place in range(len(gaps))]
        for (tax, gap), charge in zip(gaps, charges, strict=True):
            for amount, is_charge, reason in ((charge - gap, False, "Discount"), (charge, True, "Shipping")):
                if amount:
                    part = _part(root, "AllowanceCharge")
                    _text(part, "ChargeIndicator", "true" if is_charge else "false")
                    _text(part, "AllowanceChargeReason", reason)
                    self._amount(part, "Amount", amount)
                    _category(part, "TaxCategory", tax)

    def _tax_total(self, root: etree._Element) -> None:
        total = _part(root, "TaxTotal")
        self._amount(total, "TaxAmount", self._bill.tax)
        for tax in self._bill.taxes:
            part = _part(total, "TaxSubtotal")
            self._amount(part, "TaxableAmount", tax.base or ZERO)
            self._amount(part, "TaxAmount", tax.amount or ZERO)
            _category(part, "TaxCategory", tax, reason=True)

    def _totals(self, root: etree._Element) -> None:
        """BG-22. A receipt is paid already: its whole amount is prepaid."""
        bill, record = self._bill, self._bill.record
        prepaid = rounding = ZERO
        if isinstance(record, Invoice):
            prepaid, rounding = record.prepaid or ZERO, record.rounding or ZERO
        elif bill.kind is BillKind.RECEIPT:
            prepaid = bill.total
        part = _part(root, "LegalMonetaryTotal")
        self._amount(part, "LineExtensionAmount", sum((one.amount for one in bill.lines), ZERO))
        self._amount(part, "TaxExclusiveAmount", bill.net)
        self._amount(part, "TaxInclusiveAmount", bill.total)
        for name, amount in (("Allowance", bill.discount), ("Charge", bill.shipping)):
            if amount:
                self._amount(part, f"{name}TotalAmount", amount)
        if prepaid:
            self._amount(part, "PrepaidAmount", prepaid)
        if rounding:
            self._amount(part, "PayableRoundingAmount", rounding)
        self._amount(part, "PayableAmount", bill.total - prepaid + rounding)

    def _line(self, root: etree._Element, number: int, line: BillLine) -> None:
        sign = -1 if line.unit_price < 0 else 1  # BR-27: a price is never negative, a quantity may be
        name = "CreditNote" if self._credit else "Invoice"
        part = _part(root, f"{name}Line")
        _text(part, "ID", str(number))
        counted = _text(part, "CreditedQuantity" if self._credit else "InvoicedQuantity", _plain(line.quantity * sign))
        counted.set("unitCode", _unit(line.unit))
        self._amount(part, "LineExtensionAmount", line.amount)
        reduction = to_cents(line.quantity * line.unit_price) - to_cents(line.amount)
        if reduction:
            change = _part(part, "AllowanceCharge")
            _text(change, "ChargeIndicator", "false" if reduction > 0 else "true")
            _text(change, "AllowanceChargeReason", "Discount" if reduction > 0 else "Surcharge")
            self._amount(change, "Amount", abs(reduction))
        item = _part(part, "Item")
        _text(item, "Name", line.description)
        if line.sku:
            _text(_part(item, "SellersItemIdentification"), "ID", line.sku)
        tax = next(one for one in self._bill.taxes if one.rate == line.tax_rate)
        _category(item, "ClassifiedTaxCategory", tax)
        price = abs(line.unit_price)
        exact = price if price == price.quantize(_SMALLEST_PRICE) else price.quantize(_SMALLEST_PRICE)
        _text(_part(part, "Price"), "PriceAmount", _plain(exact)).set("currencyID", self._bill.currency)

    def _amount(self, parent: etree._Element, name: str, amount: Decimal) -> None:
        _text(parent, name, str(to_cents(amount))).set("currencyID", self._bill.currency)


def _part(parent: etree._Element, *names: str) -> etree._Element:
    for name in names:
        parent = etree.SubElement(parent, f"{{{CAC}}}{name}")
    return parent


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{CBC}}}{name}")
    element.text = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
    return element


def _address(party: etree._Element, *, country: str, street: str = "", rest: str = "") -> None:
    address = _part(party, "PostalAddress")
    for name, text in (("StreetName", street), ("AdditionalStreetName", rest)):
        if text:
            _text(address, name, text)
    if country:
        _text(_part(address, "Country"), "IdentificationCode", country)


def _tax_scheme(party: etree._Element, tax_id: str, scheme: str) -> None:
    part = _part(party, "PartyTaxScheme")
    _text(part, "CompanyID", tax_id)
    _text(_part(part, "TaxScheme"), "ID", scheme)


def _category(parent: etree._Element, name: str, tax: TaxLine, *, reason: bool = False) -> None:
    part = _part(parent, name)
    category = tax.category or "S"
    _text(part, "ID", category)
    if category != "O":
        _text(part, "Percent", _plain(tax.rate or ZERO))
    if reason and category in _EXEMPTION:
        code, words = _EXEMPTION[category]
        if code:
            _text(part, "TaxExemptionReasonCode", code)
        _text(part, "TaxExemptionReason", words)
    _text(_part(part, "TaxScheme"), "ID", "VAT")


def _unit(printed: str) -> str:
    word = printed.strip().rstrip(".")
    return word.upper() if word.upper() in _REC20 else _UNITS.get(word.lower(), "C62")


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


def _compact(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
