"""Lists of bills: statements of account, reminders, open items. They look like an invoice and are none.

Each row is a bill of its own: a date, a number and an amount; nothing is counted or priced. Whatever such a paper is
called, its total is not a debt beside those of the bills in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.layout import Line, folded

_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?!\d)"
    r"|(?<!\w)\d{1,2}\.? [A-Za-zÀ-ÿ]{3,10}\.? \d{4}(?!\d)|(?<!\w)[A-Za-zÀ-ÿ]{3,10}\.? \d{1,2}, ?\d{4}(?!\d)"
)
_MONEY = re.compile(r"(?<![\d.,])-?\d{1,3}(?:[., ']?\d{3})*[.,]\d{2}(?![\d.,])")
_NUMBERS = frozenset(
    {
        *("".join(folded(one.phrase)) for one in LABELS if one.field == "invoice_number"),
        *(
            "invoice",
            "invoices",
            "bill",
            "document",
            "documentno",
            "documentnumber",
            "docno",
            "reference",
            "transaction",
        ),
        *("rechnung", "rechnungen", "beleg", "belegnr", "belegnummer", "facture", "factures", "piece", "factuur"),
        *("facturen", "factura", "facturas", "documento", "fattura", "fatture", "fatura"),
    }
)
_DATES = frozenset(
    {
        *("date", "invoicedate", "documentdate", "billdate", "datum", "rechnungsdatum", "belegdatum", "datefacture"),
        *("factuurdatum", "fecha", "fechafactura", "data", "datafattura", "dated", "vom"),
    }
)
_AMOUNTS = frozenset(
    {
        *("amount", "balance", "openamount", "open", "outstanding", "amountdue", "due", "debit", "credit", "original"),
        *("originalamount", "invoiceamount", "betrag", "saldo", "offen", "offenerbetrag", "rechnungsbetrag", "soll"),
        *("haben", "montant", "solde", "restedu", "bedrag", "openstaand", "importe", "pendiente", "importo", "valor"),
        *("total", "brutto", "payments", "charges", "paid"),
    }
)
_COUNTED = frozenset(
    {
        *("qty", "quantity", "unitprice", "price", "hours", "rate", "unit", "units", "item", "sku", "menge", "anzahl"),
        *("einzelpreis", "preis", "artikel", "position", "pos", "quantite", "prix", "prixunitaire", "aantal", "prijs"),
        *("cantidad", "precio", "quantita", "prezzo", "quantidade", "preco", "description", "bezeichnung"),
        *("beschreibung", "designation", "omschrijving", "descripcion", "descrizione", "descricao"),
    }
)
"""Columns of goods and services; a heading with one of these lists no bills."""
_FEWEST = 2
_AFTER = 30
"""Lines under the heading among which the bills stand."""


def is_list_of_bills(lines: Sequence[Line]) -> bool:
    """Whether the first page has a table of bills, and none of goods."""
    if not lines:
        return False
    first = [line for line in lines if line.page == lines[0].page]
    headings = [_names(line) for line in first]
    if any(len(names & _COUNTED) > 1 for names in headings):
        return False
    return any(
        bool(names & _NUMBERS and names & _DATES and names & _AMOUNTS) and _bills(first[place + 1 :]) >= _FEWEST
        for place, names in enumerate(headings)
    )


def _names(line: Line) -> set[str]:
    return {"".join(folded(cell.text)) for cell in line.cells}


def _bills(lines: Sequence[Line]) -> int:
    return sum(bool(_DATE.search(line.text) and _MONEY.search(line.text)) for line in lines[:_AFTER])
