"""What the body of a paper says about its type: labels that only one type has, and whether it speaks of money."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.layout import Line, folded

_MONEY = re.compile(
    r"(?<![\w])(?:[€$£]\s?)?[0-9]{1,3}(?:[., ]?[0-9]{3}){0,4}[.,][0-9]{2}(?![\w.,][0-9])"
    r"|(?<![\w])(?:Rs\.?|RM|EUR|USD|[€$£₹])\s?[0-9]{1,7}\b"
)

_SIGNS: dict[str, tuple[str, ...]] = {
    "invoice": (
        *(
            "invoice number",
            "invoice no",
            "invoice date",
            "rechnungsnummer",
            "rechnungsdatum",
            "rechnung nr",
            "numero de facture",
        ),
        *(
            "date de facture",
            "facture n",
            "factuurnummer",
            "factuurdatum",
            "numero de factura",
            "fecha de factura",
            "factura n",
        ),
        *(
            "numero fattura",
            "data fattura",
            "numero da fatura",
            "bill to",
            "amount due",
            "due date",
            "payment terms",
            "rechnungsnr",
        ),
        *("remit to", "zahlbar bis", "date d echeance", "vervaldatum", "fecha de vencimiento", "scadenza"),
    ),
    "credit_note": (
        *(
            "credit note number",
            "credit note no",
            "credit note date",
            "original invoice",
            "gutschriftsnummer",
            "gutschriftsdatum",
        ),
        *(
            "avoir n",
            "numero d avoir",
            "creditnotanummer",
            "facture d origine",
            "ursprungsrechnung",
            "oorspronkelijke factuur",
        ),
        *(
            "factura original",
            "factura rectificada",
            "credit for invoice",
            "total credit",
            "date d avoir",
            "numero de nota de credito",
        ),
    ),
    "receipt": (
        *(
            "cash",
            "change",
            "change due",
            "tendered",
            "cashier",
            "visa",
            "mastercard",
            "thank you for shopping",
            "tip",
            "gratuity",
            "approval code",
        ),
        *(
            "auth code",
            "gst summary",
            "bar",
            "ruckgeld",
            "kartenzahlung",
            "girocard",
            "ec karte",
            "tse signatur",
            "gegeben",
            "bon nr",
            "server",
            "table",
        ),
        *(
            "especes",
            "rendu",
            "carte bancaire",
            "contant",
            "wisselgeld",
            "pinnen",
            "efectivo",
            "contanti",
            "resto",
            "ruckgeld",
            "kasse",
            "bediener",
        ),
        *(
            "thank you please come again",
            "goods sold are not returnable",
            "receipt no",
            "receipt number",
            "subtotal",
            "rounding adj",
            "trans",
            "slip no",
        ),
    ),
    "purchase_order": (
        *(
            "purchase order number",
            "po number",
            "po date",
            "order date",
            "requested delivery date",
            "deliver to",
            "ship to",
            "purchase order id",
        ),
        *(
            "bestellnummer",
            "bestelldatum",
            "liefertermin",
            "numero de commande",
            "date de commande",
            "bestelnummer",
            "besteldatum",
        ),
        *(
            "numero de pedido",
            "fecha de pedido",
            "please supply",
            "delivery address",
            "authorized by",
            "authorised by",
            "order total",
        ),
    ),
}
_WEIGHT = {"invoice": 0.35, "credit_note": 0.5, "receipt": 0.3, "purchase_order": 0.25}
_MOST = {"invoice": 1.4, "credit_note": 1.5, "receipt": 1.5, "purchase_order": 0.75}
_AMOUNT_WORDS = {
    folded(one.phrase) for one in LABELS if one.field in {"gross_total", "net_total", "amount_due", "subtotal"}
}


def body_points(lines: Sequence[Line]) -> dict[str, float]:
    """Points per type by the labels of the body."""
    text = " ".join(
        " ".join(part for word in cell.words for part in folded(word.text)) + " |"
        for line in lines[:220]
        for cell in line.cells
    )
    padded = f" {text} "
    result: dict[str, float] = {}
    for kind, signs in _SIGNS.items():
        hits = sum(f" {sign} " in padded for sign in signs)
        result[kind] = min(_MOST[kind], _WEIGHT[kind] * hits)
    return result


def has_amounts(lines: Sequence[Line]) -> bool:
    """Whether the paper shows an amount of money and a word for a total, or several amounts."""
    count = 0
    named = False
    for line in lines:
        count += len(_MONEY.findall(line.text[:300]))
        for cell in line.cells:
            parts = tuple(part for word in cell.words[:5] for part in folded(word.text))
            named = named or any(parts[:length] in _AMOUNT_WORDS for length in range(1, len(parts) + 1))
    return count >= 1 and (named or count >= 3)
