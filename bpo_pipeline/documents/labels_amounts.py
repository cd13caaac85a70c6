"""The words beside totals, in seven languages: data, no code."""

from __future__ import annotations

from bpo_pipeline.documents.labels_model import Label, labels

CASH_DISCOUNT = "skonto|discount|escompte|korting|descuento|sconto|desconto"
"""What is taken off when paid early, as a part of a pattern."""
AMOUNT_LABELS: tuple[Label, ...] = (
    *labels(
        "net_total",
        1.0,
        en="net total|total net|net amount|total excl vat|total excluding vat|total without vat|total ex vat"
        "|total before tax|net|amount excl vat|total excl tax|taxable amount|total amount without vat"
        "|net value|total excluding tax|total net amount|invoice net|amount before tax|subtotal excl vat"
        "|total exclusive of vat|total amount excl vat|amount excluding vat|total excluding gst"
        "|total excl gst|taxable value|total taxable value|net payable before tax|total ex gst|order net total",
        de="nettobetrag|summe netto|netto|gesamt netto|nettosumme|netto gesamt|rechnungssumme netto"
        "|rechnungsbetrag netto|gesamtbetrag netto|rechnungssumme ohne ust|summe ohne mwst|gesamt ohne mwst"
        "|nettowert|rechnungssumme netto excl ust|netto summe|gesamtnetto|nettogesamtbetrag"
        "|zwischensumme netto|summe netto|total netto|betrag netto|gesamtsumme netto|warenwert netto"
        "|netto warenwert|gesamtbetrag ohne ust|nettogesamt",
        fr="total ht|montant ht|total h t|net ht|total hors taxes|total hors taxe|montant hors taxe"
        "|montant total ht|sous total ht|total ht net|montant h t|total net ht|base ht|total general ht"
        "|total hors tva|montant net ht",
        nl="totaal excl btw|exclusief btw|totaal exclusief btw|bedrag excl btw|netto|totaal ex btw|nettobedrag"
        "|totaal netto|subtotaal excl btw|netto bedrag|totaalbedrag excl btw|bedrag exclusief btw"
        "|netto totaal",
        es="base imponible|total sin iva|importe neto|total neto|neto|importe sin iva|base imponible total"
        "|total base imponible|importe base",
        it="imponibile|totale imponibile|totale netto|netto|totale senza iva|importo netto",
        pt="total sem iva|valor liquido|total liquido|incidencia|base tributavel|liquido|base de incidencia",
    ),
    *labels(
        "subtotal",
        1.0,
        en="subtotal|sub total|total amount of lines|lines total|sum of lines|goods total|total of lines"
        "|merchandise|merchandise total|items total|charges subtotal|goods value|amount|sum|total goods",
        de="zwischensumme|positionssumme|warenwert|summe positionen|summe|gesamtbeitrag|warensumme"
        "|summe der positionen",
        fr="sous total|total des lignes|total brut ht|total lignes|montant des lignes|total brut",
        nl="subtotaal|tussentotaal|totaal regels|goederenwaarde",
        es="subtotal|sub total|suma|importe bruto|total lineas|importe lineas",
        it="subtotale|totale merce|totale righe|totale merci",
        pt="subtotal|sub total|total das linhas|soma",
    ),
    *labels(
        "tax_total",
        1.0,
        en="total vat|vat total|vat amount|tax amount|total tax|sales tax|tax total|vat|gst|hst|tax"
        "|total vat amount|total taxes|taxes|gst amount|total gst|state tax|county tax|vat due|gst hst"
        "|cgst|sgst|igst|utgst|pst|qst|of which vat|includes vat|vat included"
        "|local tax|sales tax amount|total sales tax|use tax|tva|consumption tax",
        de="mehrwertsteuer|umsatzsteuer|mwst|ust|steuerbetrag|mwst betrag|summe ust|ust betrag|zzgl mwst"
        "|zzgl ust|zuzugl ust|zuzuglich mwst|zuzuglich ust|umsatzsteuerbetrag|mehrwertsteuerbetrag|summe mwst"
        "|steuersumme|versicherungsteuer|versicherungssteuer|ust gesamt|gesamt mwst|zuzuglich umsatzsteuer"
        "|zuzugl mwst|summe steuer|steuer|enthaltene mwst|enthaltene mehrwertsteuer|inkl mwst betrag"
        "|davon mwst|davon ust|darin enthaltene mwst|enthaltene ust|enthaltene umsatzsteuer"
        "|gesamtbetrag ust|mwst summe|gesamt ust|steuern|umsatzsteuer gesamt|mehrwertsteuer gesamt",
        fr="total tva|montant tva|montant de la tva|tva|montant de tva|total taxes|total taxe|total des taxes"
        "|t v a|tva totale|montant total tva|dont tva|montant de la t v a|taxes",
        nl="btw|btw bedrag|totaal btw|omzetbelasting|btw totaal|b t w|waarvan btw|inbegrepen btw"
        "|bedrag btw|totaalbedrag btw|btw hoog|btw laag",
        es="iva|total iva|cuota iva|importe iva|i v a|cuota|igic|impuestos|total impuestos|cuota de iva|iva total",
        it="iva|totale iva|imposta|totale imposta|importo iva|i v a|totale imposte",
        pt="iva|total iva|valor do iva|imposto|total do iva|i v a|montante do iva|total de iva|total imposto",
    ),
    *labels(
        "gross_total",
        1.0,
        en="grand total|invoice total|total incl vat|total including vat|total amount|total due|total gross"
        "|gross total|amount payable|total inc vat|total invoice amount|invoice amount|total gross amount"
        "|total for this invoice|total including tax|total incl tax|total payable|gross amount"
        "|total inclusive of vat|total sales inclusive of gst|total inclusive gst|total incl gst"
        "|total amount incl vat|net total payable|order total|credit total|total credit|total invoice"
        "|nett total|total rounded|total sales inclusive gst|total price|total inc gst|total sale|gross"
        "|total amount inclusive of vat|total with vat|total sales incl gst|bill total|total amount payable"
        "|total to pay|total credit amount|credit amount|rounded total|final amount|final total|end amount",
        de="gesamtbetrag|rechnungsbetrag|bruttobetrag|gesamtsumme|endbetrag|brutto|summe brutto"
        "|rechnungssumme brutto|gesamt brutto|rechnungssumme|summe inkl ust|gesamtbetrag brutto|endsumme"
        "|gesamt|bruttosumme|rechnungsbeitrag|gesamtbetrag inkl mwst|gesamtbetrag inkl ust|summe inkl mwst"
        "|rechnungsendbetrag|zu zahlen|gesamt inkl mwst|gesamt eur|summe eur|gutschriftsbetrag"
        "|gesamtbetrag eur|rechnungssumme brutto inkl ust|gutschriftbetrag|total brutto|korrekturbetrag"
        "|rechnungsbetrag brutto|rechnungsgesamtbetrag|rechnungstotal|bruttogesamtbetrag|total inkl mwst"
        "|summe gesamt",
        fr="total ttc|montant ttc|net a payer|total t t c|montant total ttc|total general|montant total"
        "|total toutes taxes comprises|total facture|net a payer ttc|montant de la facture|total ttc eur"
        "|total avoir|montant a payer ttc|total de la facture|montant ttc eur|total tvac|montant de l avoir"
        "|total a payer",
        nl="totaal incl btw|totaal te betalen|totaalbedrag|te betalen|factuurbedrag|eindtotaal"
        "|totaal inclusief btw|inclusief btw|bedrag incl btw|factuur totaal|totaal factuur|factuurtotaal"
        "|totaal bedrag|totaalbedrag incl btw|totaal eur|creditbedrag|totaal inc btw|te betalen bedrag",
        es="total factura|importe total|total con iva|total a pagar|total eur|total general|importe a pagar"
        "|total iva incluido|total abono|total documento|total factura eur|liquido a percibir|total importe"
        "|importe total factura|total euros",
        it="totale fattura|totale documento|totale con iva|totale da pagare|importo totale|totale complessivo"
        "|totale ivato|totale a pagare|totale generale|netto a pagare",
        pt="total da fatura|total a pagar|valor total|total com iva|total geral|total documento|total fatura"
        "|montante total|total do documento",
    ),
    *labels(
        "gross_total",
        0.75,
        en="total|totals|charges|balance",
        de="total|betrag|summe|gesamtpreis",
        fr="total",
        nl="totaal",
        es="total|importe",
        it="totale",
        pt="total",
    ),
    *labels(
        "discount_total",
        1.0,
        en="discount|total discount|allowances amount|allowance|trade discount|less discount|allowances"
        "|total allowances|discounts|promotion|discount amount",
        de="rabatt|nachlass|gesamtbetrag der abschlage|abzuglich rabatt|abschlage|skonto sofort|gesamtrabatt"
        "|preisnachlass|rechnungsrabatt|sondernachlass|abschlag",
        fr="remise|remise totale|rabais|total remise|remise globale|total des remises|escompte|remises",
        nl="korting|totale korting|kortingen",
        es="descuento|descuentos|total descuento|dto|descuento total",
        it="sconto|sconti|totale sconto|abbuono",
        pt="desconto|descontos|total de descontos|desconto total",
    ),
    *labels(
        "shipping_total",
        1.0,
        en="shipping|freight|shipping and handling|shipping handling|delivery|delivery charge|postage|carriage"
        "|delivery charges|charges amount|handling|shipping cost|postage and packing|shipping charges"
        "|total charges|surcharge|shipping fee|delivery fee|service charge",
        de="versand|versandkosten|fracht|porto|frachtkosten|gesamtbetrag der zuschlage|lieferkosten|zuschlage"
        "|transportkosten|verpackung|porto und verpackung|fracht verp vers|zuschlag|versand und verpackung"
        "|mindermengenzuschlag|frachtbetrag",
        fr="frais de port|port|livraison ht|frais de livraison|transport|frais d expedition|frais de transport"
        "|port et emballage|frais",
        nl="verzendkosten|vracht|bezorgkosten|transportkosten|administratiekosten|portokosten",
        es="gastos de envio|portes|envio|transporte|gastos|gastos de transporte",
        it="spese di spedizione|trasporto|spese di trasporto|spedizione|spese",
        pt="portes|portes de envio|transporte|despesas de envio",
    ),
    *labels(
        "prepaid",
        1.0,
        en="amount paid|paid|deposit|payments|less deposit|prepaid|payment received|down payment|total paid"
        "|already paid|deposit paid|less paid|prepayment|advance|advance payment|paid amount"
        "|payments received|less payments|paid to date|payment made|deposits received|deposit received|less deposits"
        "|deposits|payments on account|payment on account|instalments paid|progress payments",
        de="erhaltene anzahlungen|anzahlung|bereits gezahlt|bereits bezahlt|abzuglich anzahlung|vorauszahlung"
        "|angezahlt|geleistete anzahlungen|anzahlungen|geleistete zahlungen|abzgl anzahlung|abschlagszahlung"
        "|abzuglich abschlagszahlung|abschlagszahlungen|geleistete abschlage|geleisteter abschlage|gezahlte abschlage"
        "|bezahlte abschlage|gezahlter abschlage|abzuglich abschlage|geleisteter zahlungen|erhaltener anzahlungen"
        "|geleisteter anzahlungen|erhaltene zahlungen|teilzahlung|teilzahlungen|bisherige zahlungen",
        fr="acompte|deja paye|acomptes|acompte verse|deja regle|montant paye|acompte recu|acomptes verses"
        "|montant deja paye|acompte deja verse|acomptes deja verses|acomptes recus|deja facture et paye|deja verse",
        nl="aanbetaling|reeds betaald|vooruitbetaald|al betaald|voorschot|betaald",
        es="anticipo|pagado|anticipos|ya pagado|a cuenta|pago a cuenta|importe pagado|entrega a cuenta"
        "|entregas a cuenta|pagos a cuenta|anticipos recibidos",
        it="acconto|gia pagato|acconti|anticipo|acconto versato|pagato|acconti versati|acconti ricevuti|gia versato",
        pt="adiantamento|ja pago|valor pago|pago|sinal",
    ),
    *labels(
        "amount_due",
        1.0,
        en="amount due|please pay this amount|pay this amount|balance due|balance payable"
        "|outstanding balance|outstanding|total amount due"
        "|balance amount|amount outstanding|remaining balance|please pay|balance owed|amount owing|due amount"
        "|total balance due|amount to pay|balance to pay|net amount due|now due|payable amount|open amount|residual"
        "|residual amount|total due|amount now due|balance remaining",
        de="zahlbetrag|offener betrag|restbetrag|zu zahlender betrag|uberweisungsbetrag|noch zu zahlen"
        "|falliger betrag|forderungsbetrag|offen|zahlungsbetrag|restforderung|zu uberweisender betrag"
        "|noch offen|restzahlung|restsumme|nachzahlung|nachzahlungsbetrag|ihre nachzahlung",
        fr="solde a payer|reste a payer|montant du|solde du|solde|montant a payer|reste du|net du|a payer"
        "|montant restant du|somme a payer|solde restant|solde restant du",
        nl="openstaand|openstaand bedrag|restbedrag|nog te betalen|resterend bedrag|saldo|te voldoen",
        es="importe pendiente|pendiente|saldo pendiente|resto a pagar|pendiente de pago|importe adeudado",
        it="saldo|saldo dovuto|da pagare|importo dovuto|residuo|residuo da pagare|saldo da pagare",
        pt="saldo|valor em divida|valor a pagar|em divida|montante a pagar|saldo a pagar",
    ),
    *labels(
        "withheld",
        1.0,
        en="withholding tax|tax withheld|withholding|less withholding tax|tds|less tds|cis deduction|wht|retention"
        "|less retention|tax deducted at source|retention withheld",
        de="quellensteuer|einbehalt|sicherheitseinbehalt|abzugsteuer|bauabzugsteuer|gewahrleistungseinbehalt",
        fr="retenue a la source|retenue de garantie|retenue|precompte",
        nl="inhouding|bronbelasting",
        es="retencion|retencion irpf|irpf|retencion i r p f|retenciones|retencion de garantia|i r p f",
        it="ritenuta|ritenuta d acconto|ritenuta acconto|rit acconto|ritenute|ritenuta irpef",
        pt="retencao|retencao na fonte|retencao irs|retencao de irs|retencao irc",
    ),
    *labels(
        "rounding",
        1.0,
        en="rounding|round off|rounded off|roundoff|rounding off|rounding adjustment|rounding adj|round adj",
        de="rundung|rundungsdifferenz",
        fr="arrondi|arrondis",
        nl="afronding",
        es="redondeo",
        it="arrotondamento",
        pt="arredondamento",
    ),
    *labels(
        "tip_total",
        1.0,
        en="tip|gratuity|tips",
        de="trinkgeld",
        fr="pourboire",
        nl="fooi",
        es="propina",
        it="mancia",
        pt="gorjeta",
    ),
    *labels(
        "other_amount",
        1.0,
        en="previous balance|previous unpaid balance|cash|change|change due|credit card|visa|mastercard|tendered"
        "|cash tendered|unit price|share capital|total qty|total quantity|total items|subtotal qty|base"
        "|previously invoiced|total saving|points|total discount rate|rate|savings|card|hours|carried forward"
        "|brought forward|carry over|late fee|you saved|item count|number of items|payment|total savings"
        "|amount tendered|carried over|page total|balance forward|amex|subtotal carried over|subtotal carried forward"
        "|subtotal brought forward|total carried forward|total brought forward|total carried over"
        "|amount carried forward|amount brought forward|balance carried forward|balance brought forward"
        "|carry forward|subtotal of this page|page subtotal",
        de="gegeben|ruckgeld|bar|ec karte|stammkapital|ubertrag|kreditkarte|basisbetrag|steuerbasisbetrag"
        "|einzelpreis|ruckgabe|wechselgeld|girocard|zwischensumme seite|skonto|skontobetrag|leergutwert"
        "|nettopreis|bruttopreis|artikelgesamtrabatt|rabattbetrag|karte|zahlung|seitensumme|gegeben bar"
        "|zwischensumme ubertrag|ubertrag zwischensumme|ubertrag netto|ubertrag von seite|ubertrag auf seite"
        "|seitenubertrag|ubertrag summe|summe ubertrag|vortrag",
        fr="especes|rendu|carte bancaire|capital de|sarl au capital de|report|a reporter|base|rendu monnaie|cb"
        "|montant regle|sous total page|total quantite|report a nouveau|total a reporter|sous total a reporter"
        "|total reporte|sous total reporte|montant a reporter|montant reporte|report page precedente"
        "|report de la page precedente|total page",
        nl="contant|wisselgeld|pin|transport|grondslag|pinnen|overdracht|over te brengen|transporteren"
        "|subtotaal transport|transport subtotaal|te transporteren",
        es="efectivo|cambio|tarjeta|entregado|suma anterior|suma y sigue|suma anterior pagina"
        "|total suma y sigue|subtotal pagina|suma de la pagina anterior",
        it="contanti|resto|carta|riporto|a riportare",
        pt="dinheiro|troco|cartao|a transportar|transporte de pagina|multibanco",
    ),
)
"""Labels of amounts; ``other_amount`` names what must not be taken for a total."""
