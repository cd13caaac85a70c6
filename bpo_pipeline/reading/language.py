"""Which of seven languages a text is in, by its labels and small words; a guess, and a cheap one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_TELLING: dict[str, str] = {
    "en": "invoice receipt date due total amount tax number bill ship order payment the and of for to from your you "
    "subtotal quantity price description customer page terms bank account thank balance please phone paid cash change",
    "de": "rechnung rechnungsnummer rechnungsdatum datum betrag gesamtbetrag gesamt summe mwst ust netto brutto menge "
    "preis einzelpreis kunde kundennummer zahlbar lieferung und der die das von für mit bis tage tagen ohne steuer "
    "seite nr bestellung artikel beleg eur bar rückgeld gmbh straße konto bankverbindung einheit steuernummer",
    "fr": "facture date montant total tva ttc ht prix quantité quantite client le la les des du et pour de échéance "
    "echeance règlement paiement commande désignation unitaire adresse téléphone sous remise net payer numéro "
    "reçu condition conditions siret banque livraison",
    "nl": "factuur factuurnummer factuurdatum datum bedrag totaal btw excl incl aantal prijs omschrijving klant "
    "klantnummer betaling betalen van het een en de voor met dagen bestelling subtotaal vervaldatum rekening kvk "
    "te op bon artikel bezorgkosten",
    "es": "factura fecha importe total iva precio cantidad cliente el los las del y para por vencimiento pago forma "
    "pedido descripción descripcion unitario dirección base imponible número cuenta nif cif recibo página euros",
    "it": "fattura data importo totale iva prezzo quantità cliente il della del di e per scadenza pagamento ordine "
    "descrizione unitario indirizzo imponibile numero partita codice fiscale ricevuta pagina banca aliquota sconto",
    "pt": "fatura factura data montante total iva preço quantidade cliente o os da do e para por vencimento pagamento "
    "encomenda descrição unitário endereço número nif contribuinte recibo página banco conta valor pedido",
}
LANGUAGES: tuple[str, ...] = tuple(_TELLING)
"""ISO 639-1 codes that ``guess`` can tell apart."""

_WORDS: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _TELLING.items()}
_ANY: frozenset[str] = frozenset().union(*_WORDS.values())
_LABELS = frozenset(word for word in _ANY if len(word) > 3)
_SHARED: Counter[str] = Counter(word for words in _WORDS.values() for word in words)


def guess(words: Iterable[str]) -> str | None:
    """The language's ISO 639-1 code, or None when too few words tell.

    A word that several languages share counts less.
    """
    votes: dict[str, float] = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        plain = word.strip(".,:;()#*/-").casefold()
        if plain not in _ANY:
            continue
        for code, telling in _WORDS.items():
            if plain in telling:
                votes[code] += 1 / _SHARED[plain] ** 2
    (first, most), (_, second) = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    return first if most >= 1.5 and most >= 1.2 * second else None


def is_label(word: str) -> bool:
    """Whether a word is one that business documents use as a label or in prose about money."""
    return word.strip(".,:;()#*/-").casefold() in _LABELS
