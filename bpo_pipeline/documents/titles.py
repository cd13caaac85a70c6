"""The titles of commercial papers, in seven languages: data, no code.

A phrase is compared without case, accents and punctuation. ``OTHER_PAPERS`` names papers that talk about
invoices and are none: what they are called must be said as "unknown", never guessed away.
"""

from __future__ import annotations

TITLES: dict[str, tuple[str, ...]] = {
    "invoice": (
        *("invoice", "tax invoice", "vat invoice", "sales invoice", "commercial invoice", "proforma invoice", "final invoice"),
        *("retail invoices bill", "invoice summary", "service invoice", "tax invoice receipt", "bill"),
        *("rechnung", "handelsrechnung", "warenrechnung", "kostenrechnung", "abschlagsrechnung", "schlussrechnung"),
        *("teilrechnung", "beitragsrechnung", "rechnung des versicherers", "abschlussrechnung", "sammelrechnung"),
        *("anzahlungsrechnung", "projektabschlussrechnung", "dienstleistungsrechnung", "proformarechnung", "honorarnote"),
        *("bauabschlagsrechnung", "teilschlussrechnung", "monatsrechnung", "reisekostenabrechnung", "endrechnung"),
        *("facture", "facture d acompte", "facture de solde", "facture client", "facture de vente", "facture proforma"),
        *("factuur", "verkoopfactuur", "kopie factuur", "btw factuur", "deelfactuur"),
        *("factura", "factura simplificada", "factura de venta", "factura proforma"),
        *("fattura", "fattura di vendita", "fattura immediata", "fattura differita", "parcella"),
        *("fatura", "factura recibo", "fatura recibo", "fatura simplificada"),
    ),
    "credit_note": (
        *("credit note", "credit memo", "credit memorandum", "credit invoice", "tax credit note", "adjustment note"),
        *("gutschrift", "rechnungskorrektur", "rechnungs korrektur", "stornorechnung", "korrekturrechnung", "rechnungskorrektur gutschrift", "storno"),
        *("avoir", "facture d avoir", "note de credit", "avoir client", "facture rectificative"),
        *("creditnota", "creditfactuur", "credit nota", "kredietnota"),
        *("nota de credito", "factura rectificativa", "abono", "factura de abono", "nota de abono"),
        *("nota di credito", "nota credito", "nota di accredito"),
        *("nota de credito fatura", "nota de devolucao"),
    ),
    "receipt": (
        *("receipt", "sales receipt", "receipt voucher", "cash receipt", "payment receipt", "cash bill", "official receipt", "cash sales"),
        *("till receipt", "simplified tax invoice", "guest check", "cash sale", "cash memo", "booking voucher", "simplified invoice"),
        *("quittung", "kassenbon", "kassenbeleg", "bon", "barverkauf", "bewirtungsbeleg", "kassenquittung", "kassenzettel"),
        *("recu", "ticket de caisse", "ticket", "recu de paiement", "note de frais", "ticket client"),
        *("kassabon", "bonnetje", "kwitantie", "betaalbewijs"),
        *("recibo", "tique", "ticket de compra", "tiquet", "ticket de venta"),
        *("ricevuta", "scontrino", "ricevuta fiscale", "documento commerciale", "scontrino fiscale"),
        *("talao", "recibo de venda"),
    ),
    "purchase_order": (
        *("purchase order", "order form", "blanket order", "sales order request", "standard purchase order"),
        *("bestellung", "bestellschein", "auftrag", "einkaufsbestellung"),
        *("bon de commande", "commande", "commande d achat", "commande fournisseur"),
        *("bestelbon", "inkooporder", "bestelling", "inkoopbestelling"),
        *("pedido", "orden de compra", "pedido de compra", "hoja de pedido"),
        *("ordine", "ordine di acquisto", "ordine d acquisto", "ordine fornitore"),
        *("encomenda", "nota de encomenda", "ordem de compra", "encomenda a fornecedor"),
    ),
    "purchase_order_change": (
        *("purchase order change", "order change", "change order", "purchase order amendment", "amended purchase order"),
        *("revised purchase order", "purchase order revision", "order amendment"),
        *("bestellanderung", "anderung der bestellung", "auftragsanderung", "geanderte bestellung"),
        *("modification de commande", "commande modifiee", "avenant a la commande", "bon de commande modificatif"),
        *("wijziging bestelling", "gewijzigde bestelling", "orderwijziging", "bestelwijziging"),
        *("modificacion de pedido", "cambio de pedido", "pedido modificado"),
        *("modifica ordine", "variazione ordine"),
        *("alteracao de encomenda", "alteracao da encomenda"),
    ),
}

OTHER_PAPERS: tuple[str, ...] = (
    *("statement of account", "account statement", "bank statement", "statement", "quotation", "quote", "estimate"),
    *("delivery note", "packing list", "packing slip", "remittance advice", "contract", "agreement", "timesheet", "dunning"),
    *("order confirmation", "sales order", "payment reminder", "reminder", "letter", "bill of lading", "pay stub", "cover letter"),
    *("employment contract", "service agreement", "lease agreement", "non disclosure agreement", "minutes", "certificate"),
    *("purchase order response", "goods receipt", "terms and conditions", "form w 9", "form w 4", "report", "newsletter"),
    *("kontoauszug", "angebot", "lieferschein", "auftragsbestatigung", "mahnung", "vertrag", "zahlungserinnerung", "brief"),
    *("zahlungsavis", "stundenzettel", "saldenbestatigung", "kostenvoranschlag", "mietvertrag", "arbeitsvertrag", "packliste"),
    *("releve de compte", "devis", "bon de livraison", "contrat", "relance", "confirmation de commande", "bordereau de livraison"),
    *("rekeningoverzicht", "offerte", "pakbon", "overeenkomst", "herinnering", "orderbevestiging", "aanmaning", "leveringsbon"),
    *("extracto de cuenta", "presupuesto", "albaran", "contrato", "recordatorio", "confirmacion de pedido", "oferta"),
    *("estratto conto", "preventivo", "documento di trasporto", "contratto", "sollecito", "conferma d ordine", "offerta"),
    *("extrato de conta", "orcamento", "guia de remessa", "guia de transporte", "confirmacao de encomenda", "aviso de pagamento"),
)
"""Titles of papers that are none of the known types."""
