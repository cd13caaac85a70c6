"""The words that stand beside a value on commercial papers, in seven languages: data, no code.

A phrase is compared without case, accents and punctuation: ``USt.-Id.-Nr.:`` is written ``ust id nr``.
The longest phrase wins, so ``order date`` keeps ``date`` from taking an order's date for the issue date.
``weight`` says how firmly the phrase names the field (0 to 1).
"""

from __future__ import annotations

from bpo_pipeline.documents.labels_amounts import AMOUNT_LABELS
from bpo_pipeline.documents.labels_model import Label, labels
from bpo_pipeline.documents.labels_parties import PARTY_LABELS

_NUMBERS: tuple[Label, ...] = (
    *labels(
        "invoice_number",
        1.0,
        en="invoice number|invoice no|invoice nr|invoice num|invoice id|invoice #|inv no|inv number|inv #"
        "|bill no|bill number|invoice ref|invoice reference|tax invoice no|tax invoice number|receipt no"
        "|receipt number|receipt #|credit note number|credit note no|credit memo no|credit memo number"
        "|credit note #|document number|document no|doc no|number of invoice|credit no|credit number"
        "|transaction no|receipt id",
        de="rechnungsnummer|rechnungs nr|rechnungsnr|rechnung nr|rechnung nummer|rechnungs nummer|beleg nr"
        "|belegnr|belegnummer|re nr|gutschriftsnummer|gutschriftnummer|gutschrift nr|gutschriftsnr"
        "|dokumentnummer|beleg nummer|quittungsnummer|bon nr|bonnr|bonnummer|korrekturnummer|quittung nr"
        "|rechn nr",
        fr="numero de facture|n de facture|facture n|facture no|no facture|n facture|num facture|facture numero"
        "|numero facture|reference facture|ref facture|avoir n|numero d avoir|n d avoir|no de facture"
        "|reference de la facture|ref de la facture|reference de facture"
        "|facture num|n avoir|numero avoir|ticket n|numero de l avoir|n de l avoir",
        nl="factuurnummer|factuur nr|factuurnr|factuur nummer|factuur no|creditnotanummer|creditnota nr"
        "|creditfactuurnummer|nota nummer|notanummer|bonnummer|creditnummer|creditnotanr",
        es="numero de factura|n de factura|factura n|factura no|no factura|n factura|num factura|factura numero"
        "|no de factura|numero factura|nro factura|nº factura|n abono|numero de abono|factura num|n de abono"
        "|numero de nota de credito|factura simplificada n|numero de ticket",
        it="numero fattura|fattura n|fattura numero|n fattura|nr fattura|fattura nr|numero documento|n documento"
        "|numero di fattura|nota di credito n|numero nota di credito|numero nota credito",
        pt="numero da fatura|fatura n|n da fatura|fatura numero|no da fatura|numero fatura|n fatura"
        "|nota de credito n|numero da factura|factura n o",
    ),
    *labels(
        "invoice_number",
        0.55,
        en="number|no|reference number|slip no|bill #|check #|chk",
        de="nr|nummer",
        fr="numero",
        es="numero",
        it="numero",
        pt="numero",
        nl="nummer",
    ),
    *labels(
        "invoice_number",
        0.45,
        en="invoice",
        de="rechnung",
        fr="facture",
        nl="factuur",
        es="factura",
        it="fattura",
        pt="fatura",
    ),
    *labels(
        "invoice_number",
        0.4,
        de="referenz bitte bei zahlung angeben",
    ),
    *labels(
        "purchase_order_number",
        1.0,
        en="purchase order number|purchase order no|purchase order id|purchase order|po number|po no|p o number"
        "|p o no|p o|po #|po ref|po|your order no|your order number|your order|customer po|customer order no"
        "|customer order number|order reference|your po|your purchase order|buyer order number"
        "|buyer s order no|p o #|customer order|po id|order change|purchase order change",
        de="bestellnummer|bestell nr|bestellnr|bestellung nr|bestellung|ihre bestellung|ihre bestellnummer"
        "|ihre bestell nr|bestell nummer|bestellung nr kunde|bestellnummer kunde|auftrag nr kunde"
        "|ihre auftragsnummer|kundenbestellnummer|ihre bestellung nr",
        fr="numero de commande|n de commande|commande n|commande no|n commande|bon de commande|no commande"
        "|votre commande|reference commande|ref commande|votre reference|bon de commande n|commande"
        "|numero commande|n bon de commande|n bc|bc n|no bc|numero bc|bc",
        nl="bestelnummer|uw bestelnummer|inkoopordernummer|uw ordernummer|inkooporder|uw order|bestelling"
        "|bestelbon nummer|inkoopnummer|bestelbon",
        es="numero de pedido|n de pedido|pedido n|su pedido|n pedido|orden de compra|pedido|no de pedido"
        "|numero pedido|orden de compra n|pedido no|num pedido",
        it="vs ordine|vs ordine n|vostro ordine n|numero ordine|ordine n|vostro ordine"
        "|ordine d acquisto|n ordine|rif ordine|ordine di acquisto"
        "|numero d ordine",
        pt="numero de encomenda|encomenda n|nota de encomenda|n encomenda|pedido n|ordem de compra|vossa encomenda",
    ),
    *labels(
        "purchase_order_number",
        0.5,
        en="order no|order number|order id|order #|your reference|customer reference|your ref",
        nl="ordernummer",
        de="ihr zeichen|auftragsnummer|auftrags nr",
    ),
    *labels(
        "preceding_invoice_number",
        1.0,
        en="original invoice|original invoice number|original invoice no|corrects invoice|credit for invoice"
        "|preceding invoice|related invoice|ref invoice|invoice reference number|credited invoice"
        "|regarding invoice|against invoice|for invoice|concerning invoice|reference invoice|refers to invoice"
        "|original inv|applies to invoice|applied to invoice|credit against invoice|invoice credited|re invoice",
        de="zu rechnung|zur rechnung|ursprungsrechnung|ursprungliche rechnung|bezug rechnung|zu rechnung nr"
        "|originalrechnung|bezugsrechnung|rechnungsbezug|urspr rechnung|vorausgegangene rechnung|betrifft rechnung"
        "|betr rechnung|bezug auf rechnung|stornierte rechnung|korrigierte rechnung|zur rechnung nr|zu re nr",
        fr="facture d origine|facture initiale|facture concernee|facture origine|sur facture|concerne la facture"
        "|annule facture|annule la facture|relatif a la facture|concernant la facture|sur la facture|facture annulee"
        "|facture de reference",
        nl="oorspronkelijke factuur|betreft factuur|originele factuur|credit op factuur|bij factuur|voor factuur",
        es="factura original|factura rectificada|rectifica la factura|factura de origen|referente a factura",
        it="fattura originale|fattura di riferimento|rif fattura|riferimento fattura|storno fattura|a storno fattura",
        pt="fatura original|fatura de origem|referente a fatura|relativo a fatura|anula a fatura|fatura de referencia",
    ),
)

_DATES: tuple[Label, ...] = (
    *labels(
        "issue_date",
        1.0,
        en="invoice date|date of invoice|issue date|date of issue|date issued|issued on|invoice issue date"
        "|billing date|bill date|inv date|credit note date|tax invoice date|document date|date invoice"
        "|credit date|issued|dated|receipt date",
        de="rechnungsdatum|rechnungs datum|belegdatum|beleg datum|ausstellungsdatum|datum der rechnung"
        "|gutschriftsdatum|datum rechnung|gutschriftdatum|rechnung vom|rechnung datum|ausgestellt am"
        "|korrekturdatum",
        fr="date de facture|date facture|date de facturation|date d emission|emise le|date de la facture"
        "|date du document|date d avoir|date emission|facture du|date de l avoir",
        nl="factuurdatum|factuur datum|datum factuur|creditdatum|datum creditnota",
        es="fecha de factura|fecha factura|fecha de emision|fecha emision|fecha de la factura"
        "|fecha de expedicion|emitida el|fecha del abono|fecha expedicion",
        it="data fattura|data emissione|data di emissione|data documento|data della fattura",
        pt="data da fatura|data de emissao|data emissao|data fatura|data da factura|data do documento",
    ),
    *labels(
        "issue_date",
        0.85,
        en="order date|po date|date of order|purchase order date",
        de="bestelldatum",
        fr="date de commande|date commande",
        nl="besteldatum|orderdatum",
        es="fecha de pedido|fecha pedido",
        it="data ordine",
        pt="data da encomenda",
        only=("purchase_order", "purchase_order_change"),
    ),
    *labels(
        "other_date",
        1.0,
        en="order date|po date|date of order|purchase order date",
        de="bestelldatum",
        fr="date de commande|date commande",
        nl="besteldatum|orderdatum",
        es="fecha de pedido|fecha pedido",
        it="data ordine",
        pt="data da encomenda",
        only=("invoice", "credit_note", "receipt"),
    ),
    *labels(
        "issue_date",
        0.7,
        en="date|transaction date|date time|bill dt",
        de="datum|vom|den",
        fr="date|le",
        nl="datum",
        es="fecha",
        it="data",
        pt="data",
    ),
    *labels(
        "issue_date",
        0.45,
        de="von",
    ),
    *labels(
        "due_date",
        1.0,
        en="due date|payment due|date due|due on|pay by|payment due date|due by|invoice due date|please pay by"
        "|due|remit until|please remit until|please remit by|payable by|payment date due|to be paid by"
        "|pay before|amount due on|total amount due on|payment due by",
        de="falligkeitsdatum|fallig am|zahlbar bis|falligkeit|fallig|zahlungsziel|bis zum|zahlung bis|fallig bis"
        "|zu zahlen bis|zahlbar bis zum|zahlbar am|bitte uberweisen sie bis zum|zahlungsfrist"
        "|falligkeitstermin|falligkeitstag|netto bis",
        fr="date d echeance|d echeance|echeance|date limite de paiement|a payer avant le|a regler le|payable le"
        "|a regler avant le|echeance le|date echeance|date de paiement|payable avant le|prelevement le"
        "|facture a regler le|a payer avant|date limite|a regler avant|reglement avant le|reglement avant|payable avant"
        "|preleve le|sera preleve le"
        "|a payer le|exigible le|payer avant le|echeance de paiement|echeance le paiement|echeance paiement",
        nl="vervaldatum|vervaldag|te betalen voor|betalen voor|uiterste betaaldatum|vervalt op|uiterlijk|betaaldatum"
        "|te voldoen voor",
        es="fecha de vencimiento|vencimiento|fecha vencimiento|vence el|pagar antes de|fecha limite de pago"
        "|pagadero antes del",
        it="scadenza|scadenze|data scadenza|data di scadenza|scadenza pagamento|pagare entro",
        pt="data de vencimento|vencimento|data vencimento|pagar ate",
    ),
    *labels(
        "requested_delivery_date",
        1.0,
        en="requested delivery date|delivery date requested|required by|deliver by|required date|needed by"
        "|date required|delivery required by|requested delivery",
        de="gewunschtes lieferdatum|liefertermin|wunschtermin|lieferdatum gewunscht|gewunschter liefertermin",
        fr="date de livraison souhaitee|livraison souhaitee|date de livraison demandee",
        nl="gewenste leverdatum|gewenste leveringsdatum",
        es="fecha de entrega solicitada|entrega solicitada",
        it="consegna richiesta|data di consegna richiesta",
        pt="data de entrega pretendida",
    ),
    *labels(
        "requested_delivery_date",
        0.9,
        en="delivery date",
        de="lieferdatum",
        fr="date de livraison",
        nl="leverdatum",
        es="fecha de entrega",
        it="data di consegna",
        pt="data de entrega",
        only=("purchase_order", "purchase_order_change"),
    ),
    *labels(
        "other_date",
        1.0,
        en="delivery date|ship date|shipping date|date shipped|service date|period|billing period|service period"
        "|from|period start|period end|effective period start|effective period end|print date|date of birth"
        "|supply date|tax point|start date|end date|pick up start date|pick up end date|date of supply"
        "|delivered on|date of original invoice|original invoice date|discount date|check in|check out"
        "|arrival|departure",
        de="lieferdatum|leistungsdatum|liefer und leistungsdatum|leistungszeitraum|lieferzeitraum"
        "|abrechnungszeitraum|auftragsdatum|lieferschein datum|vertrags datum|auftrag datum lief|liefer datum"
        "|leistungs datum|skonto bis|druckdatum|zeitraum|berechnungszeitraum|bestell datum|lieferscheindatum"
        "|buchungsdatum|vertragsdatum|bestellung vom",
        fr="date de livraison|livraison du|periode|date de prestation|date d expedition|livraison"
        "|periode de facturation|date de reglement",
        nl="leverdatum|leveringsdatum|periode|afleverdatum|verzenddatum",
        es="fecha de entrega|fecha de envio|periodo|fecha de operacion",
        it="data di consegna|data consegna|periodo|data ddt",
        pt="data de entrega|periodo|data da encomenda",
        keep_out=("purchase_order", "purchase_order_change"),
    ),
)

_OTHERS: tuple[Label, ...] = (
    *labels(
        "payment_terms",
        1.0,
        en="payment terms|mode terms of payment|terms of payment|terms|payment term|payment conditions"
        "|terms conditions|terms and conditions",
        de="zahlung|zahlungsbedingungen|zahlungsbedingung|zahlungskonditionen|zahlungskondition",
        fr="reglement|paiement|conditions de paiement|conditions de reglement|modalites de paiement"
        "|condition de paiement|delai de paiement",
        nl="betaling|betalingsvoorwaarden|betalingscondities|betaaltermijn|betalingstermijn|betalingsconditie"
        "|betalingsvoorwaarde",
        es="pago|condiciones de pago|forma de pago|terminos de pago|plazo de pago",
        it="pagamento|condizioni di pagamento|termini di pagamento|modalita di pagamento",
        pt="pagamento|condicoes de pagamento|prazo de pagamento|termos de pagamento",
    ),
    *labels(
        "currency",
        1.0,
        en="currency|document currency|all amounts in|currency code",
        de="wahrung|betrage in|belegwahrung",
        fr="devise|monnaie|devise de la facture",
        nl="valuta|munteenheid",
        es="moneda|divisa",
        it="valuta|divisa",
        pt="moeda|divisa",
    ),
    *labels(
        "other",
        1.0,
        en="customer no|customer number|customer id|customer code|client no|client id|customer #|delivery note"
        "|delivery note no|tracking number|phone|telephone|tel|fax|email|e mail|mobile|website|web"
        "|registration no|company registration|company no|company number|company reg no|reg no|contract no"
        "|contract number|project|sales order id|sales order|sales order no|buyer reference|salesperson"
        "|shipped via|ship via|fob|f o b point|requisitioner|contact|attn|page|sort code|routing number|aba"
        "|routing no|routing #|routing|aba no|aba number|rtn|transit number|transit no|swift code"
        "|cashier|table|server|terminal|job no|quote no|quotation no|incoterm|profile|our reference|our ref"
        "|legal registration id|id|global id gln|gln|gtin|ean|serial number|serial no|fsn|sku|duns"
        "|invoice summary|registered office|sales ref|vendor no|vendor number|supplier no|payment reference"
        "|credit card|card no|auth code|approval code|store|register|lot no|batch no"
        "|ship to id"
        "|terms of delivery|delivery terms|payment communication|remittance reference|payment method"
        "|payment mode|member no"
        "|trans no|booking id|document status"
        "|quotation ref|reference|previous order change id",
        de="kundennummer|kunden nr|kundennr|lieferscheinnummer|lieferschein nr|telefon|telefax"
        "|handelsregisternummer|handelsregister|hrb|amtsgericht|lieferantennummer|lieferanten nr|lief nr"
        "|vertragsnummer|vertrags nr|vertragsnr|auftrag nr lief|ansprechpartner|seite|artikelnummer"
        "|serienummer|seriennummer|bankleitzahl|blz|bankname|bank|geschaftsfuhrer|geschaftsf|zahlpunkt"
        "|kostenstelle|referenz|unser zeichen|sachbearbeiter|projekt|projektnummer|globale nummer|abteilung"
        "|zahler nr|referenz des kaufers|vorgangsnummer|zahlungsreferenz|lieferavis|weitere referenz"
        "|versicherungsnummer|bestellreferenz|leitweg id|steuerberater|kundenreferenz|handelsreg|glaubiger id"
        "|mandatsreferenz|verwendungszweck|objektnummer|ust satz|wareneingang|kasse|bediener|ihre nummer"
        "|ihre kundennummer|vsnr",
        fr="numero client|n client|code client|reference client|siret|siren|rcs|r c s|ape|naf|tel|telephone"
        "|numero de dossier|ref marche|contrat no|capital|bon de livraison|n contrat|reference"
        "|contact commercial|n de client|no client|numero de contrat|r c s|code naf|compte client|page"
        "|numero de compte|devis|identifiant|lieu livraison|ligne|communication de paiement|reference de paiement",
        nl="klantnummer|klant nr|kvk|kvk nummer|kvk nr|debiteurnummer|tel|telefoon|handelsregister|referentie"
        "|uw referentie|onze referentie|k v k|serienummer|pakbon|pakbonnummer|debiteur|relatienummer|klantnr"
        "|betalingskenmerk|ons kenmerk",
        es="numero de cliente|n cliente|codigo cliente|telefono|tel|referencia|su referencia|albaran|n albaran"
        "|registro mercantil|codigo de cliente|no cliente",
        it="codice cliente|telefono|riferimento|rea|ddt|capitale sociale|codice destinatario|cod cliente"
        "|numero cliente|pec",
        pt="numero de cliente|n cliente|telefone|referencia|guia de remessa|codigo cliente|atcud|capital social",
    ),
)

LABELS: tuple[Label, ...] = (*_NUMBERS, *_DATES, *AMOUNT_LABELS, *PARTY_LABELS, *_OTHERS)
"""All labels outside of line-item tables."""
