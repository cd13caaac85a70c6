"""What the body of a paper says about its type: labels that only one type has, and whether it speaks of money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.layout import Cell, Line, folded

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
_MOST_LINES = 220
_BILL_FIELDS = {
    "invoice_number": "number",
    "issue_date": "number",
    "gross_total": "total",
    "net_total": "total",
    "amount_due": "total",
    "tax_total": "more",
    "due_date": "more",
    "supplier_iban": "more",
    "bank_account": "more",
}
_NUMBER_WORDS = ("invoice", "bill", "rechnung", "facture", "factuur", "factura", "fattura", "fatura")
"""Number, date or amount of an invoice is named so; ``No.`` alone may be any paper's."""
_TIME = re.compile(r"(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])")
_SLIP_LINES = 80
"""Till slips are short."""


def _bill_labels(least: float) -> dict[tuple[str, ...], set[str]]:
    result: dict[tuple[str, ...], set[str]] = {}
    for one in LABELS:
        kind = _BILL_FIELDS.get(one.field)
        parts = folded(one.phrase)
        if kind is None or one.weight < least:
            continue
        named = any(part.startswith(_NUMBER_WORDS) for part in parts)
        if kind != "number" or named:
            result.setdefault(parts, set()).update({kind, "number"} if named and kind == "total" else {kind})
    return result


_FIRM = 0.9
_BILL_LABELS = _bill_labels(_FIRM)
_SLIP_LABELS = _bill_labels(0.5)
_AMOUNT_WORDS = {
    folded(one.phrase) for one in LABELS if one.field in {"gross_total", "net_total", "amount_due", "subtotal"}
}


def body_points(lines: Sequence[Line]) -> dict[str, float]:
    """Points per type by the labels of the body."""
    text = " ".join(
        " ".join(part for word in cell.words for part in folded(word.text)) + " |"
        for line in lines[:_MOST_LINES]
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


_TILL_WORDS = (
    ("change", "ruckgeld", "rendu", "wisselgeld", "cambio", "troco", "wechselgeld"),
    ("cash", "tendered", "gegeben", "bargeld", "especes", "contant", "efectivo", "contanti"),
    ("cashier", "kassierer", "caissier", "bediener", "kassa", "counter", "terminal"),
    ("rounding", "roundadj", "rundung", "arrondi", "afronding", "redondeo"),
    ("thankyou", "comeagain", "danke", "merci", "bedankt", "gracias", "grazie", "obrigad"),
    ("goodssold", "notreturnable", "umtausch", "exchangewithin", "pleasekeep"),
)
"""Blanks are left out: OCR glues words."""


def is_a_bill(lines: Sequence[Line]) -> bool:
    """Whether a paper without a title is an invoice by its labels.

    It names an invoice's number, date or amount with its value, a total with its amount, and a tax, a due date or a
    bank account.
    """
    seen = _labels_with_values(lines, _BILL_LABELS)
    return {"number", "total"} <= seen and "more" in seen


def is_a_slip(lines: Sequence[Line]) -> bool:
    """Whether a short paper without a title is a receipt: a total and a tax with amounts, and the time of day.

    No invoice prints the hour; an invoice's own labels speak against it.
    """
    if len(lines) > _SLIP_LINES or not any(_TIME.search(line.text[:200]) for line in lines):
        return False
    seen = _labels_with_values(lines, _SLIP_LABELS)
    return {"total", "more"} <= seen and "number" not in seen


def signs_of_a_till(lines: Sequence[Line]) -> int:
    """How many kinds of words stand there that only a till prints: money given, change, cashier, rounding, thanks."""
    text = " ".join("".join(folded(line.text[:120])) for line in lines[:_MOST_LINES])
    return sum(any(word in text for word in words) for words in _TILL_WORDS)


def _labels_with_values(lines: Sequence[Line], known: Mapping[tuple[str, ...], set[str]]) -> set[str]:
    seen: set[str] = set()
    for line in lines[:_MOST_LINES]:
        for place, cell in enumerate(line.cells):
            parts = tuple(part for word in cell.words[:9] for part in folded(word.text))
            length = next((one for one in range(min(5, len(parts)), 0, -1) if parts[:one] in known), 0)
            if not length:
                continue
            kinds = known[parts[:length]]
            behind = [
                *parts[length:],
                *(part for one in line.cells[place + 1 : place + 2] for part in folded(one.text)),
            ]
            if any(one.isdigit() for part in (*behind, *below(lines, cell)) for one in part):
                seen |= kinds
    return seen


def below(lines: Sequence[Line], cell: Cell) -> tuple[str, ...]:
    """What stands in the next line under a label."""
    under = lines[cell.line + 1] if cell.line + 1 < len(lines) else None
    cells = under.cells if under is not None and under.page == cell.page else ()
    return tuple(
        part
        for one in cells
        if one.box.left < cell.box.right and one.box.right > cell.box.left
        for part in folded(one.text)
    )
