"""What bank statements call their columns and their header: data, no code. English, German, French, Dutch, Spanish."""

from __future__ import annotations

from functools import lru_cache

from bpo_pipeline.documents.layout import folded

COLUMNS: dict[str, str] = {
    "date": "date|posting date|post date|transaction date|trans date|booking date|date posted|posted|posted date|"
    "effective date|buchungstag|buchungsdatum|buchung|datum|date operation|date comptable|boekdatum|fecha",
    "value_date": "value date|valuta|wert|wertstellung|valutadatum|date valeur|date de valeur|rentedatum|fecha valor",
    "description": "description|details|transaction|transaction details|transaction description|particulars|narrative|"
    "narration|memo|payee|activity|transactions|verwendungszweck|buchungstext|text|libelle|omschrijving|concepto|"
    "extended details|name description|original description",
    "counterparty": "counterparty|name|beguenstigter zahlungspflichtiger|auftraggeber beguenstigter|empfanger|"
    "naam tegenpartij|beneficiary|payer payee",
    "counterparty_account": "counterparty account|kontonummer iban|iban auftraggeber|tegenrekening|iban counterparty",
    "remittance": "payment reference|remittance information|zahlungsreferenz",
    "deposit": "deposits|deposit|credits|credit|paid in|money in|additions|credit amount|deposits credits|"
    "deposits additions|deposit amount|amount credited|haben|gutschrift|credit eur|abono|bij|deposits and credits|"
    "deposits and additions|receipts|in",
    "withdrawal": "withdrawals|withdrawal|debits|debit|paid out|money out|subtractions|debit amount|payments|"
    "withdrawals debits|withdrawals subtractions|withdrawal amount|amount debited|soll|lastschrift|charges|af|"
    "withdrawals and debits|checks and debits|cheques and debits|out|cargo",
    "amount": "amount|transaction amount|betrag|umsatz|montant|bedrag|importe|amount usd|amount eur|betrag eur",
    "balance": "balance|running balance|running bal|daily balance|ledger balance|account balance|saldo|solde|"
    "kontostand|saldo nach buchung|closing balance|available balance|ending daily balance|balance eur|balance usd",
    "check_number": "check number|check|check no|check or slip|cheque no|cheque number|check num|ref check",
    "reference": "reference|ref|reference number|transaction id|ref no|reference no|transaction number|kundenreferenz|"
    "fitid|bank reference",
    "end_to_end_id": "end to end id|endtoendid|end to end reference|mandatsreferenz end to end",
    "currency": "currency|waehrung|wahrung|devise|ccy|munt",
    "direction": "debit credit|dr cr|cr dr|type|af bij|credit debit|soll haben|transaction type|d c|s h",
}  # fmt: skip
"""Column -> its headings."""

HEADER: dict[str, str] = {
    "account_number": "account number|account no|account|acct number|acct no|iban|kontonummer|konto|account iban|"
    "numero de compte|rekeningnummer|account nr|your account number",
    "period": "statement period|period|statement dates|for the period|period covered|zeitraum|periode|"
    "date range|statement from|statement date range",
    "period_end": "statement date|statement ending|closing date|ending date|as of|auszugsdatum|statement closing date",
    "opening_balance": "opening balance|beginning balance|previous balance|starting balance|balance forward|"
    "balance brought forward|brought forward|balance last statement|opening ledger balance|anfangssaldo|alter saldo|"
    "alter kontostand|solde initial|beginsaldo|saldo anterior|saldo inicial|starting bal|a balance|initial balance|"
    "balance b f|anfangsbestand",
    "closing_balance": "closing balance|ending balance|new balance|final balance|balance this statement|"
    "balance carried forward|carried forward|closing ledger balance|endsaldo|neuer saldo|neuer kontostand|"
    "solde final|eindsaldo|saldo final|saldo actual|current balance|balance c f|endbestand",
    "total_deposits": "total deposits|total credits|deposits and other additions|deposits and other credits|"
    "deposits and additions|total deposits and additions|total deposits and credits|total paid in|total money in|"
    "summe gutschriften|total additions|deposits credits|total deposits credits|credits|deposits|total haben",
    "total_withdrawals": "total withdrawals|total debits|withdrawals and other subtractions|total paid out|"
    "withdrawals and other debits|total withdrawals and debits|total money out|summe lastschriften|"
    "total subtractions|withdrawals debits|total withdrawals debits|debits|withdrawals|total soll",
    "total_fees": "service fees|service charges|total fees|total service fees|fees|service charge",
    "statement_number": "statement number|statement no|auszug nr|kontoauszug nr|sheet number|page and sheet",
    "account_holder": "account holder|account name|customer name|kontoinhaber|titulaire|account owner|customer|"
    "rekeninghouder|titular|prepared for",
    "bank_name": "bank name|financial institution|name of bank",
    "currency": "currency|waehrung|wahrung|devise|account currency",
    "bank_id": "bic|swift|swift bic|routing number|sort code|blz|aba number",
}  # fmt: skip
"""Field -> labels beside which its value stands."""


@lru_cache(maxsize=2)
def _phrases(which: str) -> dict[str, str]:
    labels = COLUMNS if which == "columns" else HEADER
    return {"".join(folded(phrase)): name for name, text in labels.items() for phrase in text.split("|")}


def column_of(text: str) -> str | None:
    """The column that a heading names, without its unit: ``Withdrawals ($)``."""
    parts = [part for part in folded(text.replace("_", " ")) if part not in {"usd", "eur", "gbp", "chf"}]
    return _phrases("columns").get("".join(parts))


def label_of(text: str) -> str | None:
    """The header field that a label names."""
    return _phrases("header").get("".join(folded(text)))
