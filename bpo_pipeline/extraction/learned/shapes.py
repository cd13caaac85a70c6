"""What a line of a slip looks like: its letters, digits and label words, told as numbers.

Words are matched on text without blanks and accents, because OCR glues words: ``TOTALAMT(RM)`` is a total.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bpo_pipeline.documents.layout import folded

WORDS: dict[str, str] = {
    "total": r"total|summe|gesamt|betrag|totaal|somme|montant|importe|jumlah",
    "grand": (
        r"grand|gesamt|endbetrag|ttc|payable|tobepaid|zuzahlen|apayer|tebetalen|apagar|dapagare"
        r"|amountdue|balancedue|nettotal"
    ),
    "net": r"nett?(?!o?preis)|excl|exkl|horstaxe|beforetax|htva|imponibile|baseimponible",
    "sub": r"sub-?total|zwischensumme|soustotal|subtotaal|subtotale",
    "round": r"round|rnd|rundung|arrondi|afronding|redondeo|arredond|rouding|runding|pembundaran",
    "cash": (
        r"cash|bargeld|\bbar|espece|contant|efectivo|tunai|gegeben|received|accepted|recu|paid|payment"
        r"|bezahlt|tender"
    ),
    "card": r"visa|master|card|karte|debit|credit|girocard|\bec\b|carte|tarjeta|maestro|amex|paywave",
    "change": r"change|ruck|wechselgeld|rendu|wisselgeld|cambio|baki|troco|resto|balance(?!due)",
    "tax": r"gst|tax|vat|mwst|ust\b|tva|btw|iva|sst|steuer",
    "count": r"qty|quantity|item|pcs|stuck|artikel|anzahl|articles|aantal|articulos",
    "saved": r"disc|saving|rabatt|remise|korting|descuento|sconto|voucher|promo|member|point",
    "incl": r"incl|inkl|inclu|ttc|enthalten|dont",
    "summary": r"summary|analysis|taxcode|aufteilung|\(sr|sr@|zrl|%",
    "date": r"date|datum|tarikh|fecha|data\b|dato|\bdt\b|\btg\b",
    "due": r"due|faellig|fallig|echeance|verval|vencim|scadenza|expir|valid|bestbefore|until|return|exchange|within",
    "number": r"invoice|bill|receipt|rechnung|facture|factuur|factura|fattura|beleg|bonnr|document|docno|slip|inv",
    "phone": r"\btel|phone|\bfax|fon\b|hotline|mobile|\bh/?p\b|whatsapp|careline|telefon",
    "web": r"www|http|@|\.com|\.de\b|\.my\b|\.fr\b|\.nl\b|\.es\b|e-?mail",
    "register": (
        r"gst|sst|reg\.?no|regno|roc|co\.?no|companyno|ust-?id|steuernr|siret|kvk|vatno|vatreg|taxid|cif"
        r"|nif|hrb|tin\b"
    ),
    "welcome": r"welcome|thank|willkommen|danke|merci|bienvenu|gracias|bedankt|grazie|obrigad|again|visit|terimakasih",
    "served": (
        r"cashier|kasse|server|table|tisch|counter|operator|bediener|salesp|user|trans|terminal|caissier"
        r"|kassa|time|guest"
    ),
    "form": (
        r"sdn|bhd|\bs/b|gmbh|\bag\b|\bkg\b|\bug\b|\bltd|limited|\binc\b|\bllc|\bllp|\bplc|corp|\bsarl"
        r"|\bsas\b|\bbv\b|b\.v"
        r"|\bnv\b|\bs\.?l\.?\b|\bs\.?r\.?l|\bspa\b|\bco\b|company|\bohg|e\.k|\bsb\b|\bab\b|\boy\b|\bas\b|\blda"
    ),
    "trade": (
        r"enterprise|trading|restaurant|restoran|cafe|kafe|hotel|market|mart\b|store|shop|supermarkt"
        r"|markt|bakery|baker"
        r"|boulangerie|pharmacy|apotheke|pharmacie|hardware|stationer|books?|station|petrol|food|kitchen|bistro|bar\b"
        r"|perniagaan|syarikat|pasaraya|kedai|electrical|motor|clinic|klinik|optic|departmental|baumarkt|drogerie"
        r"|tankstelle|taxi|group|holding|corporation|marketing|industr|distribut|services?|center|centre|retail|house"
    ),
    "street": (
        r"jalan|jln|\blot\b|lorong|taman|\btmn|bandar|kampung|\bkg\b|persiaran|seksyen|section|plaza"
        r"|mall|complex|kompleks"
        r"|floor|level|unit|block|blk|street|road|avenue|\bave\b|\brd\b|\bst\b|lane|drive|square|highway"
        r"|boulevard|blvd"
        r"|strasse|str\.|platz|allee|\bweg\b|gasse|ring\b|rue|chemin|place|quai|route|straat|laan|plein"
        r"|kade|gracht|calle"
        r"|avenida|paseo|via\b|viale|corso|piazza|rua|pusat|perindustrian|industrial|park|suite|building"
        r"|wisma|menara|batu"
        r"|lebuh|medan|\bpt\b|mukim|\bbox\b|no\.?\d"
    ),
    "region": (
        r"selangor|johor|penang|pinang|perak|kedah|melaka|malacca|pahang|sabah|sarawak|kelantan"
        r"|terengganu|sembilan|perlis"
        r"|kuala|lumpur|\bkl\b|\bw\.?p\b|putrajaya|malaysia|singapore|deutschland|germany|france"
        r"|nederland|espana|italia"
        r"|portugal|austria|osterreich|schweiz|switzerland|belg|england|scotland|ireland|london|usa|canada|australia"
    ),
    "title": (
        r"taxinvoice|\binvoice|receipt|cashbill|\bbill\b|quittung|kassenbon|rechnung|facture|ticket"
        r"|factura|recibo|bon\b"
    ),
}
"""Kind of word -> regular expression, in English, German, French, Dutch, Spanish, Italian, Portuguese and Malay."""

_PATTERNS = {name: re.compile(pattern) for name, pattern in WORDS.items()}
_MONEY = re.compile(r"\d[.,]\d{2}(?!\d)")
_CODE = re.compile(r"(?<!\d)\d{4,6}(?!\d)")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_FIRST = re.compile(r"^\W*(no\b|no\.|lot|unit|block|blk|g-|\d)", re.IGNORECASE)
_REGISTRATION = re.compile(r"\(?\b\d{4,12}\s?-?\s?[A-Z]\b\)?|\b\d{12}\b", re.IGNORECASE)
SHAPES = (
    "letters", "digits", "characters", "words", "money", "code", "time", "first", "registration", "comma", "capital",
    "bracket", "colon",
)  # fmt: skip
COUNT = len(WORDS) + len(SHAPES)


@lru_cache(maxsize=20000)
def kinds(text: str) -> tuple[float, ...]:
    """For each kind of word whether the text holds one: with blanks, or with all blanks taken out."""
    spaced = " ".join(folded(text)) + " " + text.casefold()
    glued = "".join(text.casefold().split())
    return tuple(
        1.0 if pattern.search(spaced) or (r"\b" not in pattern.pattern and pattern.search(glued)) else 0.0
        for pattern in _PATTERNS.values()
    )


@lru_cache(maxsize=20000)
def shape(text: str) -> tuple[float, ...]:
    """A line's kinds of words and its shape, ``COUNT`` numbers."""
    size = max(len(text), 1)
    letters = sum(one.isalpha() for one in text)
    digits = sum(one.isdigit() for one in text)
    return (
        *kinds(text),
        letters / size,
        digits / size,
        min(len(text), 80) / 40,
        min(len(text.split()), 12) / 6,
        float(bool(_MONEY.search(text))),
        float(bool(_CODE.search(text))),
        float(bool(_TIME.search(text))),
        float(bool(_FIRST.search(text))),
        registered(text),
        float(text.rstrip().endswith((",", ";", "-"))),
        float(text.isupper()),
        float("(" in text),
        float(":" in text),
    )


def registered(text: str) -> float:
    """Whether a registration number stands in the text."""
    return float(bool(_REGISTRATION.search(text)))


EMPTY = (-1.0,) * COUNT
"""The shape of a line that is not there."""


@lru_cache(maxsize=20000)
def plain(text: str) -> str:
    """Letters and digits only, without case and accents."""
    return "".join(folded(text))
