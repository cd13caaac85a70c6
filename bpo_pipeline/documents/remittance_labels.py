"""What remittance advices call their columns and their header: data, no code."""

from __future__ import annotations

from functools import lru_cache

from bpo_pipeline.documents.layout import folded

TITLES = ("remittance advice", "payment advice", "remittance", "payment remittance advice", "remittance notice",
          "payment notification", "advice of payment", "zahlungsavis", "avis de paiement", "payment remittance",
          "remittance statement", "electronic remittance advice", "betalingsspecificatie", "aviso de pago")  # fmt: skip
COLUMNS: dict[str, str] = {
    "invoice_number": "invoice number|invoice no|invoice|invoice #|reference|reference number|your reference|"
    "document number|document no|document|inv no|invoice ref|rechnung|rechnungsnummer|facture|your invoice|bill no",
    "invoice_date": "invoice date|date|document date|inv date|rechnungsdatum|doc date|date of invoice",
    "gross": "gross|gross amount|invoice amount|original amount|invoice total|amount|amount due|bruttobetrag|"
    "original amt|inv amount|total",
    "discount": "discount|discount taken|disc|skonto|cash discount|discounts",
    "deduction": "deduction|deductions|adjustment|adjustments|withheld|withholding|abzug|withholding tax|credits",
    "paid": "paid|amount paid|net amount|net|payment amount|payment|net paid|zahlbetrag|amount of payment|paid amount|"
    "net payment",
    "description": "description|details|text|po number|po no|purchase order|memo|type",
}
HEADER: dict[str, str] = {
    "payer_name": "from|payer|paid by|customer|payer name|remitter|auftraggeber",
    "payee_name": "to|payee|pay to|vendor|supplier|vendor name|supplier name|payee name|beneficiary|empfanger|paid to",
    "vendor_number": "vendor number|vendor no|vendor id|supplier number|supplier no|supplier id|vendor #|"
    "vendor account|kreditor|supplier code|payee id|vendor code",
    "document_number": "advice number|advice no|remittance number|remittance no|document number|document no|"
    "remittance id|avis nr",
    "document_date": "date|advice date|document date|remittance date|datum",
    "payment_date": "payment date|date paid|value date|check date|date of payment|settlement date|zahlungsdatum|"
    "paid on|effective date",
    "payment_method": "payment method|method|payment type|paid via|zahlungsart|method of payment|payment mode",
    "payment_reference": "payment reference|payment number|payment no|check number|cheque number|check no|eft number|"
    "transaction id|transfer reference|trace number|ach trace number|zahlungsreferenz|payment id|payment ref",
    "currency": "currency|wahrung|payment currency",
    "total_amount": "total|total paid|total amount|total payment|payment amount|amount paid|total amount paid|"
    "net payment|gesamtbetrag|payment total|total remitted|summe|remittance total|grand total",
}


@lru_cache(maxsize=2)
def _phrases(which: str) -> dict[str, str]:
    labels = COLUMNS if which == "columns" else HEADER
    return {"".join(folded(phrase)): name for name, text in labels.items() for phrase in text.split("|")}


def column_of(text: str) -> str | None:
    """The column that a heading names."""
    return _phrases("columns").get("".join(part for part in folded(text) if part not in {"usd", "eur", "gbp"}))


def label_of(text: str) -> str | None:
    """The header field that a label names."""
    return _phrases("header").get("".join(folded(text)))
