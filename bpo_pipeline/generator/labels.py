"""The printed words of five languages: labels with their variants, month names, units.

``{...}`` marks what is filled in. One row per word, the variants separated by ``|``.
"""

from __future__ import annotations

_ROWS = {
    "en": """
        invoice = Invoice | INVOICE | Sales Invoice | TAX INVOICE
        credit_note = Credit Note | CREDIT MEMO | Credit Memo
        receipt = Receipt | SALES RECEIPT | Customer Copy
        purchase_order = Purchase Order | PURCHASE ORDER
        number_invoice = Invoice No. | Invoice Number | Invoice # | Inv. No.
        number_credit_note = Credit Note No. | Credit Memo # | Credit Memo No.
        number_receipt = Receipt No. | Slip No. | Check #
        number_purchase_order = PO Number | Order No. | P.O. No.
        date = Invoice Date | Date | Date of Issue
        day = Date | Order Date | Document Date
        due = Due Date | Payment Due | Pay by
        order = PO Number | Your Order | Purchase Order | P.O. No.
        preceding = Original Invoice | Credit for Invoice
        bill_to = Bill To | Billed to | Sold To
        supplier = Vendor | Supplier
        pos = # | Pos. | Line
        sku = Item No. | SKU | Item
        description = Description | Item Description | Product / Service
        quantity = Qty | Quantity
        unit = Unit | UOM
        unit_price = Unit Price | Price | Rate
        tax_rate = VAT % | Tax
        line_total = Amount | Line Total | Total
        lines_total = Sum of items | Items total
        discount = Discount | Volume discount
        shipping = Shipping | Shipping & Handling | Freight
        net = Subtotal | Net Total | Net Amount
        tax = VAT {rate} | VAT @ {rate}
        sales_tax = Sales Tax {rate} | Sales Tax ({rate}) | Tax {rate}
        no_tax = Sales Tax | Tax
        gross = Total | Invoice Total | Grand Total | TOTAL DUE
        total = Total | TOTAL | Grand Total
        amount_due = Amount Due | Balance Due
        tip = Gratuity | Tip
        base = Net
        tax_amount = VAT
        net_terms = Net {days} | Net {days} days | Due within {days} days
        at_once = Due on receipt | Payable immediately
        payment = Payment Details | Bank Details | Remit To | Pay by ACH or wire
        bank = Bank
        account = Account No. | Account Number | Acct. No.
        iban = IBAN
        bic = BIC | SWIFT/BIC
        routing = Routing No. | ABA Routing | Routing Number
        tax_id = VAT No. | VAT Reg. No.
        ein = Tax ID | EIN | Federal Tax ID
        customer_ein = Customer Tax ID | Your Tax ID
        customer_tax_id = Your VAT No. | Customer VAT No.
        page = Page
        carried = Carried forward | Subtotal carried over
        brought = Brought forward
        reverse = Reverse charge: VAT to be accounted for by the recipient.
        thanks = Thank you for your business! | We appreciate your business. | Thank you!
        paid = Paid by card | VISA | Cash
        phone = Phone | Tel.
        dear = Dear Sir or Madam,
        letter_invoice = We charge you for the goods and services listed below.
        letter_credit_note = We credit you with the following items.
        letter_purchase_order = Please deliver the following items.
        terms = Terms | Payment Terms
    """,
    "de": """
        invoice = Rechnung | RECHNUNG | Rechnung
        credit_note = Gutschrift | Rechnungskorrektur | GUTSCHRIFT
        receipt = Kassenbon | Quittung | Kassenbeleg
        purchase_order = Bestellung | BESTELLUNG
        number_invoice = Rechnungsnummer | Rechnungs-Nr. | Rechnung Nr. | Beleg-Nr.
        number_credit_note = Gutschrift-Nr. | Gutschriftnummer
        number_receipt = Bon-Nr. | Beleg-Nr.
        number_purchase_order = Bestellnummer | Bestell-Nr.
        date = Rechnungsdatum | Datum | Belegdatum
        day = Datum | Belegdatum
        due = Fällig am | Zahlbar bis | Fälligkeitsdatum
        order = Ihre Bestellung | Bestellnummer | Bestell-Nr.
        preceding = Zu Rechnung | Ursprungsrechnung
        bill_to = Rechnungsempfänger | Rechnung an | Kunde
        supplier = Lieferant
        pos = Pos. | Nr.
        sku = Art.-Nr. | Artikel
        description = Bezeichnung | Beschreibung | Leistung
        quantity = Menge | Anzahl
        unit = Einheit | Einh.
        unit_price = Einzelpreis | E-Preis | Preis
        tax_rate = USt. | MwSt.
        line_total = Gesamtpreis | Betrag | G-Preis | Gesamt
        lines_total = Summe der Positionen | Zwischensumme
        discount = Rabatt 5 % | Nachlass
        shipping = Versandkosten | Fracht und Verpackung
        net = Nettobetrag | Summe netto | Gesamt netto
        tax = {rate} USt. | MwSt. {rate} | zzgl. {rate} MwSt.
        gross = Gesamtbetrag | Rechnungsbetrag | Bruttobetrag | Gesamtsumme
        total = Gesamtbetrag | Summe | Gesamtsumme
        amount_due = Zahlbetrag | Zu zahlen
        tip = Trinkgeld
        base = Netto
        tax_amount = MwSt.
        net_terms = Zahlbar innerhalb von {days} Tagen ohne Abzug | {days} Tage netto | Zahlungsziel {days} Tage
        at_once = Sofort zahlbar ohne Abzug
        payment = Bankverbindung | Zahlung an
        bank = Bank | Kreditinstitut
        account = Konto
        iban = IBAN
        bic = BIC
        routing = BLZ
        tax_id = USt-IdNr. | Umsatzsteuer-ID | USt-ID
        customer_tax_id = Ihre USt-IdNr. | USt-IdNr. Kunde
        page = Seite
        carried = Übertrag | Zwischensumme Übertrag
        brought = Übertrag
        reverse = Steuerschuldnerschaft des Leistungsempfängers.
        thanks = Vielen Dank für Ihren Auftrag. | Wir danken für Ihr Vertrauen.
        paid = Girocard | Bar | Kartenzahlung
        phone = Tel. | Telefon
        dear = Sehr geehrte Damen und Herren,
        letter_invoice = für unsere Lieferungen und Leistungen berechnen wir Ihnen:
        letter_credit_note = wir schreiben Ihnen folgende Positionen gut:
        letter_purchase_order = wir bestellen bei Ihnen:
        terms = Zahlungsbedingungen | Zahlung
    """,
    "fr": """
        invoice = Facture | FACTURE
        credit_note = Avoir | Facture d'avoir | AVOIR
        receipt = Ticket de caisse | Reçu
        purchase_order = Bon de commande | BON DE COMMANDE
        number_invoice = Facture n° | N° de facture | Numéro de facture
        number_credit_note = Avoir n° | N° d'avoir
        number_receipt = Ticket n°
        number_purchase_order = Commande n° | N° de commande
        date = Date de facture | Date | Date d'émission
        day = Date | Date d'émission
        due = Date d'échéance | Échéance | À payer avant le
        order = Votre commande | N° de commande
        preceding = Facture d'origine | Sur facture
        bill_to = Facturé à | Client | Adresse de facturation
        supplier = Fournisseur
        pos = N° | Pos.
        sku = Réf. | Référence
        description = Désignation | Description
        quantity = Qté | Quantité
        unit = Unité
        unit_price = Prix unitaire HT | P.U. HT
        tax_rate = TVA
        line_total = Montant HT | Total HT
        lines_total = Total des lignes
        discount = Remise
        shipping = Frais de port | Transport
        net = Total HT | Montant net HT | Sous-total HT
        tax = TVA {rate}
        gross = Total TTC | Montant TTC | Net à payer
        total = Total TTC | Total
        amount_due = Net à payer
        tip = Pourboire
        base = Base HT
        tax_amount = TVA
        net_terms = Paiement à {days} jours | {days} jours net
        at_once = Paiement à réception
        payment = Coordonnées bancaires | Règlement par virement
        bank = Banque
        account = Compte
        iban = IBAN
        bic = BIC
        routing = Code banque
        tax_id = N° TVA intracommunautaire | N° TVA
        customer_tax_id = N° TVA client | Votre N° TVA
        page = Page
        carried = À reporter
        brought = Report
        reverse = Autoliquidation de la TVA par le preneur.
        thanks = Merci de votre confiance.
        paid = Carte bancaire | Espèces
        phone = Tél.
        dear = Madame, Monsieur,
        letter_invoice = veuillez trouver ci-dessous le détail de nos prestations.
        letter_credit_note = nous portons à votre crédit les éléments suivants.
        letter_purchase_order = veuillez nous livrer les articles suivants.
        terms = Conditions de paiement | Règlement
    """,
    "es": """
        invoice = Factura | FACTURA
        credit_note = Factura rectificativa | Abono
        receipt = Recibo | Ticket
        purchase_order = Pedido | ORDEN DE COMPRA
        number_invoice = Factura n.º | N.º de factura | Número de factura
        number_credit_note = Abono n.º | N.º de abono
        number_receipt = Ticket n.º
        number_purchase_order = Pedido n.º | N.º de pedido
        date = Fecha de factura | Fecha | Fecha de emisión
        day = Fecha | Fecha de emisión
        due = Fecha de vencimiento | Vencimiento
        order = Su pedido | N.º de pedido
        preceding = Factura original | Rectifica la factura
        bill_to = Facturar a | Cliente
        supplier = Proveedor
        pos = N.º | Pos.
        sku = Ref. | Referencia
        description = Descripción | Concepto
        quantity = Cant. | Cantidad
        unit = Unidad
        unit_price = Precio unitario | Precio
        tax_rate = IVA
        line_total = Importe | Total
        lines_total = Suma de líneas
        discount = Descuento
        shipping = Portes | Gastos de envío
        net = Base imponible | Subtotal
        tax = IVA {rate}
        gross = Total factura | Total | TOTAL A PAGAR
        total = Total | TOTAL
        amount_due = Total a pagar
        tip = Propina
        base = Base
        tax_amount = Cuota
        net_terms = Pago a {days} días | {days} días neto
        at_once = Pago al contado
        payment = Datos bancarios | Transferencia a
        bank = Banco
        account = Cuenta
        iban = IBAN
        bic = BIC
        routing = Entidad
        tax_id = NIF-IVA | N.º IVA
        customer_tax_id = NIF-IVA del cliente | N.º IVA cliente
        page = Página
        carried = Suma y sigue
        brought = Suma anterior
        reverse = Inversión del sujeto pasivo.
        thanks = Gracias por su confianza.
        paid = Tarjeta | Efectivo
        phone = Tel.
        dear = Estimados señores:
        letter_invoice = les facturamos los conceptos siguientes.
        letter_credit_note = les abonamos los conceptos siguientes.
        letter_purchase_order = rogamos nos suministren los artículos siguientes.
        terms = Condiciones de pago | Pago
    """,
    "nl": """
        invoice = Factuur | FACTUUR
        credit_note = Creditnota | Creditfactuur
        receipt = Kassabon | Bon
        purchase_order = Bestelling | Inkooporder
        number_invoice = Factuurnummer | Factuurnr. | Factuur nr.
        number_credit_note = Creditnotanummer | Creditnota nr.
        number_receipt = Bonnummer
        number_purchase_order = Bestelnummer | Ordernummer
        date = Factuurdatum | Datum
        day = Datum
        due = Vervaldatum | Uiterste betaaldatum | Te betalen voor
        order = Uw bestelling | Ordernummer
        preceding = Oorspronkelijke factuur | Bij factuur
        bill_to = Factuuradres | Aan | Klant
        supplier = Leverancier
        pos = Nr. | Pos.
        sku = Art.nr. | Artikelnr.
        description = Omschrijving | Product
        quantity = Aantal
        unit = Eenheid
        unit_price = Prijs | Stukprijs
        tax_rate = Btw
        line_total = Bedrag | Totaal
        lines_total = Totaal regels
        discount = Korting
        shipping = Verzendkosten | Transportkosten
        net = Subtotaal | Totaal excl. btw | Netto
        tax = Btw {rate} | {rate} btw
        gross = Totaal incl. btw | Totaalbedrag | Te betalen
        total = Totaal | Totaalbedrag
        amount_due = Te betalen
        tip = Fooi
        base = Grondslag
        tax_amount = Btw
        net_terms = Betaling binnen {days} dagen | Betalingstermijn {days} dagen
        at_once = Contant te betalen
        payment = Bankgegevens | Betaling aan
        bank = Bank
        account = Rekening
        iban = IBAN
        bic = BIC
        routing = Bankcode
        tax_id = Btw-nummer | Btw-nr.
        customer_tax_id = Uw btw-nummer | Btw-nr. klant
        page = Pagina
        carried = Transport
        brought = Transport
        reverse = Btw verlegd.
        thanks = Hartelijk dank voor uw opdracht.
        paid = Pin | Contant
        phone = Tel.
        dear = Geachte heer, mevrouw,
        letter_invoice = hierbij brengen wij u het volgende in rekening.
        letter_credit_note = hierbij crediteren wij u het volgende.
        letter_purchase_order = hierbij bestellen wij het volgende.
        terms = Betalingsvoorwaarden | Betaling
    """,
}


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    pairs = (row.split(" = ", 1) for row in rows.strip().splitlines())
    return {key.strip(): tuple(text.strip() for text in texts.split(" | ")) for key, texts in pairs}


LABELS: dict[str, dict[str, tuple[str, ...]]] = {language: _table(rows) for language, rows in _ROWS.items()}
"""Language -> key -> wordings."""

MONTHS: dict[str, tuple[str, ...]] = {
    "en": tuple("January February March April May June July August September October November December".split()),
    "de": tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "es": tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
}

_CODES = ("C62", "KGM", "HUR", "DAY", "MON", "KWH", "KWT", "MTK", "TNE", "PR")
_WORDS = {
    "en": "pcs kg hrs days mo. kWh kW sq.m t pair",
    "de": "Stk. kg Std. Tage Mon. kWh kW m² t Paar",
    "fr": "pce kg h jour mois kWh kW m² t paire",
    "es": "ud. kg h día mes kWh kW m² t par",
    "nl": "st. kg uur dag mnd. kWh kW m² ton paar",
}
UNITS: dict[str, dict[str, str]] = {
    language: dict(zip(_CODES, words.split(), strict=True)) for language, words in _WORDS.items()
}
"""Language -> UNECE Recommendation 20 code -> printed word."""
