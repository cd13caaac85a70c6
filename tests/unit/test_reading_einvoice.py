"""E-invoices: the data that a supplier's program wrote, field by field, and what is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.documents import document_type
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading import read_document, reading_from_json
from bpo_pipeline.reading.einvoice import read_einvoice
from bpo_pipeline.reading.einvoice.xml import normal

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
UBL = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="{CAC}" xmlns:cbc="{CBC}">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>R-17</cbc:ID>
<cbc:IssueDate>2026-03-05</cbc:IssueDate><cbc:DueDate>2026-04-04Z</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Brand</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:StreetName>Weg 1</cbc:StreetName><cbc:CityName>Ulm</cbc:CityName>
<cbc:PostalZone>89073</cbc:PostalZone></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>Firma GmbH</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>DE02 1203 0000 0000 2020 51</cbc:ID></cac:PayeeFinancialAccount>
</cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">220.00</cbc:TaxAmount></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>100.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount>119.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount>11<!-- -->9.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Chair</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>C-1</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory>
<cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount>50.00</cbc:PriceAmount>
</cac:Price></cac:InvoiceLine></Invoice>"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>G-3</ram:ID><ram:TypeCode>{code}</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260305</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Desk</ram:Name>
</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
<ram:ChargeAmount>10.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="H87">{sign}3</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{sign}30.00</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty>
<ram:Name>Nord AG</ram:Name>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345</ram:ID></ram:SpecifiedTaxRegistration>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE1</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>{sign}30.00</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">0.00</ram:TaxTotalAmount><ram:GrandTotalAmount>{sign}30.00</ram:GrandTotalAmount>
<ram:DuePayableAmount>{sign}30.00</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>G-1</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


def read(content: bytes, media_type: str = "application/xml", **arguments: object) -> Reading:
    return reading_from_json(read_document(content, {"media_type": media_type, **arguments}).value)


def with_attachment(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(300, 200))
    canvas.drawString(20, 100, "Invoice with data inside it 4711")
    canvas.save()
    with pikepdf.open(io.BytesIO(target.getvalue())) as pdf:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type="text/xml")
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def test_ubl_gives_the_fields_of_an_invoice() -> None:
    found = read(UBL.encode()).structured

    assert found is not None
    assert (found.syntax, found.profile, found.document_type) == ("ubl", "urn:cen.eu:en16931:2017", "invoice")
    assert found.values == {
        "invoice_number": "R-17",
        "issue_date": "2026-03-05",
        "due_date": "2026-04-04",
        "currency": "EUR",
        "purchase_order_number": "PO-9",
        "supplier_name": "Firma GmbH",
        "supplier_tax_id": "DE123456789",
        "supplier_address": "Weg 1, 89073 Ulm",
        "supplier_iban": "DE02120300000000202051",
        "net_total": "100.00",
        "gross_total": "119.00",
        "amount_due": "119.00",
        "tax_total": "19.00",
        "taxes.0.base": "100.00",
        "taxes.0.amount": "19.00",
        "taxes.0.category": "S",
        "taxes.0.rate": "19",
        "line_items.0.description": "Chair",
        "line_items.0.sku": "C-1",
        "line_items.0.quantity": "2",
        "line_items.0.unit": "C62",
        "line_items.0.unit_price": "50.00",
        "line_items.0.tax_rate": "19",
        "line_items.0.line_total": "100.00",
    }


def test_every_value_says_where_it_was_found() -> None:
    found = read(UBL.encode()).structured

    assert found is not None
    assert found.locations.keys() == found.values.keys()
    assert found.locations["amount_due"].endswith("cac:LegalMonetaryTotal/cbc:PayableAmount")


def test_the_values_make_a_record_of_the_document_type() -> None:
    found = read(CII.format(code=381, sign="").encode()).structured

    assert found is not None
    fields = document_type(found.document_type).record.model_fields
    assert {path.split(".", 1)[0] for path in found.values} <= fields.keys()
    assert found.values["preceding_invoice_number"] == "G-1"


def test_a_comment_inside_an_amount_does_not_change_it() -> None:
    found = read(UBL.encode()).structured

    assert found is not None
    assert found.values["amount_due"] == "119.00"


def test_the_vat_number_goes_before_the_tax_office_number() -> None:
    found = read(CII.format(code=380, sign="").encode()).structured

    assert found is not None
    assert found.values["supplier_tax_id"] == "DE1"


@pytest.mark.parametrize("code", [380, 381, 384])
def test_negative_amounts_inside_a_pdf_make_a_credit_note_with_positive_amounts(code: int) -> None:
    found = read_einvoice(CII.format(code=code, sign="-").encode())

    assert found.document_type == "credit_note"
    assert found.values["gross_total"] == "30.00"
    assert found.values["tax_total"] == "0.00"
    assert (found.values["line_items.0.quantity"], found.values["line_items.0.unit_price"]) == ("3", "10.00")
    assert found.values["line_items.0.line_total"] == "30.00"


@pytest.mark.parametrize("code", [380, 384])
def test_a_file_of_data_alone_stays_the_negative_invoice_that_it_says_it_is(code: int) -> None:
    found = read(CII.format(code=code, sign="-").encode()).structured

    assert found is not None
    assert (found.document_type, found.values["gross_total"]) == ("invoice", "-30.00")


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;',
    ],
)
def test_a_document_type_declaration_is_set_apart(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(content)

    assert refusal.value.disposition.code == "quarantine:xml_dtd"


def test_other_xml_is_refused_by_its_root() -> None:
    with pytest.raises(Refused, match="catalogue") as refusal:
        read(b"<catalogue/>")

    assert refusal.value.disposition.reason is Reason.UNSUPPORTED_TYPE


def test_xml_that_is_cut_is_refused_as_corrupt() -> None:
    with pytest.raises(Refused) as refusal:
        read(UBL.encode()[:900])

    assert refusal.value.disposition.reason is Reason.CORRUPT


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml", "anything.xml"])
def test_data_inside_a_pdf_is_found_beside_its_words(name: str) -> None:
    reading = read(with_attachment(name, CII.format(code=380, sign="").encode()), "application/pdf", ocr=False)

    assert reading.structured is not None
    assert reading.structured.values["invoice_number"] == "G-3"
    assert reading.pages[0].words[-1].text == "4711"


def test_data_inside_a_pdf_can_be_ignored() -> None:
    content = with_attachment("factur-x.xml", CII.format(code=380, sign="").encode())

    assert read(content, "application/pdf", ignore_embedded_xml=True, ocr=False).structured is None


def test_broken_data_inside_a_pdf_is_reported_and_the_page_still_read() -> None:
    reading = read(with_attachment("factur-x.xml", b"<rsm:Cross"), "application/pdf", ocr=False)

    assert reading.structured is None
    assert [one.reason for one in reading.remarks] == [Reason.EMBEDDED_FILE]
    assert reading.pages[0].words


def test_a_declaration_inside_embedded_data_sets_the_pdf_apart() -> None:
    with pytest.raises(Refused) as refusal:
        read(with_attachment("factur-x.xml", b"<!DOCTYPE a []><a/>"), "application/pdf", ocr=False)

    assert refusal.value.disposition.code == "quarantine:xml_dtd"


@pytest.mark.parametrize("given", ["20260305", "202603051232", "20260305123259", "2026-03-05", "2026-03-05Z"])
def test_a_date_loses_its_time_and_zone(given: str) -> None:
    assert normal("issue_date", given) == "2026-03-05"


@pytest.mark.parametrize("given", ["5.3.2026", "2026030", "202603051"])
def test_what_is_no_date_stays_as_it_was(given: str) -> None:
    assert normal("issue_date", given) == given
